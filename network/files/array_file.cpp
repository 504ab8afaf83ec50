#include "network/files/array_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "network/files/csv.hpp"
#include "network/files/file_bytes.hpp"
#include "network/files/json_numbers.hpp"
#include "network/files/npy.hpp"

namespace axiomark {
namespace {

constexpr std::array<std::string_view, 3> kEndings{".npy", ".csv", ".json"};

tl::unexpected<Error> unknown_ending(const std::filesystem::path& path) {
  return fail(ErrorKind::usage, path.string(),
              fmt::format("ending '{}'", path.extension().string()),
              fmt::format("{}", fmt::join(kEndings, ", ")));
}

// The number of samples in an array of this shape, or nothing if it is none of the accepted ones.
std::optional<Index> samples_in(const Shape& found, const Shape& sample) {
  const auto is = [&](Shape front, const Shape& rest) {
    front.insert(front.end(), rest.begin(), rest.end());
    return found == front;
  };
  const bool leading_one = !sample.empty() && sample.front() == 1;
  const Shape rest(sample.begin() + (leading_one ? 1 : 0), sample.end());
  const Shape flat{element_count(sample)};
  if (found == sample || found == flat) return 1;
  if (found.empty()) return rest.empty() ? std::optional<Index>(1) : std::nullopt;
  const Index n = found.front();
  if (is({n}, sample) || is({n}, rest) || is({n}, flat)) return n;
  if (found == rest) return 1;
  return std::nullopt;
}

std::string accepted_shapes(const Shape& sample) {
  const bool leading_one = sample.size() > 1 && sample.front() == 1;
  const auto inner = fmt::format("{}", fmt::join(sample, ", "));
  const auto rest =
      fmt::format("{}", fmt::join(sample.begin() + (leading_one ? 1 : 0), sample.end(), ", "));
  std::string text = fmt::format("[{}]", inner);
  if (leading_one) text += fmt::format(" or [{}]", rest);
  text += fmt::format(", or N samples as [N, {}]", rest);
  if (sample.size() > 1) text += fmt::format(" or [N, {}]", element_count(sample));
  return text;
}

Result<Index> count_samples(const Shape& found, const Shape& sample, const std::string& file) {
  const auto samples = samples_in(found, sample);
  if (!samples) {
    return fail(ErrorKind::input, file, "shape " + to_text(found), accepted_shapes(sample));
  }
  if (*samples == 0) return fail(ErrorKind::input, file, "no samples", "at least one");
  return *samples;
}

// Straight from the file's bytes: a byte of it may become a double, and no second copy of that is made.
template <Scalar S>
Result<Batch<S>> npy_batch(std::string_view bytes, const Shape& sample, const std::string& file) {
  const auto shape = npy_shape(bytes, file);
  if (!shape) return tl::make_unexpected(shape.error());
  const auto samples = count_samples(*shape, sample, file);
  if (!samples) return tl::make_unexpected(samples.error());
  return parse_npy_samples<S>(bytes, file, *samples);
}

template <Scalar S>
Result<Batch<S>> to_batch(const NumberArray<S>& array, const Shape& sample,
                          const std::string& file) {
  const auto samples = count_samples(array.shape, sample, file);
  if (!samples) return tl::make_unexpected(samples.error());
  const Index features = element_count(sample);
  return Batch<S>(Eigen::Map<const Batch<S>>(array.values.data(), *samples, features).transpose());
}

// Appends the numbers of nested lists; `depth` dimensions of `shape` are known when they are full.
template <Scalar S>
Result<void> flatten(const JsonValue& value, const JsonPlace& place, std::size_t depth,
                     const Shape& shape, std::vector<S>& values) {
  if (depth == shape.size()) {
    auto number = read_number<S>(value, place);
    if (!number) return tl::make_unexpected(number.error());
    values.push_back(std::move(*number));
    return {};
  }
  if (value.kind != JsonValue::Kind::array ||
      static_cast<Index>(value.items.size()) != shape[depth]) {
    return fail(ErrorKind::input, place.at(value),
                value.kind == JsonValue::Kind::array
                    ? fmt::format("a list of {}", value.items.size())
                    : std::string(name(value.kind)),
                fmt::format("a list of {}, as before", shape[depth]));
  }
  for (const JsonValue& item : value.items) {
    if (auto ok = flatten(item, place, depth + 1, shape, values); !ok) return ok;
  }
  return {};
}

template <Scalar S>
Result<NumberArray<S>> parse_lists(std::string_view text, const std::string& file) {
  const auto document = parse_json(text, file);
  if (!document) return tl::make_unexpected(document.error());
  NumberArray<S> array;
  for (const JsonValue* at = &*document; at->kind == JsonValue::Kind::array;
       at = &at->items.front()) {
    array.shape.push_back(static_cast<Index>(at->items.size()));
    if (at->items.empty()) break;
  }
  std::vector<S> values;
  if (auto ok = flatten(*document, {file, ""}, 0, array.shape, values); !ok) {
    return tl::make_unexpected(ok.error());
  }
  array.values = Eigen::Map<const Vector<S>>(values.data(), static_cast<Index>(values.size()));
  return array;
}

// JSON lists with every bare number in quotes, so that a fraction may stand there as well.
std::string with_quoted_numbers(std::string_view list) {
  constexpr std::string_view kStructure = "[], \t\r\n\"";
  std::string text;
  while (!list.empty()) {
    const std::size_t bare = std::min(list.find_first_of(kStructure), list.size());
    if (bare > 0) {
      text += fmt::format("\"{}\"", list.substr(0, bare));
      list.remove_prefix(bare);
    } else if (list.front() == '"') {
      const std::size_t end = std::min(list.find('"', 1), list.size() - 1);
      text += list.substr(0, end + 1);
      list.remove_prefix(end + 1);
    } else {
      text += list.front();
      list.remove_prefix(1);
    }
  }
  return text;
}

nlohmann::ordered_json nested_lists(const nlohmann::ordered_json& flat, const Shape& shape,
                                    std::size_t depth, std::size_t& next) {
  if (depth == shape.size()) return flat[next++];
  auto list = nlohmann::ordered_json::array();
  for (Index i = 0; i < shape[depth]; ++i) {
    list.push_back(nested_lists(flat, shape, depth + 1, next));
  }
  return list;
}

}  // namespace

template <Scalar S>
Result<NumberArray<S>> read_number_list(std::string_view text, const std::string& where) {
  return parse_lists<S>(with_quoted_numbers(text), where);
}

template <Scalar S>
Result<Batch<S>> read_batch(std::string_view source, const Shape& sample) {
  if (source.starts_with('[')) {
    const std::string where = "input list";
    const auto array = read_number_list<S>(source, where);
    if (!array) return tl::make_unexpected(array.error());
    return to_batch(*array, sample, where);
  }
  const std::filesystem::path path(source);
  const std::string ending = path.extension().string();
  if (std::ranges::find(kEndings, ending) == kEndings.end()) return unknown_ending(path);
  const auto bytes = read_bytes(path);
  if (!bytes) return tl::make_unexpected(bytes.error());
  if (ending == ".csv") return parse_csv<S>(*bytes, path.string(), element_count(sample));
  if (ending == ".npy") return npy_batch<S>(*bytes, sample, path.string());
  const auto array = parse_lists<S>(*bytes, path.string());
  if (!array) return tl::make_unexpected(array.error());
  return to_batch(*array, sample, path.string());
}

template <Scalar S>
Shape sample_shape(const Network<S>& network) {
  return network.inputs().size() == 1 ? network.inputs().front() : Shape{network.input_features()};
}

template <Scalar S>
Result<void> write_batch(const std::filesystem::path& path, const Batch<S>& values,
                         const Shape& sample) {
  if (values.rows() != element_count(sample)) {
    return fail(ErrorKind::internal, path.string(), fmt::format("{} features", values.rows()),
                "as many as in shape " + to_text(sample));
  }
  if (const Index at = first_non_finite(values); at >= 0) {
    return fail(ErrorKind::numeric, path.string(),
                fmt::format("feature {} of sample {} is {}", at / values.cols(), at % values.cols(),
                            to_text(values(at / values.cols(), at % values.cols()))),
                "finite numbers to write");
  }
  NumberArray<S> array{{values.cols()}, Vector<S>(values.size())};
  array.shape.insert(array.shape.end(), sample.begin(), sample.end());
  // Sample by sample: the batch holds the samples of one feature side by side.
  Eigen::Map<Batch<S>>(array.values.data(), values.cols(), values.rows()) = values.transpose();
  const std::string ending = path.extension().string();
  if (ending == ".npy") return write_bytes(path, npy_bytes(array));
  if (ending == ".csv") return write_bytes(path, csv_text(values));
  if (ending == ".json") {
    std::size_t next = 0;
    return write_bytes(
        path, nested_lists(vector_json<S>(array.values), array.shape, 0, next).dump() + '\n');
  }
  return unknown_ending(path);
}

#define AXIOMARK_INSTANTIATE(S)                                                              \
  template Result<NumberArray<S>> read_number_list<S>(std::string_view, const std::string&); \
  template Result<Batch<S>> read_batch<S>(std::string_view, const Shape&);                   \
  template Shape sample_shape<S>(const Network<S>&);                                         \
  template Result<void> write_batch<S>(const std::filesystem::path&, const Batch<S>&, const Shape&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
