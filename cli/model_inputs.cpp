#include "cli/model_inputs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/reading_memory.hpp"
#include "network/files/array_file.hpp"
#include "network/files/file_bytes.hpp"
#include "network/files/network_file.hpp"
#include "network/files/onnx_import.hpp"

namespace axiomark::cli {
namespace {

// As read_network decides.
bool is_json(const std::filesystem::path& path, std::string_view bytes) {
  const std::size_t first = bytes.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  return path.extension() == ".json" ||
         (first != std::string_view::npos && (bytes[first] == '{' || bytes[first] == '['));
}

tl::unexpected<Error> at_option(Error error, const std::string& option) {
  error.where = option + " " + error.where;
  return tl::make_unexpected(std::move(error));
}

// An array in the shape it comes in.
template <Scalar S>
Result<NumberArray<S>> read_array(const std::string& source) {
  if (source.starts_with('[')) return read_number_list<S>(source, "input list");
  const std::filesystem::path path(source);
  if (path.extension() != ".npy" && path.extension() != ".json") {
    return fail(ErrorKind::usage, source, fmt::format("ending '{}'", path.extension().string()),
                ".npy or .json, or a list such as [1, 2]");
  }
  const auto bytes = read_bytes(path);
  if (!bytes) return tl::make_unexpected(bytes.error());
  return path.extension() == ".npy" ? parse_npy<S>(*bytes, source)
                                    : read_number_list<S>(*bytes, source);
}

// One input's samples, each in the declared shape with symbolic dimensions as they come: the array
// is one sample, or N in front of, or in place of, a leading dimension of 1 or any.
template <Scalar S>
Result<std::vector<NumberArray<S>>> samples_of(const NumberArray<S>& array, const OnnxInput& input,
                                               const std::string& option) {
  const auto& declared = input.dimensions;
  const bool batch = !declared.empty() && declared.front().value_or(1) == 1;
  Shape sample = array.shape;
  Index count = 1;
  if (sample.size() == declared.size() + 1 || (sample.size() == declared.size() && batch)) {
    count = sample.front();
    sample.erase(sample.begin());
  }
  if (batch && sample.size() + 1 == declared.size()) sample.insert(sample.begin(), 1);
  const Index size = element_count(sample);
  if (count < 1 || size < 1 || count * size != array.values.size()) {
    return fail(ErrorKind::input, option, "shape " + to_text(array.shape),
                fmt::format("samples of {} dimensions", declared.size()));
  }
  std::vector<NumberArray<S>> samples;
  for (Index k = 0; k < count; ++k) {
    samples.push_back({sample, array.values.segment(k * size, size)});
  }
  return samples;
}

// Sizes that only a value tells; the batch is not one of them.
bool has_open_sizes(const OnnxInput& input) {
  const auto& sizes = input.dimensions;
  return !sizes.empty() &&
         std::any_of(sizes.begin() + 1, sizes.end(), [](const auto& size) { return !size; });
}

// What is given for each declared input, by name: a file or a list.
Result<std::map<std::string, std::string>> sources(const ModelInputs& asked,
                                                   const std::vector<OnnxInput>& declared) {
  const auto known = [&](const std::string& name, const std::string& option) -> Result<void> {
    if (std::ranges::find(declared, name, &OnnxInput::name) != declared.end()) return {};
    std::vector<std::string> names;
    names.reserve(declared.size());
    for (const OnnxInput& input : declared) names.push_back(input.name);
    return fail(ErrorKind::usage, option, fmt::format("no input '{}'", name),
                fmt::format("one of: {}", fmt::join(names, ", ")));
  };
  std::map<std::string, std::string> given;
  for (const std::string& word : asked.named) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0) {
      return fail(ErrorKind::usage, "--input", fmt::format("'{}'", word), "NAME=FILE");
    }
    const std::string name = word.substr(0, equals);
    if (auto ok = known(name, "--input"); !ok) return tl::make_unexpected(ok.error());
    if (!given.emplace(name, word.substr(equals + 1)).second) {
      return fail(ErrorKind::usage, "--input", fmt::format("'{}' twice", name), "each input once");
    }
  }
  for (const std::string& name : asked.fixed) {
    if (auto ok = known(name, "--fixed"); !ok) return tl::make_unexpected(ok.error());
  }
  std::vector<std::string> open;
  for (const OnnxInput& input : declared) {
    if (!given.contains(input.name)) open.push_back(input.name);
  }
  if (!asked.input.empty()) {
    if (open.size() != 1) {
      return fail(ErrorKind::usage, "INPUT",
                  fmt::format("a value for {} inputs: {}", open.size(), fmt::join(open, ", ")),
                  "one; or --input NAME=FILE for each");
    }
    given.emplace(open.front(), asked.input);
    open.clear();
  }
  if (!open.empty()) {
    return fail(ErrorKind::usage, "--input", fmt::format("no value for input '{}'", open.front()),
                fmt::format("--input {}=FILE", open.front()));
  }
  return given;
}

template <Scalar S>
class OnnxQuestion {
 public:
  OnnxQuestion(const ModelInputs& asked, const PictureTerms& pictures, std::string bytes)
      : asked_(asked), pictures_(pictures), bytes_(std::move(bytes)) {}

  Result<Subject<S>> read() {
    auto declared = onnx_inputs(bytes_, asked_.model);
    if (!declared) return tl::make_unexpected(declared.error());
    declared_ = std::move(*declared);
    auto given = sources(asked_, declared_);
    if (!given) return tl::make_unexpected(given.error());
    given_ = std::move(*given);
    return asked_.at.empty() ? at_inputs() : at_tensor();
  }

 private:
  Result<Network<S>> network(const OnnxPart<S>& part) const {
    return within_memory(asked_.model, [&] { return parse_onnx<S>(bytes_, asked_.model, part); });
  }

  Result<std::vector<NumberArray<S>>> samples(const OnnxInput& input) const {
    const std::string option = fmt::format("--input {}:", input.name);
    const std::string& source = given_.at(input.name);
    const auto array = within_memory(source, [&] { return read_array<S>(source); });
    if (!array) return at_option(array.error(), option);
    return samples_of(*array, input, option);
  }

  Result<Subject<S>> at_inputs() const {
    OnnxPart<S> part{asked_.output, {}, {}, {}, {}};
    std::vector<const OnnxInput*> variable;
    for (const OnnxInput& input : declared_) {
      if (std::ranges::find(asked_.fixed, input.name) == asked_.fixed.end()) {
        variable.push_back(&input);
        if (!has_open_sizes(input)) continue;
        const auto values = samples(input);
        if (!values) return tl::make_unexpected(values.error());
        part.shapes.emplace(input.name, values->front().shape);
        continue;
      }
      auto values = samples(input);
      if (!values) return tl::make_unexpected(values.error());
      if (values->size() != 1) {
        return fail(ErrorKind::input, "--fixed " + input.name,
                    fmt::format("{} samples", values->size()), "1, the same for every input");
      }
      part.fixed.push_back({input.name, std::move(values->front())});
    }
    if (variable.empty()) {
      return fail(ErrorKind::usage, "--fixed", "every input", "all but those to be attributed");
    }
    const auto made = network(part);
    if (!made) return tl::make_unexpected(made.error());
    std::vector<Batch<S>> batches;
    Index count = 1;
    for (std::size_t k = 0; k < variable.size(); ++k) {
      const std::string& name = variable[k]->name;
      const std::string& source = given_.at(name);
      auto batch = within_memory(source, [&] {
        return source.ends_with(".png") ? read_picture<S>(source, made->inputs()[k], pictures_)
                                        : read_batch<S>(source, made->inputs()[k]);
      });
      if (!batch) return at_option(batch.error(), fmt::format("--input {}:", name));
      count = std::max(count, batch->cols());
      batches.push_back(std::move(*batch));
    }
    Batch<S> all(made->input_features(), count);
    Index row = 0;
    for (std::size_t k = 0; k < batches.size(); ++k) {
      const Batch<S>& batch = batches[k];
      if (batch.cols() != count && batch.cols() != 1) {
        return fail(ErrorKind::input, "--input " + variable[k]->name,
                    fmt::format("{} samples", batch.cols()), fmt::format("1 or {}", count));
      }
      all.middleRows(row, batch.rows()) = batch.replicate(1, count / batch.cols());
      row += batch.rows();
    }
    return Subject<S>{*made, std::move(all)};
  }

  Result<Subject<S>> at_tensor() const {
    std::vector<std::vector<NumberArray<S>>> values;
    std::size_t count = 1;
    for (const OnnxInput& input : declared_) {
      auto all = samples(input);
      if (!all) return tl::make_unexpected(all.error());
      count = std::max(count, all->size());
      values.push_back(std::move(*all));
    }
    OnnxPart<S> part{asked_.output, {}, {}, asked_.at, {}};
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i].size() != count && values[i].size() != 1) {
        return fail(ErrorKind::input, "--input " + declared_[i].name,
                    fmt::format("{} samples", values[i].size()), fmt::format("1 or {}", count));
      }
      // An input with a value per sample stays open: it may be read in front of the cut only.
      if (values[i].size() == 1) part.fixed.push_back({declared_[i].name, values[i].front()});
    }
    Batch<S> points;
    for (std::size_t n = 0; n < count; ++n) {
      std::vector<OnnxTensorValue<S>> inputs;
      for (std::size_t i = 0; i < values.size(); ++i) {
        inputs.push_back({declared_[i].name, values[i][values[i].size() == 1 ? 0 : n]});
      }
      const auto tensor = within_memory(
          asked_.model, [&] { return onnx_tensor<S>(bytes_, asked_.model, asked_.at, inputs); });
      if (!tensor) return tl::make_unexpected(tensor.error());
      part.cut_shape = tensor->shape;
      if (n == 0) points.resize(tensor->values.size(), static_cast<Index>(count));
      points.col(static_cast<Index>(n)) = tensor->values;
    }
    const auto made = network(part);
    if (!made) return tl::make_unexpected(made.error());
    return Subject<S>{*made, std::move(points)};
  }

  const ModelInputs& asked_;
  const PictureTerms& pictures_;
  std::string bytes_;
  std::vector<OnnxInput> declared_;
  std::map<std::string, std::string> given_;
};

template <Scalar S>
Result<Subject<S>> with_samples(Result<Network<S>> network, const ModelInputs& asked,
                                const PictureTerms& pictures) {
  if (!network) return tl::make_unexpected(network.error());
  auto samples = within_memory(
      asked.input, [&] { return read_inputs<S>(asked.input, sample_shape(*network), pictures); });
  if (!samples) return tl::make_unexpected(samples.error());
  return Subject<S>{std::move(*network), std::move(*samples)};
}

}  // namespace

void ModelInputs::add_to(CLI::App& verb) {
  verb.add_option("MODEL", model, "network: .onnx, or JSON")->required();
  verb.add_option("INPUT", input, "inputs: .npy, .csv, .json, .png, or a list such as [1/2,-3]");
  verb.add_option("--input", named,
                  "NAME=FILE, for each input of an ONNX model that has several (.npy, .json, list)")
      ->allow_extra_args(false);
  verb.add_option("--fixed", fixed, "NAME of an input that is a constant: it is not attributed")
      ->allow_extra_args(false);
  verb.add_option("--at", at,
                  "TENSOR of an ONNX model that takes the place of its inputs, such as an "
                  "embedding's output");
  verb.add_option(
      "--output", output,
      "NAME of the ONNX model's output, or of any tensor; the first output if left out");
}

template <Scalar S>
Result<Subject<S>> read_subject(const ModelInputs& asked, const PictureTerms& pictures) {
  const bool named = !asked.named.empty() || !asked.fixed.empty() || !asked.at.empty();
  if (asked.input.empty() && asked.named.empty()) {
    return fail(ErrorKind::usage, "INPUT", "is missing", "inputs, or --input NAME=FILE for each");
  }
  auto bytes = within_memory(asked.model, [&] { return read_bytes(asked.model); });
  if (!bytes) return tl::make_unexpected(bytes.error());
  if (is_json(asked.model, *bytes)) {
    if (!named && asked.output.empty()) {
      return with_samples(within_memory(asked.model, [&] { return read_network<S>(asked.model); }),
                          asked, pictures);
    }
    return fail(ErrorKind::usage, asked.model, "a network in JSON, whose tensors have no names",
                "an ONNX model for --input, --fixed, --at and --output");
  }
  const auto inputs = within_memory(asked.model, [&] { return onnx_inputs(*bytes, asked.model); });
  if (!inputs) return tl::make_unexpected(inputs.error());
  if (!named && std::ranges::none_of(*inputs, has_open_sizes)) {
    OnnxPart<S> part;
    part.output = asked.output;
    return with_samples(
        within_memory(asked.model, [&] { return parse_onnx<S>(*bytes, asked.model, part); }), asked,
        pictures);
  }
  return OnnxQuestion<S>(asked, pictures, std::move(*bytes)).read();
}

template Result<Subject<float>> read_subject<float>(const ModelInputs&, const PictureTerms&);
template Result<Subject<double>> read_subject<double>(const ModelInputs&, const PictureTerms&);
template Result<Subject<Rational>> read_subject<Rational>(const ModelInputs&, const PictureTerms&);

}  // namespace axiomark::cli
