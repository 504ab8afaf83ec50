#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

#include "cli/verb.hpp"
#include "methods/options.hpp"
#include "network/floating_point.hpp"

namespace axiomark::cli {
namespace {

constexpr int kBadInput = 2;
constexpr int kDefect = 3;

// How many bytes the UTF-8 character at the front has; 0 if there is none, or it moves the cursor.
std::size_t printable(std::string_view text) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
  if (byte(0) < 0x80) return byte(0) >= 0x20 && byte(0) != 0x7f ? 1 : 0;
  const std::size_t size = byte(0) >= 0xf0 ? 4 : byte(0) >= 0xe0 ? 3 : 2;
  if (byte(0) < 0xc2 || byte(0) > 0xf4 || text.size() < size) return 0;
  for (std::size_t k = 1; k < size; ++k) {
    if ((byte(k) & 0xc0) != 0x80) return 0;
  }
  return size;
}

// One line of text, whatever bytes a file or its name brought into it.
int complain(std::string_view text, int status) {
  std::string line;
  while (!text.empty()) {
    const std::size_t size = printable(text);
    line += size > 0 ? std::string(text.substr(0, size))
                     : fmt::format("\\x{:02x}", static_cast<unsigned char>(text.front()));
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  fmt::print(stderr, "axiomark: {}\n", line);
  return status;
}

// The names a word could have meant at this place of the command line.
std::vector<std::string> names_of(const CLI::App& app, bool options) {
  std::vector<std::string> names;
  if (options) {
    for (const CLI::Option* option : app.get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
  } else {
    for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) {
      names.push_back(verb->get_name());
    }
  }
  return names;
}

std::string explain_usage(const CLI::App& program, const CLI::ParseError& error,
                          const std::vector<std::string>& words) {
  const auto verbs = program.get_subcommands();
  const CLI::App& at = verbs.empty() ? program : *verbs.front();
  if (verbs.empty() && !words.empty() && !words.front().starts_with("-")) {
    const auto names = names_of(program, false);
    return fmt::format("unknown verb {}; expected one of: {}",
                       with_suggestion(words.front(), names), fmt::join(names, ", "));
  }
  const auto inner = names_of(at, false);  // list methods, ...
  if (!verbs.empty() && !inner.empty()) {
    const auto next = std::ranges::find_if(
        words, [&](const std::string& w) { return w != at.get_name() && !w.starts_with("-"); });
    const std::string found =
        next == words.end() ? "nothing to list" : "unknown name " + with_suggestion(*next, inner);
    if (next == words.end() || std::ranges::find(inner, *next) == inner.end()) {
      return fmt::format("{}: {}; expected one of: {}", at.get_name(), found,
                         fmt::join(inner, ", "));
    }
  }
  for (const std::string& word : words) {
    const std::string name = word.substr(0, word.find('='));
    const auto names = names_of(at, true);
    if (name.starts_with("--") && std::ranges::find(names, name) == names.end()) {
      return fmt::format("{}: unknown option {}; expected one of: {}", at.get_name(),
                         with_suggestion(name, names), fmt::join(names, ", "));
    }
  }
  return fmt::format("{}: {}", verbs.empty() ? "usage" : at.get_name(), error.what());
}

int run(int argc, char** argv) {
  CLI::App program{"Puts feature-attribution methods on trial.", "axiomark"};
  program.require_subcommand(0, 1);
  program.set_version_flag("--version", AXIOMARK_VERSION);
  Job job;
  add_report(program, job);
  add_attribute(program, job);
  add_evaluate(program, job);
  add_export(program, job);
  add_replay(program, job);
  add_reproduce(program, job);
  add_converge(program, job);
  add_audit(program, job);
  add_list(program, job);
  try {
    program.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    job = [&] { return print(program.help()); };  // of the verb, once one was named
  } catch (const CLI::CallForVersion&) {
    job = [] { return print(fmt::format("axiomark {}\n", AXIOMARK_VERSION)); };
  } catch (const CLI::ParseError& error) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    Error usage{ErrorKind::usage, {}, explain_usage(program, error, words), {}};
    return complain(message(usage), kBadInput);
  }
  if (!job) job = [&] { return print(program.help()); };
  const Result<int> status = job();
  if (status) return *status;
  const bool ours = status.error().kind == ErrorKind::internal;
  return complain(message(status.error()), ours ? kDefect : kBadInput);
}

}  // namespace

}  // namespace axiomark::cli

int main(int argc, char** argv) {
  try {
    axiomark::require_floating_point_contract();
    return axiomark::cli::run(argc, argv);
  } catch (const std::bad_alloc&) {
    return axiomark::cli::complain("out of memory", axiomark::cli::kBadInput);
  } catch (const std::domain_error& undefined) {  // an exact division by zero
    return axiomark::cli::complain(undefined.what(), axiomark::cli::kBadInput);
  } catch (const std::exception& defect) {
    return axiomark::cli::complain(fmt::format("internal error: {}", defect.what()),
                                   axiomark::cli::kDefect);
  }
}
