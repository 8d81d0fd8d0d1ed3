// SPDX-License-Identifier: MIT
#include "kilter/space/advice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "kilter/base/text.hpp"
#include "kilter/space/check.hpp"
#include "kilter/space/expression.hpp"

namespace kilter {
namespace {

constexpr double wide = 50;  ///< high / low from which a linear range wastes its small values

bool names_learning_rate(const std::string& name) {
  std::string plain;
  for (const char c : name)
    plain += std::isalnum(static_cast<unsigned char>(c)) != 0
                 ? static_cast<char>(std::tolower(static_cast<unsigned char>(c)))
                 : ' ';
  const auto words = split(plain, ' ');
  if (std::find(words.begin(), words.end(), "lr") != words.end()) return true;
  std::erase(plain, ' ');
  return plain.find("learningrate") != plain.npos;
}

std::optional<Message> linear_learning_rate(const Parameter& p) {
  const bool linear = p.kind == Kind::real && p.scale == Scale::linear && p.step == 0;
  if (!linear || !names_learning_rate(p.name) || p.low < 0 || p.high <= p.low || (p.low > 0 && p.high / p.low < wide))
    return {};
  const double low = p.low > 0 ? p.low : p.high * 1e-4;
  return Message{
      Severity::warning,
      "K107",
      fmt::format("{} = {} is linear: 90 % of the proposals would lie above {}", p.name, describe(p, Form::file),
                  rounded(p.low + 0.1 * (p.high - p.low), 2)),
      {fmt::format("Usual for a learning rate: {} = {{ log = [{}, {}] }}", p.name, to_text(low), to_text(p.high))}};
}

/// Whether a comparison with `constant` can ever be true; one fixed value may be a choice for the time being.
bool possible(const Parameter& p, const Value& constant) {
  const bool text = std::holds_alternative<std::string>(constant);
  if (p.kind == Kind::fixed) return true;
  if (p.kind == Kind::boolean)
    return !text &&
           (canonical(constant) == "0" || canonical(constant) == "1" || std::holds_alternative<bool>(constant));
  if (p.kind == Kind::real || p.kind == Kind::integer) return !text;
  return std::any_of(p.choices.begin(), p.choices.end(), [&](const Value& choice) {
    return text == std::holds_alternative<std::string>(choice) && canonical(choice) == canonical(constant);
  });
}

void look_at(const Space& space, const std::string& owner, const std::string& text, std::vector<Message>& messages) {
  if (trim(text).empty()) return;
  const auto expression = Expression::parse(text);
  for (const auto& mention : expression.mentions()) {
    const Parameter& p = space[*space.find(expression.names()[mention.name])];
    if (possible(p, mention.constant)) continue;
    std::vector<std::string> known;
    known.reserve(p.choices.size());
    for (const auto& choice : p.choices) known.push_back(to_text(choice));
    Message message{Severity::warning,
                    {},
                    fmt::format("{}: {} is never {}", owner, p.name, printable(to_json(mention.constant), 60)),
                    {}};
    if (const auto near = nearest(to_text(mention.constant), known))
      message.advice.push_back("Did you mean " + printable(*near, 60) + "?");
    message.advice.push_back(fmt::format("{} = {}", p.name, describe(p, Form::file)));
    messages.push_back(std::move(message));
  }
}

}  // namespace

std::vector<Message> warnings(const Space& space) {
  std::vector<Message> messages;
  for (const auto& parameter : space.parameters()) {
    if (auto message = linear_learning_rate(parameter)) messages.push_back(std::move(*message));
    look_at(space, "condition of " + parameter.name, parameter.when, messages);
  }
  for (const auto& constraint : space.constraints())
    look_at(space, "constraint " + printable(constraint.name, 60), constraint.expression, messages);
  return messages;
}

}  // namespace kilter
