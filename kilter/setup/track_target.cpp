// SPDX-License-Identifier: MIT
#include "kilter/setup/track_target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/trackers/http.hpp"
#include "kilter/trackers/trackers.hpp"

namespace kilter {

namespace fs = std::filesystem;

namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

/// What is remembered of a server is its address; who may write there is asked of the environment each time.
void read_server(TrackTarget& target) {
  if (target.place.empty()) target.place = environment("MLFLOW_TRACKING_URI");
  if (target.place.empty())
    throw Error(ErrorKind::usage, {}, "--track mlflow: which server?",
                {"For example --track mlflow=http://127.0.0.1:5000, or set MLFLOW_TRACKING_URI"});
  read_http_url(target.place);
}

}  // namespace

TrackTarget read_track_target(const std::string& text) {
  static const std::vector<std::string> kinds{"tensorboard", "csv", "mlflow"};
  const auto equals = text.find('=');
  TrackTarget target{.kind = text.substr(0, equals), .place = {}};
  if (equals != text.npos) target.place = text.substr(equals + 1);
  if (std::find(kinds.begin(), kinds.end(), target.kind) == kinds.end()) {
    const auto meant = nearest(target.kind, kinds);
    throw Error(ErrorKind::usage, {}, fmt::format("nothing is known of tracking by \"{}\"", printable(target.kind, 80)),
                {meant ? fmt::format("Did you mean {}?", *meant) : "There is: " + join(kinds, ", "),
                 "For example --track tensorboard, or --track tensorboard=runs"});
  }
  if (equals != text.npos && target.place.empty() && !is_server(target))
    throw Error(ErrorKind::usage, {}, fmt::format("--track {}: a folder is missing after =", text),
                {fmt::format("For example --track {}=runs, or --track {} for one in the study's folder", target.kind,
                             target.kind)});
  if (is_server(target)) read_server(target);
  return target;
}

bool is_server(const TrackTarget& target) { return target.kind == "mlflow"; }

std::string place_of(const TrackTarget& target, const fs::path& study) {
  return is_server(target) ? target.place : track_folder(target, study).string();
}

std::string to_text(const TrackTarget& target) {
  return target.place.empty() ? target.kind : target.kind + "=" + target.place;
}

TrackTarget absolute(TrackTarget target, const fs::path& base) {
  if (!target.place.empty() && !is_server(target)) target.place = (base / target.place).lexically_normal().string();
  return target;
}

fs::path track_folder(const TrackTarget& target, const fs::path& study) {
  return target.place.empty() ? study / target.kind : fs::path(target.place) / study.filename();
}

std::unique_ptr<Tracker> make_tracker(const TrackTarget& target, const fs::path& study, const Clock& clock) {
  if (is_server(target))
    return make_mlflow({.address = target.place,
                        .experiment = environment("MLFLOW_EXPERIMENT_NAME"),
                        .authorization = authorization(environment("MLFLOW_TRACKING_USERNAME"),
                                                       environment("MLFLOW_TRACKING_PASSWORD"),
                                                       environment("MLFLOW_TRACKING_TOKEN"))});
  const fs::path folder = track_folder(target, study);
  if (target.kind == "csv") return make_csv(folder);
  return make_tensorboard(folder, clock);
}

}  // namespace kilter
