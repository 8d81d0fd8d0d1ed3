// SPDX-License-Identifier: MIT
// From a template and a job to the arguments of one run.
#include <algorithm>
#include <cmath>

#include "kilter/base/text.hpp"
#include "kilter/executors/command_template.hpp"

namespace kilter {
namespace {

using Role = Piece::Role;
using Surroundings = std::map<std::string, std::string>;

/// The value of a parameter of the job; nullopt where it is inactive.
std::optional<Value> value_of(const Job& job, std::size_t index) {
  if (index >= job.params.size() || std::isnan(job.params[index])) return {};
  return job.space.value(index, job.params[index]);
}

std::string surrounding(const std::string& name, const Job& job, const Surroundings& given) {
  if (const auto at = given.find(name); at != given.end()) return at->second;
  if (name == "trial") return std::to_string(job.run.trial);
  if (name == "trial.seed" || name == "seed") return std::to_string(job.seed);
  if (name == "fold" || name == "instance") return std::to_string(job.run.part);
  if (name == "trial.epochs" || name == "epochs") return to_text(job.budget);
  return {};
}

/// `run-{trial:04}`: a text that is a number, in the placeholder's format.
std::string in_format(std::string text, const Piece& piece) {
  if (!piece.format) return text;
  if (const auto whole = to_integer(text)) return formatted(Value(std::int64_t{*whole}), *piece.format);
  if (const auto real = to_double(text)) return formatted(Value(*real), *piece.format);
  return text;
}

/// What a piece gives; nullopt where it makes its word vanish.
std::optional<std::string> expand_piece(const Piece& piece, const Job& job, const Surroundings& surroundings) {
  if (piece.role == Role::text) return piece.text;
  const auto index = job.space.find(piece.text);
  if (!index) return in_format(surrounding(piece.text, job, surroundings), piece);
  const auto value = value_of(job, *index);
  if (!value) return {};
  if (piece.role == Role::value) return piece.format ? formatted(*value, *piece.format) : to_text(*value);
  if (*value == Value(true)) return "--" + piece.text;
  if (piece.role == Role::no_flag) return "--no-" + piece.text;
  return {};
}

std::optional<std::string> expand_word(const std::vector<Piece>& pieces, const Job& job,
                                       const Surroundings& surroundings) {
  std::string text;
  for (const auto& piece : pieces) {
    const auto part = expand_piece(piece, job, surroundings);
    if (!part) return {};
    text += *part;
  }
  return text;
}

/// All active parameters but those in `named`, as `--name value` or `name=value`.
void append_others(std::vector<std::string>& out, bool as_pairs, const Job& job,
                   const std::vector<std::string>& named) {
  for (std::size_t i = 0; i < job.space.size(); ++i) {
    const auto& name = job.space[i].name;
    const auto value = value_of(job, i);
    if (!value || std::find(named.begin(), named.end(), name) != named.end()) continue;
    if (as_pairs)
      out.push_back(name + "=" + to_text(*value));
    else
      out.insert(out.end(), {"--" + name, to_text(*value)});
  }
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_@%+=:,./-").find(c) != std::string_view::npos;
}

}  // namespace

std::vector<std::string> CommandTemplate::expand(const Job& job, const Surroundings& surroundings) const {
  std::vector<std::string> out;
  bool after_option = false;
  for (const auto& word : parsed_) {
    const Piece& first = word.pieces.front();
    if (first.role == Role::all_options || first.role == Role::all_pairs) {
      append_others(out, first.role == Role::all_pairs, job, named_);
      after_option = false;
      continue;
    }
    auto text = expand_word(word.pieces, job, surroundings);
    const bool present = text.has_value();
    if (text)
      out.push_back(std::move(*text));
    else if (after_option && !word.vanishes_alone)
      out.pop_back();
    after_option = present && first.role == Role::text && first.text.starts_with('-') && first.text != "--" &&
                   first.text.find('=') == first.text.npos;
  }
  return out;
}

std::string expand_text(const std::string& text, const Job& job, const Surroundings& surroundings) {
  std::string out;
  for (const auto& piece : parse_word(text)) out += expand_piece(piece, job, surroundings).value_or("");
  return out;
}

std::string instance_name(const std::vector<std::string>& instances, int part) {
  const auto at = static_cast<std::size_t>(part);
  return at < instances.size() ? instances[at] : std::to_string(part);
}

std::string shell_quoted(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) {
    if (!text.empty()) text += ' ';
    if (!word.empty() && std::all_of(word.begin(), word.end(), is_plain)) {
      text += word;
      continue;
    }
    text += '\'';
    for (const char c : word) text += c == '\'' ? "'\\''" : std::string(1, c);
    text += '\'';
  }
  return text;
}

}  // namespace kilter
