#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "network/network.hpp"
#include "report/plot.hpp"

namespace axiomark {

class Scene;

/// A network of a claim, written so that the paper's formula can be recognised. Networks with smooth
/// operators have no rational value and are doubles.
struct ClaimNetwork {
  std::string name;     ///< "f"
  std::string formula;  ///< as the source writes it: "R(R(x1) - 1 - R(x2))"
  std::variant<Network<Rational>, Network<double>> network;
};

[[nodiscard]] Index input_features(const ClaimNetwork& network);
[[nodiscard]] Index output_features(const ClaimNetwork& network);

struct ClaimPoint {
  std::string name;  ///< "x"; "x'" is the baseline of every attribution that names no other
  Vector<Rational> point;
};

/// Numbers that a computation came to.
struct Values {
  Vector<Rational> numbers;
  bool exact = true;  ///< else floating point: the doubles themselves, as rationals

  /// "3/2", or the shortest decimal that reads back as the double.
  [[nodiscard]] std::vector<std::string> text() const;
};
[[nodiscard]] Values exactly(const Rational& number);
[[nodiscard]] Values exactly(std::initializer_list<Rational> numbers);
[[nodiscard]] Values exactly(const Vector<Rational>& numbers);
[[nodiscard]] Values in_floating_point(double number);
[[nodiscard]] Values in_floating_point(const std::vector<double>& numbers);

/// What a method answers about one output of a network of the claim.
struct Attributed {
  std::string network;
  std::string method;
  std::string input;
  std::string baseline;
  Index output;
};
/// Anything else: asked of a scene, so that it follows the reader's settings.
using Compute = std::function<Result<Values>(const Scene&)>;

using Quantity = std::variant<Attributed, Compute>;

/// The method's attributions of output `output` of the network at `input`.
[[nodiscard]] Quantity attribution(std::string network, std::string method, std::string input = "x",
                                   std::string baseline = "x'", Index output = 0);
/// F(input).
[[nodiscard]] Quantity value(std::string network, std::string input = "x", Index output = 0);
/// F(input) - F(baseline).
[[nodiscard]] Quantity change(std::string network, std::string input = "x",
                              std::string baseline = "x'", Index output = 0);
/// The sum of an attribution's numbers.
[[nodiscard]] Quantity sum_of(const Quantity& attribution);

/// What a source says of a fact.
enum class ClaimRelation { equal, different, zero, not_zero, at_most, at_least };
struct Said {
  ClaimRelation relation;
  /// Numbers, or the name of another fact of the claim.
  std::variant<std::vector<std::string>, std::string> than;
};

/// One computed thing of a claim: its name, how it is computed, what it must come to (written down by
/// hand, never read by the computation), and what the source says of it.
class Fact {
 public:
  Fact(std::string name, Quantity quantity)
      : name_(std::move(name)), quantity_(std::move(quantity)) {}

  /// Must come to exactly these; a floating point value to the digits that are given.
  Fact& is(std::vector<std::string> numbers);
  /// Must lie between these, for what depends on a seed: `why` says where the interval is from.
  Fact& is_between(std::string low, std::string high, std::string why);
  /// Must be refused, by a message that contains `words`.
  Fact& is_refused(std::string words);
  /// The source says what is() says.
  Fact& as_claimed();
  /// The source says this (if `is` was given as well: and is wrong, or right, in its own way).
  Fact& claimed(ClaimRelation relation, std::vector<std::string> numbers = {});
  Fact& claimed_equal_to(std::string fact);
  Fact& claimed_different_from(std::string fact);
  /// Belongs to one reading of the statement only.
  Fact& under(std::string reading);
  /// Asks something else under the same name: what a reader's settings make of it.
  void ask_instead(Quantity quantity) { quantity_ = std::move(quantity); }
  /// Not computed again in double and with other values of the kink option: it takes long, or says
  /// nothing about them.
  Fact& once();

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const Quantity& quantity() const { return quantity_; }
  [[nodiscard]] const std::vector<std::string>& registered() const { return registered_; }
  [[nodiscard]] const std::string& interval_from() const { return interval_from_; }
  [[nodiscard]] bool registered_between() const { return !interval_from_.empty(); }
  [[nodiscard]] const std::string& registered_refusal() const { return registered_refusal_; }
  [[nodiscard]] const std::optional<Said>& said() const { return said_; }
  [[nodiscard]] const std::string& reading() const { return reading_; }
  [[nodiscard]] bool computed_once() const { return once_; }

 private:
  std::string name_;
  Quantity quantity_;
  std::vector<std::string> registered_;
  std::string interval_from_;
  std::string registered_refusal_;
  std::optional<Said> said_;
  std::string reading_;
  bool once_ = false;
};

/// What became of a statement.
enum class ClaimVerdict { holds, holds_only_if, is_false };
[[nodiscard]] std::string_view name(ClaimVerdict verdict);  ///< "holds", "holds-only-if", "false"

/// A cell of the axiom report that a claim supports.
struct SupportedCell {
  std::string method;
  std::string axiom;
};

/// A published statement about attribution methods, with the computation that decides it.
struct Claim {
  std::string id;                              ///< "A05"
  std::string title;                           ///< a few words
  std::string source;                          ///< paper, section, figure or remark
  std::string statement;                       ///< what is claimed, in our words
  std::string says;                            ///< the same in half a line, for the table
  std::string why;                             ///< one line: why it holds or fails
  std::string careful;                         ///< what a careful author would have written
  ClaimVerdict verdict = ClaimVerdict::holds;  ///< what must come of it
  std::vector<std::string> holds_under;        ///< holds only if: the readings under which it holds
  /// The statement was not seen in its source: what is judged was derived here.
  bool derived = false;
  /// Takes long: only with --full, where it is not named.
  bool long_run = false;
  std::vector<ClaimNetwork> networks;
  std::vector<ClaimPoint> points;
  std::vector<Fact> facts;
  std::vector<SupportedCell> supports;
  /// Curves and paths to be drawn; may be empty.
  std::function<Result<std::vector<Plot>>(const Scene&)> plots;

  void network(std::string name, std::string formula, Network<Rational> network);
  void network(std::string name, std::string formula, Network<double> network);
  void point(std::string name, std::initializer_list<Rational> numbers);
  /// Adds a fact; the reference is good until the next one is added.
  Fact& fact(std::string name, Quantity quantity);
  void supports_cell(std::string method, std::string axiom);
};

}  // namespace axiomark
