// SPDX-License-Identifier: MIT
// Grid search, coarse grids first. Within each level the points come in the order of a scrambled Sobol' sequence, so
// that every beginning covers the level, and then, for what the sequence has missed, in a shuffled order.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <compare>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/maths/permutation.hpp"
#include "kilter/maths/sobol.hpp"
#include "kilter/samplers/refinement.hpp"
#include "kilter/samplers/untried.hpp"
#include "kilter/space/draw.hpp"

namespace kilter {
namespace {

constexpr const char* grid_version = "grid/1";
constexpr std::uint64_t last_point = 0xFFFFFFFF;   ///< of the Sobol' sequence
constexpr std::uint64_t most_broken = 1ull << 22;  ///< points that may break a constraint before one keeps them all
constexpr std::uint32_t completions = 256;         ///< points looked at where a part of a configuration is given
constexpr std::uint32_t order_stream = 0x47726964;

/// A place in the order of the grid.
struct Cursor {
  int level = 1;
  bool rest = false;  ///< past the Sobol' points of that level
  std::uint64_t index = 0;
  auto operator<=>(const Cursor&) const = default;
};

/// What a proposal's note says: the number of parameters there were, and the place used up.
struct Note {
  std::size_t dimensions = 0;
  Cursor used;
};

std::string to_text(const Note& note) {
  return fmt::format("{} {} {} {}", note.dimensions, note.used.level, note.used.rest ? 1 : 0, note.used.index);
}

std::optional<Note> read(std::string_view text) {
  const auto words = split(text, ' ');
  if (words.size() != 4) return {};
  long long numbers[4];
  for (std::size_t i = 0; i < 4; ++i) {
    const auto number = to_integer(words[i]);
    if (!number || *number < 0) return {};
    numbers[i] = *number;
  }
  if (numbers[1] > 64 || numbers[2] > 1) return {};
  return Note{static_cast<std::size_t>(numbers[0]),
              {static_cast<int>(numbers[1]), numbers[2] == 1, static_cast<std::uint64_t>(numbers[3])}};
}

/// The grid over one space. The same for equal arguments.
class Layout {
 public:
  Layout(Space space, std::uint64_t seed, const GridOptions& options)
      : space_(std::move(space)),
        seed_(seed),
        refinement_(space_, options),
        sobol_(space_.size(), Rng{seed, 0}),
        size_(Lattice(space_, refinement_.axes(refinement_.levels())).size()) {
    go_to(1);
  }

  const Space& space() const { return space_; }
  std::uint64_t seed() const { return seed_; }
  int levels() const { return refinement_.levels(); }
  std::uint64_t size() const { return size_; }
  /// Of the level that go_to() chose.
  std::uint64_t level_size() const { return lattice_->size(); }

  void go_to(int level) {
    if (level_ == level) return;
    level_ = level;
    axes_ = refinement_.axes(level);
    lattice_.emplace(space_, axes_);
    order_.reset();
    if (lattice_->size() > 0 && lattice_->size() < Lattice::too_many)
      order_.emplace(lattice_->size(), Rng{seed_, 0}.bits(order_stream, static_cast<std::uint64_t>(level)));
  }

  /// The grid point whose cell a Sobol' point lies in; given codes stay.
  Params near(std::uint32_t point, const Params& given) const {
    Params row(space_.size(), std::nan(""));
    for (const std::size_t i : space_.order()) {
      if (!space_.active(i, row)) continue;
      const auto size = static_cast<double>(axes_[i].size());
      const auto digit = static_cast<std::uint64_t>(std::min(size - 1, sobol_.at(point, i) * size));
      const bool stays = i < given.size() && !std::isnan(given[i]);
      row[i] = stays ? given[i] : axes_[i].code(space_[i], digit);
    }
    space_.settle(row);
    return row;
  }

  Params at(const Cursor& cursor) const {
    return cursor.rest ? lattice_->at(order_->at(cursor.index)) : near(static_cast<std::uint32_t>(cursor.index), {});
  }

  /// The next place after the end of what `cursor` stands in; false: there is none.
  bool settle(Cursor& cursor) {
    for (; cursor.level <= levels(); cursor = {cursor.level + 1, false, 0}) {
      go_to(cursor.level);
      if (!cursor.rest && cursor.index >= std::min(level_size(), last_point)) cursor = {cursor.level, true, 0};
      if (!cursor.rest || (order_ && cursor.index < level_size())) return true;
    }
    return false;
  }

 private:
  Space space_;
  std::uint64_t seed_;
  Refinement refinement_;
  ScrambledSobol sobol_;
  std::uint64_t size_;
  int level_ = 0;
  std::vector<Axis> axes_;
  std::optional<Lattice> lattice_;
  std::optional<Permutation> order_;
};

class Grid final : public Sampler {
 public:
  explicit Grid(GridOptions options) : options_(std::move(options)) {}

  std::optional<Proposal> propose(const History& history, const Request& request) override {
    const Space& space = request.space;
    if (any(request.given))
      if (auto params = decided(space, request.given))
        return proposal(std::move(*params), {}, "given in full: " + counted(space));
    tried_.read(history);
    if (!layout_ || layout_->seed() != request.rng.seed || !(layout_->space() == space))
      layout_.emplace(space, request.rng.seed, options_);
    if (any(request.given)) return complete(request);
    return next(history, space);
  }

 private:
  struct Progress {
    std::size_t dimensions = 0;
    Cursor next;
    int points = 0;

    void take(const History& history, const Entry& entry) {
      const auto* proposed = std::get_if<Proposed>(&entry.fact);
      if (!proposed || proposed->by != grid_version) return;
      const auto note = read(proposed->note);
      if (!note) return;
      ++points;
      // Places count for the settings and the parameters they were used up under.
      if (entry.revision < history.settings_revision() || note->dimensions < dimensions) return;
      if (note->dimensions > dimensions) dimensions = note->dimensions, next = {};
      Cursor after = note->used;
      ++after.index;
      next = std::max(next, after);
    }
  };

  static Proposal proposal(Params params, std::string note, std::string reason) {
    return {.params = std::move(params),
            .by = grid_version,
            .note = std::move(note),
            .reason = std::move(reason),
            .repeats = {}};
  }

  std::optional<Proposal> next(const History& history, const Space& space) {
    const Progress& progress =
        progress_.upto(history, [](Progress& p, const History& seen, const Entry& entry) { p.take(seen, entry); });
    Cursor cursor = progress.dimensions == space.size() ? progress.next : Cursor{};
    if (exhausted_ && exhausted_->digest == tried_.digest() && exhausted_->space == space) return {};
    for (std::uint64_t broken = 0; layout_->settle(cursor); ++cursor.index) {
      Params params = layout_->at(cursor);
      if (const Constraint* constraint = space.broken(params)) {
        if (++broken == most_broken) give_up(*constraint);
        continue;
      }
      if (tried_.has(space, params)) continue;
      return proposal(std::move(params), to_text(Note{space.size(), cursor}), reason(progress.points + 1, cursor));
    }
    exhausted_ = {space, tried_.digest()};
    return {};
  }

  /// The rest of a configuration of which a part is given. Nothing untried left: one comes again.
  Proposal complete(const Request& request) {
    const Space& space = request.space;
    layout_->go_to(layout_->levels());
    std::optional<Params> again;
    for (std::uint32_t i = 0; i < completions; ++i) {
      Params params = layout_->near(static_cast<std::uint32_t>(request.number) + i, request.given);
      if (space.broken(params)) continue;
      if (!tried_.has(space, params)) return completed(std::move(params));
      if (!again) again = std::move(params);
    }
    return completed(again ? std::move(*again) : draw(space, request.rng, 0, request.given));
  }

  static Proposal completed(Params params) {
    const auto settled = std::count_if(params.begin(), params.end(), [](double code) { return !std::isnan(code); });
    return proposal(std::move(params), {}, fmt::format("grid values beside the given ones, {} in all", settled));
  }

  std::string reason(int point, const Cursor& cursor) const {
    const std::uint64_t size = layout_->size();
    const std::string of = size >= Lattice::too_many
                               ? "more than 4e18"
                               : (layout_->space().constraints().empty() ? "" : "at most ") + std::to_string(size);
    return fmt::format("grid point {} of {}, level {} of {}", point, of, cursor.level, layout_->levels());
  }

  [[noreturn]] void give_up(const Constraint& constraint) const {
    throw Error(ErrorKind::invalid, {},
                fmt::format("none of {} grid points looked at keeps the constraints, the last one broke {}: {}",
                            most_broken, printable(constraint.name, 60), printable(constraint.expression, 200)),
                {"Take fewer points or loosen the constraint; the sampler random searches for what it allows."});
  }

  struct Exhausted {
    Space space;
    Key digest;
  };

  GridOptions options_;
  Tried tried_;
  Fold<Progress> progress_;
  std::optional<Layout> layout_;
  std::optional<Exhausted> exhausted_;
};

}  // namespace

std::unique_ptr<Sampler> make_grid(GridOptions options) { return std::make_unique<Grid>(std::move(options)); }

}  // namespace kilter
