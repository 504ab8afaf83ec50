#pragma once

#include <string>
#include <tl/expected.hpp>

namespace axiomark {

/// What kind of thing went wrong; decides the exit status of the program (internal 3, all others
/// 2).
enum class ErrorKind { usage, input, unsupported, numeric, io, internal };

/// One clear sentence about one fault: where it is, what was found there, what was expected.
struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string where;     ///< file, node or option
  std::string found;     ///< what stood there
  std::string expected;  ///< what should have stood there; may be empty
};

template <class T>
using Result = tl::expected<T, Error>;

/// Shapes an error for `return fail(...)` from any function that returns a Result.
[[nodiscard]] tl::unexpected<Error> fail(ErrorKind kind, std::string where, std::string found,
                                         std::string expected = {});

/// "where: found; expected ...", on one line whatever the parts contain.
[[nodiscard]] std::string message(const Error& error);

}  // namespace axiomark
