#include "report/case_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "axioms/implementation_invariance.hpp"
#include "network/balls/enclosed_operator.hpp"
#include "report/number_text.hpp"
#include "report/verdict_words.hpp"

namespace axiomark {
namespace {

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

const Answer<Rational>& first_answer(const Counterexample& c) { return c.answers.front(); }

std::string change_of_output(const Counterexample& c) {
  const auto& a = first_answer(c);
  return fmt::format("the output {} from {} to {}", a.at_input > a.at_baseline ? "rises" : "falls",
                     pretty(a.at_baseline), pretty(a.at_input));
}

std::string in_a_sentence(const Rational& value) {
  const std::string text = pretty(value);
  const std::string about = "≈ ";
  return text.starts_with(about) ? "about " + text.substr(about.size()) : text;
}

std::string evidence_text(const Counterexample& c) {
  const bool smooth = std::ranges::any_of(c.convicting.probes, [](const Probe<Rational>& probe) {
    return has_enclosed_values<Rational>(probe.network);
  });
  if (smooth) {
    return "Numbers of 256 bits with derived bounds on their error, which do not explain the "
           "violation.";
  }
  switch (c.judgement.evidence) {
    case Evidence::bitwise:
      return "Answers in double, which should be equal to the last bit.";
    case Evidence::beyond_derived_bound:
      return "Answers in floating point, further apart than a derived bound on rounding allows.";
    case Evidence::none:
    case Evidence::exact:
    case Evidence::enclosure:
      break;
  }
  return "Exact rational arithmetic, tolerance 0.";
}

}  // namespace

std::string case_title(const Counterexample& c) {
  const std::string subject = capital(method_title(c.method));
  const auto& sides = c.judgement.sides;
  if (!c.answers.empty() && first_answer(c).attribution) {
    if (c.axiom == "sensitivity-a") {
      return fmt::format("{} gives 0 to the only input that changed, although {}.", subject,
                         change_of_output(c));
    }
    if (c.axiom == "completeness") {
      const auto& a = first_answer(c);
      const std::string change = a.at_input == a.at_baseline
                                     ? fmt::format("the output stays at {}", pretty(a.at_input))
                                     : change_of_output(c);
      return fmt::format("{}: the attributions add up to {}, but {}.", subject,
                         in_a_sentence(first_answer(c).attribution->values.sum()), change);
    }
    if (c.axiom == "implementation-invariance") {
      const std::string told_apart = rewrites_in_words(c.convicting.rewrites);
      return fmt::format(
          "{} gives two networks that compute the same function different attributions{}.", subject,
          told_apart.empty() ? "" : ": " + told_apart);
    }
    if (c.axiom == "sensitivity-b") {
      for (Index k = 0;
           k < sides.left.size() && k < static_cast<Index>(c.convicting.features.size()); ++k) {
        if (sides.left(k) == 0) continue;
        return fmt::format("{} gives {} to {}, which the function does not depend on.", subject,
                           pretty(sides.left(k)),
                           feature_name(c.convicting.features[static_cast<std::size_t>(k)],
                                        c.convicting.probes.front().input.size()));
      }
    }
  }
  return fmt::format("{}: {}.", subject, case_text(c, c.judgement.reason));
}

std::string case_facts(const Counterexample& c) {
  std::string text = evidence_text(c);
  const auto& probe = c.convicting.probes.front();
  text += fmt::format(" Input {}, baseline {}.", pretty_point(probe.input),
                      pretty_point(probe.baseline));
  const Provenance& from = c.provenance;
  if (!from.scope.empty()) {
    text += fmt::format(" Case {} of the scope {}: none before it breaks the axiom.",
                        grouped(from.case_number), from.scope);
  } else if (!from.named_case.empty()) {
    text += fmt::format(" A fixed case: {}.", typeset(from.named_case));
  } else {
    text += fmt::format(" Seed {}, {}case {}", from.seed, from.smooth ? "smooth " : "",
                        grouped(from.case_number));
    if (from.shrinking_steps > 0) {
      text += fmt::format("; shrunk in {} step{} from {} to {}",
                          grouped(static_cast<std::uint64_t>(from.shrinking_steps)),
                          from.shrinking_steps == 1 ? "" : "s", from.size_before, from.size_after);
    }
    text += ".";
  }
  const auto hung = names(c.judgement.hung_on);
  if (hung.empty()) return text + " The result does not depend on a convention.";
  const bool kink = c.judgement.hung_on.contains(Hang::kink);
  return text + fmt::format(" The result hangs on a convention ({}){}.", fmt::join(hung, ", "),
                            kink ? ": a relu sits on its kink, where relu′(0) decides" : "");
}

std::string case_text(const Counterexample& c, const std::string& text) {
  std::string result = typeset(text);
  if (c.convicting.probes.front().input.size() > 1) return result;
  const std::string first = "x₁";
  for (std::size_t at = result.find(first); at != std::string::npos; at = result.find(first, at)) {
    result.replace(at, first.size(), "x");
  }
  return result;
}

std::vector<std::string> side_labels(const Counterexample& c) {
  const auto& sides = c.judgement.sides;
  const Index count = sides.left.size();
  const Index features = c.convicting.probes.front().input.size();
  const auto& chosen = c.convicting.features;
  if (speaks_of_sums(c)) return {};
  std::vector<std::string> labels;
  for (Index k = 0; k < count; ++k) {
    if (static_cast<Index>(chosen.size()) == count) {
      labels.push_back(feature_name(chosen[static_cast<std::size_t>(k)], features));
    } else if (features == count) {
      labels.push_back(feature_name(k, features));
    } else {
      return {};
    }
  }
  return labels;
}

std::vector<SideRow> side_rows(const Counterexample& c) {
  const auto& sides = c.judgement.sides;
  const auto entry = [](const Vector<Rational>& side, Index k) {
    return k < side.size() ? pretty(side(k)) : std::string();
  };
  const auto labels = side_labels(c);
  std::vector<SideRow> rows;
  if (labels.empty()) {
    for (Index k = 0; k < std::max(sides.left.size(), sides.right.size()); ++k) {
      rows.push_back({sides.left.size() > 1 ? std::to_string(k + 1) : "", entry(sides.left, k),
                      entry(sides.right, k)});
    }
    return rows;
  }
  // Of many features the first that differ: more would help nobody.
  constexpr std::size_t kMostRows = 16;
  for (std::size_t k = 0; k < labels.size() && rows.size() < kMostRows; ++k) {
    const auto i = static_cast<Index>(k);
    if (labels.size() > kMostRows && i < sides.right.size() && sides.left(i) == sides.right(i)) {
      continue;
    }
    rows.push_back({labels[k], entry(sides.left, static_cast<Index>(k)),
                    entry(sides.right, static_cast<Index>(k))});
  }
  if (labels.size() > 1) {
    rows.push_back({"Sum", pretty(sides.left.sum()), pretty(sides.right.sum()), true});
  }
  return rows;
}

bool speaks_of_sums(const Counterexample& c) {
  const auto axiom = axiom_of(c);
  return axiom && axiom->info.about_sums;
}

}  // namespace axiomark
