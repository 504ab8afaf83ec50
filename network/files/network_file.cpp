#include "network/files/network_file.hpp"

#include <fmt/format.h>

#include "network/files/file_bytes.hpp"
#include "network/files/network_memory.hpp"
#include "network/files/onnx_import.hpp"
#include "network/files/operator_json.hpp"
#include "network/layer_list.hpp"

namespace axiomark {
namespace {

constexpr std::string_view kSchema = "axiomark-network/1";

// Network::make names the node; the file stands in front of it. Each parameter stood there in two
// characters at least.
template <Scalar S>
Result<Network<S>> in_file(Result<Network<S>> network, std::string_view file) {
  if (!network) {
    Error error = network.error();
    error.where = fmt::format("{}: {}", file, error.where);
    return tl::make_unexpected(std::move(error));
  }
  const auto written = 2 * static_cast<std::size_t>(network->parameter_count());
  if (auto ok = check_network_memory(*network, written, file); !ok) {
    return tl::make_unexpected(ok.error());
  }
  return network;
}

Result<const JsonValue*> array_member(const JsonValue& object, std::string_view key,
                                      const JsonPlace& place) {
  const JsonValue* value = object.find(key);
  if (!value) {
    return fail(ErrorKind::input, place.at(object), fmt::format("no \"{}\"", key),
                fmt::format("a list \"{}\"", key));
  }
  if (value->kind != JsonValue::Kind::array) return refuse(*value, place.member(key), "a list");
  return value;
}

template <Scalar S>
Result<Layer<S>> read_layer(const JsonValue& value, const JsonPlace& place) {
  const JsonValue* weights = value.find("W");
  const JsonValue* bias = value.find("b");
  const JsonValue* activation = value.find("activation");
  if (!weights || !bias || !activation) {
    return refuse(value, place, R"(an object with "W", "b" and "activation")");
  }
  if (activation->text != "relu" && activation->text != "none") {
    return refuse(*activation, place.member("activation"), R"("relu" or "none")");
  }
  auto w = read_matrix<S>(*weights, place.member("W"));
  if (!w) return tl::make_unexpected(w.error());
  auto b = read_vector<S>(*bias, place.member("b"));
  if (!b) return tl::make_unexpected(b.error());
  return Layer<S>{std::move(*w), std::move(*b), activation->text == "relu"};
}

template <Scalar S>
Result<Network<S>> read_layers(const JsonValue& list, std::string_view file) {
  LayerList<S> layers;
  for (const JsonValue& item : list.items) {
    auto layer = read_layer<S>(item, {std::string(file), fmt::format("layer {}", layers.size())});
    if (!layer) return tl::make_unexpected(layer.error());
    layers.push_back(std::move(*layer));
  }
  return in_file(make_network(layers), file);
}

Result<Node> read_node(const JsonValue& value, const JsonPlace& place) {
  const JsonValue* op = value.find("operator");
  const JsonValue* name = value.find("name");
  if (!op) return refuse(value, place, R"(an object with "operator" and "inputs")");
  const auto number = read_index(*op, place.member("operator"), 0);
  if (!number) return tl::make_unexpected(number.error());
  const auto list = array_member(value, "inputs", place);
  if (!list) return tl::make_unexpected(list.error());
  auto inputs = read_indices(**list, place.member("inputs"), 0);
  if (!inputs) return tl::make_unexpected(inputs.error());
  if (name && name->kind != JsonValue::Kind::string) return refuse(*name, place, "a string");
  return Node{*number, std::move(*inputs), name ? name->text : std::string()};
}

template <Scalar S>
Result<Network<S>> read_graph(const JsonValue& value, std::string_view file) {
  const JsonPlace place{std::string(file), ""};
  NetworkParts<S> parts;
  // Reads one list of the graph, item by item.
  const auto each = [&](std::string_view key, std::string_view one,
                        const auto& read) -> Result<void> {
    const auto list = array_member(value, key, place);
    if (!list) return tl::make_unexpected(list.error());
    std::size_t n = 0;
    for (const JsonValue& item : (*list)->items) {
      if (auto ok = read(item, place.member(fmt::format("{} {}", one, n++))); !ok) return ok;
    }
    return {};
  };
  const auto keep = [](auto& to, auto item) -> Result<void> {
    if (!item) return tl::make_unexpected(item.error());
    to.push_back(std::move(*item));
    return {};
  };
  auto ok = each("inputs", "input", [&](const JsonValue& v, const JsonPlace& p) {
    return keep(parts.inputs, read_shape(v, p));
  });
  if (ok) {
    ok = each("operators", "operator", [&](const JsonValue& v, const JsonPlace& p) {
      return keep(parts.operators, read_operator<S>(v, p));
    });
  }
  if (ok) {
    ok = each("nodes", "node", [&](const JsonValue& v, const JsonPlace& p) {
      return keep(parts.nodes, read_node(v, p));
    });
  }
  if (!ok) return tl::make_unexpected(ok.error());
  const JsonValue* output = value.find("output");
  if (!output) return fail(ErrorKind::input, place.at(value), "no \"output\"", "a tensor number");
  const auto number = read_index(*output, place.member("output"), 0);
  if (!number) return tl::make_unexpected(number.error());
  parts.output = *number;
  return in_file(Network<S>::make(std::move(parts)), file);
}

bool is_json(std::string_view bytes) {
  const std::size_t first = bytes.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  return first != std::string_view::npos && (bytes[first] == '{' || bytes[first] == '[');
}

}  // namespace

template <Scalar S>
Result<Network<S>> read_network(const std::filesystem::path& path) {
  const auto bytes = read_bytes(path);
  if (!bytes) return tl::make_unexpected(bytes.error());
  // An ONNX file begins with a protobuf tag, which is never { or [ for the fields of a model.
  if (path.extension() == ".json" || is_json(*bytes)) {
    return parse_network<S>(*bytes, path.string());
  }
  return parse_onnx<S>(*bytes, path.string());
}

template <Scalar S>
Result<Network<S>> parse_network(std::string_view text, std::string_view file) {
  const auto document = parse_json(text, file);
  if (!document) return tl::make_unexpected(document.error());
  return parse_network<S>(*document, file);
}

template <Scalar S>
Result<Network<S>> parse_network(const JsonValue& value, std::string_view file) {
  const JsonPlace place{std::string(file), ""};
  if (value.kind == JsonValue::Kind::array) {
    if (!value.items.empty() && value.items.front().find("layers")) {
      return fail(ErrorKind::input, place.at(value), "a list of networks", "one network");
    }
    return read_layers<S>(value, file);
  }
  if (const JsonValue* schema = value.find("schema")) {
    if (schema->text != kSchema) {
      return fail(ErrorKind::unsupported, place.at(*schema),
                  fmt::format("schema \"{}\"", schema->text), std::string(kSchema));
    }
    return read_graph<S>(value, file);
  }
  if (!value.find("layers")) {
    return refuse(value, place, fmt::format("a list of layers, or schema {}", kSchema));
  }
  const auto layers = array_member(value, "layers", place);
  if (!layers) return tl::make_unexpected(layers.error());
  return read_layers<S>(**layers, file);
}

template <Scalar S>
nlohmann::ordered_json network_json(const Network<S>& network) {
  nlohmann::ordered_json json = {{"schema", kSchema}, {"inputs", network.inputs()}};
  auto& operators = json["operators"] = nlohmann::ordered_json::array();
  for (const Operator<S>& op : network.operators()) operators.push_back(operator_json<S>(op));
  auto& nodes = json["nodes"] = nlohmann::ordered_json::array();
  for (const Node& node : network.nodes()) {
    auto& made = nodes.emplace_back();
    made["operator"] = node.op;
    made["inputs"] = node.inputs;
    if (!node.name.empty()) made["name"] = node.name;
  }
  json["output"] = network.output();
  return json;
}

template <Scalar S>
Result<void> write_network(const std::filesystem::path& path, const Network<S>& network) {
  // A node's name comes from a model file and may hold bytes that are not UTF-8.
  constexpr auto kReplace = nlohmann::ordered_json::error_handler_t::replace;
  return write_bytes(path, network_json(network).dump(-1, ' ', false, kReplace) + '\n');
}

#define AXIOMARK_INSTANTIATE(S)                                                     \
  template Result<Network<S>> read_network<S>(const std::filesystem::path&);        \
  template Result<Network<S>> parse_network<S>(std::string_view, std::string_view); \
  template Result<Network<S>> parse_network<S>(const JsonValue&, std::string_view); \
  template nlohmann::ordered_json network_json<S>(const Network<S>&);               \
  template Result<void> write_network<S>(const std::filesystem::path&, const Network<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
