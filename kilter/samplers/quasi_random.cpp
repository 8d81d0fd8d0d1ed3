// SPDX-License-Identifier: MIT
// Quasi-random search: the points of a scrambled Sobol' sequence, each used once.
// I. M. Sobol' (1967); J. Bergstra, Y. Bengio (JMLR 13, 2012), section 4. Departs from them in that, of several
// scramblings, the one whose first points keep the largest smallest distance is taken (maximin; M. E. Johnson et al.
// 1990), in balanced choices at the start, and in that points which break a constraint or come again are passed over.
#include <fmt/format.h>

#include <algorithm>

#include "kilter/base/text.hpp"
#include "kilter/samplers/even_points.hpp"
#include "kilter/samplers/samplers.hpp"
#include "kilter/samplers/untried.hpp"

namespace kilter {
namespace {

constexpr const char* quasi_random_version = "quasi_random/1";

/// The point that a proposal of this sampler has used up.
std::optional<std::uint32_t> point_of(const std::string& by, const std::string& note) {
  if (by != quasi_random_version) return {};
  const auto point = to_integer(note);
  if (!point || *point < 0 || *point >= 0xFFFFFFFF - EvenPoints::looks) return {};
  return static_cast<std::uint32_t>(*point);
}

class QuasiRandom final : public Sampler {
 public:
  explicit QuasiRandom(const QuasiRandomOptions& options) : even_points_(options) {}

  std::optional<Proposal> propose(const History& history, const Request& request) override {
    const Space& space = request.space;
    if (any(request.given)) {
      if (auto params = decided(space, request.given))
        return Proposal{.params = std::move(*params),
                        .by = quasi_random_version,
                        .note = {},
                        .reason = "given in full: " + counted(space),
                        .repeats = {}};
    }
    tried_.read(history);
    const std::uint32_t first = first_point(history, request.number);
    if (auto point = even_points_.next(request, tried_, first))
      return proposal(std::move(point->params), point->number,
                      fmt::format("point {} of a scrambled Sobol' sequence over {}", point->number, counted(space)));
    auto params = untried_.find(space, request.rng, request.given, tried_);
    if (!params) return {};
    return proposal(std::move(*params), first + EvenPoints::looks - 1,
                    fmt::format("drawn, because points {} to {} of the Sobol' sequence break a constraint or were "
                                "tried before",
                                first, first + EvenPoints::looks - 1));
  }

 private:
  static Proposal proposal(Params params, std::uint32_t point, std::string reason) {
    return {.params = std::move(params),
            .by = quasi_random_version,
            .note = std::to_string(point),
            .reason = std::move(reason),
            .repeats = {}};
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

  Tried tried_;
  Untried untried_;
  Fold<std::uint32_t> next_;
  EvenPoints even_points_;
};

}  // namespace

std::unique_ptr<Sampler> make_quasi_random(QuasiRandomOptions options) {
  return std::make_unique<QuasiRandom>(options);
}

}  // namespace kilter
