#pragma once

#include <string>
#include <string_view>

#include "network/batch.hpp"

namespace axiomark {

/// Numbers with a shape, row-major, as a file holds them.
template <Scalar S>
struct NumberArray {
  Shape shape;
  Vector<S> values;
};

/// NumPy's .npy, format 1.0 to 3.0: <f4, <f8, <i4, <i8, |u1, |b1 in C order. Exact in Rational.
/// Refuses, by name: other types, big-endian and Fortran-ordered data, values that are not finite,
/// a size that does not fit the shape.
template <Scalar S>
[[nodiscard]] Result<NumberArray<S>> parse_npy(std::string_view bytes, const std::string& file);

/// Its shape, after the same checks of everything but the values.
[[nodiscard]] Result<Shape> npy_shape(std::string_view bytes, const std::string& file);

/// The same values as `samples` samples one after another, put side by side: features x samples. The
/// shape has to be one that they divide.
template <Scalar S>
[[nodiscard]] Result<Batch<S>> parse_npy_samples(std::string_view bytes, const std::string& file,
                                                 Index samples);

/// Format 1.0; <f4 for float, else <f8 (Rational rounded to nearest).
template <Scalar S>
[[nodiscard]] std::string npy_bytes(const NumberArray<S>& array);

/// "[2, 0, 5]": the position in the shape of a row-major index.
[[nodiscard]] std::string position_text(const Shape& shape, Index index);

}  // namespace axiomark
