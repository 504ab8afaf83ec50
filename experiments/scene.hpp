#pragma once

#include <functional>
#include <map>
#include <string>

#include "experiments/claim.hpp"
#include "methods/method.hpp"

namespace axiomark {

using MethodMaker = std::function<Result<AnyMethod>(std::string_view)>;

/// What a reader changes about a claim: `--set x=[2,1] --set bias=ignore --set f=mine.json`.
struct ClaimSettings {
  std::map<std::string, Vector<Rational>> points;  ///< by the claim's names
  std::map<std::string, ClaimNetwork> networks;    ///< by the claim's names
  std::map<std::string, std::string> options;      ///< of every method that has them

  [[nodiscard]] bool empty() const { return points.empty() && networks.empty() && options.empty(); }
};

/// Reads one "name=value" for a claim: a point or network of its own, or an option that one of its methods has.
[[nodiscard]] Result<void> read_setting(const Claim& claim, std::string_view text,
                                        ClaimSettings& settings);

/// The method string with an option set, if the method takes it; else as it was.
[[nodiscard]] std::string with_option(const std::string& method, const std::string& key,
                                      const std::string& value);

/// The claim with the reader's networks, points and options in the place of its own.
[[nodiscard]] Claim as_set(Claim claim, const ClaimSettings& settings);

/// Where a claim is computed: its networks and points as set by the reader, in the arithmetic asked for.
class Scene {
 public:
  /// `arithmetic`: rational, or float64 for everything. `methods` makes methods from their strings.
  Scene(const Claim& claim, const ClaimSettings& settings, ScalarType arithmetic, bool full,
        MethodMaker methods, const ThreadPool& pool);

  [[nodiscard]] Result<Values> compute(const Quantity& quantity) const;

  [[nodiscard]] const ClaimNetwork& network(const std::string& name) const;
  /// The network, which must be exact.
  [[nodiscard]] const Network<Rational>& exact_network(const std::string& name) const;
  [[nodiscard]] Network<double> network_in_double(const std::string& name) const;
  /// By name; "x'" is zero where the claim does not say otherwise.
  [[nodiscard]] Vector<Rational> point(const std::string& name, Index features) const;
  /// The method string with the reader's options put in.
  [[nodiscard]] std::string method_string(const std::string& method) const;
  [[nodiscard]] Result<AnyMethod> method(const std::string& method) const;

  [[nodiscard]] Result<Values> attribute(const Attributed& asked) const;
  /// The same at points that are not named.
  [[nodiscard]] Result<Values> attribute(const ClaimNetwork& network, const std::string& method,
                                         const Vector<Rational>& input,
                                         const Vector<Rational>& baseline, Index output = 0) const;
  [[nodiscard]] Result<Values> evaluate(const ClaimNetwork& network, const Vector<Rational>& point,
                                        Index output = 0) const;

  [[nodiscard]] bool exact() const { return arithmetic_ == ScalarType::rational; }
  [[nodiscard]] bool full() const { return full_; }
  [[nodiscard]] const ThreadPool& pool() const { return *pool_; }

 private:
  template <Scalar S>
  [[nodiscard]] Result<Values> attribute_in(const Network<S>& network, const std::string& method,
                                            const Vector<Rational>& input,
                                            const Vector<Rational>& baseline, Index output) const;
  std::map<std::string, ClaimNetwork> networks_;
  std::map<std::string, Vector<Rational>> points_;
  std::map<std::string, std::string> options_;
  ScalarType arithmetic_;
  bool full_;
  MethodMaker make_method_;
  const ThreadPool* pool_;
};

}  // namespace axiomark
