// SPDX-License-Identifier: MIT
#include "kilter/trackers/tensorboard_events.hpp"

#include <algorithm>
#include <cmath>

#include "kilter/base/protobuf.hpp"

namespace kilter {
namespace {

namespace event {
enum Field : unsigned { wall_time = 1, step = 2, file_version = 3, summary = 5 };
}
namespace summary_value {
enum Field : unsigned { tag = 1, simple_value = 2, tensor = 8, metadata = 9 };
}
namespace hparams {
enum Field : unsigned { session_start = 3, session_end = 4 };
enum Status : int { success = 1, failure = 2 };
}  // namespace hparams
enum DataType : int { type_float = 1, type_string = 7 };

double seconds(WallTime time) { return static_cast<double>(time.time_since_epoch().count()) / 1000; }

std::int64_t whole(double step) {
  constexpr double most = 9e18;
  return std::isnan(step) ? 0 : std::llround(std::min(std::max(step, -most), most));
}

std::string summary_event(WallTime time, double step, const ProtoMessage& value) {
  ProtoMessage message;
  message.real(event::wall_time, seconds(time));
  if (step != 0) message.whole(event::step, whole(step));
  return message.message(event::summary, ProtoMessage().message(1, value)).bytes();
}

ProtoMessage plugin(std::string_view name, const ProtoMessage& content) {
  return ProtoMessage().message(1, ProtoMessage().text(1, name).message(2, content));
}

ProtoMessage shape(std::int64_t size) { return ProtoMessage().message(2, ProtoMessage().whole(1, size)); }

/// What is not a metric travels as metadata of an empty tensor.
std::string hparams_event(WallTime time, std::string_view tag, const ProtoMessage& content) {
  const auto empty = ProtoMessage().whole(1, type_float).message(2, ProtoMessage().message(2, ProtoMessage()));
  return summary_event(time, 0,
                       ProtoMessage()
                           .text(summary_value::tag, tag)
                           .message(summary_value::tensor, empty)
                           .message(summary_value::metadata, plugin("hparams", content)));
}

/// As google.protobuf.Value.
ProtoMessage variant_value(const Value& value) {
  ProtoMessage message;
  if (const auto* flag = std::get_if<bool>(&value)) return message.whole(4, *flag);
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return message.real(2, static_cast<double>(*integer));
  if (const auto* real = std::get_if<double>(&value)) return message.real(2, *real);
  return message.text(3, std::get<std::string>(value));
}

}  // namespace

std::string file_version_event(WallTime time) {
  return ProtoMessage().real(event::wall_time, seconds(time)).text(event::file_version, "brain.Event:2").bytes();
}

std::string scalar_event(WallTime time, double step, std::string_view tag, double value) {
  return summary_event(
      time, step,
      ProtoMessage().text(summary_value::tag, tag).single(summary_value::simple_value, static_cast<float>(value)));
}

std::string text_event(WallTime time, std::string_view tag, std::string_view text) {
  const auto tensor = ProtoMessage().whole(1, type_string).message(2, shape(1)).text(8, text);
  return summary_event(time, 0,
                       ProtoMessage()
                           .text(summary_value::tag, tag)
                           .message(summary_value::tensor, tensor)
                           .message(summary_value::metadata, plugin("text", ProtoMessage())));
}

std::string session_start_event(WallTime time, std::span<const std::pair<std::string, Value>> settings) {
  ProtoMessage start;
  for (const auto& [name, value] : settings)
    start.message(1, ProtoMessage().text(1, name).message(2, variant_value(value)));
  start.real(5, seconds(time));
  return hparams_event(time, "_hparams_/session_start_info", ProtoMessage().message(hparams::session_start, start));
}

std::string session_end_event(WallTime time, bool success) {
  const auto end = ProtoMessage().whole(1, success ? hparams::success : hparams::failure).real(2, seconds(time));
  return hparams_event(time, "_hparams_/session_end_info", ProtoMessage().message(hparams::session_end, end));
}

}  // namespace kilter
