// SPDX-License-Identifier: MIT
// The words after a verb: which options it takes, what was typed, and how the user wants to be spoken to.
#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace kilter::cli {

struct Verb;

/// How to speak to the user. Every verb takes these options.
struct Manner {
  bool json = false;
  bool quiet = false;
  bool verbose = false;
  bool colour = false;         ///< stdout is a terminal, and neither NO_COLOR nor --no-color is set
  bool terminal = false;       ///< stdout is a terminal that can move its cursor
  bool unicode = false;        ///< the locale is UTF-8
  std::filesystem::path home;  ///< the folder of studies: --home, else KILTER_HOME, else kilter-studies
  std::string home_from;       ///< which of these it was
};

/// An option as its verb declares it.
struct OptionHelp {
  std::string names;  ///< "-j,--jobs"
  std::string value;  ///< what stands for its value; empty: it takes none
  std::string help;
  bool repeats = false;  ///< may be given several times
};

/// Thrown when the help was asked for and has been printed, or when KILTER_DRY_PARSE only asks whether the words can be
/// read.
struct NothingToDo {};

/// Declares, then reads. Not thread-safe.
class Options {
 public:
  /// `words` are those between the verb and `--`, `command` those after it.
  Options(const Verb& verb, std::vector<std::string> words, std::optional<std::vector<std::string>> command);
  ~Options();
  /// The options of a verb, those that every verb takes last; the verb does nothing.
  static std::vector<OptionHelp> of(const Verb& verb);
  Options(const Options&) = delete;
  Options& operator=(const Options&) = delete;

  /// `names` as "--trials" or "-n,--trials"; `value` is set when read() meets the option and must live until then.
  /// `what` names the value in the help.
  void flag(const std::string& names, bool& value, const std::string& help);
  void option(const std::string& names, std::optional<std::string>& value, const std::string& what,
              const std::string& help);
  void option(const std::string& names, std::optional<int>& value, const std::string& what, const std::string& help);
  void option(const std::string& names, std::optional<double>& value, const std::string& what, const std::string& help);
  /// May be given several times.
  void option(const std::string& names, std::vector<std::string>& values, const std::string& what,
              const std::string& help);
  /// `-- program arguments ...` may follow.
  void take_command() { takes_command_ = true; }

  /// Reads all that was typed. `what` names the words that are no options: "STUDY", "STUDY TRIAL [METRIC=VALUE ...]".
  /// Throws Error(usage) naming the word at fault, or NothingToDo.
  void read(std::size_t least = 0, std::size_t most = 0, const std::string& what = {});

  /// The words that are no options.
  const std::vector<std::string>& words() const { return plain_; }
  /// Everything between the verb and `--`, in its order.
  const std::vector<std::string>& typed() const { return typed_; }
  const std::optional<std::vector<std::string>>& command() const { return command_; }
  const Manner& manner() const { return manner_; }
  const Verb& verb() const { return verb_; }

 private:
  struct Parser;
  void check_words(std::size_t least, std::size_t most, const std::string& what);
  void check_command() const;
  void settle_manner();

  const Verb& verb_;
  std::vector<std::string> typed_;
  std::optional<std::vector<std::string>> command_;
  bool takes_command_ = false;
  std::vector<std::string> plain_;
  Manner manner_;
  bool no_colour_ = false;
  std::optional<std::string> home_;
  std::unique_ptr<Parser> parser_;
  std::vector<OptionHelp> declared_;
  bool only_declares_ = false;
};

/// How the user wants to be spoken to, as far as the words tell: for errors before a verb has read its options.
bool wants_json(const std::vector<std::string>& words);

}  // namespace kilter::cli
