#include "network/files/operator_json.hpp"

#include <fmt/format.h>

#include "network/files/json_members.hpp"

namespace axiomark {
namespace {

using Json = nlohmann::ordered_json;

// Rearrangements and windows are named by what they were written as; their type is one for all.
template <class Op>
std::string_view type_of() {
  if constexpr (requires { Op::name(); }) {
    return Op::name();
  } else if constexpr (requires(Op op) { op.source; }) {
    return "rearrange";
  } else if constexpr (requires(Op op) { op.weight; }) {
    return "window-sum";
  } else {
    static_assert(std::same_as<Op, WindowMax>, "say how the new operator is called in files");
    return "window-max";
  }
}

Json json(const WindowGeometry& window) {
  return {{"kernel", window.kernel},     {"stride", window.stride},
          {"dilation", window.dilation}, {"pad_begin", window.pad_begin},
          {"pad_end", window.pad_end},   {"ceil_mode", window.ceil_mode}};
}

Json json(const Windows& windows) {
  return {{"in", windows.in},
          {"out", windows.out},
          {"begin", windows.begin},
          {"members", windows.members}};
}

template <Scalar S>
WindowGeometry read_geometry(JsonMembers<S>& m) {
  // Paddings and strides share the limit of whole numbers: their sums stay far from overflow.
  return {m.indices("kernel", 1),    m.indices("stride", 1),  m.indices("dilation", 1),
          m.indices("pad_begin", 0), m.indices("pad_end", 0), m.flag("ceil_mode")};
}

template <Scalar S>
Windows read_windows(JsonMembers<S>& m) {
  return {m.shape("in"), m.shape("out"), m.indices("begin", 0), m.indices("members", 0)};
}

// One pair per operator with members: written, and read back.

template <Scalar S>
void write(const Dense<S>& op, Json& to) {
  to["weights"] = matrix_json<S>(op.weights);
  to["bias"] = vector_json<S>(op.bias);
}
template <Scalar S>
Dense<S> read(std::type_identity<Dense<S>>, JsonMembers<S>& m) {
  return {m.matrix("weights"), m.vector("bias")};
}

template <Scalar S>
void write(const Convolution<S>& op, Json& to) {
  to["in"] = op.in;
  to["weights"] = matrix_json<S>(op.weights);
  to["bias"] = vector_json<S>(op.bias);
  to["groups"] = op.groups;
  to["window"] = json(op.window);
}
template <Scalar S>
Convolution<S> read(std::type_identity<Convolution<S>>, JsonMembers<S>& m) {
  return {m.shape("in"), m.matrix("weights"), m.vector("bias"), m.index("groups", 1),
          m.template object<WindowGeometry>("window", &read_geometry<S>)};
}

template <Scalar S>
void write(const Scale<S>& op, Json& to) {
  to["factor"] = vector_json<S>(op.factor);
}
template <Scalar S>
Scale<S> read(std::type_identity<Scale<S>>, JsonMembers<S>& m) {
  return {m.vector("factor")};
}

template <Scalar S>
void write(const Shift<S>& op, Json& to) {
  to["offset"] = vector_json<S>(op.offset);
}
template <Scalar S>
Shift<S> read(std::type_identity<Shift<S>>, JsonMembers<S>& m) {
  return {m.vector("offset")};
}

template <Scalar S>
void write(const Rearrange<S>& op, Json& to) {
  to["form"] = op.form;
  to["in"] = op.in;
  to["out"] = op.out;
  to["source"] = op.source;
  to["fill"] = number_json<S>(op.fill);
}
template <Scalar S>
Rearrange<S> read(std::type_identity<Rearrange<S>>, JsonMembers<S>& m) {
  return {m.text("form"), m.shape("in"), m.shape("out"), m.indices("source", Rearrange<S>::kFill),
          m.number("fill")};
}

template <Scalar S>
void write(const WindowSum<S>& op, Json& to) {
  to["form"] = op.form;
  to["windows"] = json(op.windows);
  to["weight"] = vector_json<S>(op.weight);
}
template <Scalar S>
WindowSum<S> read(std::type_identity<WindowSum<S>>, JsonMembers<S>& m) {
  return {m.text("form"), m.template object<Windows>("windows", &read_windows<S>),
          m.vector("weight")};
}

template <Scalar S>
void write(const WindowMax& op, Json& to) {
  to["form"] = op.form;
  to["windows"] = json(op.windows);
}
template <Scalar S>
WindowMax read(std::type_identity<WindowMax>, JsonMembers<S>& m) {
  return {m.text("form"), m.template object<Windows>("windows", &read_windows<S>)};
}

template <Scalar S>
void write(const Sum<S>& op, Json& to) {
  to["coefficients"] = vector_json<S>(op.coefficients);
}
template <Scalar S>
Sum<S> read(std::type_identity<Sum<S>>, JsonMembers<S>& m) {
  return {m.vector("coefficients")};
}

template <Scalar S>
void write(const Concat& op, Json& to) {
  to["in"] = op.in;
  to["axis"] = op.axis;
}
template <Scalar S>
Concat read(std::type_identity<Concat>, JsonMembers<S>& m) {
  return {m.shapes("in"), m.index("axis", 0)};
}

template <Scalar S>
void write(const LeakyRelu<S>& op, Json& to) {
  to["slope"] = number_json<S>(op.slope);
}
template <Scalar S>
LeakyRelu<S> read(std::type_identity<LeakyRelu<S>>, JsonMembers<S>& m) {
  return {m.number("slope")};
}

template <Scalar S>
void write(const Clip<S>& op, Json& to) {
  to["low"] = number_json<S>(op.low);
  to["high"] = number_json<S>(op.high);
}
template <Scalar S>
Clip<S> read(std::type_identity<Clip<S>>, JsonMembers<S>& m) {
  return {m.number("low"), m.number("high")};
}

template <Scalar S>
void write(const Power& op, Json& to) {
  to["exponent"] = op.exponent;
}
template <Scalar S>
Power read(std::type_identity<Power>, JsonMembers<S>& m) {
  return {static_cast<int>(m.index("exponent", -64))};
}

template <Scalar S>
void write(const Softmax& op, Json& to) {
  to["in"] = op.in;
  to["axis"] = op.axis;
}
template <Scalar S>
Softmax read(std::type_identity<Softmax>, JsonMembers<S>& m) {
  return {m.shape("in"), m.index("axis", 0)};
}

template <Scalar S>
void write(const Elu<S>& op, Json& to) {
  to["alpha"] = number_json<S>(op.alpha);
}
template <Scalar S>
Elu<S> read(std::type_identity<Elu<S>>, JsonMembers<S>& m) {
  return {m.number("alpha")};
}

// Tries alternative I of the variant, then the next.
template <Scalar S, std::size_t I = 0>
Result<Operator<S>> read_alternative(std::string_view type, const JsonValue& value,
                                     const JsonPlace& place) {
  if constexpr (I == std::variant_size_v<Operator<S>>) {
    return fail(ErrorKind::unsupported, place.at(value), fmt::format("type \"{}\"", type),
                "an operator that `axiomark list operators` names");
  } else {
    using Op = std::variant_alternative_t<I, Operator<S>>;
    if (type != type_of<Op>()) return read_alternative<S, I + 1>(type, value, place);
    if constexpr (std::is_empty_v<Op>) {
      return Operator<S>(Op{});
    } else {
      JsonMembers<S> members(value, place);
      Op op = read(std::type_identity<Op>{}, members);
      if (members.fault()) return tl::make_unexpected(*members.fault());
      return Operator<S>(std::move(op));
    }
  }
}

}  // namespace

template <Scalar S>
nlohmann::ordered_json operator_json(const Operator<S>& op) {
  return std::visit(
      []<class Op>(const Op& alternative) {
        Json object = {{"type", type_of<Op>()}};
        if constexpr (!std::is_empty_v<Op>) write<S>(alternative, object);
        return object;
      },
      op);
}

template <Scalar S>
Result<Operator<S>> read_operator(const JsonValue& value, const JsonPlace& place) {
  const JsonValue* type = value.find("type");
  if (!type || type->kind != JsonValue::Kind::string) {
    return fail(ErrorKind::input, place.at(value), "no type", R"(an object with a "type")");
  }
  return read_alternative<S>(type->text, value, place);
}

#define AXIOMARK_INSTANTIATE(S)                                         \
  template nlohmann::ordered_json operator_json<S>(const Operator<S>&); \
  template Result<Operator<S>> read_operator<S>(const JsonValue&, const JsonPlace&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
