#include "network/exact_work.hpp"

#include "network/balls/enclosed_number.hpp"

namespace axiomark {
namespace {

thread_local ExactWorkBudget* spent_now = nullptr;

bool is_power_of_two(const boost::multiprecision::cpp_int& n) { return lsb(n) == msb(n); }

}  // namespace

const char* ExactWorkExceeded::what() const noexcept {
  return "numbers so long that rational arithmetic takes more seconds";
}

ExactWorkSpent::ExactWorkSpent(ExactWorkBudget& from) : before_(spent_now) { spent_now = &from; }

ExactWorkSpent::~ExactWorkSpent() { spent_now = before_; }

double exact_work_seconds(const Rational& result, Index operations) {
  // Measured with parts of 25 to 50000 bits: dyadic numbers cost little more than their additions; others
  // their greatest common divisors, which become quadratic where numbers have some ten thousand digits.
  constexpr double kSecondsEach = 2.5e-7;
  constexpr double kSecondsPerBit = 5e-10;
  constexpr double kDivisorPerBit = 1e-8;
  constexpr double kLong = 1e5;
  // Of numbers known to within a bound: always as long, and never reduced.
  constexpr double kSecondsEnclosed = 1e-6;
  if (is_enclosed(result)) return static_cast<double>(operations) * kSecondsEnclosed;
  const auto bits = static_cast<double>(bit_length(result));
  const double each = is_power_of_two(denominator(result))
                          ? kSecondsPerBit * bits
                          : kDivisorPerBit * bits * (1 + bits / kLong);
  return static_cast<double>(operations) * (kSecondsEach + each);
}

void spend_exact_work(const Rational& result, Index operations) {
  if (spent_now == nullptr) return;
  spent_now->spend(exact_work_seconds(result, operations));
  if (spent_now->left() < 0) throw ExactWorkExceeded();
}

template <Scalar S>
void spend_piece_work(const S& number, Index numbers) {
  if constexpr (is_exact<S>) {
    spend_exact_work(number, numbers);
  } else {
    // Measured on networks of pictures: evaluating, bounding, comparing and copying one number once.
    constexpr double kSecondsEach = 1e-8;
    if (spent_now == nullptr) return;
    spent_now->spend(static_cast<double>(numbers) * kSecondsEach);
    if (spent_now->left() < 0) throw ExactWorkExceeded();
  }
}
template void spend_piece_work(const float&, Index);
template void spend_piece_work(const double&, Index);
template void spend_piece_work(const Rational&, Index);

}  // namespace axiomark
