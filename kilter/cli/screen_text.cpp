// SPDX-License-Identifier: MIT
#include "kilter/cli/screen_text.hpp"

#include <wchar.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace kilter::cli {
namespace {

/// One thing of a text: an escape sequence, or a character with its width.
struct Piece {
  std::string_view bytes;
  std::size_t width = 0;
};

std::size_t utf8_size(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xF0) return 4;
  return first >= 0xE0 ? 3 : 2;
}

char32_t code_point(std::string_view bytes) {
  if (bytes.size() == 1) return static_cast<unsigned char>(bytes[0]);
  char32_t code = static_cast<unsigned char>(bytes[0]) & (0xFFu >> (bytes.size() + 1));
  for (std::size_t i = 1; i < bytes.size(); ++i) code = (code << 6) | (static_cast<unsigned char>(bytes[i]) & 0x3Fu);
  return code;
}

Piece next(std::string_view text) {
  if (text[0] == '\x1b') {
    const auto end = text.find('m');
    return {text.substr(0, end == text.npos ? text.size() : end + 1), 0};
  }
  const auto size = std::min(utf8_size(static_cast<unsigned char>(text[0])), text.size());
  const auto bytes = text.substr(0, size);
  const int width = wcwidth(static_cast<wchar_t>(code_point(bytes)));
  // In a locale that does not know the character it still takes a place.
  return {bytes, width < 0 ? 1 : static_cast<std::size_t>(width)};
}

}  // namespace

std::size_t columns(std::string_view text) {
  std::size_t sum = 0;
  while (!text.empty()) {
    const Piece piece = next(text);
    sum += piece.width;
    text.remove_prefix(piece.bytes.size());
  }
  return sum;
}

std::string clipped(std::string_view text, std::size_t most, bool unicode) {
  if (columns(text) <= most) return std::string(text);
  const std::string_view mark = unicode ? "…" : "~";
  std::string out;
  std::size_t used = 0;
  bool coloured = false;
  while (!text.empty()) {
    const Piece piece = next(text);
    if (used + piece.width + 1 > most) break;
    out += piece.bytes;
    used += piece.width;
    if (piece.bytes[0] == '\x1b') coloured = piece.bytes != "\x1b[0m";
    text.remove_prefix(piece.bytes.size());
  }
  if (most > 0) out += mark;
  if (coloured) out += "\x1b[0m";
  return out;
}

std::string padded(std::string_view text, std::size_t width, bool unicode) {
  std::string out = clipped(text, width, unicode);
  const std::size_t used = columns(out);
  if (used < width) out.append(width - used, ' ');
  return out;
}

std::string bar(double share, std::size_t width, bool unicode) {
  const double clean = std::isfinite(share) ? std::clamp(share, 0.0, 1.0) : 0.0;
  const auto full = static_cast<std::size_t>(std::floor(clean * static_cast<double>(width)));
  std::string out;
  for (std::size_t i = 0; i < width; ++i) out += i < full ? (unicode ? "▓" : "#") : (unicode ? "░" : ".");
  return out;
}

std::string curve(const std::vector<double>& values, std::size_t width, bool unicode) {
  static constexpr std::array marks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  static constexpr std::string_view ascii = "_.,-~=*#";
  if (values.empty() || width == 0) return {};
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  const std::size_t shown = std::min(width, values.size());
  std::string out;
  for (std::size_t i = 0; i < shown; ++i) {
    const std::size_t at = shown == 1 ? values.size() - 1 : i * (values.size() - 1) / (shown - 1);
    const double span = *high - *low;
    const double share = span > 0 ? (values[at] - *low) / span : 1.0;
    const auto level = static_cast<std::size_t>(std::lround(share * 7));
    out += unicode ? std::string(marks[level]) : std::string(1, ascii[level]);
  }
  return out;
}

std::string plain(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> known{
      {{"…", "..."}, {"→", "->"}, {"·", "-"}, {"–", "-"}, {"±", "+-"}, {"≤", "<="}, {"×", "x"}}};
  std::string out;
  while (!text.empty()) {
    const Piece piece = next(text);
    const auto found = std::find_if(known.begin(), known.end(), [&](const auto& k) { return k.first == piece.bytes; });
    if (found != known.end())
      out += found->second;
    else if (static_cast<unsigned char>(piece.bytes[0]) < 0x80)
      out += piece.bytes;
    else
      out += '?';
    text.remove_prefix(piece.bytes.size());
  }
  return out;
}

}  // namespace kilter::cli
