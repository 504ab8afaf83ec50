#include "experiments/claim_export.hpp"

#include "experiments/export/claim_lookup.hpp"
#include "experiments/export/claim_script.hpp"
#include "experiments/export/claim_tex.hpp"
#include "network/files/file_bytes.hpp"
#include "network/files/onnx_export.hpp"

namespace axiomark {

Result<void> export_claim(const ClaimOutcome& outcome, const std::filesystem::path& directory) {
  std::error_code failed;
  std::filesystem::create_directories(directory, failed);
  if (failed) {
    return fail(ErrorKind::io, directory.string(), failed.message(), "a folder to write to");
  }
  const Claim& claim = outcome.claim;
  const std::vector<std::string> words = network_words(claim);
  for (std::size_t k = 0; k < words.size(); ++k) {
    const auto written = std::visit([](const auto& network) { return onnx_bytes(network); },
                                    claim.networks[k].network);
    if (!written) return tl::make_unexpected(written.error());
    if (auto ok = write_bytes(directory / (words[k] + ".onnx"), written->bytes); !ok) return ok;
  }
  if (auto ok = write_bytes(directory / "derivation.tex", claim_tex(outcome)); !ok) return ok;
  return write_bytes(directory / "check.py", claim_script(outcome));
}

}  // namespace axiomark
