#pragma once

#include <map>
#include <string>
#include <vector>

#include "experiments/claim_run.hpp"
#include "experiments/export/torch_methods.hpp"

namespace axiomark {

/// A fact as a line of a script, and what the line reads.
struct ScriptFact {
  const Fact* fact = nullptr;
  Vector<Rational> answer = {};
  std::string line = {};
  std::string network = {};              ///< the claim's name for it
  std::vector<std::string> points = {};  ///< variables
  std::vector<std::string> needs = {};   ///< names of snippets
  bool by_hand = false;
  std::vector<std::string> definitions = {};  ///< of facts written by hand
  TorchForm form = {};
};

/// A claim's facts as lines of a script that calls its networks and points by their names.
class ScriptFacts {
 public:
  explicit ScriptFacts(const ClaimOutcome& outcome);

  [[nodiscard]] const std::vector<ScriptFact>& facts() const { return facts_; }
  /// The values of the variables for points, as expressions.
  [[nodiscard]] const std::map<std::string, std::string>& points() const { return points_; }
  /// What cannot be written, and how many facts ask for it.
  [[nodiscard]] const std::map<std::string, int>& left_out() const { return left_out_; }
  /// The name of the function for an output of a network.
  [[nodiscard]] std::string function_word(const std::string& network, Index output) const;

 private:
  void add_fact(const Fact& fact, const Result<Values>& computed);
  void leave_out(const std::string& what) { ++left_out_[what]; }
  std::string of_quantity(const Quantity& quantity, ScriptFact& made);
  std::string of_function(const std::string& name, const std::vector<std::string>& points,
                          Index output, ScriptFact& made);
  std::string of_hand(ScriptFact& made, const std::string& missing);
  std::string of_method(const Attributed& asked, ScriptFact& made);
  std::string point_word(const std::string& name, Index features);

  const Claim& claim_;
  bool changed_;                                  ///< by a reader's settings
  std::map<std::string, std::string> functions_;  ///< by the networks' names
  std::map<std::string, std::string> points_;     ///< by their variables
  std::vector<ScriptFact> facts_;
  std::map<std::string, int> left_out_;
};

}  // namespace axiomark
