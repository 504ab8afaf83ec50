#include "search/scopes/exactness_watch.hpp"

#include <cfenv>

namespace axiomark {

ExactnessWatch::ExactnessWatch() { std::feclearexcept(FE_ALL_EXCEPT); }

bool ExactnessWatch::exact() const {
  return std::fetestexcept(FE_INEXACT | FE_OVERFLOW | FE_UNDERFLOW | FE_INVALID | FE_DIVBYZERO) ==
         0;
}

}  // namespace axiomark
