#include "search/simpler_networks.hpp"

#include <numeric>

#include "search/network_surgery.hpp"
#include "search/simpler_numbers.hpp"

namespace axiomark {
namespace {

class Near {
 public:
  explicit Near(const Network<double>& from) : from_(from) {}

  std::vector<Network<double>> all() {
    for (Index t = from_.first_node_tensor(); t < from_.tensor_count(); ++t) {
      for (Index earlier = 0; earlier < t; ++earlier) {
        add(replaced_by(from_, t, earlier));
        add(replaced_by_relu(from_, t, earlier));
        add(as_one_dense(from_, earlier, t));
      }
      for (std::size_t k = 0; k < from_.node_of(t).inputs.size(); ++k) {
        add(without_operand(from_, t, k));
      }
      for (Network<double>& network : plainer(from_, t)) found_.push_back(std::move(network));
    }
    for (const FeatureGroup& group : feature_groups(from_)) {
      if (!group.holds_input) change_units(group);
    }
    const std::vector<double> numbers = numbers_of(from_);
    for (std::size_t k = 0; k < numbers.size(); ++k) {
      for (const double v : simpler_numbers(numbers[k])) add(with_number(from_, k, v));
    }
    return std::move(found_);
  }

 private:
  void add(std::optional<Network<double>> network) {
    if (network) found_.push_back(std::move(*network));
  }

  void change_units(const FeatureGroup& group) {
    std::vector<Index> every(static_cast<std::size_t>(group.features));
    std::iota(every.begin(), every.end(), 0);
    for (std::size_t j = 0; j < every.size() && every.size() > 1; ++j) {
      std::vector<Index> others = every;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(j));
      add(with_features(from_, group, others));
      if (j == 0) continue;
      std::vector<Index> exchanged = every;
      std::swap(exchanged[j - 1], exchanged[j]);
      add(with_features(from_, group, exchanged));
    }
  }

  const Network<double>& from_;
  std::vector<Network<double>> found_;
};

}  // namespace

std::vector<Network<double>> networks_near(const Network<double>& network) {
  return Near(network).all();
}

}  // namespace axiomark
