#pragma once

#include <memory>
#include <string>

#include "methods/attribution.hpp"
#include "methods/options.hpp"

namespace axiomark {

/// Every method says its `MethodKind kind`, as a static constant or a member.
///
/// A function method sees only a Function, so it cannot break implementation invariance by looking
/// at the network. It answers for many points of one function. The baselines of input k are the
/// columns k m to k m + m - 1, m = baselines.cols() / inputs.cols(); m is 1 but for distributions:
///   Attributions<S> attribute(const Function<S>&, const Batch<S>& inputs,
///                             const Batch<S>& baselines) const;
/// If it takes gradients it has `ConventionOptions conventions`, which the Function is bound with.
template <class M, class S>
concept FunctionMethod = requires(const M& m, const Function<S>& f, const Batch<S>& points) {
  { m.attribute(f, points, points) } -> std::same_as<Attributions<S>>;
};

/// A graph method receives the network itself:
///   Attributions<S> attribute(const Network<S>&, const Queries<S>&) const;
template <class M, class S>
concept GraphMethod = requires(const M& m, const Network<S>& n, const Queries<S>& q) {
  { m.attribute(n, q) } -> std::same_as<Attributions<S>>;
};

/// A method made of other methods sees what they see:
///   Attributions<S> attribute(const Network<S>&, const Queries<S>&, const ThreadPool&) const;
///   bool sees_network() const;
template <class M, class S>
concept CompositeMethod = requires(const M& m, const Network<S>& n, const Queries<S>& q,
                                   const ThreadPool& pool) {
  { m.attribute(n, q, pool) } -> std::same_as<Attributions<S>>;
  { m.sees_network() } -> std::same_as<bool>;
};

/// An error for every query if the baselines do not fit the method, else nothing.
template <Scalar S>
[[nodiscard]] std::optional<Attributions<S>> refuse_baselines(MethodKind kind,
                                                              const Queries<S>& queries);

/// Any attribution method, with its options fixed. A value with shared, immutable contents.
class AnyMethod {
 public:
  /// `name` is the full method string, options in their canonical order.
  template <class M>
  AnyMethod(std::string name, M method)
      : name_(std::move(name)),
        kind_(method.kind),
        sees_network_(sees_network(method)),
        model_(std::make_shared<Model<M>>(std::move(method))) {}

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] MethodKind kind() const { return kind_; }
  /// Function methods cannot tell two implementations of a function apart, except at kinks.
  [[nodiscard]] bool sees_network() const { return sees_network_; }

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Network<S>& network, const Queries<S>& queries,
                                          const ThreadPool& pool) const {
    return model_->attribute(network, queries, pool);
  }

 private:
  template <class M>
  [[nodiscard]] static bool sees_network(const M& method) {
    if constexpr (CompositeMethod<M, double>) {
      return method.sees_network();
    } else {
      return GraphMethod<M, double>;
    }
  }

  struct Concept {
    Concept() = default;
    Concept(const Concept&) = delete;
    Concept& operator=(const Concept&) = delete;
    virtual ~Concept() = default;
    virtual Attributions<float> attribute(const Network<float>&, const Queries<float>&,
                                          const ThreadPool&) const = 0;
    virtual Attributions<double> attribute(const Network<double>&, const Queries<double>&,
                                           const ThreadPool&) const = 0;
    virtual Attributions<Rational> attribute(const Network<Rational>&, const Queries<Rational>&,
                                             const ThreadPool&) const = 0;
  };
  template <class M>
  struct Model;

  std::string name_;
  MethodKind kind_;
  bool sees_network_;
  std::shared_ptr<const Concept> model_;
};

/// Splits queries into groups of equal target, binds one Function per group, and puts the answers
/// back in order. `answer(function, inputs, baselines)` is asked once per group.
template <Scalar S, class Answer>
[[nodiscard]] Attributions<S> for_each_target(const Network<S>& network, const Queries<S>& queries,
                                              const Conventions<S>& conventions,
                                              const ThreadPool& pool, const Answer& answer) {
  const auto bound_to = [&](std::size_t query) {
    return bind_target<S>(network, queries.targets.col(static_cast<Index>(query)), conventions,
                          pool);
  };
  const auto same_target = [&](std::size_t a, std::size_t b) {
    return (queries.targets.col(static_cast<Index>(a)) ==
            queries.targets.col(static_cast<Index>(b)))
        .all();
  };
  const auto count = static_cast<std::size_t>(queries.count());
  bool one_target = count > 0;
  for (std::size_t k = 1; k < count && one_target; ++k) one_target = same_target(0, k);
  if (one_target) return answer(bound_to(0), queries.inputs, queries.baselines);

  Attributions<S> all(count, fail(ErrorKind::internal, "queries", "no answer"));
  std::vector<bool> done(count, false);
  for (std::size_t first = 0; first < count; ++first) {
    if (done[first]) continue;
    std::vector<Index> group;
    std::vector<Index> baselines;
    for (std::size_t k = first; k < count; ++k) {
      if (done[k] || !same_target(first, k)) continue;
      const auto query = static_cast<Index>(k);
      group.push_back(query);
      for (Index b = 0; b < queries.baselines_per_query; ++b) {
        baselines.push_back(query * queries.baselines_per_query + b);
      }
    }
    Attributions<S> answers = answer(bound_to(first), Batch<S>(queries.inputs(Eigen::all, group)),
                                     Batch<S>(queries.baselines(Eigen::all, baselines)));
    for (std::size_t k = 0; k < group.size(); ++k) {
      const auto position = static_cast<std::size_t>(group[k]);
      all[position] = std::move(answers[k]);
      done[position] = true;
    }
  }
  return all;
}

template <class M>
struct AnyMethod::Model final : AnyMethod::Concept {
  explicit Model(M m) : method(std::move(m)) {}

  template <Scalar S>
  Attributions<S> run(const Network<S>& network, const Queries<S>& queries,
                      const ThreadPool& pool) const {
    if (auto refused = refuse_baselines(method.kind, queries)) return std::move(*refused);
    if constexpr (CompositeMethod<M, S>) {
      return refuse_non_finite(method.attribute(network, queries, pool));
    } else if constexpr (GraphMethod<M, S>) {
      return refuse_non_finite(method.attribute(network, queries));
    } else {
      static_assert(FunctionMethod<M, S>);
      Conventions<S> conventions;
      if constexpr (requires { method.conventions; }) {
        conventions = method.conventions.template as<S>();
      }
      return refuse_non_finite(
          for_each_target(network, queries, conventions, pool,
                          [&](const Function<S>& f, const Batch<S>& x, const Batch<S>& b) {
                            return method.attribute(f, x, b);
                          }));
    }
  }
  Attributions<float> attribute(const Network<float>& n, const Queries<float>& q,
                                const ThreadPool& p) const override {
    return run(n, q, p);
  }
  Attributions<double> attribute(const Network<double>& n, const Queries<double>& q,
                                 const ThreadPool& p) const override {
    return run(n, q, p);
  }
  Attributions<Rational> attribute(const Network<Rational>& n, const Queries<Rational>& q,
                                   const ThreadPool& p) const override {
    return run(n, q, p);
  }
  M method;
};

}  // namespace axiomark
