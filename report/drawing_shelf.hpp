#pragma once

#include <map>
#include <string>

namespace axiomark {

/// The drawings of one page. Many cells are convicted by the same network at the same point: it is
/// drawn once and shown again by reference. A value: a copy forgets nothing and promises nothing.
class DrawingShelf {
 public:
  /// What goes inside the <svg>: the content under an id, or a reference to where it stands.
  [[nodiscard]] std::string place(const std::string& content);

 private:
  std::map<std::string, std::size_t> numbers_;  // by content
};

}  // namespace axiomark
