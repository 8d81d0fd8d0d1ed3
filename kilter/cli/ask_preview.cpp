// SPDX-License-Identifier: MIT
#include "kilter/cli/ask_preview.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "kilter/analysis/words.hpp"
#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/cli/json_out.hpp"
#include "kilter/cli/say.hpp"
#include "kilter/models/opinion.hpp"
#include "kilter/setup/registry.hpp"
#include "kilter/space/encoding.hpp"

namespace kilter::cli {
namespace {

constexpr int most = 1000;

/// A configuration and why it would be tried; `reason` is empty where the user brought it.
struct Idea {
  TrialNumber trial = 0;
  Params params;
  std::string by, reason;
};

/// The proposals that would come if nothing ended meanwhile. The history here is a copy that no storage knows of.
std::vector<Idea> coming(History history, int count) {
  const Settings& settings = history.settings();
  const auto sampler = make_sampler(settings.sampler);
  std::vector<Idea> ideas;
  for (int i = 0; i < count; ++i) {
    const TrialNumber number = history.next();
    const Space space = settings.space;
    auto proposal = sampler->propose(
        history, {number, space, {}, settings.budget.full, Rng{settings.seed, static_cast<std::uint64_t>(number)}});
    if (!proposal) break;
    const Revision basis = history.revision();
    history.take(Added{.trial = number, .repeats = proposal->repeats}, {});
    history.take(Proposed{number, space.write(proposal->params), basis, proposal->by, proposal->note, proposal->reason},
                 {});
    history.take(Started{.run = {number, 0, 0}, .worker = "ask:preview", .budget = settings.budget.full}, {});
    ideas.push_back({number, proposal->params, proposal->by, proposal->reason});
  }
  return ideas;
}

/// `given` and the declared defaults or middles of the rest.
Params completed(const Space& space, const Params& given) {
  Params params(space.size(), std::nan(""));
  for (const std::size_t i : space.order()) {
    const bool known = !std::isnan(given[i]);
    if (!space.active(i, params)) {
      if (!known) continue;
      throw Error(ErrorKind::usage, {},
                  fmt::format("{} exists only where {}, which does not hold here", space[i].name, space[i].when),
                  {"Leave it out, or change what it depends on."});
    }
    const auto& declared = space[i].fallback;
    params[i] = known ? given[i] : declared ? space.code(i, *declared) : decode(space[i], 0.5);
  }
  space.settle(params);
  if (const auto* broken = space.broken(params))
    throw Error(ErrorKind::usage, {},
                fmt::format("these settings break the constraint {}: {}", broken->name, broken->expression));
  return params;
}

Params read_idea(const Space& space, const std::string& text) {
  try {
    return completed(space, space.read_strictly(text));
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::usage) throw;
    throw Error(ErrorKind::usage, error.message().code, "--params: " + error.message().headline,
                error.message().advice);
  }
}

Json opinion_json(const Settings& settings, const Opinion& opinion) {
  Json expected = Json::object(), uncertainty = Json::object();
  for (std::size_t g = 0; g < settings.goals.size(); ++g) {
    const auto& one = opinion.goals[g];
    expected[settings.goals[g].metric] = one ? number_json(one->value) : Json(nullptr);
    uncertainty[settings.goals[g].metric] = one ? number_json(one->uncertainty) : Json(nullptr);
  }
  return {{"expected", expected}, {"uncertainty", uncertainty}, {"failing", number_json(opinion.failing)}};
}

std::string opinion_words(const Settings& settings, const Opinion& opinion) {
  std::vector<std::string> parts;
  for (std::size_t g = 0; g < settings.goals.size(); ++g)
    if (const auto& one = opinion.goals[g])
      parts.push_back(fmt::format("{} {} ± {}", printable(settings.goals[g].metric, 80), rounded(one->value),
                                  rounded(one->uncertainty, 2)));
  if (parts.empty()) return "nothing to expect yet: too few trials have values";
  std::string text = "expected " + join(parts, ", ");
  if (opinion.failing > 0)
    text += fmt::format(", {} to fail{}",
                        opinion.failing < 0.01 ? "less than 1 %" : fmt::format("{:.0f} %", 100 * opinion.failing),
                        settings.limits.empty() ? "" : " or break a limit");
  return opinion.place.empty() ? text : text + "; " + opinion.place;
}

Json idea_json(const Settings& settings, const Idea& idea, const Opinion& opinion) {
  Json json{{"params", params_json(settings.space, idea.params)}};
  json.update(opinion_json(settings, opinion));
  if (!idea.by.empty()) json["trial"] = idea.trial, json["by"] = idea.by, json["reason"] = idea.reason;
  return json;
}

}  // namespace

int preview(const Options& options, std::vector<std::string> words, const std::optional<std::string>& params) {
  int count = 1;
  if (!words.empty())
    if (const auto number = to_integer(words.back())) {
      if (*number < 1 || *number > most)
        throw Error(ErrorKind::usage, {},
                    fmt::format("--preview {}: a number from 1 to {} is expected", words.back(), most),
                    {"For example --preview 5"});
      count = static_cast<int>(*number);
      words.pop_back();
    }
  if (words.size() > 1)
    throw Error(ErrorKind::usage, {}, fmt::format("--preview: \"{}\" is no number", printable(words.back(), 60)),
                {"For example --preview 5"});
  const Opened study = open_study(options, words.empty() ? std::nullopt : std::optional(words.front()), Access::read);
  const Settings& settings = study.settings();
  std::vector<Idea> ideas;
  if (params)
    ideas.push_back({.params = read_idea(settings.space, *params)});
  else
    ideas = coming(study.history, count);
  Expert expert(study.history);
  if (options.manner().json) {
    Json list = Json::array();
    for (const auto& idea : ideas) list.push_back(idea_json(settings, idea, expert.on(idea.params)));
    print_json(
        {{"schema", "kilter/preview/1"}, {"study", study.name}, {"trials", expert.trials()}, {"proposals", list}},
        {to_type(options, "ask " + study.name + " --json")});
    return 0;
  }
  if (!params) say(options, "{} · what would come next, as if each ran and none ended; nothing is written", study.name);
  for (const auto& idea : ideas) {
    say(options, "{}{}", idea.by.empty() ? "" : fmt::format("trial {}: ", idea.trial),
        describe(settings.space, idea.params));
    say(options, "  {}", opinion_words(settings, expert.on(idea.params)));
    if (!idea.reason.empty()) say(options, "  why: {}", printable(idea.reason, 500));
  }
  return 0;
}

}  // namespace kilter::cli
