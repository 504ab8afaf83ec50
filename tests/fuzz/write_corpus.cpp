// write_corpus FOLDER AXIOMS: what the fuzz targets start from, one folder per target, by the project's own
// writers: networks of every family and operators beside them, a case file per axiom, the axiom files of the
// documentation (the folder AXIOMS), arrays, pictures.
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "axioms/axiom_file.hpp"
#include "methods/registry.hpp"
#include "network/builder.hpp"
#include "network/files/file_bytes.hpp"
#include "network/files/network_file.hpp"
#include "network/files/npy.hpp"
#include "network/files/onnx_export.hpp"
#include "network/files/png.hpp"
#include "search/axiom_search.hpp"
#include "search/case_file.hpp"
#include "search/families/family.hpp"
#include "tests/fuzz/png_chunks.hpp"

namespace axiomark {
namespace {

template <class T>
T checked(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "write_corpus: %s\n", message(result.error()).c_str());
  std::exit(1);
}

class Corpus {
 public:
  explicit Corpus(std::filesystem::path folder) : folder_(std::move(folder)) {}

  void add(const std::string& target, const std::string& name, const std::string& bytes) const {
    std::filesystem::create_directories(folder_ / target);
    if (auto ok = write_bytes(folder_ / target / name, bytes); !ok) {
      std::fprintf(stderr, "write_corpus: %s\n", message(ok.error()).c_str());
      std::exit(1);
    }
  }
  void add_network(const std::string& name, const Network<double>& network) const {
    add("onnx_fuzz", name + ".onnx", checked(onnx_bytes(network)).bytes);
    add("network_json_fuzz", name + ".json", network_json(network).dump());
  }

 private:
  std::filesystem::path folder_;
};

void add_networks(const Corpus& corpus) {
  for (const NetworkFamily& family : network_families()) {
    RandomStream stream(7);
    corpus.add_network(std::string(family.name), family.draw(stream, {2, 3, 2}));
  }
  // What no family holds: windows with padding, index maps, smooth operators.
  NetworkBuilder<double> b;
  const Tensor x = b.input({2, 3, 3});
  const Tensor padded = b.apply(pad<double>({2, 3, 3}, {0, 1, 0}, {0, 0, 1}, 1.5), {x});
  const Tensor pooled = b.apply(average_pool<double>({2, 4, 4}, plain_window({2, 2})), {padded});
  const Tensor some = b.apply(gather<double>({2, 3, 3}, 1, {2, 0, 0}), {pooled});
  const Tensor cut = b.apply(slice<double>({2, 3, 3}, 2, 0, 2, 1), {some});
  const Tensor turned = b.apply(transpose<double>({2, 3, 2}, {0, 2, 1}), {cut});
  corpus.add_network(
      "maps", b.build(b.apply(reduce_mean<double>({2, 2, 3}, {1, 2}, false), {turned})).value());
  const auto alone = [&](const std::string& name, Operator<double> op) {
    NetworkBuilder<double> one;
    const Tensor in = one.input({1, 3});
    corpus.add_network(name, one.build(one.apply(std::move(op), {in})).value());
  };
  alone("sigmoid", Sigmoid{});
  alone("tanh", Tanh{});
  alone("gelu", Gelu{});
  alone("softplus", Softplus{});
  alone("elu", Elu<double>{0.5});
  alone("power", Power{3});
  alone("softmax", Softmax{{1, 3}, 1});
  const std::string layers =
      R"({"layers": [{"W": [[1, "-1/2"], [0.5, 3e-1]], "b": [0, -1], "activation": "relu"}]})";
  corpus.add("network_json_fuzz", "layers.json", layers);
}

// A counterexample per axiom that the method breaks in a few hundred cases.
void add_cases(const Corpus& corpus, const AnyMethod& method, std::span<const Axiom> axioms) {
  CampaignOptions options;
  options.cases_per_cell = 300;
  for (const Axiom& axiom : axioms) {
    const auto found = search_axiom({&method, 1}, axiom, options).findings.front();
    if (!found.counterexample) continue;
    corpus.add("case_file_fuzz", cell_id(method.name(), axiom.info.name) + ".json",
               case_json(*found.counterexample));
  }
}

void add_arrays(const Corpus& corpus) {
  const Vector<double> numbers = Vector<double>::LinSpaced(6, -1, 1);
  const std::string doubles = npy_bytes(NumberArray<double>{{2, 3}, numbers});
  corpus.add("npy_fuzz", "doubles.npy", doubles);
  corpus.add("npy_fuzz", "floats.npy", npy_bytes(NumberArray<float>{{6}, numbers.cast<float>()}));
  // The other types that are read: the same header, other data.
  for (const auto& [type, size] : {std::pair("<i4", 4), {"<i8", 8}, {"|u1", 1}, {"|b1", 1}}) {
    std::string bytes = doubles.substr(0, doubles.size() - 6 * sizeof(double));
    bytes.replace(bytes.find("<f8"), 3, type);
    corpus.add("npy_fuzz", std::string(type + 1) + ".npy", bytes + std::string(6 * size, '\1'));
  }
  corpus.add("number_list_fuzz", "list", R"([[3, -1/2], [1e-3, "0.25"]])");
  corpus.add("number_list_fuzz", "nested", "[[[1], [2]], [[3], [4]]]");
  corpus.add("number_list_fuzz", "csv",
             "\xef\xbb\xbf"
             "1, -1/2\r\n\n0.25,1e-3\n");
}

// Every colour type at every depth, plain and interlaced. Our writer knows two depths and two types: the
// others are its grey picture of 64 rows under another header of 8 x 8 pixels, which takes at most 527 of
// the 576 bytes. In a picture of 2 alone the bytes are 0 to 2, whatever filters are chosen: filters, and
// places in the palette, wherever a row begins now.
void add_pictures(const Corpus& corpus) {
  const Pixels rows{8, 64, 1, 255, std::vector<std::uint16_t>(8 * 64, 2)};
  const std::string grey = checked(png_bytes(rows, "corpus"));
  const std::size_t kHeader = 16;  // of the file: width and height, depth, colour type
  const std::size_t kData = 33;    // where the chunk of pixels begins
  const std::string palette = std::string("\0\0\0\x0f", 4) + "PLTEaAbBcCdDeEfFgGh" + "0000";
  for (const auto& [type, depths] : {std::pair<char, std::string_view>{0, "\1\2\4\x08\x10"},
                                     {2, "\x08\x10"},
                                     {3, "\1\2\4\x08"},
                                     {4, "\x08\x10"},
                                     {6, "\x08\x10"}}) {
    for (const char depth : depths) {
      for (const char interlaced : {'\0', '\1'}) {
        std::string bytes = grey;
        bytes[kHeader + 7] = 8;
        bytes[kHeader + 8] = depth;
        bytes[kHeader + 9] = type;
        bytes[kHeader + 12] = interlaced;
        if (type == 3) bytes.insert(kData, palette);
        fuzz::mend_checksums(reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size());
        const std::string name =
            fmt::format("{}-{}-{}.png", int{type}, int{depth}, int{interlaced});
        const bool alpha = (type & 4) != 0;  // of 2: decoded, then refused
        if (!alpha) (void)checked(parse_png(bytes, name));
        corpus.add("png_fuzz", name, bytes);
      }
    }
  }
}

}  // namespace
}  // namespace axiomark

int main(int argc, char** argv) {
  using namespace axiomark;
  if (argc != 3) {
    std::fprintf(stderr, "write_corpus FOLDER AXIOMS\n");
    return 2;
  }
  const Corpus corpus(argv[1]);
  add_networks(corpus);
  add_arrays(corpus);
  add_pictures(corpus);
  std::vector<Axiom> own;
  for (const auto& file : std::filesystem::directory_iterator(argv[2])) {
    corpus.add("axiom_file_fuzz", file.path().filename(), checked(read_bytes(file.path())));
    own.push_back(checked(read_axiom(file.path())));
  }
  for (const char* method : {"gradient", "guided-backprop"}) {
    add_cases(corpus, checked(make_method(method)), axiom_registry());
    add_cases(corpus, checked(make_method(method)), own);
  }
}
