#pragma once

#include "network/network.hpp"
#include "network/random_stream.hpp"

namespace axiomark {

struct DrawnPoints {
  Vector<double> input;
  Vector<double> baseline;
};

/// Points on an integer grid, so that units with whole weights lie on their kinks often; on a grid of
/// halves in one of six cases. The baseline is zero in one of two. In one of eight cases only one
/// feature differs, in another one any of them may be at its baseline, and in a third all features are
/// equal, so that a unit which compares two of them is on its kink all the way.
[[nodiscard]] DrawnPoints draw_points(RandomStream& stream, Index features);

/// The network with one unit's bias moved so that the unit is exactly on its kink at the input, at
/// the baseline, or half way between them: a drawn unit among those whose dense node a relu, leaky
/// relu or absolute value reads. Without such a unit, the network as it is.
[[nodiscard]] Network<double> put_on_kink(const Network<double>& network, const DrawnPoints& points,
                                          RandomStream& stream);

/// The network with one unit that is zero all the way from baseline to input: its weights are at right
/// angles to the way, over two features that move. A unit of a dense node that reads the only input;
/// without one, or with fewer moving features, the network as it is.
[[nodiscard]] Network<double> put_inside_kink(const Network<double>& network,
                                              const DrawnPoints& points, RandomStream& stream);

}  // namespace axiomark
