// SPDX-License-Identifier: MIT
#include "kilter/setup/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/samplers/samplers.hpp"
#include "kilter/setup/registered.hpp"

namespace kilter {
namespace {

std::unique_ptr<Sampler> random_sampler(PlugOptions& options) {
  options.done();
  return make_random();
}

std::unique_ptr<Sampler> quasi_random_sampler(PlugOptions& options) {
  QuasiRandomOptions read;
  options.take("scramblings", read.scramblings, 1, 10'000);
  options.take("balanced", read.balanced, 0, 65'536);
  options.done();
  return make_quasi_random(read);
}

std::unique_ptr<Sampler> grid_sampler(PlugOptions& options) {
  GridOptions read;
  options.take("points", read.points, 1, 1'000'000'000);
  options.take("numbers", read.numbers);
  options.done();
  return make_grid(read);
}

std::unique_ptr<Sampler> gp_sampler(PlugOptions& options) {
  GpOptions read;
  options.take("start", read.start, 0, 1'000);
  options.take("default_first", read.default_first);
  options.take("improvement", read.improvement, 0, 1'000'000);
  options.take("kappa", read.kappa, 0);
  options.take("candidates", read.candidates, 16, 65'536);
  options.take("rows", read.rows, 10, 2'000);
  options.done();
  return make_gp(read);
}

std::unique_ptr<Sampler> tpe_sampler(PlugOptions& options) {
  TpeOptions read;
  options.take("startup", read.startup, 0, 1'000'000);
  options.take("candidates", read.candidates, 1, 10'000);
  options.take("below", read.below, 0);
  options.take("most_below", read.most_below, 1, 10'000);
  options.take("most_above", read.most_above, 2, 100'000);
  options.take("narrowest", read.narrowest, 0);
  options.take("prior", read.prior, 0);
  options.done();
  return make_tpe(read);
}

std::unique_ptr<Sampler> auto_sampler(PlugOptions& options) {
  AutoOptions read;
  options.take("trials", read.trials, 10, 1'000'000);
  options.take("dimensions", read.dimensions, 0, 1'000'000);
  options.done();
  return make_auto(read, make_gp(), make_tpe(), make_random());
}

const std::vector<Registered<Sampler>>& samplers() {
  static const std::vector<Registered<Sampler>> all = [] {
    const QuasiRandomOptions q;
    const GridOptions g;
    const GpOptions p;
    const TpeOptions t;
    const AutoOptions a;
    return std::vector<Registered<Sampler>>{
        {{"auto", "Chooses by itself: defaults first, an even start, then a model that learns from each result.",
          line("trials", std::to_string(a.trials), "beyond so many the model is asked more rarely, then no more") +
              line("dimensions", std::to_string(a.dimensions), "beyond so many parameters it is not asked")},
         auto_sampler},
        {{"gp",
          "Bayesian optimisation: a Gaussian process learns from each result; best for up to a few hundred trials.",
          line("start", std::to_string(p.start), "trials before the model proposes; 0: 4 to 8, by the parameters") +
              line("default_first", p.default_first ? "true" : "false", "the first trial has the declared defaults") +
              line("improvement", std::to_string(p.improvement),
                   "up to so many results expected improvement alone, then by turns") +
              line("kappa", to_text(p.kappa), "weight of the uncertainty in the upper confidence bound") +
              line("candidates", std::to_string(p.candidates), "points that each search for a proposal begins with") +
              line("rows", std::to_string(p.rows), "the model has at most so many trials")},
         gp_sampler},
        {{"quasi_random",
          "Points that fill the space evenly (scrambled Sobol'); better than random at any number of trials.",
          line("scramblings", std::to_string(q.scramblings),
               "scramblings tried; the one with the widest gaps is taken") +
              line("balanced", std::to_string(q.balanced), "first points in which every choice comes equally often")},
         quasi_random_sampler},
        {{"random", "Independent uniform draws; the yardstick for everything else.", ""}, random_sampler},
        {{"grid", "Every combination once, coarsely first and then finer; ends when all have been tried.",
          line("points", std::to_string(g.points), "of a continuous or long range") +
              line("numbers", "{}", "the same for single parameters: { lr = 9 }")},
         grid_sampler},
        {{"tpe",
          "Draws near good trials and away from the rest (tree-structured Parzen estimator); learns conditions, "
          "choices "
          "and failures, in microseconds at any number of trials.",
          line("startup", std::to_string(t.startup), "trials that have ended before the model proposes") +
              line("candidates", std::to_string(t.candidates), "draws of which the best is proposed") +
              line("below", to_text(t.below), "share of the trials that counts as good") +
              line("most_below", std::to_string(t.most_below), "and how many at most") +
              line("most_above", std::to_string(t.most_above), "trials of the rest that are looked at") +
              line("narrowest", to_text(t.narrowest), "bandwidth at least, as a share of a range") +
              line("prior", to_text(t.prior), "weight of the whole range beside the good trials, in trials")},
         tpe_sampler}};
  }();
  return all;
}

template <class Socket>
std::vector<PlugHelp> help_of(const std::vector<Registered<Socket>>& all) {
  std::vector<PlugHelp> help;
  for (const auto& one : all) help.push_back(one.help);
  return help;
}

template <class Socket>
std::unique_ptr<Socket> make(const std::vector<Registered<Socket>>& all, const Plug& plug, const char* kind) {
  std::vector<std::string> names;
  for (const auto& one : all) {
    if (one.help.name == plug.name) {
      PlugOptions options(plug);
      return one.make(options);
    }
    names.push_back(one.help.name);
  }
  std::vector<std::string> advice;
  if (const auto meant = nearest(plug.name, names)) advice.push_back(fmt::format("Did you mean {}?", *meant));
  advice.push_back(fmt::format("There are: {}", join(names, ", ")));
  throw Error(ErrorKind::invalid, {}, fmt::format("there is no {} \"{}\"", kind, printable(plug.name, 60)), advice);
}

}  // namespace

std::span<const PlugHelp> sampler_help() {
  static const std::vector<PlugHelp> help = help_of(samplers());
  return help;
}

std::span<const PlugHelp> scheduler_help() {
  static const std::vector<PlugHelp> help = help_of(registered_schedulers());
  return help;
}

std::unique_ptr<Sampler> make_sampler(const Plug& plug) { return make(samplers(), plug, "sampler"); }
std::unique_ptr<Scheduler> make_scheduler(const Plug& plug) { return make(registered_schedulers(), plug, "scheduler"); }

}  // namespace kilter
