#include "methods/guided_backprop.hpp"

#include "methods/backward_rule.hpp"
#include "network/kernels/rows.hpp"
#include "network/list_of.hpp"

namespace axiomark {

template <Scalar S>
std::vector<Batch<S>> GuidedBackpropRule<S>::operator()(const Relu&, const NodeView<S>& at,
                                                        const Batch<S>& signal) const {
  Batch<S> passed(signal.rows(), signal.cols());
  const auto& loops = row_loops<S>();
  loops.pull_back_open(at.operands[0]->data(), signal.data(), passed.data(), passed.size());
  loops.pull_back_open(passed.data(), passed.data(), passed.data(), passed.size());
  return list_of(std::move(passed));
}

template <Scalar S>
Result<void> GuidedBackpropRule<S>::applies_to(const Network<S>& network) {
  return relu_is_the_only_nonlinearity("guided-backprop", network);
}

template <Scalar S>
Attributions<S> GuidedBackprop::attribute(const Network<S>& network,
                                          const Queries<S>& queries) const {
  return attribute_by_rule(network, queries, GuidedBackpropRule<S>{{{S(0), S(0), tie}}});
}

RegistryEntry guided_backprop_entry() {
  return {"guided-backprop",
          "Backprop rules",
          "the gradient, but c_in = c_out [z > 0] [c_out > 0] at a relu",
          "Springenberg et al. 2014, sec. 3.4",
          GuidedBackprop::kind,
          tie_option(),
          [](const Options& options) -> Result<AnyMethod> {
            const auto tie = read_tie(options);
            if (!tie) return tl::make_unexpected(tie.error());
            return AnyMethod(options.canonical(), GuidedBackprop{*tie});
          }};
}

AXIOMARK_INSTANTIATE_GRAPH_METHOD(GuidedBackprop);
template struct GuidedBackpropRule<float>;
template struct GuidedBackpropRule<double>;
template struct GuidedBackpropRule<Rational>;

}  // namespace axiomark
