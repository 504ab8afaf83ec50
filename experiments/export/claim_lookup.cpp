#include "experiments/export/claim_lookup.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace axiomark {

const ClaimNetwork* network_of(const Claim& claim, const std::string& name) {
  const auto found = std::ranges::find(claim.networks, name, &ClaimNetwork::name);
  return found == claim.networks.end() ? nullptr : &*found;
}

Vector<Rational> point_of(const Claim& claim, const std::string& name, Index features) {
  const auto found = std::ranges::find(claim.points, name, &ClaimPoint::name);
  if (found != claim.points.end()) return found->point;
  return Vector<Rational>::Zero(features);
}

std::vector<std::string> network_words(const Claim& claim) {
  std::vector<std::string> words;
  std::set<std::string> used;
  for (const ClaimNetwork& network : claim.networks) {
    std::string word;
    for (const char c : network.name) {
      const bool kept = std::isalnum(static_cast<unsigned char>(c)) != 0;
      if (kept) word += c;
      if (!kept && !word.empty() && word.back() != '_') word += '_';
    }
    while (!word.empty() && word.back() == '_') word.pop_back();
    if (word.empty() || std::isdigit(static_cast<unsigned char>(word[0])) != 0) word = "n" + word;
    const auto lower = [](std::string text) {
      std::ranges::transform(text, text.begin(),
                             [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      return text;
    };
    std::string free = word;
    for (int k = 2; !used.insert(lower(free)).second; ++k) free = word + "_" + std::to_string(k);
    words.push_back(free);
  }
  return words;
}

}  // namespace axiomark
