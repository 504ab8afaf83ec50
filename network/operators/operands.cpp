#include "network/operators/operands.hpp"

#include <fmt/format.h>

namespace axiomark {

std::string_view name(OperatorKind kind) {
  switch (kind) {
    case OperatorKind::affine:
      return "affine";
    case OperatorKind::elementwise:
      return "elementwise";
    case OperatorKind::selecting:
      return "selecting";
    case OperatorKind::mixing:
      return "mixing";
  }
  return "";
}

Result<void> expect_operands(std::string_view op, std::span<const Shape> operands, Index arity) {
  const auto found = static_cast<Index>(operands.size());
  if (arity == kAnyArity ? found >= 1 : found == arity) return {};
  return fail(ErrorKind::input, std::string(op), fmt::format("{} operands", found),
              arity == kAnyArity ? "at least 1" : fmt::format("{}", arity));
}

Result<void> expect_features(std::string_view op, const Shape& operand, Index features) {
  if (element_count(operand) == features) return {};
  return fail(
      ErrorKind::input, std::string(op),
      fmt::format("an operand of shape {} ({} values)", to_text(operand), element_count(operand)),
      fmt::format("{} values", features));
}

Result<Shape> equal_shapes(std::string_view op, std::span<const Shape> operands) {
  if (auto ok = expect_operands(op, operands, kAnyArity); !ok) {
    return tl::make_unexpected(ok.error());
  }
  for (const Shape& shape : operands) {
    if (shape != operands.front()) {
      return fail(
          ErrorKind::input, std::string(op),
          fmt::format("operands of shapes {} and {}", to_text(operands.front()), to_text(shape)),
          "equal shapes");
    }
  }
  return operands.front();
}

}  // namespace axiomark
