#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "cli/reading_memory.hpp"
#include "cli/scalar_choice.hpp"
#include "cli/verb.hpp"
#include "network/files/file_bytes.hpp"
#include "network/files/network_file.hpp"
#include "network/files/onnx_export.hpp"

namespace axiomark::cli {
namespace {

struct ExportOptions {
  std::string model;
  std::string file;
  ScalarChoice scalar;
};

template <Scalar S>
Result<int> write_as_onnx(const ExportOptions& options, const Network<S>& network) {
  const auto model = onnx_bytes(network);
  if (!model) return tl::make_unexpected(model.error());
  if (auto ok = write_bytes(options.file, model->bytes); !ok) {
    return tl::make_unexpected(ok.error());
  }
  if (model->rounded == 0) return 0;
  return print(fmt::format("{}: {} parameter{} that no double equals rounded to nearest\n",
                           options.file, model->rounded, model->rounded == 1 ? "" : "s"));
}

template <Scalar S>
Result<int> export_as(const ExportOptions& options) {
  const std::filesystem::path kind = std::filesystem::path(options.file).extension();
  if (kind != ".onnx" && kind != ".json") {
    return fail(ErrorKind::usage, "FILE", "'" + options.file + "'",
                "a name that ends in .onnx or .json");
  }
  const auto network = within_memory(options.model, [&] { return read_network<S>(options.model); });
  if (!network) return tl::make_unexpected(network.error());
  if (kind == ".onnx") return write_as_onnx(options, *network);
  if (auto ok = write_network(options.file, *network); !ok) return tl::make_unexpected(ok.error());
  return 0;
}

}  // namespace

void add_export(CLI::App& program, Job& job) {
  auto options = std::make_shared<ExportOptions>();
  CLI::App* verb =
      program.add_subcommand("export", "a model as ONNX for other programs, or as JSON to read");
  verb->add_option("MODEL", options->model, "network: .onnx, or JSON")->required();
  verb->add_option("FILE", options->file, "what to write: .onnx or .json")->required();
  options->scalar.add_precision_to(*verb);
  verb->callback([options, &job] {
    job = [options] {
      return options->scalar.dispatch([&]<Scalar S>() { return export_as<S>(*options); });
    };
  });
}

}  // namespace axiomark::cli
