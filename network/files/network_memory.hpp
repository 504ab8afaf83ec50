#pragma once

#include <cstddef>

#include "network/network.hpp"

namespace axiomark {

/// What a network of a file may take together, in bytes: parameters, index maps, windows, and the values
/// of one sample at every tensor. 160 MiB, and 8 bytes for each byte of the file: a file of a few
/// hundred bytes can declare paddings and repetitions that fill any memory.
[[nodiscard]] double network_allowance(std::size_t file_bytes);

/// What it takes, in bytes. A rational counts as its two words; its digits beyond them do not.
template <Scalar S>
[[nodiscard]] double network_memory(const Network<S>& network);

/// Refuses, naming the file and the largest tensor, a network above the allowance.
template <Scalar S>
[[nodiscard]] Result<void> check_network_memory(const Network<S>& network, std::size_t file_bytes,
                                                std::string_view file);

}  // namespace axiomark
