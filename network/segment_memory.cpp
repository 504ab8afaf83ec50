#include "network/segment_memory.hpp"

#include <algorithm>

namespace axiomark {
namespace {

template <class S>
thread_local SegmentMemory<S>* memory_in_use = nullptr;

template <Scalar S>
bool same(const Vector<S>& a, const Vector<S>& b) {
  return a.size() == b.size() && std::equal(a.data(), a.data() + a.size(), b.data());
}

}  // namespace

template <Scalar S>
SegmentMemory<S>::InUse::InUse(SegmentMemory* memory) : before_(memory_in_use<S>) {
  memory_in_use<S> = memory;
}

template <Scalar S>
SegmentMemory<S>::InUse::~InUse() {
  memory_in_use<S> = before_;
}

template <Scalar S>
SegmentMemory<S>* SegmentMemory<S>::in_use() {
  return memory_in_use<S>;
}

template <Scalar S>
typename SegmentMemory<S>::Known* SegmentMemory<S>::find(const Network<S>& network,
                                                         const Vector<S>& target,
                                                         const Segment<S>& segment) {
  const auto found = std::ranges::find_if(known_, [&](const Known& known) {
    // Copies of a network share their contents.
    return &known.network.parts() == &network.parts() && same<S>(known.target, target) &&
           same<S>(known.segment.from, segment.from) && same<S>(known.segment.to, segment.to);
  });
  return found == known_.end() ? nullptr : &*found;
}

template class SegmentMemory<float>;
template class SegmentMemory<double>;
template class SegmentMemory<Rational>;

}  // namespace axiomark
