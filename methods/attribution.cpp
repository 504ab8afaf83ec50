#include "methods/attribution.hpp"

namespace axiomark {

std::string_view name(MethodKind kind) {
  switch (kind) {
    case MethodKind::local:
      return "local";
    case MethodKind::zero_baseline_implied:
      return "zero baseline implied";
    case MethodKind::one_baseline:
      return "one baseline";
    case MethodKind::baseline_distribution:
      return "distribution of baselines";
  }
  return "";
}

}  // namespace axiomark
