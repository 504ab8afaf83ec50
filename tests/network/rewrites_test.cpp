#include "network/rewrites/rewrite.hpp"
#include "tests/methods/layered_draws.hpp"
#include "tests/network/convolution_draws.hpp"
#include "tests/network/same_function.hpp"

namespace axiomark::tests {
namespace {

RewriteStep draw_step() {
  const auto kinds = rewrite_kinds();
  return {kinds[static_cast<std::size_t>(draw(0, static_cast<int>(kinds.size()) - 1))], draw(0, 9),
          draw(1, 4)};
}

/// relu(c u - k - sum_j w_j v_j) of first units u, v_j, and another unit that reads them too: the
/// shape that the threshold shift needs and random weights almost never form.
Layered draw_nested_threshold() {
  const auto inputs = static_cast<std::size_t>(draw(2, 3));
  const auto source = static_cast<std::size_t>(draw(0, static_cast<int>(inputs) - 1));
  Layered layers(2);
  for (auto& layer : layers) layer.activation = reference::Activation::kRelu;
  for (std::size_t j = 0; j < inputs; ++j) layers[0].W.push_back(draw_numbers(inputs));
  layers[0].b = draw_numbers(inputs);
  Numbers weights(inputs);
  for (Rational& w : weights) w = -draw(0, 3);
  weights[source] = draw(1, 3);
  layers[1] = {{weights}, {Rational(-draw(1, 4), 2)}, reference::Activation::kRelu};
  if (draw(0, 1) == 0) {
    layers[1].W.push_back(draw_numbers(inputs));
    layers[1].b.push_back(draw_number());
  }
  return layers;
}

Network<Rational> draw_layers() {
  return build(draw(0, 1) == 0 ? draw_nested_threshold()
                               : draw_layered(static_cast<std::size_t>(draw(1, 3)), 1));
}

/// Nested maxima and minima of affine units, relus computed twice by one instance, affine layers in a row.
Network<Rational> draw_maxima() {
  NetworkBuilder<Rational> b;
  const Index inputs = draw(1, 2);
  const Tensor x = b.input({inputs});
  const auto affine = [&](Tensor from, Index units) {
    const Index width = element_count(b.shape(from));
    Matrix<Rational> weights(units, width);
    Vector<Rational> bias(units);
    for (Index k = 0; k < weights.size(); ++k) weights.data()[k] = Rational(draw(-4, 4), 2);
    for (Rational& value : bias) value = Rational(draw(-4, 4), 2);
    return b.dense(from, std::move(weights), std::move(bias));
  };
  std::vector<Tensor> units;
  for (int k = 0; k < 3; ++k) units.push_back(affine(x, 2));
  const auto choose = [&](const std::vector<Tensor>& of) {
    return draw(0, 1) == 0 ? b.max(of) : b.min(of);
  };
  const Tensor all = choose(units);
  const Tensor nested = draw(0, 1) == 0 ? b.max({units[0], b.max({units[1], all})})
                                        : b.min({b.min({units[2], units[1]}), all});
  const Tensor once = b.relu(nested);
  const Tensor again = b.apply_again(once, {nested});
  return b.build(affine(affine(b.sum({once, again, all}, {1, 2, 1}), 2), 1)).value();
}

}  // namespace

TEST_CASE("rewrites of nested maxima and of what is computed twice change no value anywhere") {
  std::map<RewriteKind, int> fitted;
  property("f = g, exactly", [&] {
    const Network<Rational> f = draw_maxima();
    for (const RewriteKind kind : rewrite_kinds()) {
      const RewriteStep step{kind, draw(0, 9), draw(1, 4)};
      const auto g = rewrite(f, step);
      if (!g) continue;
      ++fitted[kind];
      require_same_function(f, *g, step);
    }
  });
  print_figures("maxima", fitted);
  for (const RewriteKind kind :
       {RewriteKind::reassociate_max, RewriteKind::reverse_operands, RewriteKind::max_as_relu,
        RewriteKind::mirror_max, RewriteKind::merge_affine, RewriteKind::compute_once,
        RewriteKind::compute_twice, RewriteKind::unshare_module}) {
    INFO(name(kind));
    CHECK(fitted[kind] == 100);
  }
}

TEST_CASE("rewrites of layer networks change no value anywhere") {
  std::map<RewriteKind, int> fitted;
  const auto one = [&] {
    Network<Rational> f = draw_layers();
    // Several in a row: each starts from what the last one made, so that maxima, convolutions and shared
    // modules are rewritten as well.
    for (int k = 0; k < 10; ++k) {
      const RewriteStep step = draw_step();
      const auto g = rewrite(f, step);
      if (!g) continue;
      ++fitted[step.kind];
      require_same_function(f, *g, step);
      f = *g;
    }
  };
  property("f = g, exactly", one);
  print_figures("layers", fitted);
  for (const RewriteKind kind : rewrite_kinds()) {
    // Layers have no pools, and of themselves no maxima, no affine layers in a row and nothing twice.
    if (kind == RewriteKind::pool_as_max || kind == RewriteKind::reassociate_max ||
        kind == RewriteKind::max_as_relu || kind == RewriteKind::mirror_max ||
        kind == RewriteKind::merge_affine || kind == RewriteKind::compute_once) {
      continue;
    }
    INFO(name(kind));
    CHECK(fitted[kind] >= 3);
  }
}

TEST_CASE("rewrites of graphs with skip connections and shared modules change no value anywhere") {
  std::map<RewriteKind, int> fitted;
  int networks = 0;
  const auto one = [&] {
    const Network<Rational> f = build(draw_blueprint(kPiecewiseLinear));
    ++networks;
    for (const RewriteKind kind : rewrite_kinds()) {
      const RewriteStep step{kind, draw(0, 9), draw(1, 4)};
      const auto g = rewrite(f, step);
      if (!g) continue;
      ++fitted[kind];
      require_same_function(f, *g, step);
    }
  };
  property("f = g, exactly", one);
  print_figures("graphs", fitted);
  for (const RewriteKind kind :
       {RewriteKind::insert_relu_pair, RewriteKind::split_affine, RewriteKind::insert_add_zero}) {
    INFO(name(kind));
    CHECK(fitted[kind] == networks);
  }
  for (const RewriteKind kind :
       {RewriteKind::max_as_relu, RewriteKind::mirror_max, RewriteKind::reverse_operands,
        RewriteKind::pool_as_max, RewriteKind::unshare_module, RewriteKind::compute_twice}) {
    INFO(name(kind));
    CHECK(fitted[kind] >= 5);
  }
}

TEST_CASE("rewrites of convolutions and pools and batch norm change no value anywhere") {
  std::map<RewriteKind, int> fitted;
  property("f = g, exactly", [&] {
    Network<Rational> f = ConvolutionDraw().network();
    for (const RewriteKind kind : rewrite_kinds()) {
      const RewriteStep step{kind, draw(0, 9), draw(1, 4)};
      const auto g = rewrite(f, step);
      if (!g) continue;
      ++fitted[kind];
      require_same_function(f, *g, step);
    }
  });
  print_figures("convolutions", fitted);
  for (const RewriteKind kind :
       {RewriteKind::permute_units, RewriteKind::scale_unit, RewriteKind::fold_batch_norm,
        RewriteKind::unfold_batch_norm, RewriteKind::bias_behind, RewriteKind::bias_before,
        RewriteKind::convolution_as_dense, RewriteKind::pool_as_max}) {
    INFO(name(kind));
    CHECK(fitted[kind] >= 20);
  }
}

}  // namespace axiomark::tests
