#include "search/simpler.hpp"

#include <fmt/format.h>

#include "network/layer_list.hpp"

namespace axiomark {
namespace {

using Integer = boost::multiprecision::cpp_int;

// Removes row or column `index`.
template <class Array>
Array without_row(const Array& a, Index index) {
  Array result(a.rows() - 1, a.cols());
  result.topRows(index) = a.topRows(index);
  result.bottomRows(a.rows() - 1 - index) = a.bottomRows(a.rows() - 1 - index);
  return result;
}

Matrix<Rational> without_column(const Matrix<Rational>& a, Index index) {
  Matrix<Rational> result(a.rows(), a.cols() - 1);
  result.leftCols(index) = a.leftCols(index);
  result.rightCols(a.cols() - 1 - index) = a.rightCols(a.cols() - 1 - index);
  return result;
}

// Numbers simpler than v, simplest first; 0 is simplest, then 1, -1, small integers, fractions with
// small denominators.
std::vector<Rational> simpler_numbers(const Rational& v) {
  std::vector<Rational> found;
  if (v == 0) return found;
  found.emplace_back(0);
  if (v == 1) return found;
  found.emplace_back(1);
  if (v == -1) return found;
  found.emplace_back(-1);
  const Integer p = numerator(v);
  const Integer q = denominator(v);
  if (q == 1) {
    if (p < 0) found.emplace_back(-p);
    const Integer toward_zero = p > 0 ? Integer(p - 1) : Integer(p + 1);
    found.emplace_back(p / 2);
    found.emplace_back(toward_zero);
  } else {
    found.emplace_back(p / q);  // the whole part
    found.emplace_back(p / q + (p > 0 ? 1 : -1));
    if (q > 2) found.emplace_back(Rational(Integer(p * 2 / q), 2));
  }
  return found;
}

class Candidates {
 public:
  explicit Candidates(const Ingredients<Rational>& from)
      : from_(from), layers_(layers_of(from.network)) {}

  std::vector<Ingredients<Rational>> all() {
    drop_rewrites();
    if (!layers_.empty()) {
      drop_layers();
      drop_units();
      drop_inputs();
      drop_relus();
    }
    drop_companions();
    simplify_points();
    simplify_companions();
    if (!layers_.empty()) simplify_weights();
    return std::move(found_);
  }

 private:
  // The networks with fewer or smaller parts and the same inputs and outputs.
  std::vector<LayerList<Rational>> simpler_layers() {
    if (layers_.empty()) return {};
    drop_layers();
    drop_units();
    drop_relus();
    simplify_weights();
    std::vector<LayerList<Rational>> all;
    for (const Ingredients<Rational>& candidate : found_) {
      if (candidate.network.input_features() == from_.input.size()) {
        all.push_back(layers_of(candidate.network));
      }
    }
    return all;
  }

  void add(const LayerList<Rational>& layers) {
    auto network = make_network(layers);
    if (!network) return;
    Ingredients<Rational> next = from_;
    next.network = std::move(*network);
    found_.push_back(std::move(next));
  }

  void drop_rewrites() {
    for (std::size_t k = 0; k < from_.rewrites.size(); ++k) {
      Ingredients<Rational> next = from_;
      next.rewrites.erase(next.rewrites.begin() + static_cast<std::ptrdiff_t>(k));
      found_.push_back(std::move(next));
    }
    for (std::size_t k = 0; k < from_.rewrites.size(); ++k) {
      Ingredients<Rational> next = from_;
      if (next.rewrites[k].place > 0) {
        next.rewrites[k].place = 0;
        found_.push_back(next);
      }
      next = from_;
      if (next.rewrites[k].parameter > 1) {
        next.rewrites[k].parameter = 1;
        found_.push_back(next);
      }
    }
  }

  // What the axiom does not use, or can do without.
  void drop_companions() {
    const auto without = [&](auto change) {
      Ingredients<Rational> next = from_;
      change(next);
      found_.push_back(std::move(next));
    };
    if (from_.second) {
      without([](auto& in) {
        in.second.reset();
        in.second_target.resize(0);
      });
    }
    if (from_.factors.size() > 0) without([](auto& in) { in.factors.resize(0); });
    if (from_.offsets.size() > 0) without([](auto& in) { in.offsets.resize(0); });
    if (from_.other > 0) without([](auto& in) { in.other = 0; });
  }

  // The second function is simplified as a first one would be; both keep the same features.
  void simplify_companions() {
    if (from_.second) {
      Ingredients<Rational> alone = from_;
      alone.network = *from_.second;
      Candidates second(alone);
      for (const LayerList<Rational>& layers : second.simpler_layers()) {
        Ingredients<Rational> next = from_;
        next.second = make_network(layers).value();
        found_.push_back(std::move(next));
      }
    }
    for (std::size_t k = 0; k < from_.coefficients.size(); ++k) {
      for (const Rational& v : simpler_numbers(from_.coefficients[k])) {
        Ingredients<Rational> next = from_;
        next.coefficients[k] = v;
        found_.push_back(std::move(next));
      }
    }
    for (Index i = 0; i < from_.factors.size(); ++i) {
      for (const Rational& v : simpler_numbers(from_.factors(i))) {
        if (v == 0) continue;
        Ingredients<Rational> next = from_;
        next.factors(i) = v;
        found_.push_back(std::move(next));
      }
    }
    for (Index i = 0; i < from_.offsets.size(); ++i) {
      for (const Rational& v : simpler_numbers(from_.offsets(i))) {
        Ingredients<Rational> next = from_;
        next.offsets(i) = v;
        found_.push_back(std::move(next));
      }
    }
  }

  // A layer can go if what is left still fits together.
  void drop_layers() {
    for (std::size_t l = 0; layers_.size() > 1 && l < layers_.size(); ++l) {
      LayerList<Rational> next = layers_;
      const Index inputs = next[l].weights.cols();
      const Index outputs = next[l].weights.rows();
      if (inputs != outputs) continue;
      next.erase(next.begin() + static_cast<std::ptrdiff_t>(l));
      add(next);
    }
  }

  void drop_units() {
    for (std::size_t l = 0; l + 1 < layers_.size(); ++l) {
      for (Index j = 0; layers_[l].bias.size() > 1 && j < layers_[l].bias.size(); ++j) {
        LayerList<Rational> next = layers_;
        next[l].weights = without_row(next[l].weights, j);
        next[l].bias = without_row(next[l].bias, j);
        next[l + 1].weights = without_column(next[l + 1].weights, j);
        add(next);
      }
    }
  }

  void drop_inputs() {
    for (Index i = 0; from_.input.size() > 1 && i < from_.input.size(); ++i) {
      LayerList<Rational> layers = layers_;
      layers[0].weights = without_column(layers[0].weights, i);
      auto network = make_network(layers);
      if (!network) continue;
      Ingredients<Rational> next = from_;
      next.network = std::move(*network);
      next.input = without_row(next.input, i);
      next.baseline = without_row(next.baseline, i);
      if (next.second && !drop_input_of_second(next, i)) continue;
      if (next.factors.size() > 0) next.factors = without_row(next.factors, i);
      if (next.offsets.size() > 0) next.offsets = without_row(next.offsets, i);
      if (next.other > i || next.other == next.input.size()) --next.other;
      if (next.feature > i || next.feature == next.input.size()) --next.feature;
      found_.push_back(std::move(next));
    }
  }

  static bool drop_input_of_second(Ingredients<Rational>& in, Index i) {
    LayerList<Rational> layers = layers_of(*in.second);
    if (layers.empty()) return false;
    layers[0].weights = without_column(layers[0].weights, i);
    auto network = make_network(layers);
    if (!network) return false;
    in.second = std::move(*network);
    return true;
  }

  void drop_relus() {
    for (std::size_t l = 0; l < layers_.size(); ++l) {
      if (!layers_[l].relu) continue;
      LayerList<Rational> next = layers_;
      next[l].relu = false;
      add(next);
    }
  }

  void simplify_points() {
    if (from_.feature > 0) {
      Ingredients<Rational> next = from_;
      next.feature = 0;
      found_.push_back(std::move(next));
    }
    for (Index i = 0; i < from_.input.size(); ++i) {
      for (const Rational& v : simpler_numbers(from_.baseline(i))) {
        Ingredients<Rational> next = from_;
        next.baseline(i) = v;
        found_.push_back(std::move(next));
      }
    }
    for (Index i = 0; i < from_.input.size(); ++i) {
      for (const Rational& v : simpler_numbers(from_.input(i))) {
        Ingredients<Rational> next = from_;
        next.input(i) = v;
        found_.push_back(std::move(next));
      }
    }
  }

  void simplify_weights() {
    // First zeros everywhere, then smaller numbers: fewer weights come before smaller ones.
    for (const bool to_zero : {true, false}) {
      for (std::size_t l = 0; l < layers_.size(); ++l) {
        for (Index k = 0; k < layers_[l].weights.size() + layers_[l].bias.size(); ++k) {
          simplify_weight(l, k, to_zero);
        }
      }
    }
  }

  void simplify_weight(std::size_t l, Index k, bool to_zero) {
    const auto entry = [&](LayerList<Rational>& layers) -> Rational& {
      Layer<Rational>& layer = layers[l];
      return k < layer.weights.size() ? layer.weights.data()[k]
                                      : layer.bias(k - layer.weights.size());
    };
    for (const Rational& v : simpler_numbers(entry(layers_))) {
      if ((v == 0) != to_zero) continue;
      LayerList<Rational> next = layers_;
      entry(next) = v;
      add(next);
    }
  }

  const Ingredients<Rational>& from_;
  LayerList<Rational> layers_;
  std::vector<Ingredients<Rational>> found_;
};

}  // namespace

std::vector<Ingredients<Rational>> simpler(const Ingredients<Rational>& ingredients) {
  return Candidates(ingredients).all();
}

std::string size_in_words(const Network<Rational>& network) {
  Index weights = 0;
  Index units = 0;
  for (const Layer<Rational>& layer : layers_of(network)) {
    weights += (layer.weights != Rational(0)).count() + (layer.bias != Rational(0)).count();
    if (layer.relu) units += layer.bias.size();
  }
  if (weights == 0) {
    return fmt::format("{} parameters, {} inputs", network.parameter_count(),
                       network.input_features());
  }
  const auto plural = [](Index n, std::string_view word) {
    return fmt::format("{} {}{}", n, word, n == 1 ? "" : "s");
  };
  return fmt::format("{}, {}, {}", plural(network.input_features(), "input"), plural(units, "relu"),
                     plural(weights, "non-zero weight"));
}

}  // namespace axiomark
