// SPDX-License-Identifier: MIT
// A search space: parameters, the conditions under which they exist, and the constraints between them.
#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/space/parameter.hpp"
#include "kilter/space/params.hpp"

namespace kilter {

struct CompiledSpace;

/// A value: cheap to copy (the compiled form is shared and never changes), safe to read from any thread.
class Space {
 public:
  Space();
  /// Throws Error(invalid) naming the parameter: bad range, unknown or cyclic condition, duplicate name or choice,
  /// declared defaults that break a constraint.
  explicit Space(std::vector<Parameter> parameters, std::vector<Constraint> constraints = {});

  std::size_t size() const;
  const Parameter& operator[](std::size_t index) const;
  const std::vector<Parameter>& parameters() const;
  const std::vector<Constraint>& constraints() const;
  std::optional<std::size_t> find(std::string_view name) const;
  /// Parents before children.
  std::span<const std::size_t> order() const;

  /// This space and one parameter more, at the end.
  Space with(Parameter parameter) const;

  /// Whether the condition of parameter `index` holds; its parents must be settled.
  bool active(std::size_t index, const Params& params) const;
  /// Clears what is inactive, sets what is fixed; afterwards equal configurations have equal rows.
  void settle(Params& params) const;
  /// The first constraint that a settled configuration breaks. One over inactive parameters counts as kept.
  const Constraint* broken(const Params& params) const;
  /// The declared defaults, else the centre of each range or the first choice; settled. Where that breaks a constraint,
  /// the undeclared ones are drawn anew; where that is in vain too, all.
  Params defaults() const;

  /// Code of a value; throws Error(invalid) with the names where it is no value of this parameter.
  double code(std::size_t index, const Value& value) const;
  Value value(std::size_t index, double code) const;

  /// A configuration as a JSON object of names and values, absent ones left out; numbers read back exactly.
  std::string write(const Params& params) const;
  /// Reads what `write` gives. Names that the space lacks and choices that it does not know (any more) are left out;
  /// numbers outside a range are kept. Throws Error(invalid) where the text is no such object.
  Params read(std::string_view text) const;
  /// Whether `read` gives exactly these codes back from what `write` makes of them; so it is with every proposal.
  bool reads_back(const Params& params) const;
  /// As `read`, but unknown names, unknown choices and values outside a range throw Error(invalid): for users' input.
  Params read_strictly(std::string_view text) const;

  bool operator==(const Space& other) const;

 private:
  friend std::vector<double> violations(const Space& space, const Params& params);
  Params centre() const;
  void check_defaults() const;
  template <class Store>
  void each_member(std::string_view text, const Store& store) const;
  std::shared_ptr<const CompiledSpace> compiled_;
};

/// `{"space":{name:{...},...},"constraints":{name:expression,...}}`, parameters in order.
std::string to_json(const Space& space);
Space space_from_json(std::string_view json);

}  // namespace kilter
