// SPDX-License-Identifier: MIT
// One dimension of a search space: its kind, its range, and under which condition it exists.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/space/value.hpp"

namespace kilter {

enum class Kind { real, integer, ordinal, categorical, boolean, fixed };
enum class Scale { linear, log, logit, reverse_log };

/// A plain description; Space checks it.
///
/// Inside Kilter a value is a *code*, one double: the value itself for real and integer parameters (integers within
/// 2^53), the index into `choices` for ordinal, categorical and fixed ones, 0 or 1 for boolean. NaN means absent.
struct Parameter {
  std::string name;
  Kind kind = Kind::real;
  Scale scale = Scale::linear;
  double low = 0;  ///< real and integer: both ends belong to the range
  double high = 1;
  double step = 0;                ///< 0: continuous (real) or 1 (integer)
  std::vector<Value> choices;     ///< ordinal in their order, categorical, or the one fixed value
  std::optional<double> beside;   ///< a value that stands beside the range, as `or = 0.0`
  std::optional<Value> fallback;  ///< the user's default
  std::string when;               ///< expression over other parameters; empty: always active
  std::string role;               ///< "scientific", "nuisance", or empty
  std::optional<Value> was;       ///< the value that trials before this parameter implicitly had

  bool operator==(const Parameter&) const = default;
};

/// The forms of a range: `log(1e-4,1)=0.1`, `int(16,256,16)`, `float(0,1)`, `logint(1,64)`, `choice(relu,tanh)=relu`,
/// `ordered(18,34,50)`, `bool`, `logit(0.5,0.999)`, `one_minus_log(1e-4,0.1)`, `fixed(128)`; after the range `or 0.0`.
/// Throws Error(invalid) with the parameter's name, what was found and what to type (K105, K106, ...).
Parameter parse_range(std::string_view name, std::string_view text);

/// The same description in the form of the study file, as a JSON object: `{"log":[0.0001,1.0],"default":0.1}`.
Parameter parameter_from_json(std::string_view name, std::string_view json);
std::string to_json(const Parameter& parameter);

/// Number of distinct values; infinity for a continuous range.
double levels(const Parameter& parameter);

}  // namespace kilter
