#pragma once

#include "network/files/onnx/import/rules.hpp"

namespace axiomark {

/// Whether a node's operator is in the table, with these attributes and as many inputs; looked at
/// before anything is computed. The error names node, operator and attribute.
template <Scalar S>
[[nodiscard]] Result<void> check_supported(const onnx::NodeProto& node, const std::string& where);

}  // namespace axiomark
