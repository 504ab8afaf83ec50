#pragma once

#include <cstddef>
#include <cstdint>

/// The chunks of a PNG file: length, name, data and a checksum of name and data, one after the other behind
/// a signature of eight bytes.
namespace axiomark::fuzz {

/// CRC-32 as PNG has it (annex D of its specification), bit by bit.
[[nodiscard]] inline std::uint32_t checksum(const std::uint8_t* bytes, std::size_t size) {
  std::uint32_t crc = 0xffffffff;
  for (std::size_t k = 0; k < size; ++k) {
    crc ^= bytes[k];
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320 : 0);
  }
  return ~crc;
}

/// Gives every chunk, up to the first that is longer than the file, the checksum of what it has become.
inline void mend_checksums(std::uint8_t* bytes, std::size_t size) {
  constexpr std::size_t kSignature = 8;
  constexpr std::size_t kAround = 12;  // around the data of a chunk
  for (std::size_t at = kSignature; at + kAround <= size;) {
    std::size_t data = 0;
    for (std::size_t k = 0; k < 4; ++k) data = data << 8 | bytes[at + k];
    if (data > size - at - kAround) return;
    const std::uint32_t crc = checksum(bytes + at + 4, data + 4);
    for (std::size_t k = 0; k < 4; ++k) {
      bytes[at + 8 + data + k] = static_cast<std::uint8_t>(crc >> (24 - 8 * k));
    }
    at += kAround + data;
  }
}

}  // namespace axiomark::fuzz
