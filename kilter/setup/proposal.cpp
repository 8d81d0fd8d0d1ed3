// SPDX-License-Identifier: MIT
#include "kilter/setup/proposal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "kilter/base/text.hpp"

namespace kilter {
namespace {

using Role = OptionPlan::Role;

/// Small letters, words between underscores.
std::string plain_name(std::string_view name) {
  std::string out;
  for (const char c : name)
    out += c == '-' || c == '.' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

bool has_word(const std::string& name, std::string_view word) {
  for (const auto part : split(name, '_'))
    if (part == word) return true;
  return false;
}

template <class Words>
bool has_any(const std::string& name, const Words& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return word.find('_') == word.npos ? has_word(name, word) : name.find(word) != name.npos;
  });
}

constexpr std::array lengths = {"epochs",   "epoch",     "max_epochs",      "num_epochs",
                                "n_epochs", "max_steps", "total_timesteps", "num_steps"};
constexpr std::array outputs = {
    "out",    "outdir",  "output",    "output_dir",  "save_dir", "savedir",  "checkpoint_dir", "ckpt_dir",
    "logdir", "log_dir", "model_dir", "results_dir", "workdir",  "work_dir", "save_path",      "out_dir"};
constexpr std::array by_speed = {"batch", "batch_size", "bs", "workers", "num_workers", "threads", "jobs", "n_jobs"};
constexpr std::array rates = {"lr", "learning_rate", "step_size", "eta", "stepsize"};
constexpr std::array penalties = {"wd",       "weight_decay",   "l1",     "l2",        "alpha",
                                  "reg",      "regularization", "lambda", "reg_alpha", "reg_lambda",
                                  "ent_coef", "entropy_coef"};
constexpr std::array drops = {"dropout", "drop", "drop_rate", "droprate", "dropout_rate", "drop_path"};
constexpr std::array widths = {"width",   "hidden",       "units",      "dim",        "channels",
                               "neurons", "hidden_size",  "hidden_dim", "embed_dim",  "d_model",
                               "filters", "n_estimators", "trees",      "num_leaves", "rank"};
constexpr std::array depths = {"layers",    "depth",  "num_layers", "n_layers",
                               "max_depth", "blocks", "heads",      "num_heads"};
constexpr std::array shares = {"subsample", "colsample", "colsample_bytree", "feature_fraction", "bagging_fraction"};
constexpr std::array near_one = {"momentum", "beta1",      "beta2", "beta_2",    "beta_1",
                                 "gamma",    "gae_lambda", "ema",   "ema_decay", "decay"};
constexpr std::array small_shares = {"label_smoothing", "smoothing",  "warmup_ratio",   "mixup",
                                     "noise",           "clip_range", "warmup_fraction"};
constexpr std::array clips = {"clip", "grad_clip", "clip_norm", "max_norm", "max_grad_norm", "temperature", "tau"};
constexpr std::array kinds = {"activation", "act",      "optimizer",    "optim",  "opt",     "norm",
                              "init",       "schedule", "scheduler",    "kernel", "penalty", "solver",
                              "criterion",  "booster",  "nonlinearity", "pooling"};

std::string text_of(double value) { return to_text(value); }

/// Around the default by a factor, at most `top`.
std::string log_range(double fallback, double factor, double top) {
  const double high = std::max(std::min(fallback * factor, top), fallback);
  return fmt::format("log({},{})={}", text_of(fallback / factor), text_of(high), text_of(fallback));
}

std::string around_whole(double fallback, double factor) {
  const double low = std::max(1.0, std::floor(fallback / factor));
  return fmt::format("logint({},{})={}", text_of(low), text_of(std::ceil(fallback * factor)), text_of(fallback));
}

/// The power of ten below a tenth of it, for the end of a range that a value lies well inside of.
double a_tenth(double value) { return std::pow(10, std::floor(std::log10(value / 10))); }

std::optional<OptionPlan> by_number(const std::string& name, double value, bool whole) {
  if (has_any(name, rates) && value > 0)
    return OptionPlan{Role::tune, log_range(value, 100, 1), "name known: learning rate"};
  if (has_any(name, penalties) && !whole) {
    if (value > 0) return OptionPlan{Role::tune, log_range(value, 100, 10), "name known: a penalty"};
    if (value == 0)
      return OptionPlan{Role::tune, "log(1e-6,0.1) or 0.0=0.0", "name known: a penalty, which may be zero"};
  }
  if (has_any(name, drops) && value >= 0 && value < 1)
    return OptionPlan{Role::tune, fmt::format("float(0,{})={}", value > 0.5 ? "0.9" : "0.5", text_of(value)),
                      "name known: dropout"};
  if (has_any(name, widths) && value >= 1) return OptionPlan{Role::tune, around_whole(value, 4), "name known: a width"};
  if (has_any(name, depths) && value >= 1 && value <= 64)
    return OptionPlan{
        Role::tune, fmt::format("int({},{})={}", text_of(std::max(1.0, value - 2)), text_of(value + 3), text_of(value)),
        "name known: a depth"};
  if (has_any(name, near_one) && value >= 0.5 && value < 1)
    return OptionPlan{Role::tune,
                      fmt::format("one_minus_log({},{})={}", text_of(a_tenth(1 - value)), "0.5", text_of(value)),
                      "name known: near 1"};
  if (has_any(name, shares) && value > 0 && value <= 1)
    return OptionPlan{Role::tune, fmt::format("float({},1)={}", text_of(std::min(0.5, value)), text_of(value)),
                      "name known: a share"};
  if (has_any(name, small_shares) && value >= 0 && value <= 0.3)
    return OptionPlan{Role::tune, fmt::format("float(0,0.3)={}", text_of(value)), "name known: a small share"};
  if (has_any(name, clips) && value > 0 && !whole)
    return OptionPlan{Role::tune, log_range(value, 10, 1e6), "name known: a scale"};
  return {};
}

}  // namespace

OptionPlan plan_option(const ProgramOption& option) {
  const std::string name = plain_name(option.name);
  const double number = option.fallback ? to_double(*option.fallback).value_or(std::nan("")) : std::nan("");
  const bool is_number = std::isfinite(number);
  if (has_any(name, lengths) && option.takes_value)
    return {is_number && number >= 1 ? Role::length : Role::fixed, {}, "used as training length, not searched"};
  if (has_any(name, outputs) && option.takes_value && !is_number) {
    const std::string file = option.fallback.value_or("");
    const auto dot = file.rfind('.');
    const auto slash = file.rfind('/');
    const bool is_file = dot != file.npos && dot > 0 && (slash == file.npos || dot > slash + 1);
    return {Role::output, is_file ? "{trial.dir}/" + file.substr(slash == file.npos ? 0 : slash + 1) : "{trial.dir}",
            "each trial writes into its own folder"};
  }
  if (has_any(name, by_speed))
    return {Role::fixed, {}, "set it by speed and memory; the best learning rate moves with it"};
  if (option.choices.size() > 1 && has_any(name, kinds)) {
    std::string range = "choice(" + join(option.choices, ",") + ")";
    const bool among = option.fallback && std::find(option.choices.begin(), option.choices.end(), *option.fallback) !=
                                              option.choices.end();
    if (among) range += "=" + *option.fallback;
    return {Role::tune, range, "choices"};
  }
  if (is_number && option.takes_value && option.choices.empty())
    if (const auto plan = by_number(name, number, option.kind == "int")) return *plan;
  return {};
}

}  // namespace kilter
