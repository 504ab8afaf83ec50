#include "search/simpler.hpp"

#include <algorithm>
#include <numeric>

#include "search/case_size.hpp"
#include "search/network_surgery.hpp"
#include "search/simpler_networks.hpp"
#include "search/simpler_numbers.hpp"

namespace axiomark {
namespace {

using In = Ingredients<double>;

// Candidates that are smaller than what they come from, the smallest first; of equally small ones, in
// the order in which they were found.
class Smaller {
 public:
  explicit Smaller(const In& from) : size_(size_of(from)) {}

  void offer(In candidate) {
    CaseSize size = size_of(candidate);
    if (size < size_) found_.emplace_back(std::move(size), std::move(candidate));
  }

  std::vector<In> sorted() {
    std::ranges::stable_sort(found_,
                             [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<In> all;
    all.reserve(found_.size());
    for (auto& [size, candidate] : found_) all.push_back(std::move(candidate));
    return all;
  }

 private:
  CaseSize size_;
  std::vector<std::pair<CaseSize, In>> found_;
};

class OneChange {
 public:
  explicit OneChange(const In& from) : from_(from), smaller_(from) {}

  std::vector<In> all() {
    change_rewrites();
    drop_companions();
    for (Network<double>& network : networks_near(from_.network)) {
      change([&](In& in) { in.network = std::move(network); });
    }
    if (from_.second) {
      for (Network<double>& network : networks_near(*from_.second)) {
        change([&](In& in) { in.second = std::move(network); });
      }
    }
    change_features();
    change_numbers();
    return smaller_.sorted();
  }

 private:
  template <class Apply>
  void change(const Apply& apply) {
    In next = from_;
    apply(next);
    smaller_.offer(std::move(next));
  }

  void change_rewrites() {
    for (std::size_t k = 0; k < from_.rewrites.size(); ++k) {
      change(
          [&](In& in) { in.rewrites.erase(in.rewrites.begin() + static_cast<std::ptrdiff_t>(k)); });
      const auto kinds = rewrite_kinds();
      for (auto kind = kinds.begin(); *kind != from_.rewrites[k].kind; ++kind) {
        change([&](In& in) { in.rewrites[k] = {*kind, 0, 1}; });
      }
      change([&](In& in) { in.rewrites[k].place = 0; });
      change([&](In& in) { in.rewrites[k].parameter = 1; });
    }
  }

  // What the axiom does not use, or can do without.
  void drop_companions() {
    change([](In& in) {
      in.second.reset();
      in.second_target.resize(0);
    });
    change([](In& in) { in.factors.resize(0); });
    change([](In& in) { in.offsets.resize(0); });
    change([](In& in) { in.feature = 0; });
    change([](In& in) { in.other = 0; });
  }

  // A feature less, two features exchanged; everything that has one entry per feature goes along.
  void change_features() {
    const Index features = from_.input.size();
    std::vector<Index> every(static_cast<std::size_t>(features));
    std::iota(every.begin(), every.end(), 0);
    for (std::size_t i = 0; i < every.size() && every.size() > 1; ++i) {
      std::vector<Index> others = every;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
      keep_features(others);
      if (i == 0) continue;
      std::vector<Index> exchanged = every;
      std::swap(exchanged[i - 1], exchanged[i]);
      keep_features(exchanged);
    }
  }

  void keep_features(const std::vector<Index>& kept) {
    In next = from_;
    if (!keep_features_of(next.network, kept)) return;
    if (next.second && !keep_features_of(*next.second, kept)) return;
    const auto pick = [&](Vector<double>& values) {
      if (values.size() > 0) values = values(kept).eval();
    };
    pick(next.input);
    pick(next.baseline);
    pick(next.factors);
    pick(next.offsets);
    const auto renumbered = [&](Index feature) {
      const auto at = std::ranges::find(kept, feature);
      return at == kept.end() ? std::min(feature, static_cast<Index>(kept.size()) - 1)
                              : static_cast<Index>(at - kept.begin());
    };
    next.feature = renumbered(next.feature);
    next.other = renumbered(next.other);
    smaller_.offer(std::move(next));
  }

  static bool keep_features_of(Network<double>& network, const std::vector<Index>& kept) {
    for (const FeatureGroup& group : feature_groups(network)) {
      if (!group.holds_input) continue;
      auto changed = with_features(network, group, kept);
      if (!changed) return false;
      network = std::move(*changed);
      return true;
    }
    return false;
  }

  void change_numbers() {
    for (Index i = 0; i < from_.input.size(); ++i) {
      for (const double v : simpler_numbers(from_.baseline(i))) {
        change([&](In& in) { in.baseline(i) = v; });
      }
      for (const double v : simpler_numbers(from_.input(i))) {
        change([&](In& in) { in.input(i) = v; });
      }
    }
    for (std::size_t k = 0; k < from_.coefficients.size(); ++k) {
      for (const double v : simpler_numbers(from_.coefficients[k])) {
        change([&](In& in) { in.coefficients[k] = v; });
      }
    }
    for (Index i = 0; i < from_.factors.size(); ++i) {
      for (const double v : simpler_numbers(from_.factors(i))) {
        if (v != 0) change([&](In& in) { in.factors(i) = v; });
      }
    }
    for (Index i = 0; i < from_.offsets.size(); ++i) {
      for (const double v : simpler_numbers(from_.offsets(i))) {
        change([&](In& in) { in.offsets(i) = v; });
      }
    }
  }

  const In& from_;
  Smaller smaller_;
};

class TwoChanges {
 public:
  explicit TwoChanges(const In& from) : from_(from), smaller_(from) {}

  std::vector<In> all() {
    change_signs();
    const auto points = static_cast<std::size_t>(2 * from_.input.size());
    std::vector<double> numbers(from_.baseline.begin(), from_.baseline.end());
    numbers.insert(numbers.end(), from_.input.begin(), from_.input.end());
    const std::vector<double> parameters = numbers_of(from_.network);
    numbers.insert(numbers.end(), parameters.begin(), parameters.end());
    for (std::size_t a = 0; a < numbers.size(); ++a) {
      for (std::size_t b = a + 1; b < numbers.size(); ++b) {
        for (const double va : steps_of(numbers[a])) {
          for (const double vb : steps_of(numbers[b])) change(points, {a, va}, {b, vb});
        }
      }
    }
    return smaller_.sorted();
  }

 private:
  struct Setting {
    std::size_t position;  // among baseline, input and parameters
    double value;
  };

  // Small enough that the two changes may belong together.
  static std::vector<double> steps_of(double v) {
    if (v == 0) return {1, -1};
    return {v - 1, v + 1, -v};
  }

  void change(std::size_t points, const Setting& first, const Setting& second) {
    In next = from_;
    for (const Setting& setting : {first, second}) {
      const auto features = static_cast<std::size_t>(from_.input.size());
      if (setting.position < features) {
        next.baseline(static_cast<Index>(setting.position)) = setting.value;
      } else if (setting.position < points) {
        next.input(static_cast<Index>(setting.position - features)) = setting.value;
      } else {
        auto network = with_number(next.network, setting.position - points, setting.value);
        if (!network) return;
        next.network = std::move(*network);
      }
    }
    smaller_.offer(std::move(next));
  }

  // Input and baseline exchanged; a feature seen with the other sign, in points and weights; F with
  // the other sign.
  void change_signs() {
    In turned = from_;
    std::swap(turned.input, turned.baseline);
    smaller_.offer(std::move(turned));
    for (Index i = 0; i < from_.input.size(); ++i) {
      In next = from_;
      auto network = with_negated_input(next.network, i);
      if (!network) continue;
      next.network = std::move(*network);
      if (next.second) {
        auto second = with_negated_input(*next.second, i);
        if (!second) continue;
        next.second = std::move(*second);
      }
      next.input(i) *= -1;
      next.baseline(i) *= -1;
      if (next.offsets.size() > 0) next.offsets(i) *= -1;
      smaller_.offer(std::move(next));
    }
    if (auto network = with_negated_output(from_.network)) {
      In next = from_;
      next.network = std::move(*network);
      smaller_.offer(std::move(next));
    }
  }

  const In& from_;
  Smaller smaller_;
};

}  // namespace

std::vector<Ingredients<double>> simpler(const Ingredients<double>& ingredients) {
  return OneChange(ingredients).all();
}

std::vector<Ingredients<double>> simpler_by_two(const Ingredients<double>& ingredients) {
  return TwoChanges(ingredients).all();
}

}  // namespace axiomark
