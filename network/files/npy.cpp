#include "network/files/npy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#include "network/files/json_numbers.hpp"

namespace axiomark {
namespace {

static_assert(std::endian::native == std::endian::little, ".npy data is copied as it stands");

constexpr std::string_view kMagic = "\x93NUMPY";

struct Header {
  std::string type;
  bool fortran_order = false;
  Shape shape;
  std::size_t data_begin = 0;
};

// The value of 'key' in the dictionary that the header is, up to `end`; blanks are skipped.
std::string_view entry(std::string_view header, std::string_view key, char begin, char end) {
  const std::size_t at = header.find(key);
  if (at == std::string_view::npos) return {};
  const std::size_t first = header.find(begin, at + key.size());
  if (first == std::string_view::npos) return {};
  const std::size_t last = header.find(end, first + 1);
  if (last == std::string_view::npos) return {};
  return header.substr(first + 1, last - first - 1);
}

// "1, 784, 1" or "3," or "".
std::optional<Shape> dimensions(std::string_view list) {
  Shape shape;
  const char* at = list.data();
  const char* end = at + list.size();
  while (true) {
    while (at != end && *at == ' ') ++at;
    if (at == end) return shape;
    Index n = 0;
    const auto read = std::from_chars(at, end, n);
    if (read.ec != std::errc()) return std::nullopt;
    shape.push_back(n);
    at = read.ptr;
    while (at != end && *at == ' ') ++at;
    if (at != end && *at++ != ',') return std::nullopt;
  }
}

Result<Header> parse_header(std::string_view bytes, const std::string& file) {
  const auto damaged = [&](std::string found) {
    return fail(ErrorKind::input, file, std::move(found), "NumPy's .npy format, 1.0 to 3.0");
  };
  if (!bytes.starts_with(kMagic) || bytes.size() < 10) return damaged("not a .npy file");
  const int major = static_cast<unsigned char>(bytes[6]);
  if (major < 1 || major > 3) return damaged(fmt::format(".npy format {}", major));
  const std::size_t length_bytes = major == 1 ? 2 : 4;
  if (bytes.size() < 8 + length_bytes) return damaged("a header cut short");
  std::size_t length = 0;
  for (std::size_t i = 0; i < length_bytes; ++i) {
    length |= static_cast<std::size_t>(static_cast<unsigned char>(bytes[8 + i])) << (8 * i);
  }
  if (length > bytes.size() - 8 - length_bytes) return damaged("a header cut short");
  const std::string_view text = bytes.substr(8 + length_bytes, length);

  Header header;
  header.data_begin = 8 + length_bytes + length;
  header.type = entry(text, "'descr':", '\'', '\'');
  const std::string_view order = entry(text, "'fortran_order'", ':', ',');
  header.fortran_order = order.find("True") != std::string_view::npos;
  const auto shape = dimensions(entry(text, "'shape':", '(', ')'));
  if (header.type.empty() || order.empty() || !shape ||
      text.find("'shape':") == std::string_view::npos) {
    return damaged("a header without descr, fortran_order or shape");
  }
  header.shape = *shape;
  return header;
}

// Puts the values one after another where place(i) says.
template <class T, Scalar S, class Place>
Result<void> read_values(const Header& header, std::string_view data, const std::string& file,
                         const Place& place) {
  const bool flags = header.type == "|b1";
  const Index count = element_count(header.shape);
  for (Index i = 0; i < count; ++i) {
    T value{};
    std::memcpy(&value, data.data() + static_cast<std::size_t>(i) * sizeof(T), sizeof(T));
    if constexpr (std::floating_point<T>) {
      const S number = std::isfinite(value) ? convert<S>(value) : S(0);
      if (!std::isfinite(value) || !is_finite(number)) {
        return fail(ErrorKind::input, file,
                    fmt::format("{} at {}", value, position_text(header.shape, i)),
                    fmt::format("finite numbers within the range of {}", name(scalar_type<S>)));
      }
      place(i) = number;
    } else {
      place(i) = flags ? S(value != 0) : S(value);
    }
  }
  return {};
}

// The header of a file whose data has as many values as the shape says, of a type that is read.
Result<Header> checked_header(std::string_view bytes, const std::string& file) {
  auto header = parse_header(bytes, file);
  if (!header) return header;
  if (header->fortran_order && header->shape.size() > 1) {
    return fail(ErrorKind::unsupported, file, "Fortran order", "C order (numpy.ascontiguousarray)");
  }
  const std::string& type = header->type;
  constexpr std::array<std::string_view, 6> kTypes{"<f4", "<f8", "<i4", "<i8", "|u1", "|b1"};
  if (std::ranges::find(kTypes, type) == kTypes.end()) {
    return fail(ErrorKind::unsupported, file,
                fmt::format("{}type '{}'", type.starts_with('>') ? "big-endian " : "", type),
                "<f4, <f8, <i4, <i8, |u1 or |b1");
  }
  const auto size = static_cast<std::size_t>(type.back() - '0');
  const std::size_t data = bytes.size() - header->data_begin;
  const auto count = checked_count(header->shape, kLargestStored);
  if (!count || data / size != static_cast<std::size_t>(*count) || data % size != 0) {
    return fail(ErrorKind::input, file,
                fmt::format("{} bytes of {} for shape {}", data, type, to_text(header->shape)),
                "as many values as the shape says");
  }
  return header;
}

template <Scalar S, class Place>
Result<void> read_all(const Header& header, std::string_view bytes, const std::string& file,
                      const Place& place) {
  const std::string_view data = bytes.substr(header.data_begin);
  const std::string& type = header.type;
  if (type == "<f4") return read_values<float, S>(header, data, file, place);
  if (type == "<f8") return read_values<double, S>(header, data, file, place);
  if (type == "<i4") return read_values<std::int32_t, S>(header, data, file, place);
  if (type == "<i8") return read_values<std::int64_t, S>(header, data, file, place);
  return read_values<std::uint8_t, S>(header, data, file, place);
}

}  // namespace

std::string position_text(const Shape& shape, Index index) {
  Shape position(shape.size());
  for (std::size_t d = shape.size(); d-- > 0;) {
    position[d] = index % shape[d];
    index /= shape[d];
  }
  return to_text(position);
}

Result<Shape> npy_shape(std::string_view bytes, const std::string& file) {
  auto header = checked_header(bytes, file);
  if (!header) return tl::make_unexpected(header.error());
  return std::move(header->shape);
}

template <Scalar S>
Result<NumberArray<S>> parse_npy(std::string_view bytes, const std::string& file) {
  auto header = checked_header(bytes, file);
  if (!header) return tl::make_unexpected(header.error());
  Vector<S> values(element_count(header->shape));
  const auto ok = read_all<S>(*header, bytes, file, [&](Index i) -> S& { return values(i); });
  if (!ok) return tl::make_unexpected(ok.error());
  return NumberArray<S>{std::move(header->shape), std::move(values)};
}

template <Scalar S>
Result<Batch<S>> parse_npy_samples(std::string_view bytes, const std::string& file, Index samples) {
  const auto header = checked_header(bytes, file);
  if (!header) return tl::make_unexpected(header.error());
  const Index features = element_count(header->shape) / samples;
  Batch<S> batch(features, samples);
  const auto ok = read_all<S>(*header, bytes, file,
                              [&](Index i) -> S& { return batch(i % features, i / features); });
  if (!ok) return tl::make_unexpected(ok.error());
  return batch;
}

template <Scalar S>
std::string npy_bytes(const NumberArray<S>& array) {
  using T = std::conditional_t<std::same_as<S, float>, float, double>;
  std::string shape;
  for (const Index n : array.shape) shape += fmt::format("{}, ", n);
  if (array.shape.size() > 1) shape.resize(shape.size() - 2);
  if (array.shape.size() == 1) shape.resize(shape.size() - 1);  // Python's (3,)
  std::string header =
      fmt::format("{{'descr': '<f{}', 'fortran_order': False, 'shape': ({}), }}", sizeof(T), shape);
  // The format wants the data to begin at a multiple of 64 bytes, after a line break.
  const std::size_t prefix = kMagic.size() + 4;
  header.resize((prefix + header.size() + 1 + 63) / 64 * 64 - prefix, ' ');
  header.back() = '\n';
  std::string bytes(kMagic);
  bytes += {'\x01', '\x00', static_cast<char>(header.size() & 255),
            static_cast<char>(header.size() >> 8)};
  bytes += header;
  for (const S& value : array.values) {
    const T number = convert<T>(value);
    char raw[sizeof(T)];
    std::memcpy(raw, &number, sizeof(T));
    bytes.append(raw, sizeof(T));
  }
  return bytes;
}

#define AXIOMARK_INSTANTIATE(S)                                                                \
  template Result<NumberArray<S>> parse_npy<S>(std::string_view, const std::string&);          \
  template Result<Batch<S>> parse_npy_samples<S>(std::string_view, const std::string&, Index); \
  template std::string npy_bytes<S>(const NumberArray<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
