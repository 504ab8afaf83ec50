#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <span>

#include "network/network.hpp"

namespace axiomark {

/// Passes of a few columns through a tiny network. trace() and pull_back() make an array for every tensor and
/// every step, which takes longer than the arithmetic of a network like those of a search; here all values and
/// cotangents lie in one buffer, which each thread keeps. Every operator does the same operations on the same
/// numbers in the same order as its evaluate() and pull_back(), so that the doubles are the same.
///
/// The caller fills in values and cotangents and says which nodes to pass, in order: evaluate(t) needs the
/// values of t's operands, pull_back(t) those and the cotangents of t. A pass that is made while another one
/// lives must end before it.
template <std::floating_point S>
class TinyPass {
 public:
  using Rows = Eigen::Map<Batch<S>>;

  /// Whether passes of so many columns in all fit the buffer, and every operator has its loops here (all but
  /// convolutions and softmax; no product so large that it has a kernel of its own).
  [[nodiscard]] static bool fits(const Network<S>& network, Index columns);

  /// Requires fits() for the columns of all passes that live together. No tensor has values or cotangents yet.
  TinyPass(const Network<S>& network, Index columns);
  TinyPass(const TinyPass&) = delete;
  TinyPass& operator=(const TinyPass&) = delete;
  ~TinyPass();

  /// Tensor by tensor, features x columns.
  [[nodiscard]] Rows values(Index tensor) const { return rows(values_, tensor); }
  /// Of a tensor that was reached.
  [[nodiscard]] Rows cotangents(Index tensor) const { return rows(cotangents_, tensor); }
  [[nodiscard]] bool reached(Index tensor) const { return reached_[at(tensor)]; }
  /// A tensor to begin with; returns its cotangents, not set.
  [[nodiscard]] Rows seed(Index tensor) {
    reached_[at(tensor)] = true;
    return cotangents(tensor);
  }

  /// One column per point, spread over the declared inputs.
  void set_inputs(const Batch<S>& points);
  void evaluate(Index tensor);
  [[nodiscard]] bool finite(Index tensor) const;
  /// Adds to the cotangents of the operands what the tensor's pass back, if it was reached.
  void pull_back(Index tensor, const Conventions<S>& conventions);
  /// Adds, column by column, the conventions that the tensor's cotangents hang on at its node.
  void add_hung_on(Index tensor, std::span<HangSet> hung) const;
  /// Of all declared inputs, one above the other; zero where they were not reached.
  [[nodiscard]] Batch<S> input_cotangents() const;

 private:
  static constexpr std::size_t kMostTensors = 64;

  using Tensors = std::array<S*, kMostTensors>;
  [[nodiscard]] static std::size_t at(Index tensor) { return static_cast<std::size_t>(tensor); }
  [[nodiscard]] Rows rows(const Tensors& of, Index tensor) const {
    return Rows(of[at(tensor)], rows_[at(tensor)], columns_);
  }

  const Network<S>& network_;
  Index columns_;
  Index taken_;  // of the buffer, before this pass
  std::array<Index, kMostTensors> rows_;
  Tensors values_;
  Tensors cotangents_;
  std::array<bool, kMostTensors> reached_;
  S* scratch_;  // room for one tensor's cotangents
};

}  // namespace axiomark
