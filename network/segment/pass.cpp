#include "network/segment/pass.hpp"

#include <algorithm>

#include "network/finite.hpp"
#include "network/kernels/rows.hpp"

namespace axiomark {
namespace {

template <Scalar S>
void copy_columns(const Batch<S>& batch, const Sheet<S>& sheet) {
  for (Index i = 0; i < sheet.rows; ++i)
    std::copy_n(batch.row(i).data(), sheet.columns, sheet.row(i));
}

template <Scalar S>
void repeat_last_column(const Sheet<S>& sheet) {
  for (Index i = 0; i < sheet.rows && sheet.columns < sheet.stride; ++i) {
    S* const row = sheet.row(i);
    std::fill(row + sheet.columns, row + sheet.stride, row[sheet.columns - 1]);
  }
}

}  // namespace

template <Scalar S>
SegmentPass<S>::SegmentPass(const SegmentProgram<S>& program, const Conventions<S>& conventions,
                            Runs<S> runs, Workspace<S>& workspace)
    : program_(program), conventions_(conventions), workspace_(workspace) {
  const auto tensors = static_cast<std::size_t>(program.network().tensor_count());
  workspace.release_all();
  history_.push_back(std::move(runs));
  values_.resize(tensors);
  seen_.resize(tensors);
  kept_.resize(tensors);
  cotangents_.resize(tensors);
}

template <Scalar S>
void SegmentPass<S>::drop(Sheet<S>& sheet) {
  if (sheet) workspace_.release(sheet);
  sheet = {};
}

template <Scalar S>
Sheet<S> SegmentPass<S>::set_value(Index tensor) {
  values_[at(tensor)] =
      workspace_.take(element_count(program_.network().shape(tensor)), runs().columns());
  return values_[at(tensor)];
}

// Forward.

template <Scalar S>
bool SegmentPass<S>::run(Index tensor, const LinearMap<S>& map) {
  const Sheet<S> y = set_value(tensor);
  map.evaluate(value(node(tensor).inputs[0]), y, workspace_.lists);
  return true;
}

template <Scalar S>
bool SegmentPass<S>::run(Index tensor, const typename SegmentProgram<S>::Alias&) {
  values_[at(tensor)] = value(node(tensor).inputs[0]);
  workspace_.share(value(tensor));
  return true;
}

template <Scalar S>
bool SegmentPass<S>::run(Index tensor, const typename SegmentProgram<S>::Rectify&) {
  if (!cut_runs(tensor)) return false;
  const Sheet<S> z = value(node(tensor).inputs[0]);
  const Sheet<S> y = set_value(tensor);
  const wide::Rectified met = row_loops<S>().rectify(z.data, y.data, z.rows * z.stride);
  const Gate<S> gate = met.zero ? Gate<S>{z, false} : Gate<S>{y, true};
  workspace_.share(gate.values);
  seen_[at(tensor)] = {gate, history_.size() - 1, false};
  return met.finite;
}

template <Scalar S>
bool SegmentPass<S>::run(Index tensor, const typename SegmentProgram<S>::Squash&) {
  const Sheet<S> z = value(node(tensor).inputs[0]);
  const Sheet<S> y = set_value(tensor);
  const Sheet<S> slopes = workspace_.take(y.rows, y.columns);
  kept_[at(tensor)].push_back(slopes);
  return row_loops<S>().sigmoid(z.data, y.data, slopes.data, z.rows * z.stride);
}

template <Scalar S>
bool SegmentPass<S>::cut_runs(Index relu) {
  const Network<S>& network = program_.network();
  ++relus_run_;
  // Every relu cuts some more: the first of many may use up a third of the columns, the last one all.
  const Index most = most_columns_ * (program_.relus() + 2 * relus_run_) / (3 * program_.relus());
  const auto cut = runs().cut_at_zeros(value(node(relu).inputs[0]), most);
  if (!cut) return true;
  if (cut->columns() > most) return false;
  // Whatever somebody still reads moves to the new columns: head tensors may have higher numbers.
  for (Index t = 0; t < network.tensor_count(); ++t) {
    if (!values_[at(t)] || network.last_reader(t) < relu) continue;
    const Sheet<S> coarse = values_[at(t)];
    values_[at(t)] = workspace_.take(coarse.rows, cut->columns());
    runs().interpolate(coarse, *cut, values_[at(t)]);
    workspace_.release(coarse);
  }
  history_.push_back(*cut);
  return true;
}

template <Scalar S>
bool SegmentPass<S>::run(Index tensor, const typename SegmentProgram<S>::WeightedSum& sum) {
  const Sheet<S> y = set_value(tensor);
  const Index count = y.rows * y.stride;
  const auto& inputs = node(tensor).inputs;
  std::fill_n(y.data, count, S(0));
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    row_loops<S>().add_multiple((*sum.coefficients)(static_cast<Index>(k)), value(inputs[k]).data,
                                y.data, count);
  }
  return true;
}

template <Scalar S>
bool SegmentPass<S>::run(Index tensor, const typename SegmentProgram<S>::Other&) {
  const Operator<S>& op = program_.network().operator_of(tensor);
  std::vector<Batch<S>> batches;
  for (const Index u : node(tensor).inputs) batches.push_back(to_batch(value(u)));
  std::vector<const Batch<S>*> operands;
  operands.reserve(batches.size());
  for (const Batch<S>& batch : batches) operands.push_back(&batch);
  const Batch<S> result = evaluate<S>(op, Operands<S>(operands));
  from_batch(result, set_value(tensor));
  if (kind<S>(op) != OperatorKind::affine) {
    for (const Index u : node(tensor).inputs) {
      kept_[at(tensor)].push_back(value(u));
      workspace_.share(value(u));
    }
  }
  return all_finite(result.data(), result.size());
}

template <Scalar S>
Batch<S> SegmentPass<S>::to_batch(const Sheet<S>& sheet) const {
  Batch<S> batch(sheet.rows, sheet.columns);
  for (Index i = 0; i < sheet.rows; ++i)
    std::copy_n(sheet.row(i), sheet.columns, batch.row(i).data());
  return batch;
}

template <Scalar S>
void SegmentPass<S>::from_batch(const Batch<S>& batch, const Sheet<S>& sheet) const {
  copy_columns(batch, sheet);
  repeat_last_column(sheet);
}

// Backward.

template <Scalar S>
Sheet<S> SegmentPass<S>::set_cotangent(Index tensor) {
  const Index rows = element_count(program_.network().shape(tensor));
  const Sheet<S> sheet = workspace_.take(rows, static_cast<Index>(runs().runs().size()));
  cotangents_[at(tensor)] = sheet;
  return sheet;
}

template <Scalar S>
void SegmentPass<S>::add_cotangent(Index tensor, Sheet<S> sheet) {
  Sheet<S>& sum = cotangents_[at(tensor)];
  if (!sum) {
    sum = sheet;
    return;
  }
  const Index count = sheet.rows * sheet.stride;
  if (workspace_.shared(sum)) {
    const Sheet<S> own = workspace_.take(sum.rows, sum.columns);
    std::copy_n(sum.data, count, own.data);
    workspace_.release(sum);
    sum = own;
  }
  row_loops<S>().add_multiple(S(1), sheet.data, sum.data, count);
  workspace_.release(sheet);
}

template <Scalar S>
const Gate<S>& SegmentPass<S>::gate_per_run(Index relu) {
  Seen& seen = seen_[at(relu)];
  if (!seen.per_run && !history_[seen.moment].all_single()) {
    const Sheet<S> wide = seen.gate.values;
    const Sheet<S> narrow = workspace_.take(wide.rows, static_cast<Index>(runs().runs().size()));
    std::vector<std::int32_t> columns = history_[seen.moment].columns_of(runs());
    columns.resize(static_cast<std::size_t>(narrow.stride), columns.back());
    for (Index i = 0; i < narrow.rows; ++i) {
      row_loops<S>().gather(wide.row(i), columns.data(), narrow.row(i), narrow.stride);
    }
    workspace_.release(wide);
    seen.gate.values = narrow;
  }
  seen.per_run = true;
  return seen.gate;
}

template <Scalar S>
void SegmentPass<S>::pull(Index tensor, const LinearMap<S>& map) {
  const Index u = node(tensor).inputs[0];
  const Index origin = program_.origin(u);
  const bool behind_relu =
      program_.is_relu(origin) && static_cast<bool>(seen_[at(origin)].gate.values);
  const Gate<S> gate = behind_relu ? gate_per_run(origin) : Gate<S>{};
  const Sheet<S> x = workspace_.take(map.input_rows(), cotangents_[at(tensor)].columns);
  map.pull_back(cotangents_[at(tensor)], gate, x, workspace_.lists);
  add_cotangent(u, x);
}

template <Scalar S>
void SegmentPass<S>::pull(Index tensor, const typename SegmentProgram<S>::Alias&) {
  workspace_.share(cotangents_[at(tensor)]);
  add_cotangent(node(tensor).inputs[0], cotangents_[at(tensor)]);
}

template <Scalar S>
void SegmentPass<S>::pull(Index tensor, const typename SegmentProgram<S>::Rectify&) {
  const Gate<S>& gate = gate_per_run(tensor);
  const Sheet<S> signal = cotangents_[at(tensor)];
  const Sheet<S> x = to_overwrite(signal);
  const Index count = signal.rows * signal.stride;
  if (gate.rectified) {
    row_loops<S>().pull_back_open(gate.values.data, signal.data, x.data, count);
  } else if (row_loops<S>().pull_back_relu(gate.values.data, signal.data, conventions_.relu_at_zero,
                                           x.data, count)) {
    hung_on_ |= Hang::kink;
  }
  drop(seen_[at(tensor)].gate.values);
  add_cotangent(node(tensor).inputs[0], x);
}

template <Scalar S>
void SegmentPass<S>::pull(Index tensor, const typename SegmentProgram<S>::Squash&) {
  const Sheet<S> signal = cotangents_[at(tensor)];
  const Sheet<S> x = to_overwrite(signal);
  Sheet<S>& slopes = kept_[at(tensor)].front();
  row_loops<S>().multiply(signal.data, slopes.data, x.data, signal.rows * signal.stride);
  drop(slopes);
  add_cotangent(node(tensor).inputs[0], x);
}

template <Scalar S>
Sheet<S> SegmentPass<S>::to_overwrite(const Sheet<S>& signal) {
  if (workspace_.shared(signal)) return workspace_.take(signal.rows, signal.columns);
  workspace_.share(signal);
  return signal;
}

template <Scalar S>
void SegmentPass<S>::pull(Index tensor, const typename SegmentProgram<S>::WeightedSum& sum) {
  const auto& inputs = node(tensor).inputs;
  const Sheet<S> signal = cotangents_[at(tensor)];
  const Index count = signal.rows * signal.stride;
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    const S& coefficient = (*sum.coefficients)(static_cast<Index>(k));
    if (coefficient == S(1)) {
      workspace_.share(signal);
      add_cotangent(inputs[k], signal);
      continue;
    }
    const Sheet<S> x = workspace_.take(signal.rows, signal.columns);
    std::fill_n(x.data, count, S(0));
    row_loops<S>().add_multiple(coefficient, signal.data, x.data, count);
    add_cotangent(inputs[k], x);
  }
}

template <Scalar S>
void SegmentPass<S>::pull(Index tensor, const typename SegmentProgram<S>::Other&) {
  const Operator<S>& op = program_.network().operator_of(tensor);
  const Batch<S> signal = to_batch(cotangents_[at(tensor)]);
  const bool affine = kind<S>(op) == OperatorKind::affine;
  std::vector<Batch<S>> batches;
  for (const Index u : node(tensor).inputs) {
    // An affine operator asks for the size of its operands only.
    if (affine) batches.emplace_back(element_count(program_.network().shape(u)), signal.cols());
  }
  for (Sheet<S>& sheet : kept_[at(tensor)]) {
    batches.push_back(to_batch(sheet));
    drop(sheet);
  }
  std::vector<const Batch<S>*> operands;
  operands.reserve(batches.size());
  for (const Batch<S>& batch : batches) operands.push_back(&batch);
  if (!affine) {
    for (const HangSet set : axiomark::hung_on<S>(op, Operands<S>(operands), signal))
      hung_on_ |= set;
  }
  const auto parts = axiomark::pull_back<S>(op, Operands<S>(operands), signal, conventions_);
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const Sheet<S> x = workspace_.take(parts[k].rows(), parts[k].cols());
    std::fill_n(x.data, x.rows * x.stride, S(0));  // padding takes no part in sums
    copy_columns(parts[k], x);
    add_cotangent(node(tensor).inputs[k], x);
  }
}

template <Scalar S>
Vector<S> SegmentPass<S>::summed_cotangent(Index tensor) const {
  const Sheet<S>& sheet = cotangents_[at(tensor)];
  Vector<S> sum = Vector<S>::Constant(element_count(program_.network().shape(tensor)), S(0));
  if (!sheet) return sum;
  for (Index i = 0; i < sheet.rows; ++i) sum(i) = row_loops<S>().sum(sheet.row(i), sheet.stride);
  return sum;
}

template class SegmentPass<float>;
template class SegmentPass<double>;
template class SegmentPass<Rational>;

}  // namespace axiomark
