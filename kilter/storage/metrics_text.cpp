// SPDX-License-Identifier: MIT
#include "kilter/storage/metrics_text.hpp"

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"
#include "kilter/space/json_scanner.hpp"
#include "kilter/space/json_text.hpp"

namespace kilter {

void append_metrics(std::string& text, const Metrics& metrics) {
  text += '{';
  for (const auto& [name, value] : metrics) {
    if (text.back() != '{') text += ',';
    append_quoted(text, name);
    text += ':';
    append_real(text, value);
  }
  text += '}';
}

std::optional<Metrics> metrics_from(std::string_view text) try {
  Metrics metrics;
  JsonScanner scanner(text);
  scanner.open();
  while (scanner.more()) {
    const JsonScalar name = scanner.name();
    const JsonScalar scalar = scanner.scalar();
    auto& metric = metrics.emplace_back(name.escaped ? name.word() : std::string(name.inner()));
    if (scalar.type == JsonScalar::Type::number) {
      metric.value = scalar.number;
    } else {
      const auto special = scalar.type == JsonScalar::Type::text ? to_double(scalar.inner()) : std::nullopt;
      if (!special) return {};
      metric.value = *special;
    }
  }
  scanner.close();
  return metrics;
} catch (const Error&) {
  return {};
}

}  // namespace kilter
