// SPDX-License-Identifier: MIT
#include "kilter/cli/track_state.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <fstream>

#include "kilter/base/text.hpp"

namespace kilter::cli {
namespace {

namespace fs = std::filesystem;

/// FNV-1a: file names of their own for places of their own.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ull;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  return hash;
}

}  // namespace

TrackFiles::TrackFiles(const StudyPlace& study, const TrackTarget& target)
    : stem_(study.folder / "tracked" / fmt::format("{}-{:08x}", target.kind, hash_of(target.place) >> 32)) {
  std::error_code ignored;
  fs::create_directories(stem_.parent_path(), ignored);
}

File TrackFiles::lock() const { return {stem_.string() + ".lock", O_RDWR | O_CREAT}; }

void TrackFiles::write(const TrackState& state) const {
  const fs::path fresh = stem_.string() + ".new";
  std::ofstream(fresh) << state.delivered << '\n' << state.trouble << '\n';
  std::error_code ignored;
  fs::rename(fresh, stem_.string() + ".state", ignored);
}

std::optional<TrackState> TrackFiles::read() const {
  std::ifstream in(stem_.string() + ".state");
  TrackState state;
  std::string number;
  if (!std::getline(in, number) || !to_integer(number)) return {};
  state.delivered = static_cast<Revision>(*to_integer(number));
  std::getline(in, state.trouble);
  return state;
}

bool is_up_to_date(const StudyPlace& study, const TrackTarget& target, Revision newest) {
  const auto state = TrackFiles(study, target).read();
  return state && state->delivered >= newest;
}

std::string track_line(const StudyPlace& study, const TrackTarget& target, Revision newest) {
  const auto state = TrackFiles(study, target).read().value_or(TrackState{});
  const std::string where = fmt::format("{} {} {}", target.kind, is_server(target) ? "at" : "in",
                                        printable(place_of(target, study.folder), 300));
  if (state.delivered >= newest) return where + ": up to date";
  return fmt::format("{}: {} of {} facts are not there yet{}", where, newest - state.delivered, newest,
                     state.trouble.empty() ? "" : "; " + printable(state.trouble, 400));
}

}  // namespace kilter::cli
