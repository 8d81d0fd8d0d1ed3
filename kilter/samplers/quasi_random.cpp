// SPDX-License-Identifier: MIT
// Quasi-random search: the points of a scrambled Sobol' sequence, each used once.
// I. M. Sobol' (1967); J. Bergstra, Y. Bengio (JMLR 13, 2012), section 4. Departs from them in that, of several
// scramblings, the one whose first points keep the largest smallest distance is taken (maximin; M. E. Johnson et al.
// 1990), in balanced choices at the start, and in that points which break a constraint or come again are passed over.
#include <fmt/format.h>

#include <algorithm>

#include "kilter/base/text.hpp"
#include "kilter/samplers/design.hpp"
#include "kilter/samplers/samplers.hpp"
#include "kilter/samplers/untried.hpp"

namespace kilter {
namespace {

constexpr const char* version = "quasi_random/1";
constexpr std::uint32_t candidates = 1000;  ///< points looked at for one proposal

/// The point that a proposal of this sampler has used up.
std::optional<std::uint32_t> point_of(const std::string& by, const std::string& note) {
  if (by != version) return {};
  const auto point = to_integer(note);
  if (!point || *point < 0 || *point >= 0xFFFFFFFF - candidates) return {};
  return static_cast<std::uint32_t>(*point);
}

class QuasiRandom final : public Sampler {
 public:
  explicit QuasiRandom(const QuasiRandomOptions& options) : options_(options) {}

  std::optional<Proposal> propose(const History& history, const Request& request) override {
    const Space& space = request.space;
    if (any(request.given)) {
      if (auto params = decided(space, request.given))
        return Proposal{.params = std::move(*params),
                        .by = version,
                        .note = {},
                        .reason = "given in full: " + counted(space),
                        .repeats = {}};
    }
    tried_.read(history);
    const Design& design = design_for(space, request.rng.seed);
    const std::uint32_t first = first_point(history, request.number);
    for (std::uint32_t point = first; point - first < candidates; ++point) {
      Params params = design.at(point, request.given);
      if (space.broken(params) || tried_.has(space, params)) continue;
      return proposal(std::move(params), point,
                      fmt::format("point {} of a scrambled Sobol' sequence over {}", point, counted(space)));
    }
    auto params = untried_.find(space, request.rng, request.given, tried_);
    if (!params) return {};
    return proposal(std::move(*params), first + candidates - 1,
                    fmt::format("drawn, because points {} to {} of the Sobol' sequence break a constraint or were "
                                "tried before",
                                first, first + candidates - 1));
  }

 private:
  static Proposal proposal(Params params, std::uint32_t point, std::string reason) {
    return {.params = std::move(params),
            .by = version,
            .note = std::to_string(point),
            .reason = std::move(reason),
            .repeats = {}};
  }

  const Design& design_for(const Space& space, std::uint64_t seed) {
    if (!design_ || design_->seed() != seed || !(design_->space() == space)) design_.emplace(space, seed, options_);
    return *design_;
  }

  /// The first point that nobody has used, or that of the trial itself where it asks for one parameter more.
  std::uint32_t first_point(const History& history, TrialNumber number) {
    const std::uint32_t next = next_.upto(history, [](std::uint32_t& unused, const History&, const Entry& entry) {
      if (const auto* proposed = std::get_if<Proposed>(&entry.fact))
        if (const auto point = point_of(proposed->by, proposed->note)) unused = std::max(unused, *point + 1);
    });
    if (number >= history.next()) return next;
    const Trial& trial = history.trials()[static_cast<std::size_t>(number)];
    return point_of(trial.by, trial.note).value_or(next);
  }

  QuasiRandomOptions options_;
  Tried tried_;
  Untried untried_;
  Fold<std::uint32_t> next_;
  std::optional<Design> design_;
};

}  // namespace

std::unique_ptr<Sampler> make_quasi_random(QuasiRandomOptions options) {
  return std::make_unique<QuasiRandom>(options);
}

}  // namespace kilter
