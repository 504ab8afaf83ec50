#pragma once

#include <string>
#include <vector>

#include "report/unit_diagram.hpp"

namespace axiomark {

/// What each value of a network is called where every layer counts, not only units: inputs and
/// nonlinear units as in the diagram; a sum that only an activation reads by that unit's name;
/// copies by what they copy; the output by the function; other sums z₁, z₂, ...
class ValueNames {
 public:
  /// The network must outlive this.
  ValueNames(const Network<Rational>& network, const UnitDiagram& diagram,
             const std::string& function);

  [[nodiscard]] const std::string& of(Index tensor, Index feature) const;
  /// Whether the tensor's values are those of others, under the same names.
  [[nodiscard]] bool is_copy(Index tensor) const;
  /// The activation that alone reads this sum, or -1.
  [[nodiscard]] Index activation_of(Index tensor) const;

 private:
  void find_single_readers();
  void name_node(Index tensor, const std::string& function);
  void name_copies(Index tensor);

  const Network<Rational>& network_;
  std::vector<std::vector<std::string>> names_;  ///< [tensor][feature]
  std::vector<Index> reader_;                    ///< per tensor: its only reader, or -1
  Index sums_ = 0;
};

}  // namespace axiomark
