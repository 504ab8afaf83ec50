#include "network/conventions.hpp"

namespace axiomark {

std::vector<std::string> names(HangSet set) {
  std::vector<std::string> list;
  if (set.contains(Hang::kink)) list.emplace_back("kink");
  if (set.contains(Hang::tie)) list.emplace_back("tie");
  if (set.contains(Hang::zero_difference)) list.emplace_back("zero difference");
  if (set.contains(Hang::zero_denominator)) list.emplace_back("zero denominator");
  return list;
}

}  // namespace axiomark
