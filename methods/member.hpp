#pragma once

#include <string_view>

#include "methods/method.hpp"

namespace axiomark {

/// A text that begins with a method in parentheses, "(name:key=value,...)rest", taken apart.
struct MemberText {
  std::string_view method;  ///< without the parentheses
  std::string_view rest;
};

/// Nothing if there is no such method at the beginning, or its parenthesis is never closed.
[[nodiscard]] std::optional<MemberText> split_member(std::string_view text);

/// The method that another is made of. `where` is the option it stands in; an error says so.
[[nodiscard]] Result<AnyMethod> make_member(std::string_view method, const std::string& where);

}  // namespace axiomark

/// Instantiates a composite method's attribute() for every scalar, in its .cpp.
#define AXIOMARK_INSTANTIATE_COMPOSITE_METHOD(M)                                                   \
  template Attributions<float> M::attribute(const Network<float>&, const Queries<float>&,          \
                                            const ThreadPool&) const;                              \
  template Attributions<double> M::attribute(const Network<double>&, const Queries<double>&,       \
                                             const ThreadPool&) const;                             \
  template Attributions<Rational> M::attribute(const Network<Rational>&, const Queries<Rational>&, \
                                               const ThreadPool&) const
