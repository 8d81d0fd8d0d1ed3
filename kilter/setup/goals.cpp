// SPDX-License-Identifier: MIT
#include "kilter/setup/goals.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace kilter {
namespace {

constexpr std::array better_low = {
    "loss",     "losses", "error", "err",        "errors",  "mae",     "mse", "rmse", "rmsle", "mape",    "nll",
    "bce",      "ce",     "ppl",   "perplexity", "logloss", "cer",     "wer", "fid",  "eer",   "brier",   "nmse",
    "deviance", "regret", "cost",  "time",       "seconds", "latency", "ms",  "bpc",  "bpb",   "entropy", "divergence"};
constexpr std::array better_high = {"acc",       "accuracy",   "auc",         "auroc",  "auprc",  "f1",      "fscore",
                                    "precision", "recall",     "r2",          "bleu",   "rouge",  "map",     "iou",
                                    "miou",      "dice",       "ndcg",        "mcc",    "kappa",  "psnr",    "ssim",
                                    "top1",      "top5",       "sensitivity", "reward", "return", "returns", "score",
                                    "winrate",   "throughput", "specificity"};

/// The words of a name: parts between separators and at changes from small to capital letters, in small letters.
std::vector<std::string> words(std::string_view name) {
  std::vector<std::string> all(1);
  bool small = false;
  for (const char c : name) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isalnum(letter) == 0) {
      all.emplace_back();
    } else {
      if (small && std::isupper(letter) != 0) all.emplace_back();
      all.back() += static_cast<char>(std::tolower(letter));
    }
    small = std::islower(letter) != 0;
  }
  return all;
}

template <class Words>
bool among(const Words& known, const std::string& word) {
  return std::find(known.begin(), known.end(), word) != known.end();
}

/// The noun of a name: "loss_score" is a score and "reward_gap" a gap, but "acc_val" and "loss_mean" are what they
/// begin with. Empty where there is none.
std::string noun(std::string_view metric) {
  constexpr std::array aside = {"val",  "valid", "validation", "train", "eval",  "dev",   "test",    "mean", "avg",
                                "best", "final", "last",       "micro", "macro", "total", "average", "epoch"};
  auto all = words(metric);
  while (!all.empty()) {
    const std::string& word = all.back();
    const bool number = word.find_first_not_of("0123456789") == std::string::npos;
    if (!number && !among(aside, word)) return word;
    all.pop_back();
  }
  return {};
}

}  // namespace

std::optional<Direction> known_direction(std::string_view metric) {
  const std::string word = noun(metric);
  if (among(better_low, word)) return Direction::minimize;
  if (among(better_high, word)) return Direction::maximize;
  return {};
}

std::string known_word(std::string_view metric) { return known_direction(metric) ? noun(metric) : std::string(); }

bool looks_like_test_set(std::string_view metric) {
  const auto all = words(metric);
  return among(all, "test");
}

int likely_goal(const std::string& metric) {
  if (!known_direction(metric)) return 0;
  static constexpr std::array of_time = {"time", "seconds", "ms", "latency", "throughput"};
  const auto word = known_word(metric);
  if (std::find(of_time.begin(), of_time.end(), word) != of_time.end()) return -1;
  if (looks_like_test_set(metric)) return 1;
  const bool held_back =
      metric.find("val") != metric.npos || metric.find("eval") != metric.npos || metric.find("dev") != metric.npos;
  const bool training = metric.find("train") != metric.npos;
  return (held_back ? 6 : training ? 2 : 4) + (known_direction(metric) == Direction::maximize ? 1 : 0);
}

}  // namespace kilter
