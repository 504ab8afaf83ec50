#include "methods/deconvnet.hpp"

#include "methods/backward_rule.hpp"

namespace axiomark {

template <Scalar S>
std::vector<Batch<S>> DeconvNetRule<S>::operator()(const Relu&, const NodeView<S>&,
                                                   const Batch<S>& signal) const {
  return {signal.unaryExpr([](const S& c) { return c > S(0) ? c : S(0); })};
}

template <Scalar S>
Result<void> DeconvNetRule<S>::applies_to(const Network<S>& network) {
  return relu_is_the_only_nonlinearity("deconvnet", network);
}

template <Scalar S>
Attributions<S> DeconvNet::attribute(const Network<S>& network, const Queries<S>& queries) const {
  return attribute_by_rule(network, queries, DeconvNetRule<S>{{{S(0), S(0), tie}}});
}

RegistryEntry deconvnet_entry() {
  return {"deconvnet",
          "Backprop rules",
          "the gradient, but c_in = c_out [c_out > 0] at a relu",
          "Zeiler & Fergus 2014, sec. 2.1",
          DeconvNet::kind,
          tie_option(),
          [](const Options& options) -> Result<AnyMethod> {
            const auto tie = read_tie(options);
            if (!tie) return tl::make_unexpected(tie.error());
            return AnyMethod(options.canonical(), DeconvNet{*tie});
          },
          "DeConvNet"};
}

AXIOMARK_INSTANTIATE_GRAPH_METHOD(DeconvNet);
template struct DeconvNetRule<float>;
template struct DeconvNetRule<double>;
template struct DeconvNetRule<Rational>;

}  // namespace axiomark
