// SPDX-License-Identifier: MIT
// Sweeps of Hydra: hydra.sweeper.params of a config, and lines of overrides.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/converted.hpp"
#include "kilter/cli/hydra_sweep.hpp"

namespace kilter::cli {
namespace {

/// An override with its line in the file.
struct Word {
  std::string text;
  int line = 0;
};

/// `+lr=...` and `++model.lr=...` too.
bool is_override(std::string_view word) {
  while (word.starts_with('+') || word.starts_with('~')) word.remove_prefix(1);
  const auto equals = word.find('=');
  if (equals == word.npos || equals == 0) return false;
  const auto key = word.substr(0, equals);
  return (std::isalpha(static_cast<unsigned char>(key[0])) != 0 || key[0] == '_') &&
         std::all_of(key.begin(), key.end(), [](char c) {
           return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                  std::string_view("_-./@").find(c) != std::string_view::npos;
         });
}

/// Words as a shell would cut them, but that parentheses hold together what is between them.
class Words {
 public:
  explicit Words(const ShownFile& file) : file_(file) {}

  std::vector<Word> read() {
    for (std::size_t i = 0; i < file_.lines.size(); ++i) {
      std::string_view line = trim(file_.lines[i]);
      if (line.starts_with('#')) continue;
      if (line.ends_with('\\')) line.remove_suffix(1);
      cut(line, static_cast<int>(i) + 1);
    }
    return std::move(words_);
  }

 private:
  void cut(std::string_view line, int number) {
    std::string word;
    char quote = 0;
    bool shell_quote = false;  // around the whole word: it is the shell's, not Hydra's
    int open = 0;
    const auto end_word = [&] {
      if (!word.empty()) words_.push_back({std::move(word), number});
      word.clear();
    };
    for (const char c : line) {
      if (quote != 0) {
        const bool closes = c == quote;
        if (closes) quote = 0;
        if (!closes || !shell_quote) word += c;
      } else if (c == '\'' || c == '"') {
        quote = c, shell_quote = word.empty();
        if (!shell_quote) word += c;
      } else if (std::isspace(static_cast<unsigned char>(c)) != 0 && open == 0) {
        end_word();
      } else {
        open += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
        word += c;
      }
    }
    if (quote != 0) file_.fail(number, "a quotation mark is missing");
    end_word();
  }

  const ShownFile& file_;
  std::vector<Word> words_;
};

class Hydra {
 public:
  explicit Hydra(const ShownFile& file) : file_(file) { out_.kind = "Hydra sweep"; }

  Converted config(const TomlNode& root) {
    const auto* hydra = root.find("hydra");
    const auto* sweeper = hydra ? hydra->find("sweeper") : nullptr;
    if (!sweeper || !sweeper->as<TomlTable>())
      file_.fail(hydra ? hydra->line : 1, "hydra.sweeper names no sweep",
                 {"It is read from hydra: sweeper: params: of a config, or from lines such as lr=interval(1e-4,1e-1)"});
    const bool optuna = uses_optuna(root, *sweeper);
    const auto *params = sweeper->find("params"), *old = sweeper->find("search_space");
    for (const auto& [key, node] : *sweeper->as<TomlTable>()) setting(key, node);
    out_.command = {"python", "my_app.py"};
    lose(sweeper->line, "the config does not name the program: my_app.py in the command is yours to change");
    if (params) from_table(*params, optuna);
    if (old && !params)
      lose(old->line, "search_space is the form of old versions; write params: instead, then convert again");
    return finish(sweeper->line, optuna);
  }

  Converted overrides() {
    bool program = true;
    for (const auto& [word, line] : Words(file_).read()) {
      if (is_override(word)) {
        program = false;
        one(word, line, false);
      } else if (word == "-m" || word == "--multirun") {
        program = false;
      } else if (program || word.starts_with("-")) {
        out_.command.push_back(literal_word(word));
      } else {
        file_.fail(line, fmt::format("\"{}\" is no override", printable(word, 60)),
                   {"One looks like lr=interval(1e-4,1e-1), optimizer=choice(adam,sgd) or width=64,128,256"});
      }
    }
    // What stands before the overrides is the program.
    if (names_program()) return finish(1, false);
    out_.command.insert(out_.command.begin(), {"python", "my_app.py"});
    lose(1, "the lines do not name the program: my_app.py in the command is yours to change");
    return finish(1, false);
  }

 private:
  void lose(int line, const std::string& what) { out_.lost.push_back({line, what}); }

  bool names_program() const {
    return !out_.command.empty() && !is_override(out_.command.front()) && !out_.command.front().starts_with('-');
  }

  static bool uses_optuna(const TomlNode& root, const TomlNode& sweeper) {
    const auto named = [](const TomlNode* node) {
      return node && node->as<std::string>() && node->as<std::string>()->find("ptuna") != std::string::npos;
    };
    if (named(sweeper.find("_target_")) || sweeper.find("direction") || sweeper.find("n_trials")) return true;
    const auto* defaults = root.find("defaults");
    if (!defaults || !defaults->as<TomlArray>()) return false;
    for (const auto& entry : *defaults->as<TomlArray>()) {
      if (named(entry.find("override hydra/sweeper")) || named(entry.find("hydra/sweeper"))) return true;
      if (named(entry.find("override /hydra/sweeper")) || named(entry.find("/hydra/sweeper"))) return true;
    }
    return false;
  }

  void setting(const std::string& key, const TomlNode& node) {
    const auto* text = node.as<std::string>();
    const auto* whole = node.as<std::int64_t>();
    if (key == "params" || key == "search_space" || key == "_target_") return;
    if (key == "direction")
      directions(node);
    else if (key == "n_trials" && whole && *whole >= 1)
      out_.trials = *whole;
    else if (key == "n_jobs" && whole && *whole >= 1)
      out_.jobs = *whole;
    else if (key == "study_name" && text && !text->empty())
      lose(node.line, fmt::format("study_name: say name = \"...\" at the top, if {} is wanted", printable(*text, 60)));
    else if (!node.as<TomlNothing>())
      lose(node.line, key + " has no counterpart");
  }

  /// Hydra takes what the function returns; Kilter reads what the program prints.
  void directions(const TomlNode& node) {
    const TomlArray one{node};
    const auto& all = node.as<TomlArray>() ? *node.as<TomlArray>() : one;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto* text = all[i].as<std::string>();
      if (!text || (*text != "minimize" && *text != "maximize"))
        file_.fail(all[i].line, "direction is minimize or maximize");
      out_.goals.emplace_back(all.size() == 1 ? "value" : fmt::format("value_{}", i), *text == "maximize");
    }
    lose(node.line,
         fmt::format("Hydra takes what your function returns; let it print it too: print(f\"{}={{result}}\")",
                     out_.goals.empty() ? "value" : out_.goals.front().first));
  }

  void from_table(const TomlNode& params, bool optuna) {
    const auto* table = params.as<TomlTable>();
    if (!table) file_.fail(params.line, "params is a table of names and sweeps");
    for (const auto& [name, node] : *table) {
      std::string value;
      if (const auto* text = node.as<std::string>()) {
        value = *text;
      } else {
        std::string flaw;
        value = to_json(node, flaw);
        if (!flaw.empty()) file_.fail(node.line, flaw);
      }
      if (!is_override(name + "="))
        file_.fail(node.line, fmt::format("\"{}\" is no name of an override", printable(name, 60)));
      one(name + "=" + value, node.line, optuna);
    }
  }

  void one(const std::string& word, int line, bool optuna) {
    const auto equals = word.find('=');
    const std::string key = word.substr(0, equals);
    const std::string name = key.substr(key.find_first_not_of("+~"));
    const std::string place = free_parameter_name(name);
    HydraSweep sweep;
    try {
      sweep = read_hydra_sweep(place, word.substr(equals + 1), optuna);
      if (sweep.parameter) parameter_from_json(place, to_json(*sweep.parameter));
    } catch (const std::invalid_argument& wrong) {
      file_.fail(line, wrong.what());
    } catch (const Error& error) {
      file_.fail(line, error.message().headline, error.message().advice);
    }
    for (const auto& lost : sweep.lost) lose(line, name + ": " + lost);
    if (place != name)
      lose(line, fmt::format("{} is called {} here: Kilter knows {} as the length of training, which is a budget", name,
                             place, name));
    if (!sweep.parameter) {
      out_.command.push_back(literal_word(word));
      return;
    }
    out_.command.push_back(fmt::format("{}={{{}}}", key, place));
    out_.parameters.push_back(std::move(*sweep.parameter));
  }

  Converted finish(int line, bool optuna) {
    if (out_.parameters.empty())
      file_.fail(line, "no override has more than one value", {"A sweep looks like lr=interval(1e-4,1e-1)"});
    if (out_.goals.empty() && !optuna)
      lose(line, "the sweep names no metric; add [objective] maximize = \"...\", by the name that your program prints");
    return std::move(out_);
  }

  const ShownFile& file_;
  Converted out_;
};

}  // namespace

bool looks_like_overrides(const ShownFile& file) {
  for (const auto& line : file.lines) {
    const auto text = trim(line);
    if (text.empty() || text.starts_with('#')) continue;
    if (text.find(": ") != text.npos || text.ends_with(':')) return false;
    return text.find('=') != text.npos;
  }
  return false;
}

Converted convert_hydra_config(const ShownFile& file, const TomlNode& root) { return Hydra(file).config(root); }
Converted convert_hydra_overrides(const ShownFile& file) { return Hydra(file).overrides(); }

}  // namespace kilter::cli
