// SPDX-License-Identifier: MIT
#include "kilter/setup/program_help.hpp"

#include <algorithm>
#include <cctype>
#include <regex>

#include "kilter/base/text.hpp"

namespace kilter {
namespace {

using Match = std::match_results<std::string_view::const_iterator>;
constexpr std::size_t longest_line = 2000;  // std::regex recurses with the length of what it looks at
constexpr std::size_t most_options = 1000;

bool search(std::string_view text, Match& match, const std::regex& pattern) {
  return std::regex_search(
      text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(text.size(), longest_line)), match, pattern);
}

std::string small(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

std::vector<std::string> list_of(std::string_view text) {
  std::vector<std::string> all;
  const char at = text.find('|') != text.npos ? '|' : ',';
  for (const auto part : split(text, at)) {
    auto word = trim(part);
    while (!word.empty() && (word.front() == '\'' || word.front() == '"')) word.remove_prefix(1);
    while (!word.empty() && (word.back() == '\'' || word.back() == '"')) word.remove_suffix(1);
    if (!word.empty()) all.emplace_back(word);
  }
  return all;
}

std::string kind_of(std::string_view word) {
  const std::string text = small(word);
  if (text.starts_with("int") || text == "n" || text.find("an integer") != text.npos) return "int";
  if (text.starts_with("float") || text.starts_with("real") || text.starts_with("double") ||
      text.find("a number") != text.npos)
    return "float";
  if (text.starts_with("text") || text.starts_with("str") || text.starts_with("path") || text.starts_with("file") ||
      text.starts_with("dir"))
    return "text";
  return {};
}

/// What follows the name: a value's name, choices, or nothing.
void read_value(ProgramOption& option, std::string_view value) {
  value = trim(value);
  if (value.empty()) return;
  option.takes_value = true;
  static const std::regex in_brackets(R"(^[\[{<]([^\]}>]*[|,][^\]}>]*)[\]}>])");
  if (Match match; search(value, match, in_brackets))
    option.choices = list_of({match[1].first, match[1].second});
  else
    option.kind = kind_of(value);
}

void read_text(ProgramOption& option) {
  static const std::regex fallback(
      R"re([(\[]?\bdefaults?(?: value)?(?: is|:|=| to)?\s*[:=]?\s*(?:'([^']*)'|"([^"]*)"|([^\s,;)\]]+)))re",
      std::regex::icase);
  static const std::regex bracketed(R"(\[([-+]?\d[\d.eE+-]*)\]\s*$)");
  Match match;
  if (search(option.text, match, fallback)) {
    for (int i = 1; i <= 3; ++i)
      if (match[static_cast<std::size_t>(i)].matched) option.fallback = match[static_cast<std::size_t>(i)].str();
  } else if (search(option.text, match, bracketed)) {
    option.fallback = match[1].str();
  }
  if (option.fallback && (*option.fallback == "None" || option.fallback->empty())) option.fallback.reset();
  if (option.kind.empty() && option.text.find("(an integer)") != std::string::npos) option.kind = "int";
  if (option.kind.empty() && option.text.find("(a number)") != std::string::npos) option.kind = "float";
  static const std::regex of_absl(R"(^<([^>]*\|[^>]*)>)");
  if (option.choices.empty() && search(option.text, match, of_absl)) option.choices = list_of(match[1].str());
  if (option.kind.empty() && option.fallback) {
    if (to_integer(*option.fallback))
      option.kind = "int";
    else if (to_double(*option.fallback))
      option.kind = "float";
  }
}

/// `  -l LR, --lr LR   text`, `  --[no]amp: text`, `  --width=N  text`; false: the line begins no option.
bool read_head(std::string_view line, ProgramOption& option, bool& of_absl) {
  static const std::regex absl(R"(^\s+--(\[no\])?([A-Za-z][\w-]*):\s*(.*)$)");
  static const std::regex other(
      R"(^\s+(?:-\w(?:[ =][^\s,]+)?\s*(?:,|/)\s*)?--([A-Za-z][\w.-]*)((?:[ =](?:\{[^}]*\}|\[[^\]]*\]|<[^>]*>|[^\s,]+)(?: RANGE)?)?)((?:,? ?/? ?--?[\w-]+(?:[ =][^\s,]+)?)*)(?:\s{2,}(.*))?\s*$)");
  Match match;
  of_absl = search(line, match, absl);
  if (of_absl) {
    option.name = match[2].str();
    option.takes_value = !match[1].matched;
    option.has_no = match[1].matched;
    option.text = match[3].str();
    return true;
  }
  if (!search(line, match, other)) return false;
  option.name = match[1].str();
  option.has_no = match[3].str().find("--no-" + option.name) != std::string::npos;
  if (!option.has_no)
    read_value(option, match[2].str().empty()
                           ? ""
                           : std::string_view(&*match[2].first + 1, static_cast<std::size_t>(match[2].length()) - 1));
  option.text = match[4].str();
  return true;
}

std::size_t indent_of(std::string_view line) { return std::min(line.find_first_not_of(' '), line.size()); }

}  // namespace

std::vector<ProgramOption> parse_program_help(std::string_view help) {
  std::vector<ProgramOption> options;
  std::size_t indent = 0;
  bool open = false;
  for (auto line : split(help, '\n')) {
    while (line.ends_with('\r')) line.remove_suffix(1);
    ProgramOption option;
    bool of_absl = false;
    if (options.size() < most_options && read_head(line, option, of_absl)) {
      options.push_back(std::move(option));
      indent = indent_of(line);
      open = true;
    } else if (open && !trim(line).empty() && indent_of(line) > indent) {
      auto& text = options.back().text;
      text += (text.empty() ? "" : " ") + std::string(trim(line));
    } else {
      open = false;
    }
  }
  std::erase_if(options, [](const ProgramOption& o) {
    return o.name == "help" || o.name == "version" || o.name.starts_with("help");
  });
  for (auto& option : options) read_text(option);
  return options;
}

void complete_from_source(std::vector<ProgramOption>& options, std::string_view source) {
  static const std::regex type(R"(\btype\s*=\s*(int|float|str))");
  static const std::regex fallback(R"re(\bdefault\s*=\s*(?:'([^']*)'|"([^"]*)"|([^\s,)]+)))re");
  for (auto& option : options)
    for (const char quote : {'"', '\''}) {
      const auto at = source.find(std::string(1, quote) + "--" + option.name + quote);
      if (at == source.npos) continue;
      // To the end of the call, as far as parentheses tell.
      int depth = 1;
      std::size_t end = at;
      while (end < source.size() && end < at + longest_line && depth > 0)
        depth += source[end] == '(' ? 1 : source[end] == ')' ? -1 : 0, ++end;
      const auto call = source.substr(at, end - at - 1);
      Match match;
      if (option.kind.empty() && search(call, match, type)) option.kind = match[1] == "str" ? "text" : match[1].str();
      if (option.fallback || !search(call, match, fallback)) continue;
      for (std::size_t i = 1; i <= 3; ++i)
        if (match[i].matched && match[i] != "None") option.fallback = match[i].str();
    }
}

std::vector<std::string> printed_metrics(std::string_view source) {
  static const std::regex printed(R"re(([A-Za-z_][\w/.@-]*)['"]?\s*[=:]\s*(?:\{[A-Za-z_(]|%[\d.]*[fge]))re");
  std::vector<std::string> names;
  for (auto line : split(source, '\n')) {
    line = line.substr(0, longest_line);
    if (line.find("print") == line.npos && line.find("log") == line.npos && line.find('f') == line.npos) continue;
    auto at = line.begin();
    for (Match match; std::regex_search(at, line.end(), match, printed); at = match[0].second)
      if (std::find(names.begin(), names.end(), match[1].str()) == names.end()) names.push_back(match[1].str());
  }
  return names;
}

std::vector<SourceConstant> top_level_constants(std::string_view source) {
  static const std::regex constant(R"(^([A-Za-z_]\w*)\s*=\s*([-+]?\d[\w.+-]*|True|False)\s*(#.*)?$)");
  std::vector<SourceConstant> constants;
  std::size_t begin = 0;
  for (const auto line : split(source, '\n')) {
    Match match;
    if (search(line, match, constant) && (to_double(match[2].str()) || match[2] == "True" || match[2] == "False"))
      constants.push_back({match[1].str(), match[2].str(), begin + static_cast<std::size_t>(match.position(2)),
                           static_cast<std::size_t>(match.length(2))});
    begin += line.size() + 1;
  }
  return constants;
}

}  // namespace kilter
