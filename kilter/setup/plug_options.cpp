// SPDX-License-Identifier: MIT
#include "kilter/setup/plug_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "kilter/base/error.hpp"
#include "kilter/base/text.hpp"

namespace kilter {

using Json = nlohmann::ordered_json;

struct PlugOptions::Table {
  Json json;

  /// nullptr where the key is absent.
  const Json* find(const std::string& key) const {
    const auto found = json.find(key);
    return found == json.end() ? nullptr : &*found;
  }
};

PlugOptions::PlugOptions(const Plug& plug)
    : name_(plug.name), table_(std::make_unique<Table>(Json::parse(plug.options, nullptr, false))) {
  if (!table_->json.is_object()) fail("its options are a table");
}

PlugOptions::~PlugOptions() = default;

void PlugOptions::take(const std::string& key, int& value, int least, int most) {
  known_.push_back(key);
  const Json* found = table_->find(key);
  if (!found) return;
  if (!found->is_number_integer()) fail(key + " is a whole number");
  const auto number = found->get<std::int64_t>();
  if (number < least || number > most) fail(fmt::format("{} lies between {} and {}", key, least, most));
  value = static_cast<int>(number);
}

void PlugOptions::take(const std::string& key, double& value, double least) {
  known_.push_back(key);
  const Json* found = table_->find(key);
  if (!found) return;
  if (!found->is_number()) fail(key + " is a number");
  value = found->get<double>();
  if (!(value >= least)) fail(fmt::format("{} is at least {}", key, to_text(least)));
}

void PlugOptions::take(const std::string& key, bool& value) {
  known_.push_back(key);
  const Json* found = table_->find(key);
  if (!found) return;
  if (!found->is_boolean()) fail(key + " is true or false");
  value = found->get<bool>();
}

void PlugOptions::take(const std::string& key, std::map<std::string, int>& values) {
  known_.push_back(key);
  const Json* found = table_->find(key);
  if (!found) return;
  if (!found->is_object()) fail(key + " is a table of parameters and whole numbers");
  for (const auto& [name, number] : found->items()) {
    if (!number.is_number_integer() || number.get<std::int64_t>() < 1 || number.get<std::int64_t>() > 1'000'000'000)
      fail(fmt::format("{}.{} is a whole number above 0", key, printable(name, 60)));
    values[name] = number.get<int>();
  }
}

void PlugOptions::take(const std::string& key, std::optional<Plug>& plug) {
  known_.push_back(key);
  const Json* found = table_->find(key);
  if (!found) return;
  if (found->is_string()) {
    plug = Plug{found->get<std::string>()};
    return;
  }
  const auto name = found->is_object() ? found->find("name") : found->end();
  if (name == found->end() || !name->is_string()) fail(key + " is a name, or a table with a name");
  Json options = *found;
  options.erase("name");
  plug = Plug{name->get<std::string>(), options.dump()};
}

void PlugOptions::done() const {
  for (const auto& [key, value] : table_->json.items()) {
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    std::vector<std::string> advice;
    if (const auto meant = nearest(key, known_))
      advice.push_back(fmt::format("Did you mean {}?", *meant));
    else if (!known_.empty())
      advice.push_back("Known are: " + join(known_, ", "));
    throw Error(ErrorKind::invalid, {}, fmt::format("{} has no option \"{}\"", name_, printable(key, 60)), advice);
  }
}

void PlugOptions::fail(const std::string& what) const {
  throw Error(ErrorKind::invalid, fmt::format("{}: {}", name_, what));
}

}  // namespace kilter
