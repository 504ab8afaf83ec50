#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace axiomark::cli {

/// The verb with what was given to it, as a shell reads it: "axiomark converge net.onnx x.npy --steps '100'".
/// Without options that change no number: --threads, --json.
[[nodiscard]] std::string command_line(const CLI::App& verb);

}  // namespace axiomark::cli
