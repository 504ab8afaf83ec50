#include "network/files/network_memory.hpp"

#include "network/builder.hpp"
#include "network/files/array_file.hpp"
#include "network/files/json_text.hpp"
#include "network/files/network_file.hpp"
#include "tests/catch.hpp"

namespace axiomark {
namespace {

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_CASE("the memory of a network is its parameters, its lists, and one sample of every tensor") {
  NetworkBuilder<double> b;
  const Tensor x = b.input({1, 4, 4});  // 16 values
  const Tensor pool =
      b.apply(max_pool({1, 4, 4}, plain_window({2, 2})), {x});  // 9, 10 + 36 positions
  const Tensor some = b.apply(gather<double>({1, 3, 3}, 2, {0, 2}), {pool});  // 6, 6 positions
  const Tensor flat = b.apply(reshape<double>({1, 3, 2}, {6}), {some});       // 6
  const Tensor y =
      b.dense(flat, Matrix<double>::Ones(2, 6), Vector<double>::Zero(2));  // 2, 14 weights
  const auto network = b.build(y).value();
  // gather and reshape have a fill each, which counts as a parameter.
  const double values = 16 + 9 + 6 + 6 + 2 + 14 + 2;
  const double positions = 10 + 36 + 6;
  CHECK(network_memory(network) == values * sizeof(double) + positions * sizeof(Index));
  const auto rounded = convert<float>(network).value();
  CHECK(network_memory(rounded) == values * sizeof(float) + positions * sizeof(Index));
}

TEST_CASE("a network above its allowance is refused with its largest tensor") {
  CHECK(network_allowance(0) == 160.0 * 1024 * 1024);
  CHECK(network_allowance(1000) == 160.0 * 1024 * 1024 + 8000);
  // 4001^2 values of 8 bytes are 122 MiB once and 244 MiB twice.
  const auto padded = [](int relus) {
    std::string nodes = R"({"operator": 0, "inputs": [0], "name": "wide"})";
    for (int k = 1; k <= relus; ++k) {
      nodes += R"(, {"operator": 1, "inputs": [)" + std::to_string(k) + "]}";
    }
    return parse_network<double>(
        R"({"schema": "axiomark-network/1", "inputs": [[1, 1, 1]], "operators": [{"type": "convolution",
        "in": [1, 1, 1], "weights": [[1]], "bias": [0], "groups": 1, "window": {"kernel": [1, 1],
        "stride": [1, 1], "dilation": [1, 1], "pad_begin": [2000, 2000], "pad_end": [2000, 2000],
        "ceil_mode": false}}, {"type": "relu"}], "nodes": [)" +
            nodes + R"(], "output": )" + std::to_string(relus + 1) + "}",
        "net.json");
  };
  CHECK(padded(0));
  const auto refused = padded(1);
  REQUIRE_FALSE(refused);
  CHECK(message(refused.error()) ==
        "net.json: a network that takes 244 MiB in double (its largest tensor, of shape [1, 4001, "
        "4001], "
        "is node 0 'wide' (convolution)); expected at most 160 MiB, for a file of its size");
}

TEST_CASE("a file of many small JSON values is refused") {
  std::string ones = "[1";
  for (int k = 0; k < 2'000'000; ++k) ones += ",1";
  const auto refused = parse_json(ones + "]", "net.json");
  REQUIRE_FALSE(refused);
  CHECK(contains(message(refused.error()), "net.json line 1: too many values"));
  CHECK(parse_json(ones.substr(0, 400'000) + "1]", "net.json"));
}

TEST_CASE("long texts in an error are cut between characters") {
  const Error error{ErrorKind::input, std::string(1000, 'w'),
                    std::string(299, 'f') + "\u00f6\u00f6", "less"};
  const std::string text = message(error);
  CHECK(text == std::string(600, 'w') + "...: " + std::string(299, 'f') + "...; expected less");
  CHECK(message({ErrorKind::input, "net.json", std::string(300, 'f'), ""}) ==
        "net.json: " + std::string(300, 'f'));
}

}  // namespace
}  // namespace axiomark
