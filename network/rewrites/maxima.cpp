#include "network/rewrites/maxima.hpp"

#include "network/rewrites/rebuild.hpp"

namespace axiomark {
namespace {

constexpr std::size_t kMostMembers = 64;

template <Scalar S>
bool is_max(const Network<S>& network, Index t) {
  return made_by<Max>(network, t) != nullptr;
}
template <Scalar S>
bool is_max_or_min(const Network<S>& network, Index t) {
  return is_max(network, t) || made_by<Min>(network, t) != nullptr;
}
template <Scalar S>
std::size_t arity(const Network<S>& network, Index t) {
  return network.node_of(t).inputs.size();
}

template <Scalar S>
Tensor largest_or_least(NetworkBuilder<S>& b, bool max, const std::vector<Tensor>& operands) {
  return max ? b.max(operands) : b.min(operands);
}

template <Scalar S>
Tensor minus(NetworkBuilder<S>& b, Tensor x) {
  return b.scale(x, Vector<S>::Constant(element_count(b.shape(x)), S(-1)));
}

// The operand of a maximum that is a maximum itself (of a minimum, a minimum), or -1.
template <Scalar S>
Index nested_operand(const Network<S>& network, Index t) {
  for (const Index operand : network.node_of(t).inputs) {
    if (operand >= network.first_node_tensor() && is_max_or_min(network, operand) &&
        is_max(network, operand) == is_max(network, t)) {
      return operand;
    }
  }
  return -1;
}

template <Scalar S>
std::optional<Index> max_place(const Network<S>& network, const RewriteStep& step) {
  return place_of(
      node_tensors(network,
                   [&](Index t) { return is_max_or_min(network, t) && arity(network, t) >= 2; }),
      step.place);
}

// a, max(b, c) -> a, b, c.
template <Scalar S>
std::optional<NetworkParts<S>> unnested(const Network<S>& network, Index place) {
  const Index inner = nested_operand(network, place);
  // Twice the same operand keeps its node.
  const auto& reads = network.node_of(place).inputs;
  const bool once = std::ranges::count(reads, inner) == 1;
  return with_tensor_replaced(
      network, place,
      [&](NetworkCopy<S>& copy) {
        std::vector<Tensor> operands;
        bool opened = false;
        for (const Index t : reads) {
          if (t != inner || opened) {
            operands.push_back(copy.of(t));
            continue;
          }
          for (const Tensor x : copy.operands(inner)) operands.push_back(x);
          opened = true;
        }
        return largest_or_least(copy.builder, is_max(network, place), operands);
      },
      once ? gone_with(network, inner) : std::vector<Index>{});
}

}  // namespace

template <Scalar S>
std::optional<NetworkParts<S>> reassociate_max(const Network<S>& network, const RewriteStep& step) {
  const auto places = node_tensors(network, [&](Index t) {
    return is_max_or_min(network, t) && (arity(network, t) >= 3 || nested_operand(network, t) >= 0);
  });
  const auto place = place_of(places, step.place);
  if (!place) return std::nullopt;
  if (nested_operand(network, *place) >= 0) return unnested(network, *place);
  return with_tensor_replaced(network, *place, [&](NetworkCopy<S>& copy) {
    const bool max = is_max(network, *place);
    std::vector<Tensor> rest = copy.operands(*place);
    const auto apart = step.parameter % 2 == 0 ? rest.end() - 1 : rest.begin();
    const Tensor alone = *apart;
    rest.erase(apart);
    const Tensor inner = largest_or_least(copy.builder, max, rest);
    return step.parameter % 2 == 0 ? largest_or_least(copy.builder, max, {inner, alone})
                                   : largest_or_least(copy.builder, max, {alone, inner});
  });
}

template <Scalar S>
std::optional<NetworkParts<S>> reverse_operands(const Network<S>& network,
                                                const RewriteStep& step) {
  const auto places = node_tensors(network, [&](Index t) {
    return arity(network, t) >= 2 &&
           (is_max_or_min(network, t) || made_by<Sum<S>>(network, t) != nullptr ||
            made_by<Product>(network, t) != nullptr);
  });
  const auto place = place_of(places, step.place);
  if (!place) return std::nullopt;
  Operator<S> op = network.operator_of(*place);
  if (auto* sum = std::get_if<Sum<S>>(&op)) {
    sum->coefficients = sum->coefficients.reverse().eval();
  }
  return with_tensor_replaced(network, *place, [&](NetworkCopy<S>& copy) {
    std::vector<Tensor> operands = copy.operands(*place);
    std::ranges::reverse(operands);
    return copy.builder.apply(std::move(op), operands);
  });
}

template <Scalar S>
std::optional<NetworkParts<S>> max_as_relu(const Network<S>& network, const RewriteStep& step) {
  const auto place = max_place(network, step);
  if (!place) return std::nullopt;
  return with_tensor_replaced(network, *place, [&](NetworkCopy<S>& copy) {
    NetworkBuilder<S>& b = copy.builder;
    const std::vector<Tensor> operands = copy.operands(*place);
    Tensor so_far = operands[0];
    for (std::size_t k = 1; k < operands.size(); ++k) {
      const Tensor above = b.relu(b.subtract(so_far, operands[k]));
      so_far = is_max(network, *place) ? b.add(operands[k], above) : b.subtract(so_far, above);
    }
    return so_far;
  });
}

template <Scalar S>
std::optional<NetworkParts<S>> relu_as_max(const Network<S>& network, const RewriteStep& step) {
  const auto place =
      place_of(node_tensors(network, [&](Index t) { return made_by<Relu>(network, t) != nullptr; }),
               step.place);
  if (!place) return std::nullopt;
  return with_tensor_replaced(network, *place, [&](NetworkCopy<S>& copy) {
    NetworkBuilder<S>& b = copy.builder;
    const Tensor z = copy.operands(*place)[0];
    const Index count = element_count(b.shape(z));
    return b.max({z, b.scale(z, Vector<S>::Constant(count, S(0)))});
  });
}

template <Scalar S>
std::optional<NetworkParts<S>> mirror_max(const Network<S>& network, const RewriteStep& step) {
  const auto place = max_place(network, step);
  if (!place) return std::nullopt;
  return with_tensor_replaced(network, *place, [&](NetworkCopy<S>& copy) {
    std::vector<Tensor> operands = copy.operands(*place);
    for (Tensor& x : operands) x = minus(copy.builder, x);
    return minus(copy.builder, largest_or_least(copy.builder, !is_max(network, *place), operands));
  });
}

template <Scalar S>
std::optional<NetworkParts<S>> pool_as_max(const Network<S>& network, const RewriteStep& step) {
  const auto longest = [&](const Windows& windows) {
    std::size_t most = 0;
    for (std::size_t k = 0; k + 1 < windows.begin.size(); ++k) {
      most = std::max(most, static_cast<std::size_t>(windows.begin[k + 1] - windows.begin[k]));
    }
    return most;
  };
  const auto places = node_tensors(network, [&](Index t) {
    const auto* pool = made_by<WindowMax>(network, t);
    return pool != nullptr && longest(pool->windows) <= kMostMembers;
  });
  const auto place = place_of(places, step.place);
  if (!place) return std::nullopt;
  const Windows& windows = made_by<WindowMax>(network, *place)->windows;
  return with_tensor_replaced(network, *place, [&](NetworkCopy<S>& copy) {
    NetworkBuilder<S>& b = copy.builder;
    const Tensor x = flattened(b, copy.operands(*place)[0]);
    const Shape flat = b.shape(x);
    std::vector<Tensor> members;
    for (std::size_t j = 0; j < longest(windows); ++j) {
      std::vector<Index> source;
      for (Index k = 0; k < element_count(windows.out); ++k) {
        const auto window = windows[k];
        source.push_back(window[std::min(j, window.size() - 1)]);
      }
      members.push_back(b.apply(gather<S>(flat, 0, source), {x}));
    }
    return shaped(b, members.size() == 1 ? members[0] : b.max(members), windows.out);
  });
}

#define AXIOMARK_INSTANTIATE(S)                                                                  \
  template std::optional<NetworkParts<S>> reassociate_max<S>(const Network<S>&,                  \
                                                             const RewriteStep&);                \
  template std::optional<NetworkParts<S>> reverse_operands<S>(const Network<S>&,                 \
                                                              const RewriteStep&);               \
  template std::optional<NetworkParts<S>> max_as_relu<S>(const Network<S>&, const RewriteStep&); \
  template std::optional<NetworkParts<S>> relu_as_max<S>(const Network<S>&, const RewriteStep&); \
  template std::optional<NetworkParts<S>> mirror_max<S>(const Network<S>&, const RewriteStep&);  \
  template std::optional<NetworkParts<S>> pool_as_max<S>(const Network<S>&, const RewriteStep&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
