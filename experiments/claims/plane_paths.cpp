#include "experiments/claims/plane_paths.hpp"

#include "experiments/scene.hpp"
#include "network/builder.hpp"

namespace axiomark::claims {

Network<Rational> product(const Rational& factor) {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const Tensor y = b.product(b.feature(x, 0), b.feature(x, 1));
  return b.build(factor == 1 ? y : b.dense(y, {{factor}}, {0})).value();
}

Quantity second_less_first(const Quantity& attribution) {
  return Compute([attribution](const Scene& scene) -> Result<Values> {
    auto values = scene.compute(attribution);
    if (!values) return values;
    const Rational difference = values->numbers(1) - values->numbers(0);
    return Values{Vector<Rational>::Constant(1, difference), values->exact};
  });
}

PlotSeries line(std::string name, std::vector<double> x, std::vector<double> y) {
  return {std::move(name), std::move(x), std::move(y), true};
}

Plot plane(std::string title, std::string caption, std::vector<PlotSeries> series) {
  Plot plot;
  plot.title = std::move(title);
  plot.caption = std::move(caption);
  plot.x_label = "x1";
  plot.y_label = "x2";
  plot.equal_axes = true;
  plot.series = std::move(series);
  return plot;
}

}  // namespace axiomark::claims
