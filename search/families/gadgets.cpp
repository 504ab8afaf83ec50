#include "search/families/gadgets.hpp"

#include "search/families/draws.hpp"

namespace axiomark {
namespace {

using Builder = NetworkBuilder<double>;

// Rows w and constants of affine forms w x + b: features themselves in one of two cases.
Layer<double> draw_forms(RandomStream& stream, Index forms, Index inputs) {
  Layer<double> rows = draw_layer(stream, forms, inputs, false);
  for (Index f = 0; f < forms; ++f) {
    if (stream.one_in(2)) continue;
    rows.weights.row(f).setZero();
    rows.weights(f, (f + static_cast<Index>(stream.below(2))) % inputs) = 1;
    rows.bias(f) = stream.one_in(3) ? draw_bias(stream) : 0.0;
  }
  return rows;
}

// relu(M z) with z the forms: the forms' rows combined.
Layer<double> units_of(const Layer<double>& forms, const Matrix<double>& combinations) {
  return {Matrix<double>((combinations.matrix() * forms.weights.matrix()).array()),
          Vector<double>((combinations.matrix() * forms.bias.matrix()).array()), true};
}

Layer<double> output_of(const Matrix<double>& weights, double bias, bool relu = false) {
  return {weights, Vector<double>::Constant(1, bias), relu};
}

Index draw_inputs(RandomStream& stream, const DrawSize& most) {
  return draw_count(stream, 1, most.inputs);
}

}  // namespace

Network<double> draw_minimum_of_relus(RandomStream& stream, const DrawSize& most) {
  const Index inputs = draw_inputs(stream, most);
  const Layer<double> forms = draw_forms(stream, 2, inputs);
  const double bias = draw_bias(stream);
  return make_network<double>({units_of(forms, Matrix<double>{{1, -1}, {1, 0}, {-1, 0}}),
                               output_of(Matrix<double>{{-1, 1, -1}}, bias)})
      .value();
}

Network<double> draw_minimum_of_three(RandomStream& stream, const DrawSize& most) {
  const Index inputs = draw_inputs(stream, most);
  const Layer<double> forms = draw_forms(stream, 3, inputs);
  // h = relu(p - q, p, -p, r, -r); m = h1 - h2 - h0 = min(p, q); then m - relu(m - r).
  const Matrix<double> first{{1, -1, 0}, {1, 0, 0}, {-1, 0, 0}, {0, 0, 1}, {0, 0, -1}};
  const Layer<double> second{
      Matrix<double>{{-1, 1, -1, -1, 1}, {-1, 1, -1, 0, 0}, {1, -1, 1, 0, 0}},
      Vector<double>::Zero(3), true};
  return make_network<double>(
             {units_of(forms, first), second, output_of(Matrix<double>{{-1, 1, -1}}, 0)})
      .value();
}

Network<double> draw_selection(RandomStream& stream, const DrawSize& most) {
  Builder b;
  const Tensor x = b.input({draw_inputs(stream, most)});
  const Index inputs = element_count(b.shape(x));
  const Index width = draw_count(stream, 1, 2);
  std::vector<Tensor> operands;
  const Index count = draw_count(stream, 2, 3);
  for (Index k = 0; k < count; ++k) {
    Layer<double> forms = draw_forms(stream, width, inputs);
    const Tensor form = b.dense(x, std::move(forms.weights), std::move(forms.bias));
    operands.push_back(stream.one_in(3) ? b.relu(form) : form);
  }
  Tensor chosen = stream.one_in(2) ? b.max(operands) : b.min(operands);
  if (width > 1 && stream.one_in(2)) {
    chosen = b.apply(reduce_max(b.shape(chosen), {0}), {chosen});
  }
  return built(b, draw_dense(b, stream, chosen, 1));
}

Network<double> draw_saturation(RandomStream& stream, const DrawSize& most) {
  const Index inputs = draw_inputs(stream, most);
  const Index units = draw_count(stream, 1, 2);
  Layer<double> hidden = draw_layer(stream, units, inputs, true);
  Layer<double> output{Matrix<double>(1, units), Vector<double>(1), false};
  for (Index u = 0; u < units; ++u) {
    hidden.bias(u) = static_cast<double>(stream.between(1, 3));
    output.weights(0, u) = -draw_nonzero(stream);
  }
  output.bias(0) = draw_bias(stream);
  return make_network<double>({hidden, output}).value();
}

Network<double> draw_cancellation(RandomStream& stream, const DrawSize& most) {
  const Index inputs = draw_inputs(stream, most);
  const Index pairs = draw_count(stream, 1, 2);
  Layer<double> hidden = draw_layer(stream, 2 * pairs, inputs, true);
  Layer<double> output{Matrix<double>(1, 2 * pairs), Vector<double>(1), false};
  for (Index p = 0; p < pairs; ++p) {
    hidden.weights.row(2 * p + 1) = hidden.weights.row(2 * p);
    hidden.bias(2 * p + 1) = hidden.bias(2 * p) + static_cast<double>(stream.between(-1, 1));
    const double weight = draw_nonzero(stream);
    output.weights(0, 2 * p) = weight;
    output.weights(0, 2 * p + 1) = -weight;
  }
  output.bias(0) = draw_bias(stream);
  return make_network<double>({hidden, output}).value();
}

Network<double> draw_product(RandomStream& stream, const DrawSize& most) {
  Builder b;
  const Tensor x = b.input({draw_inputs(stream, most)});
  const Index width = draw_count(stream, 1, 2);
  const auto branch = [&] {
    const Tensor form = draw_dense(b, stream, x, width);
    return stream.one_in(2) ? b.relu(form) : form;
  };
  const Tensor left = branch();
  const Tensor right = stream.one_in(6) ? left : branch();
  return built(b, draw_dense(b, stream, b.product(left, right), 1));
}

Network<double> draw_other_kinks(RandomStream& stream, const DrawSize& most) {
  Builder b;
  const Tensor x = b.input({draw_inputs(stream, most)});
  const Tensor form = draw_dense(b, stream, x, draw_count(stream, 1, most.units));
  Tensor bent;
  switch (stream.below(3)) {
    case 0:
      bent = b.apply(Operator<double>(Abs{}), {form});
      break;
    case 1:
      bent = b.apply(Operator<double>(Clip<double>{-1, 2}), {form});
      break;
    default:
      bent = b.apply(Operator<double>(LeakyRelu<double>{0.5}), {form});
  }
  return built(b, draw_dense(b, stream, bent, 1));
}

}  // namespace axiomark
