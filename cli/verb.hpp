#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "network/error.hpp"

namespace axiomark::cli {

/// What the chosen verb does once the command line has been read: an exit status, or an error,
/// which main prints as one line (status 2; 3 for a defect of ours).
using Job = std::function<Result<int>()>;

/// Each adds its verb to the program and sets `job` when that verb was asked for.
void add_evaluate(CLI::App& program, Job& job);
void add_attribute(CLI::App& program, Job& job);
void add_export(CLI::App& program, Job& job);
void add_report(CLI::App& program, Job& job);
void add_replay(CLI::App& program, Job& job);
void add_reproduce(CLI::App& program, Job& job);
void add_converge(CLI::App& program, Job& job);
void add_audit(CLI::App& program, Job& job);
void add_list(CLI::App& program, Job& job);

/// Checks of option values: a number from 0 up (not NaN); a whole one (2^64 - 1 is no reading of
/// -1).
[[nodiscard]] std::string check_seconds(const std::string& text);
[[nodiscard]] std::string check_count(const std::string& text);

/// As many as the machine has: the default of --threads.
[[nodiscard]] int every_thread();
/// `--threads N`, 1 to 1024; `promise` says what does not depend on it.
void add_threads(CLI::App& verb, int& threads, const std::string& promise);

/// Writes to standard output; an error if that cannot be written (a full disk behind a pipe).
[[nodiscard]] Result<int> print(std::string_view text);

}  // namespace axiomark::cli
