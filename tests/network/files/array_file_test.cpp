#include "network/files/array_file.hpp"

#include <cstring>
#include <fstream>

#include "network/files/file_bytes.hpp"
#include "network/files/npy.hpp"
#include "tests/catch.hpp"
#include "tests/network/files/temporary_folder.hpp"

namespace axiomark {
namespace {

std::string npy(const std::string& type, const std::string& shape, const std::string& data,
                const std::string& order = "False") {
  const std::string header =
      "{'descr': '" + type + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
  std::string bytes("\x93NUMPY\x01\x00", 8);
  bytes += static_cast<char>(header.size());
  bytes += '\0';
  return bytes + header + data;
}

template <class T>
std::string raw(std::initializer_list<T> values) {
  std::string bytes(values.size() * sizeof(T), '\0');
  std::memcpy(bytes.data(), values.begin(), bytes.size());
  return bytes;
}

std::string says(const Result<NumberArray<double>>& array) {
  REQUIRE_FALSE(array);
  return message(array.error());
}

TEST_CASE("Doubles of a .npy file are exact in Rational") {
  const auto array = parse_npy<Rational>(npy("<f8", "(2,)", raw({0.1, -3.0})), "x.npy").value();
  CHECK(array.values(0) == Rational(0.1));
  CHECK(array.values(0) != Rational(1, 10));
  CHECK(array.values(1) == -3);
}

TEMPLATE_TEST_CASE("The number types of .npy files are read", "", float, double, Rational) {
  using S = TestType;
  const auto value = [](const std::string& bytes) {
    return parse_npy<S>(bytes, "x.npy").value().values(0);
  };
  CHECK(value(npy("<f4", "(1,)", raw({0.5f}))) == S(0.5));
  CHECK(value(npy("<i4", "()", raw({std::int32_t{-7}}))) == S(-7));
  CHECK(value(npy("<i8", "(1, 1)", raw({std::int64_t{1} << 40}))) == S(1099511627776.0));
  CHECK(value(npy("|u1", "(1,)", raw({std::uint8_t{200}}))) == S(200));
  CHECK(value(npy("|b1", "(1,)", raw({std::uint8_t{255}}))) == S(1));
}

TEST_CASE("A .npy file that is not what it says is refused by name") {
  const auto refused = [](const std::string& bytes, const std::string& part) {
    const std::string text = says(parse_npy<double>(bytes, "x.npy"));
    CAPTURE(text);
    return text.starts_with("x.npy: ") && text.find(part) != std::string::npos;
  };
  const std::string two = raw({1.0, 2.0});
  CHECK(refused("PK\x03\x04 something", "not a .npy file"));
  CHECK(refused(npy("<f8", "(3,)", two), "16 bytes"));
  CHECK(refused(npy("<f8", "(-2,)", two), "16 bytes"));
  CHECK(refused(npy("<f8", "(4294967296, 4294967296)", two), "16 bytes"));
  CHECK(refused(npy(">f8", "(2,)", two), "big-endian"));
  CHECK(refused(npy("<c16", "(1,)", two), "<c16"));
  CHECK(refused(npy("<f8", "(1, 2)", two, "True"), "Fortran"));
  CHECK(refused(npy("<f8", "(2, 1)", raw({1.0, std::nan("")})), "[1, 0]"));
  CHECK(refused(npy("<f8", "(2,)", two).substr(0, 30), "cut short"));
  const auto overflow = parse_npy<float>(npy("<f8", "(1,)", raw({1e300})), "x.npy");
  CHECK_FALSE(overflow);
}

TEST_CASE("An array holds one sample or N, in front of or in place of a leading 1") {
  const tests::TemporaryFolder folder("shapes");
  const auto samples = [&](const std::string& shape, Index count, const Shape& sample) -> Index {
    std::string data;
    for (Index i = 0; i < count; ++i) data += raw({static_cast<double>(i)});
    REQUIRE(write_bytes(folder / "x.npy", npy("<f8", shape, data)));
    const auto batch = read_batch<double>((folder / "x.npy").string(), sample);
    if (!batch) return 0;
    CHECK(batch->rows() == element_count(sample));
    CHECK((*batch)(1, 0) == 1);  // sample by sample in the file, feature by feature in the batch
    return batch->cols();
  };
  const Shape digit{1, 4, 1};
  CHECK(samples("(1, 4, 1)", 4, digit) == 1);
  CHECK(samples("(4, 1)", 4, digit) == 1);
  CHECK(samples("(4,)", 4, digit) == 1);
  CHECK(samples("(1, 4)", 4, digit) == 1);
  CHECK(samples("(3, 1, 4, 1)", 12, digit) == 3);
  CHECK(samples("(3, 4, 1)", 12, digit) == 3);
  CHECK(samples("(3, 4)", 12, digit) == 3);
  CHECK(samples("(12,)", 12, digit) == 0);
  CHECK(samples("(4, 3)", 12, digit) == 0);
  CHECK(samples("(1, 1, 4)", 4, digit) == 0);
  CHECK(samples("(0, 4)", 0, digit) == 0);
  CHECK(samples("(2,)", 2, {2}) == 1);
  CHECK(samples("(3, 2)", 6, {2}) == 3);
  const auto refused = read_batch<double>((folder / "x.npy").string(), {5});
  REQUIRE_FALSE(refused);
  CHECK(message(refused.error()) ==
        (folder / "x.npy").string() + ": shape [3, 2]; expected [5], or N samples as [N, 5]");
  // One number per sample: a list of N of them is N samples.
  CHECK(read_batch<double>("[1, 2, 3]", {1})->cols() == 3);
}

TEMPLATE_TEST_CASE("A list on the command line may hold fractions", "", float, double, Rational) {
  using S = TestType;
  const auto batch = read_batch<S>("[[1/2,-3], [0.25, \"7/2\"]]", {2}).value();
  CHECK(batch.cols() == 2);
  CHECK(batch(0, 0) == S(1) / S(2));
  CHECK(batch(1, 0) == S(-3));
  CHECK(batch(0, 1) == S(1) / S(4));
  CHECK(batch(1, 1) == S(7) / S(2));
  CHECK(read_batch<S>("[3,1]", {1, 2})->cols() == 1);
  for (const char* bad : {"[1, 2", "[1/0, 2]", "[nan, 1]", "[[1], [1, 2]]", "[]", "[1, 2, 3]",
                          "[null, 1]", "[1, \"2]", "[[[1, 2]]", "[1] [2]", "[{}, 1]"}) {
    CAPTURE(bad);
    CHECK_FALSE(read_batch<S>(bad, {2}));
  }
}

TEST_CASE("A line of a .csv file is one sample") {
  const tests::TemporaryFolder folder("csv");
  const auto read = [&](const std::string& text) {
    REQUIRE(write_bytes(folder / "x.csv", text));
    return read_batch<Rational>((folder / "x.csv").string(), {1, 2});
  };
  const auto batch = read("1/3, 0.1\r\n\n-2,5e-1\n").value();
  CHECK(batch.cols() == 2);
  CHECK(batch(0, 0) == Rational(1, 3));
  CHECK(batch(1, 0) == Rational(1, 10));
  CHECK(batch(1, 1) == Rational(1, 2));
  CHECK(message(read("1,2\n3,4,5\n").error()).find("line 2: 3 numbers") != std::string::npos);
  CHECK(message(read("1,2\n3,inf\n").error()).find("line 2 column 2") != std::string::npos);
  CHECK(message(read("1,\n").error()).find("line 1 column 2") != std::string::npos);
  CHECK_FALSE(read("\n\n"));
}

TEMPLATE_TEST_CASE("Attributions that are written are read back", "", float, double, Rational) {
  using S = TestType;
  const tests::TemporaryFolder folder("attributions");
  const Batch<S> values{{S(1) / S(3), S(-2)}, {S(0), S(5) / S(8)}, {S(7), S(1) / S(10)}};
  for (const char* file : {"a.npy", "a.csv", "a.json"}) {
    CAPTURE(file);
    const auto path = folder / file;
    REQUIRE(write_batch(path, values, {1, 3, 1}));
    const auto back = read_batch<S>(path.string(), {1, 3, 1});
    REQUIRE(back);
    if (is_exact<S> && path.extension() == ".npy") {
      CHECK(convert<Rational>((*back)(0, 0)) == Rational(1.0 / 3.0));
    } else {
      CHECK((*back == values).all());
    }
  }
  // Nothing is left beside the files.
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 3);
}

TEST_CASE("What cannot be written is an error, and an older file stays as it was") {
  const tests::TemporaryFolder folder("unwritable");
  const Batch<double> values{{1.0}};
  const auto failed = write_batch(folder / "no" / "such" / "a.npy", values, {1});
  REQUIRE_FALSE(failed);
  CHECK(failed.error().kind == ErrorKind::io);
  CHECK(message(failed.error()).find("No such file or directory") != std::string::npos);
  CHECK_FALSE(write_batch(folder.path(), values, {1}));
  CHECK_FALSE(write_batch(folder / "a.png", values, {1}));
  CHECK_FALSE(write_bytes("/dev/full", "text"));
  REQUIRE(write_batch(folder / "a.csv", values, {1}));
  const auto infinite = write_batch(folder / "a.csv", Batch<double>(values / 0.0), {1});
  REQUIRE_FALSE(infinite);
  CHECK(infinite.error().kind == ErrorKind::numeric);
  CHECK(read_bytes(folder / "a.csv").value() == "1\n");
}

}  // namespace
}  // namespace axiomark
