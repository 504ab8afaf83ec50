#include "cli/scalar_choice.hpp"

#include "cli/verb.hpp"

namespace axiomark::cli {

void ScalarChoice::add_to(CLI::App& verb) {
  add_precision_to(verb);
  verb.add_option("--max-cost", max_cost, "refuse exact work estimated to take longer, in seconds")
      ->check(check_seconds)
      ->capture_default_str();
}

void ScalarChoice::add_precision_to(CLI::App& verb) {
  auto* exact_flag = verb.add_flag("--exact", exact, "rational arithmetic, printed as fractions");
  verb.add_option("--scalar", scalar, "float or double")
      ->capture_default_str()
      ->excludes(exact_flag);
}

}  // namespace axiomark::cli
