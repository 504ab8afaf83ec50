#pragma once

#include <optional>
#include <string>
#include <vector>

#include "network/network.hpp"

namespace axiomark {

/// constant + sum of coefficient * unit: what an affine stretch of the graph comes to.
struct AffineForm {
  struct Term {
    Index unit;
    Rational coefficient;
  };
  Rational constant;
  std::vector<Term> terms;  ///< in order of the units; no coefficient is zero
};

enum class UnitKind { input, nonlinear, function };

/// One thing worth a name: an input feature, one feature of a nonlinear node, or the function.
struct Unit {
  UnitKind kind = UnitKind::input;
  Index tensor = 0;
  Index feature = 0;  ///< within its tensor
  std::string name;   ///< "x₁", "h₂", "F"
  std::string
      operation;  ///< "relu", "max", ...; of the function: "sum", or empty if it is one unit
  /// Where a node's feature reads: which operand of the node, and which feature of it.
  struct Source {
    Index operand;
    Index feature;
  };
  std::vector<Source> sources;       ///< of nonlinear units
  std::vector<AffineForm> operands;  ///< one per source; the function has one
  Rational value;
  std::vector<Rational> operand_values;
  Index column = 0;  ///< longest way from the inputs

  [[nodiscard]] bool is_relu() const { return operation == "relu"; }
};

/// A network at a point with its affine parts multiplied out, so that only what a person would draw
/// is left: input features, each feature of each nonlinear node, and F = sum_j target_j output_j
/// (the last unit). Units that F does not read are left out, except inputs.
struct UnitDiagram {
  std::vector<Unit> units;

  [[nodiscard]] const Unit& function() const { return units.back(); }
  /// The unit that F is, if F is one unit and nothing is added; else the function's own unit.
  [[nodiscard]] Index drawn_output() const;
  [[nodiscard]] Index columns() const;
};

/// Beyond this many units the composite coefficients help nobody, and cost their square.
inline constexpr Index kMostUnits = 160;

/// Whether a network is small enough to be drawn, and to be computed again line by line. Larger
/// ones (a user's model) are reported by their results alone.
[[nodiscard]] bool fits_a_diagram(const Network<Rational>& network);

/// Nothing if the network has more than kMostUnits units.
[[nodiscard]] std::optional<UnitDiagram> unit_diagram(const Network<Rational>& network,
                                                      const Vector<Rational>& point,
                                                      const Vector<Rational>& target,
                                                      const std::string& function_name);

/// "3 inputs, 12 relus in 2 layers": for networks too large to draw.
[[nodiscard]] std::string units_in_words(const Network<Rational>& network);

}  // namespace axiomark
