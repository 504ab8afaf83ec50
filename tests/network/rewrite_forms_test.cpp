#include <set>

#include "network/builder.hpp"
#include "network/examples.hpp"
#include "network/files/network_file.hpp"
#include "network/layer_list.hpp"
#include "network/rewrites/rewrite.hpp"
#include "tests/network/same_function.hpp"

namespace axiomark::tests {

TEST_CASE("a rewrite changes the network unless it has no place") {
  const Network<Rational> f = examples::figure_7_f();
  for (const RewriteKind kind : rewrite_kinds()) {
    INFO(name(kind));
    const auto g = rewrite(f, {kind, 0, 1});
    // Figure 7 has no batch norm, pool or maximum, and no two affine layers in a row.
    const bool has_place =
        kind != RewriteKind::fold_batch_norm && kind != RewriteKind::merge_affine &&
        kind != RewriteKind::convolution_as_dense && kind != RewriteKind::reassociate_max &&
        kind != RewriteKind::reverse_operands && kind != RewriteKind::max_as_relu &&
        kind != RewriteKind::mirror_max && kind != RewriteKind::pool_as_max &&
        kind != RewriteKind::compute_twice && kind != RewriteKind::compute_once &&
        kind != RewriteKind::unshare_module;
    CHECK(g.has_value() == has_place);
    if (!g) continue;
    CHECK(network_json(*g) != network_json(f));
  }
}

TEST_CASE("rewrites of hidden units find no place in a network without any") {
  NetworkBuilder<Rational> b;
  const Network<Rational> affine = b.build(b.dense(b.input({2}), {{1, 2}}, {3})).value();
  for (const RewriteKind kind :
       {RewriteKind::permute_units, RewriteKind::split_unit, RewriteKind::scale_unit,
        RewriteKind::duplicate_unit, RewriteKind::bias_as_unit, RewriteKind::shift_threshold}) {
    INFO(name(kind));
    CHECK_FALSE(rewrite(affine, {kind, 0, 1}).has_value());
  }
}

TEST_CASE("the threshold shift makes network g of figure 7 from network f") {
  const auto made = rewrite(examples::figure_7_f(), {RewriteKind::shift_threshold, 0, 1});
  REQUIRE(made.has_value());
  const auto twin = layers_of(*made);
  const auto g = layers_of(examples::figure_7_g());
  REQUIRE(twin.size() == g.size());
  for (std::size_t l = 0; l < g.size(); ++l) {
    CHECK((twin[l].weights == g[l].weights).all());
    CHECK((twin[l].bias == g[l].bias).all());
    CHECK(twin[l].relu == g[l].relu);
  }
}

TEST_CASE("the threshold shift copies a unit that others read as well") {
  // Both second units read relu(x1); only the first has a threshold.
  const LayerList<Rational> layers = {
      {Matrix<Rational>{{1, 0}, {0, 1}}, Vector<Rational>{{0, 0}}, true},
      {Matrix<Rational>{{2, -1}, {1, 1}}, Vector<Rational>{{-3, 0}}, true},
      {Matrix<Rational>{{1, 1}}, Vector<Rational>{{0}}, false}};
  const auto f = make_network(layers).value();
  const auto g = rewrite(f, {RewriteKind::shift_threshold, 0, 1});
  REQUIRE(g.has_value());
  const auto twin = layers_of(*g);
  REQUIRE(twin.front().bias.size() == 3);
  CHECK(twin[0].bias(2) == Rational(-3, 2));
  CHECK(twin[1].weights(0, 0) == 0);
  CHECK(twin[1].weights(0, 2) == 2);
  CHECK(twin[1].bias(0) == 0);
  CHECK(same_values(f, *g, grid(2)));
}

TEST_CASE("the threshold shift leaves alone what its proof does not cover") {
  const auto fits = [](const LayerList<Rational>& layers) {
    return rewrite(make_network(layers).value(), {RewriteKind::shift_threshold, 0, 1}).has_value();
  };
  const auto nested = [](const Rational& w1, const Rational& w2, const Rational& bias,
                         bool outer_relu) {
    return LayerList<Rational>{{Matrix<Rational>{{1, 0}, {0, 1}}, Vector<Rational>{{0, 0}}, true},
                               {Matrix<Rational>{{w1, w2}}, Vector<Rational>{{bias}}, outer_relu}};
  };
  CHECK(fits(nested(1, -1, -1, true)));
  CHECK(fits(nested(-1, 1, -1, true)));
  CHECK(fits(nested(1, 0, -1, true)));
  CHECK_FALSE(fits(nested(1, -1, -1, false)));
  CHECK_FALSE(fits(nested(1, 1, -1, true)));
  CHECK_FALSE(fits(nested(-1, -1, -1, true)));
  CHECK_FALSE(fits(nested(1, -1, 0, true)));
  CHECK_FALSE(fits(nested(1, -1, 1, true)));
}

namespace {

Network<Rational> made(const LayerList<Rational>& layers) { return make_network(layers).value(); }

template <class Op>
std::vector<const Op*> all_of(const Network<Rational>& network) {
  std::vector<const Op*> found;
  for (const Node& node : network.nodes()) {
    const auto& op = network.operators()[static_cast<std::size_t>(node.op)];
    if (const auto* known = std::get_if<Op>(&op)) found.push_back(known);
  }
  return found;
}

std::string json(const Network<Rational>& network) { return network_json(network).dump(); }

}  // namespace

TEST_CASE("the catalogue names every rewrite once, with a class and an equation") {
  std::set<std::string_view> names;
  std::set<RewriteClass> classes;
  for (const RewriteKind kind : rewrite_kinds()) {
    CHECK(info(kind).kind == kind);
    CHECK_FALSE(info(kind).equation.empty());
    names.insert(name(kind));
    classes.insert(info(kind).rewrite_class);
  }
  CHECK(names.size() == rewrite_catalogue().size());
  CHECK(classes.size() == 5);
}

TEST_CASE("a network split by the signs of its weights merges into the one it was") {
  const Network<Rational> f = made({{Matrix<Rational>{{1, -2}}, Vector<Rational>{{3}}, false}});
  const auto apart = rewrite(f, {RewriteKind::split_by_sign, 0, 1});
  REQUIRE(apart.has_value());
  const auto layers = layers_of(*apart);
  REQUIRE(layers.size() == 2);
  CHECK((layers[0].weights == Matrix<Rational>{{1, 0}, {0, -2}}).all());
  CHECK((layers[0].bias == Vector<Rational>{{3, 0}}).all());
  CHECK((layers[1].weights == Matrix<Rational>{{1, 1}}).all());
  const auto together = rewrite(*apart, {RewriteKind::merge_affine, 0, 1});
  REQUIRE(together.has_value());
  CHECK(json(*together) == json(f));
}

TEST_CASE("a folded batch norm is the layer that was unfolded") {
  const Network<Rational> f = made({{Matrix<Rational>{{1, -2}}, Vector<Rational>{{3}}, true}});
  const auto unfolded = rewrite(f, {RewriteKind::unfold_batch_norm, 0, 3});
  REQUIRE(unfolded.has_value());
  // f = 2, o = 1: (1/2) W, (3 - 1) / 2.
  CHECK((all_of<Dense<Rational>>(*unfolded)[0]->weights == Matrix<Rational>{{Rational(1, 2), -1}})
            .all());
  CHECK(all_of<Dense<Rational>>(*unfolded)[0]->bias(0) == 1);
  CHECK(all_of<Scale<Rational>>(*unfolded)[0]->factor(0) == 2);
  CHECK(all_of<Shift<Rational>>(*unfolded)[0]->offset(0) == 1);
  const auto folded = rewrite(*unfolded, {RewriteKind::fold_batch_norm, 0, 1});
  REQUIRE(folded.has_value());
  CHECK(json(*folded) == json(f));
}

TEST_CASE("a bias moves behind its layer, before it, and into a unit that is always 1") {
  const Network<Rational> f = made({{Matrix<Rational>{{2}}, Vector<Rational>{{1}}, true},
                                    {Matrix<Rational>{{3}}, Vector<Rational>{{5}}, false}});
  const auto behind = rewrite(f, {RewriteKind::bias_behind, 1, 1});
  REQUIRE(behind.has_value());
  CHECK(all_of<Dense<Rational>>(*behind)[1]->bias(0) == 0);
  CHECK(all_of<Shift<Rational>>(*behind)[0]->offset(0) == 5);
  const auto before = rewrite(f, {RewriteKind::bias_before, 0, 3});
  REQUIRE(before.has_value());
  CHECK(all_of<Shift<Rational>>(*before)[0]->offset(0) == 3);
  CHECK(all_of<Dense<Rational>>(*before)[0]->bias(0) == 1 - 2 * 3);
  const auto unit = rewrite(f, {RewriteKind::bias_as_unit, 0, 1});
  REQUIRE(unit.has_value());
  const auto layers = layers_of(*unit);
  CHECK((layers[0].weights == Matrix<Rational>{{2}, {0}}).all());
  CHECK((layers[0].bias == Vector<Rational>{{1, 1}}).all());
  CHECK((layers[1].weights == Matrix<Rational>{{3, 5}}).all());
  CHECK(layers[1].bias(0) == 0);
}

TEST_CASE("the readers of a duplicated unit are divided between it and its copy") {
  const Network<Rational> f = made({{Matrix<Rational>{{2}}, Vector<Rational>{{1}}, true},
                                    {Matrix<Rational>{{3}, {4}}, Vector<Rational>{{0, 0}}, false}});
  const auto g = rewrite(f, {RewriteKind::duplicate_unit, 0, 1});
  REQUIRE(g.has_value());
  CHECK((layers_of(*g)[0].weights == Matrix<Rational>{{2}, {2}}).all());
  CHECK((layers_of(*g)[1].weights == Matrix<Rational>{{0, 3}, {4, 0}}).all());
}

TEST_CASE("a square layer is an identity and what it adds") {
  const Network<Rational> f =
      made({{Matrix<Rational>{{3, 1}, {0, 1}}, Vector<Rational>{{7, 0}}, false}});
  const auto g = rewrite(f, {RewriteKind::identity_residual, 0, 1});
  REQUIRE(g.has_value());
  CHECK((all_of<Dense<Rational>>(*g)[0]->weights == Matrix<Rational>{{2, 1}, {0, 0}}).all());
  CHECK(all_of<Sum<Rational>>(*g).size() == 1);
  const Network<Rational> wide = made({{Matrix<Rational>{{3, 1}}, Vector<Rational>{{7}}, false}});
  CHECK_FALSE(rewrite(wide, {RewriteKind::identity_residual, 0, 1}).has_value());
}

TEST_CASE("a convolution's matrix has its kernel in every row") {
  NetworkBuilder<Rational> b;
  const Shape in = {1, 3};
  const Convolution<Rational> op{in, Matrix<Rational>{{5, 7}}, Vector<Rational>{{2}}, 1,
                                 plain_window({2})};
  const Network<Rational> f = b.build(b.apply(Operator<Rational>(op), {b.input(in)})).value();
  const auto g = rewrite(f, {RewriteKind::convolution_as_dense, 0, 1});
  REQUIRE(g.has_value());
  const auto& dense = *all_of<Dense<Rational>>(*g)[0];
  CHECK((dense.weights == Matrix<Rational>{{5, 7, 0}, {0, 5, 7}}).all());
  CHECK((dense.bias == Vector<Rational>{{2, 2}}).all());
  CHECK(g->shape(g->output()) == Shape{1, 2});
  // Padding is not moved by an offset before the layer.
  Convolution<Rational> padded = op;
  padded.window.pad_begin = {1};
  NetworkBuilder<Rational> c;
  const Network<Rational> h = c.build(c.apply(Operator<Rational>(padded), {c.input(in)})).value();
  CHECK(rewrite(f, {RewriteKind::bias_before, 0, 1}).has_value());
  CHECK_FALSE(rewrite(h, {RewriteKind::bias_before, 0, 1}).has_value());
}

TEST_CASE("a dense layer as a convolution sums the same products") {
  const Network<Rational> f = made({{Matrix<Rational>{{1, -2}}, Vector<Rational>{{3}}, false}});
  const auto g = rewrite(f, {RewriteKind::dense_as_convolution, 0, 1});
  REQUIRE(g.has_value());
  CHECK(all_of<Dense<Rational>>(*g).empty());
  const auto& op = *all_of<Convolution<Rational>>(*g)[0];
  CHECK(op.in == Shape{2, 1});
  CHECK((op.weights == Matrix<Rational>{{1, -2}}).all());
}

TEST_CASE("maxima are nested, opened, mirrored and written as relus") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({3});
  const auto features = [&](NetworkBuilder<Rational>& at) {
    return std::vector<Tensor>{at.feature(x, 0), at.feature(x, 1), at.feature(x, 2)};
  };
  const Network<Rational> f = b.build(b.max(features(b))).value();
  const auto nested = rewrite(f, {RewriteKind::reassociate_max, 0, 1});
  REQUIRE(nested.has_value());
  CHECK(all_of<Max>(*nested).size() == 2);
  const auto opened = rewrite(*nested, {RewriteKind::reassociate_max, 0, 1});
  REQUIRE(opened.has_value());
  CHECK(json(*opened) == json(f));
  const auto relus = rewrite(f, {RewriteKind::max_as_relu, 0, 1});
  REQUIRE(relus.has_value());
  CHECK(all_of<Max>(*relus).empty());
  CHECK(all_of<Relu>(*relus).size() == 2);
  const auto mirrored = rewrite(f, {RewriteKind::mirror_max, 0, 1});
  REQUIRE(mirrored.has_value());
  CHECK(all_of<Min>(*mirrored).size() == 1);
  for (const auto& g : {*nested, *relus, *mirrored}) CHECK(same_values(f, g, grid(3)));
}

TEST_CASE("a shared module is one instance and an unshared one two") {
  const Network<Rational> f = made({{Matrix<Rational>{{2}}, Vector<Rational>{{1}}, true},
                                    {Matrix<Rational>{{2}}, Vector<Rational>{{1}}, true}});
  const auto shared = rewrite(f, {RewriteKind::share_module, 0, 1});
  REQUIRE(shared.has_value());
  CHECK(shared->operators().size() == f.operators().size() - 1);
  CHECK(shared->nodes().size() == f.nodes().size());
  const auto apart = rewrite(*shared, {RewriteKind::unshare_module, 0, 1});
  REQUIRE(apart.has_value());
  CHECK(apart->operators().size() == f.operators().size());
}

TEST_CASE("a tensor with two readers is made twice and then once again") {
  NetworkBuilder<Rational> b;
  const Tensor h = b.relu(b.dense(b.input({2}), {{1, -1}}, {0}));
  const Network<Rational> f = b.build(b.add(h, b.scale(h, Vector<Rational>{{3}}))).value();
  const auto twice = rewrite(f, {RewriteKind::compute_twice, 0, 1});
  REQUIRE(twice.has_value());
  CHECK(twice->nodes().size() == f.nodes().size() + 1);
  CHECK(twice->operators().size() == f.operators().size());
  const auto once = rewrite(*twice, {RewriteKind::compute_once, 0, 1});
  REQUIRE(once.has_value());
  CHECK(once->nodes().size() == f.nodes().size());
}

TEST_CASE("units are scaled only where what follows scales with them") {
  const auto clipped = [](const Operator<Rational>& between) {
    NetworkBuilder<Rational> b;
    const Tensor h = b.dense(b.input({1}), {{1}, {2}}, {0, 1});
    return b.build(b.dense(b.apply(between, {h}), {{1, 1}}, {0})).value();
  };
  CHECK(rewrite(clipped(Relu{}), {RewriteKind::scale_unit, 0, 1}).has_value());
  CHECK(rewrite(clipped(Abs{}), {RewriteKind::scale_unit, 0, 1}).has_value());
  const Network<Rational> clip = clipped(Clip<Rational>{0, 1});
  CHECK_FALSE(rewrite(clip, {RewriteKind::scale_unit, 0, 1}).has_value());
  CHECK(rewrite(clip, {RewriteKind::permute_units, 0, 1}).has_value());
}

}  // namespace axiomark::tests
