#include "search/verdict.hpp"

namespace axiomark {

std::string_view name(VerdictKind kind) {
  switch (kind) {
    case VerdictKind::theorem:
      return "theorem";
    case VerdictKind::holds_in_scope:
      return "holds-in-scope";
    case VerdictKind::survived:
      return "survived";
    case VerdictKind::holds_within:
      return "holds-within";
    case VerdictKind::violated:
      return "violated";
    case VerdictKind::outside:
      return "outside";
    case VerdictKind::not_applicable:
      return "not-applicable";
    case VerdictKind::error:
      return "error";
  }
  return "";
}

std::string_view name(Evidence evidence) {
  switch (evidence) {
    case Evidence::none:
      return "none";
    case Evidence::exact:
      return "exact";
    case Evidence::enclosure:
      return "enclosure";
    case Evidence::beyond_derived_bound:
      return "beyond-derived-bound";
    case Evidence::bitwise:
      return "bitwise";
  }
  return "";
}

}  // namespace axiomark
