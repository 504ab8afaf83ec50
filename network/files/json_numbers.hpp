#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "network/batch.hpp"
#include "network/files/json_text.hpp"

namespace axiomark {

/// A JSON number, or a string with a decimal or fraction ("-1/2"): exact first, then rounded.
template <Scalar S>
[[nodiscard]] Result<S> read_number(const JsonValue& value, const JsonPlace& place);
template <Scalar S>
[[nodiscard]] Result<Vector<S>> read_vector(const JsonValue& value, const JsonPlace& place);
/// A list of rows of one length; at least one value.
template <Scalar S>
[[nodiscard]] Result<Matrix<S>> read_matrix(const JsonValue& value, const JsonPlace& place);
/// A whole number from `low` to 2^31 - 1.
[[nodiscard]] Result<Index> read_index(const JsonValue& value, const JsonPlace& place, Index low);
[[nodiscard]] Result<std::vector<Index>> read_indices(const JsonValue& value,
                                                      const JsonPlace& place, Index low);
/// Positive dimensions with at most kLargestTensor values in all.
[[nodiscard]] Result<Shape> read_shape(const JsonValue& value, const JsonPlace& place);

/// The most values that a reader makes of one tensor where the file does not hold them (shapes,
/// index maps, windows), so that a damaged size is an error and not an attempt to fill the memory:
/// 2^24 doubles are 128 MiB. network_memory.hpp limits what all of them take together.
inline constexpr Index kLargestTensor = Index{1} << 24;
/// The most values that a tensor whose values stand in the file may have: no file is larger.
inline constexpr Index kLargestStored = Index{1} << 31;
/// element_count, or nothing if a dimension is negative or there are more than `most`.
[[nodiscard]] std::optional<Index> checked_count(const Shape& shape, Index most = kLargestTensor);

/// Numbers for writing. Rational: an integer below 2^53 in size, else a string "-3/2". float and
/// double: the decimal that reads back as the same value.
template <Scalar S>
[[nodiscard]] nlohmann::ordered_json number_json(const S& value);
template <Scalar S>
[[nodiscard]] nlohmann::ordered_json vector_json(const Vector<S>& values);
template <Scalar S>
[[nodiscard]] nlohmann::ordered_json matrix_json(const Matrix<S>& values);

}  // namespace axiomark
