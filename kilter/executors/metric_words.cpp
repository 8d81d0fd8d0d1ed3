// SPDX-License-Identifier: MIT
#include "kilter/executors/metric_words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace kilter {
namespace {

constexpr std::array known = {"acc",  "accuracy", "auc",   "auroc",  "bleu",   "brier",  "cer",        "dice",
                              "eval", "f1",       "fid",   "iou",    "kappa",  "learn",  "loss",       "losses",
                              "mae",  "map",      "mape",  "mcc",    "mse",    "ndcg",   "nll",        "objective",
                              "ppl",  "psnr",     "r2",    "recall", "reward", "return", "perplexity", "precision",
                              "rmse", "rmsle",    "rouge", "score",  "ssim",   "wer",    "logloss",    "fitness"};

/// Words that only sentences have.
constexpr std::array joining = {
    "a",        "about",   "after", "all",   "an",   "and",    "are",    "as",    "at",    "be",    "because",
    "been",     "before",  "but",   "by",    "can",  "cannot", "could",  "did",   "do",    "does",  "during",
    "expected", "failed",  "for",   "found", "from", "got",    "had",    "has",   "have",  "if",    "in",
    "into",     "is",      "it",    "its",   "may",  "might",  "must",   "no",    "not",   "of",    "on",
    "only",     "or",      "our",   "out",   "over", "per",    "should", "since", "so",    "some",  "such",
    "than",     "that",    "the",   "their", "then", "there",  "these",  "this",  "those", "to",    "too",
    "under",    "until",   "using", "very",  "was",  "we",     "were",   "when",  "which", "while", "will",
    "with",     "without", "would", "you",   "your"};
constexpr std::size_t most_words_before = 4;
constexpr std::size_t most_words_behind = 1;

template <class Words>
bool among(const Words& words, std::string_view word) {
  std::string small(word);
  for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return std::find(words.begin(), words.end(), small) != words.end();
}

bool is_blank(char c) { return c == ' '; }
bool ends_phrase(char c) { return std::string_view("\t,;|()[]{}=:<>").find(c) != std::string_view::npos; }

/// Where the phrase that `at` stands in begins: behind punctuation, a wide gap or a dash.
std::size_t phrase_begin(std::string_view line, std::size_t at) {
  for (; at > 0; --at) {
    if (ends_phrase(line[at - 1])) return at;
    if (at < 2 || !is_blank(line[at - 1])) continue;
    if (is_blank(line[at - 2]) || (line[at - 2] == '-' && (at < 3 || is_blank(line[at - 3])))) return at;
  }
  return 0;
}

std::size_t phrase_end(std::string_view line, std::size_t at) {
  for (; at < line.size(); ++at) {
    if (ends_phrase(line[at])) return at;
    if (is_blank(line[at]) && at + 1 < line.size() && (is_blank(line[at + 1]) || line[at + 1] == '-')) return at;
  }
  return line.size();
}

struct Words {
  std::size_t count = 0;  ///< with a letter in them
  bool joining = false;
};

Words words_of(std::string_view phrase) {
  Words words;
  for (std::size_t at = 0; at < phrase.size();) {
    while (at < phrase.size() && is_blank(phrase[at])) ++at;
    std::size_t end = at;
    while (end < phrase.size() && !is_blank(phrase[end])) ++end;
    auto word = phrase.substr(at, end - at);
    at = end;
    while (!word.empty() && std::string_view(".!?'\"*").find(word.back()) != std::string_view::npos)
      word.remove_suffix(1);
    const bool letters = std::any_of(word.begin(), word.end(), [](char c) {
      return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
    });
    if (!letters) continue;
    ++words.count;
    words.joining = words.joining || among(joining, word);
  }
  return words;
}

}  // namespace

bool like_a_metric(std::string_view name) {
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto c = static_cast<unsigned char>(name[i]);
    if (std::string_view("_/@").find(name[i]) != std::string_view::npos || std::isdigit(c) != 0) return true;
    if (i > 0 && std::isupper(c) != 0 && std::islower(static_cast<unsigned char>(name[i - 1])) != 0) return true;
  }
  return among(known, name);
}

bool in_sentence(std::string_view line, std::size_t begin, std::size_t separator, std::size_t end) {
  if (line[separator] != ':' || like_a_metric(line.substr(begin, separator - begin))) return false;
  const std::size_t from = phrase_begin(line, begin);
  const Words before = words_of(line.substr(from, separator - from));
  if (before.count > 1 && (before.joining || before.count > most_words_before)) return true;
  const std::size_t to = phrase_end(line, end);
  Words behind = words_of(line.substr(end, to - end));
  // What stands right before a separator is the name of the next number.
  if (to < line.size() && (line[to] == ':' || line[to] == '=') && behind.count > 0) --behind.count;
  return behind.count > 0 && (behind.joining || behind.count > most_words_behind);
}

}  // namespace kilter
