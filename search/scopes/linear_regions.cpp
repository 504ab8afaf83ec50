#include "search/scopes/linear_regions.hpp"

#include <algorithm>

namespace axiomark {
namespace {

int sign_of(const CheckedInteger& number) { return number.sign(); }
int sign_of(const LongInteger& number) { return number.sign(); }
bool fits(const CheckedInteger& number) { return !number.overflowed(); }
bool fits(const LongInteger&) { return true; }

template <class Number>
bool fits(const AffineFunction<Number>& form) {
  return fits(form.constant) &&
         std::ranges::all_of(form.slopes, [](const Number& slope) { return fits(slope); });
}

template <class Number>
bool is_constant(const AffineFunction<Number>& form) {
  return std::ranges::all_of(form.slopes, [](const Number& s) { return sign_of(s) == 0; });
}

// a f + b g
template <class Number>
AffineFunction<Number> combined(const Number& a, const AffineFunction<Number>& f, const Number& b,
                                const AffineFunction<Number>& g) {
  AffineFunction<Number> sum = f;
  for (std::size_t i = 0; i < sum.slopes.size(); ++i) {
    sum.slopes[i] = a * f.slopes[i] + b * g.slopes[i];
  }
  sum.constant = a * f.constant + b * g.constant;
  return sum;
}

template <class Number>
AffineFunction<Number> negated(const AffineFunction<Number>& f) {
  return combined<Number>(Number(-1), f, Number(0), f);
}

// Walks through the units in order, on and off wherever both leave interior.
template <class Number>
class RegionWalk {
 public:
  explicit RegionWalk(const IntegerNetwork& network) : network_(network) {
    const auto inputs = static_cast<std::size_t>(network.front().reads);
    std::vector<AffineFunction<Number>> operands;
    for (std::size_t i = 0; i < inputs; ++i) {
      operands.push_back({std::vector<Number>(inputs, Number(0)), Number(0)});
      operands.back().slopes[i] = Number(1);
    }
    walk(0, 0, operands, {}, {});
  }

  std::optional<std::vector<LinearRegion<Number>>> regions() {
    if (overflowed_) return std::nullopt;
    return std::move(regions_);
  }

 private:
  using Forms = std::vector<AffineFunction<Number>>;

  AffineFunction<Number> operand_of(const IntegerLayer& layer, int unit, const Forms& reads) {
    AffineFunction<Number> z{std::vector<Number>(reads.front().slopes.size(), Number(0)),
                             Number(layer.bias[static_cast<std::size_t>(unit)])};
    for (int k = 0; k < layer.reads; ++k) {
      z = combined<Number>(Number(1), z, Number(layer.weight(unit, k)),
                           reads[static_cast<std::size_t>(k)]);
    }
    return z;
  }

  void walk(std::size_t at, int unit, const Forms& reads, const Forms& values,
            const Forms& conditions) {
    if (overflowed_) return;
    if (at == network_.size()) {
      regions_.push_back({conditions, reads.front()});
      return;
    }
    const IntegerLayer& layer = network_[at];
    if (unit == layer.units()) return walk(at + 1, 0, values, {}, conditions);
    const AffineFunction<Number> z = operand_of(layer, unit, reads);
    const AffineFunction<Number> off = combined<Number>(Number(0), z, Number(0), z);
    overflowed_ |= !fits(z);
    const auto go_on = [&](const AffineFunction<Number>& value, const Forms& where) {
      Forms next = values;
      next.push_back(value);
      walk(at, unit + 1, reads, next, where);
    };
    if (!layer.relu) return go_on(z, conditions);
    if (is_constant(z)) return go_on(sign_of(z.constant) > 0 ? z : off, conditions);
    for (const bool on : {true, false}) {
      Forms where = conditions;
      where.push_back(on ? z : negated(z));
      const auto interior = has_interior<Number>(where);
      overflowed_ |= !interior.has_value();
      if (interior.value_or(false)) go_on(on ? z : off, where);
    }
  }

  const IntegerNetwork& network_;
  bool overflowed_ = false;
  std::vector<LinearRegion<Number>> regions_;
};

// Nothing if a number did not fit.
template <class Number>
std::optional<bool> agree(const std::vector<LinearRegion<Number>>& f,
                          const std::vector<LinearRegion<Number>>& g) {
  for (const LinearRegion<Number>& p : f) {
    for (const LinearRegion<Number>& q : g) {
      if (p.value == q.value) continue;
      std::vector<AffineFunction<Number>> both = p.above_zero;
      both.insert(both.end(), q.above_zero.begin(), q.above_zero.end());
      const auto interior = has_interior<Number>(std::move(both));
      if (!interior) return std::nullopt;
      if (*interior) return false;
    }
  }
  return true;
}

template <class Number>
bool some_slope(const std::vector<LinearRegion<Number>>& regions, int feature) {
  return std::ranges::any_of(regions, [&](const LinearRegion<Number>& region) {
    return sign_of(region.value.slopes[static_cast<std::size_t>(feature)]) != 0;
  });
}

}  // namespace

template <class Number>
std::optional<bool> has_interior(std::vector<AffineFunction<Number>> forms) {
  if (forms.empty()) return true;
  const auto all_fit = [&] {
    return std::ranges::all_of(forms, [](const auto& form) { return fits(form); });
  };
  if (!all_fit()) return std::nullopt;
  const std::size_t unknowns = forms.front().slopes.size();
  for (std::size_t unknown = 0; unknown < unknowns; ++unknown) {
    std::vector<AffineFunction<Number>> without;
    std::vector<const AffineFunction<Number>*>
        lower;  // greater than zero: the unknown is above ...
    std::vector<const AffineFunction<Number>*> upper;
    for (const AffineFunction<Number>& form : forms) {
      const int sign = sign_of(form.slopes[unknown]);
      if (sign == 0) without.push_back(form);
      if (sign > 0) lower.push_back(&form);
      if (sign < 0) upper.push_back(&form);
    }
    for (const auto* low : lower) {
      for (const auto* up : upper) {
        // Both factors are greater than zero; the unknown's slopes cancel.
        without.push_back(combined<Number>(-up->slopes[unknown], *low, low->slopes[unknown], *up));
      }
    }
    forms = std::move(without);
    if (!all_fit()) return std::nullopt;
  }
  return std::ranges::all_of(forms, [](const auto& form) { return sign_of(form.constant) > 0; });
}

template <class Number>
std::optional<std::vector<LinearRegion<Number>>> linear_regions(const IntegerNetwork& network) {
  return RegionWalk<Number>(network).regions();
}

Regions::Regions(const IntegerNetwork& network)
    : network_(network), narrow_(linear_regions<CheckedInteger>(network)) {}

bool Regions::depends_on(int feature) const {
  return narrow_ ? some_slope(*narrow_, feature)
                 : some_slope(*linear_regions<LongInteger>(network_), feature);
}

std::size_t Regions::count() const {
  return narrow_ ? narrow_->size() : linear_regions<LongInteger>(network_)->size();
}

bool same_function(const Regions& f, const Regions& g) {
  if (f.narrow_ && g.narrow_) {
    if (const auto same = agree(*f.narrow_, *g.narrow_)) return *same;
  }
  return *agree(*linear_regions<LongInteger>(f.network_), *linear_regions<LongInteger>(g.network_));
}

bool same_function(const IntegerNetwork& f, const IntegerNetwork& g) {
  return same_function(Regions(f), Regions(g));
}

template std::optional<bool> has_interior(std::vector<AffineFunction<CheckedInteger>>);
template std::optional<bool> has_interior(std::vector<AffineFunction<LongInteger>>);
template std::optional<std::vector<LinearRegion<CheckedInteger>>> linear_regions(
    const IntegerNetwork&);
template std::optional<std::vector<LinearRegion<LongInteger>>> linear_regions(
    const IntegerNetwork&);

}  // namespace axiomark
