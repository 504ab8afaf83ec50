#define AXIOMARK_LEVEL v4
#include "network/kernels/wide_gathered_body.hpp"
#include "network/kernels/wide_pieces_body.hpp"
#include "network/kernels/wide_product_body.hpp"
#include "network/kernels/wide_rows_body.hpp"
#include "network/kernels/wide_vectors_body.hpp"
#include "network/kernels/wide_walks_body.hpp"
namespace axiomark::wide::v4 {
const RowLoops<float>& row_loops(float) { return all_row_loops<float>(); }
const RowLoops<double>& row_loops(double) { return all_row_loops<double>(); }
const WalkLoops<float>& walk_loops(float) { return all_walk_loops<float>(); }
const WalkLoops<double>& walk_loops(double) { return all_walk_loops<double>(); }
}  // namespace axiomark::wide::v4
