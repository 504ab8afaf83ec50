#pragma once

#include <memory>
#include <optional>
#include <span>

#include "network/corners/corners.hpp"
#include "network/enclosure/gradient_enclosure.hpp"
#include "network/gradient.hpp"
#include "network/linear_pieces.hpp"

namespace axiomark {

/// A scalar-valued function of one vector: all that a function method may see. Networks are bound
/// to a target and conventions; black boxes bring their own values and gradients. A value with
/// shared contents: cheap to copy, re-entrant.
///
/// A model `M` has `Index dimension() const`, `Result<Row<S>> evaluate(const Batch<S>&) const` and
/// `Result<Gradients<S>> gradient(const Batch<S>&) const`, and may have `gradient_sum`,
/// `linear_pieces`, `gradient_enclosure`, `values_at_all_corners` and `values_along_orders` with the
/// signatures below.
template <Scalar S>
class Function {
 public:
  template <class M>
  requires(!std::same_as<std::remove_cvref_t<M>, Function>) explicit Function(M model)
      : model_(std::make_shared<Model<M>>(std::move(model))) {}

  [[nodiscard]] Index dimension() const { return model_->dimension(); }
  /// F at each column.
  [[nodiscard]] Result<Row<S>> evaluate(const Batch<S>& points) const {
    return model_->evaluate(points);
  }
  [[nodiscard]] Result<Gradients<S>> gradient(const Batch<S>& points) const {
    return model_->gradient(points);
  }
  /// sum_k weights_k grad F at the nodes of the segment; by default a loop over gradient().
  [[nodiscard]] Result<GradientSum<S>> gradient_sum(const Segment<S>& segment,
                                                    std::span<const S> nodes,
                                                    std::span<const S> weights) const {
    return model_->gradient_sum(segment, nodes, weights);
  }
  /// Refused, with the reason, by black boxes and functions that are not piecewise linear.
  [[nodiscard]] Result<LinearPieces<S>> linear_pieces(const Segment<S>& segment) const {
    return model_->linear_pieces(segment);
  }
  /// Refused, with the reason, by black boxes.
  [[nodiscard]] Result<GradientEnclosure> gradient_enclosure(const Segment<S>& segment) const {
    return model_->gradient_enclosure(segment);
  }
  /// F at all corners of a box, or along walks over them, without evaluating them as points; see
  /// corners/corner_values.hpp. Nothing where there is no such way.
  [[nodiscard]] std::optional<Row<S>> values_at_all_corners(const BoxCorners<S>& corners) const {
    return model_->values_at_all_corners(corners);
  }
  [[nodiscard]] std::optional<Row<S>> values_along_orders(const BoxCorners<S>& corners,
                                                          std::span<const Index> orders) const {
    return model_->values_along_orders(corners, orders);
  }

 private:
  struct Concept {
    Concept() = default;
    Concept(const Concept&) = delete;
    Concept& operator=(const Concept&) = delete;
    virtual ~Concept() = default;
    virtual Index dimension() const = 0;
    virtual Result<Row<S>> evaluate(const Batch<S>&) const = 0;
    virtual Result<Gradients<S>> gradient(const Batch<S>&) const = 0;
    virtual Result<GradientSum<S>> gradient_sum(const Segment<S>&, std::span<const S>,
                                                std::span<const S>) const = 0;
    virtual Result<LinearPieces<S>> linear_pieces(const Segment<S>&) const = 0;
    virtual Result<GradientEnclosure> gradient_enclosure(const Segment<S>&) const = 0;
    virtual std::optional<Row<S>> values_at_all_corners(const BoxCorners<S>&) const = 0;
    virtual std::optional<Row<S>> values_along_orders(const BoxCorners<S>&,
                                                      std::span<const Index>) const = 0;
  };

  template <class M>
  struct Model final : Concept {
    explicit Model(M m) : model(std::move(m)) {}
    Index dimension() const override { return model.dimension(); }
    Result<Row<S>> evaluate(const Batch<S>& points) const override {
      return model.evaluate(points);
    }
    Result<Gradients<S>> gradient(const Batch<S>& points) const override {
      return model.gradient(points);
    }
    Result<GradientSum<S>> gradient_sum(const Segment<S>& segment, std::span<const S> nodes,
                                        std::span<const S> weights) const override {
      if constexpr (requires { model.gradient_sum(segment, nodes, weights); }) {
        return model.gradient_sum(segment, nodes, weights);
      } else {
        return loop_over_gradient(*this, segment, nodes, weights);
      }
    }
    Result<LinearPieces<S>> linear_pieces(const Segment<S>& segment) const override {
      if constexpr (requires { model.linear_pieces(segment); }) {
        return model.linear_pieces(segment);
      } else {
        return fail(ErrorKind::unsupported, "function", "a black box without linear pieces",
                    "a piecewise linear network");
      }
    }
    Result<GradientEnclosure> gradient_enclosure(const Segment<S>& segment) const override {
      if constexpr (requires { model.gradient_enclosure(segment); }) {
        return model.gradient_enclosure(segment);
      } else {
        return fail(ErrorKind::unsupported, "function", "a black box", "a network");
      }
    }
    std::optional<Row<S>> values_at_all_corners(const BoxCorners<S>& corners) const override {
      if constexpr (requires { model.values_at_all_corners(corners); }) {
        return model.values_at_all_corners(corners);
      } else {
        return {};
      }
    }
    std::optional<Row<S>> values_along_orders(const BoxCorners<S>& corners,
                                              std::span<const Index> orders) const override {
      if constexpr (requires { model.values_along_orders(corners, orders); }) {
        return model.values_along_orders(corners, orders);
      } else {
        return {};
      }
    }
    M model;
  };

  static Result<GradientSum<S>> loop_over_gradient(const Concept& function,
                                                   const Segment<S>& segment,
                                                   std::span<const S> nodes,
                                                   std::span<const S> weights);

  std::shared_ptr<const Concept> model_;
};

/// A network seen as the function sum_j target_j output_j. Threads of `pool` share the nodes of one
/// segment; the pool must outlive the function.
template <Scalar S>
[[nodiscard]] Function<S> bind_target(const Network<S>& network, Vector<S> target,
                                      const Conventions<S>& conventions, const ThreadPool& pool);

}  // namespace axiomark
