// SPDX-License-Identifier: MIT
// What a Space works out once from its description. It never changes afterwards.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kilter/space/evaluation.hpp"
#include "kilter/space/parameter.hpp"
#include "kilter/space/params.hpp"

namespace kilter {

struct CompiledSpace {
  /// An expression whose names are bound to parameters.
  struct Rule {
    Expression expression;
    std::vector<std::size_t> parameters;
  };
  struct Facet {
    std::string label;                 ///< `"name":`
    std::vector<std::string> choices;  ///< as JSON text
    std::vector<Operand> operands;     ///< of the choices
    std::optional<Rule> when;
    std::optional<double> constant;  ///< the code of a parameter with one value
  };

  std::vector<Parameter> parameters;
  std::vector<Constraint> constraints;
  std::vector<Facet> facets;
  std::vector<Rule> rules;           ///< of the constraints
  std::vector<std::size_t> order;    ///< parents before children
  std::vector<std::size_t> by_name;  ///< indices, sorted by name
  bool conditional = false;
  std::size_t text_size = 2;  ///< of a typical row

  CompiledSpace(std::vector<Parameter> given, std::vector<Constraint> rules_given);

  std::optional<std::size_t> find(std::string_view name) const;
  Operand operand(std::size_t index, const Params& params) const;
  template <class T = Operand>
  T evaluate(const Rule& rule, const Params& params) const {
    return Evaluation<T>::run(rule.expression,
                              [&](std::size_t name) { return operand(rule.parameters[name], params); });
  }
  bool applies(const Rule& rule, const Params& params) const;

 private:
  void index_names();
  Rule bind(std::string_view expression, std::string_view owner) const;
  Facet facet(const Parameter& parameter) const;
  void sort_parents_first();
};

}  // namespace kilter
