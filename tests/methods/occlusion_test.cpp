#include "methods/occlusion.hpp"

#include "tests/methods/layered_game.hpp"
#include "tests/reference/occlusion.hpp"

namespace axiomark::tests {
namespace {

std::vector<std::vector<Index>> all_windows(const Shape& shape, const Shape& window,
                                            const Shape& stride) {
  const auto windows = SlidingWindows::make("here", shape, window, stride).value();
  std::vector<std::vector<Index>> all;
  for (Index k = 0; k < windows.count(); ++k) all.push_back(windows.covered(k));
  return all;
}

}  // namespace

TEST_CASE("occlusion equals the reference, feature by feature") {
  property("F(x) - F(x with the feature at its baseline)", [] {
    const LayeredQuestion q = draw_game(draw(1, 6));
    const auto answer = answer_to("occlusion", q);
    RC_ASSERT(numbers(answer.values) == reference::occlusion(value_at(q), q.baseline, q.x));
    RC_ASSERT(answer.function_evaluations == static_cast<Index>(q.x.size()) + 1);
    // Windows of one pixel are the same.
    const std::string shape = "1x1x" + std::to_string(q.x.size());
    RC_ASSERT(values_of("occlusion:window=1,shape=" + shape, q) == numbers(answer.values));
    RC_ASSERT(values_of("occlusion:window=1x1,stride=1x1,shape=" + shape, q) ==
              numbers(answer.values));
  });
}

TEST_CASE("sliding occlusion equals the reference") {
  property("the mean over the windows that cover a pixel", [] {
    const int height = draw(1, 4);
    const int width = draw(1, 4);
    const int size = draw(1, std::min(height, width));
    const int stride = draw(1, size);
    const LayeredQuestion q = draw_game(height * width);
    const auto by = [](int n) { return std::to_string(n) + "x" + std::to_string(n); };
    const std::string text = "occlusion:window=" + by(size) + ",stride=" + by(stride) +
                             ",shape=" + std::to_string(height) + "x" + std::to_string(width);
    RC_ASSERT(values_of(text, q) == reference::sliding_occlusion(value_at(q), q.baseline, q.x,
                                                                 static_cast<std::size_t>(height),
                                                                 static_cast<std::size_t>(width),
                                                                 static_cast<std::size_t>(size),
                                                                 static_cast<std::size_t>(stride)));
  });
}

TEST_CASE("a group is occluded at once and all its features get the fall") {
  property("against windows that do not overlap", [] {
    const LayeredQuestion q = draw_game(4);
    RC_ASSERT(values_of("occlusion:groups=[0,0,1,1]", q) ==
              values_of("occlusion:window=2,stride=2,shape=4", q));
    RC_ASSERT(values_of("occlusion:groups=tiles:1x2:2x2", q) ==
              values_of("occlusion:groups=[0,0,1,1]", q));
    Numbers covered = q.x;
    covered[0] = q.baseline[0];
    covered[1] = q.baseline[1];
    const Numbers values = values_of("occlusion:groups=[0,0,1,1]", q);
    RC_ASSERT(values[0] == value_at(q)(q.x) - value_at(q)(covered));
    RC_ASSERT(values[1] == values[0]);
  });
}

TEST_CASE("windows slide over the last dimensions until the tensor is covered") {
  using Sets = std::vector<std::vector<Index>>;
  CHECK(all_windows({5}, {2}, {2}) == Sets{{0, 1}, {2, 3}, {4}});
  CHECK(all_windows({5}, {3}, {2}) == Sets{{0, 1, 2}, {2, 3, 4}});
  CHECK(all_windows({5}, {3}, {1}) == Sets{{0, 1, 2}, {1, 2, 3}, {2, 3, 4}});
  CHECK(all_windows({2, 3}, {2, 2}, {1, 1}) == Sets{{0, 1, 3, 4}, {1, 2, 4, 5}});
  // Two channels are covered together, unless the window says otherwise.
  CHECK(all_windows({2, 2}, {1}, {1}) == Sets{{0, 2}, {1, 3}});
  CHECK(all_windows({2, 2}, {1, 1}, {1, 1}) == Sets{{0}, {1}, {2}, {3}});
  // A stride may exceed a window that covers the whole dimension: it is never taken.
  CHECK(all_windows({2}, {2}, {5}) == Sets{{0, 1}});
}

TEST_CASE("bad options of occlusion are refused where they stand") {
  CHECK(contains(refusal_in_game("occlusion:stride=2"), "option 'stride': given without window="));
  CHECK(contains(refusal_in_game("occlusion:shape=2x2"), "option 'shape': given without window="));
  CHECK(contains(refusal_in_game("occlusion:window=2x2"), "option 'window': given without shape="));
  CHECK(contains(refusal_in_game("occlusion:window=2x2,shape=2x2,groups=[0,0,1,1]"),
                 "given with window="));
  CHECK(contains(refusal_in_game("occlusion:window=2,stride=3,shape=4"),
                 "no larger than the window"));
  CHECK(contains(refusal_in_game("occlusion:window=5,shape=4"), "a window inside the tensor"));
  CHECK(contains(refusal_in_game("occlusion:window=1x1,stride=1,shape=2x2"), "as many for both"));
  CHECK(contains(refusal_in_game("occlusion:window=0,shape=4"), "extents from 1 on"));
  CHECK(
      contains(refusal_in_game("occlusion:window=2,stride=two,shape=4"), "option 'stride': 'two'"));
  CHECK(refusal_in_game("occlusion:window=2,shape=5") ==
        "option 'shape': a tensor of 5 features; expected the function's 4");
  CHECK(refusal_in_game("occlusion:window=2,shape=4") == "accepted");
  CHECK(refusal_in_game("occlusion:window=none,stride=none,shape=none,groups=none") == "accepted");
}

}  // namespace axiomark::tests
