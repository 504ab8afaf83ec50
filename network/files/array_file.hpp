#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "network/files/npy.hpp"
#include "network/network.hpp"

namespace axiomark {

/// Samples for a network: features x samples, from
///   a .npy file     exact in Rational; see npy.hpp
///   a .csv file     one sample per line, numbers or fractions between commas
///   a .json file    nested lists of numbers, or of fractions in strings
///   the list itself "[3, 1]", "[1/2, -3]", "[[3, 1], [0, 2]]"
/// `sample` is the shape of one sample. With the leading 1 of a declared batch, [1, 784, 1], an
/// array holds one sample, or N of them in front of, or in place of, that 1: [1, 784, 1],
/// [784, 1], [N, 1, 784, 1], [N, 784, 1]; flat samples, [784] and [N, 784], are fine as well.
/// Errors name the file, the shape found and the shapes expected, or the place of a bad number.
template <Scalar S>
[[nodiscard]] Result<Batch<S>> read_batch(std::string_view source, const Shape& sample);

/// Nested lists of numbers or fractions, "[1, -1/2]" or "[[0, 1], [1, 1]]", with their shape.
template <Scalar S>
[[nodiscard]] Result<NumberArray<S>> read_number_list(std::string_view text,
                                                      const std::string& where);

/// The shape of one sample of a network: its declared input, or, of several, [all their values].
template <Scalar S>
[[nodiscard]] Shape sample_shape(const Network<S>& network);

/// Values, one sample per column (attributions, outputs), as an array of shape [samples, sample...]
/// to .npy, .csv (one line per sample) or .json, by the file's name. All of them are read back by
/// read_batch; .npy holds doubles (floats for float), .csv and .json the exact values.
/// Values that are not finite are refused; nothing is half-written.
template <Scalar S>
[[nodiscard]] Result<void> write_batch(const std::filesystem::path& path, const Batch<S>& values,
                                       const Shape& sample);

}  // namespace axiomark
