// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iterator>
#include <set>

#include "kilter/fit/model_texts.hpp"
#include "kilter/fit/unpacked.hpp"

namespace kilter::fit {
namespace {

/// What every such header has below its numbers.
constexpr const char* common = R"(
inline double sigmoid(double x) { return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x)); }

/// y = w x + bias
inline std::vector<double> dense(const std::vector<double>& x, const float* w, const float* bias, std::size_t out, double scale) {
  std::vector<double> y(out);
  for (std::size_t i = 0; i < x.size(); ++i)
    for (std::size_t j = 0; j < out; ++j) y[j] += x[i] * w[i * out + j];
  for (std::size_t j = 0; j < out; ++j) y[j] = scale * y[j] + bias[j];
  return y;
}

inline void put_number(std::vector<double>& x, double value, double centre, double scale, bool flagged) {
  const bool empty = std::isnan(value);
  const double z = empty ? 0 : (value - centre) * scale;
  x.push_back(z / std::sqrt(1 + z * z / 9));
  if (flagged) x.push_back(empty ? 1 : 0);
}

/// 0 for an unknown category, else its place from 1.
inline std::size_t place(std::string_view cell, const std::string_view* names, std::size_t count) {
  for (std::size_t k = 0; k < count; ++k)
    if (names[k] == cell) return k + 1;
  return 0;
}

inline void put_category(std::vector<double>& x, std::size_t at, std::size_t count) {
  if (count == 2) return x.push_back(at == 0 ? 0 : at == 1 ? -1 : 1);
  for (std::size_t k = 1; k <= count; ++k) x.push_back(k == at ? 1 : 0);
}
)";

const char* formula(nn::Activation activation) {
  switch (activation) {
    case nn::Activation::relu: return "x > 0 ? x : 0";
    case nn::Activation::leaky_relu: return "x > 0 ? x : 0.01 * x";
    case nn::Activation::gelu: return "0.5 * x * (1 + std::tanh(0.7978845608 * (x + 0.044715 * x * x * x)))";
    case nn::Activation::silu: return "x * sigmoid(x)";
    case nn::Activation::tanh: return "std::tanh(x)";
    case nn::Activation::selu: return "x > 0 ? 1.0507010 * x : 1.7580993 * (std::exp(x) - 1)";
  }
  return "x";
}

/// A literal of C++; anything but letters, digits and plain signs in octal.
std::string literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\' || c == '?' || byte < 32 || byte > 126)
      out += fmt::format("\\{:03o}", byte);
    else
      out += c;
  }
  return out + '"';
}

/// Text for a comment: nothing that ends a line or goes on in the next.
std::string remark(std::string_view text) {
  std::string out;
  for (const char c : text) out += static_cast<unsigned char>(c) < 32 || c == '\\' ? '?' : c;
  return out;
}

class HeaderWriter {
 public:
  explicit HeaderWriter(const Model& model) : model_(model) {}

  std::string text() {
    line("// A network trained by kilter fit, for C++20 without any library: kilter_model::answer(row).");
    line("#pragma once");
    for (const char* one : {"algorithm", "array", "cmath", "cstddef", "limits", "string_view", "vector"})
      line("#include <{}>", one);
    line("\nnamespace kilter_model {{\n");
    row();
    if (model_.task.of_classes()) {
      line("/// The classes, in the order of the probabilities of answer().");
      names("classes", model_.task.classes);
    }
    line("namespace detail {{");
    out_ += common;
    line("\ninline double activated(double x) {{ return {}; }}", formula(model_.architecture.activation));
    encoding();
    for (std::size_t m = 0; m < model_.members.size(); ++m) member(m);
    line("}}  // namespace detail\n");
    answer();
    line("}}  // namespace kilter_model");
    return std::move(out_);
  }

 private:
  template <class... T>
  void line(fmt::format_string<T...> form, T&&... values) {
    fmt::format_to(std::back_inserter(out_), form, std::forward<T>(values)...);
    out_ += '\n';
  }

  void names(const std::string& name, const std::vector<std::string>& all) {
    std::vector<std::string> literals;
    for (const auto& one : all) literals.push_back(literal(one));
    line("inline constexpr std::array<std::string_view, {}> {}{{{}}};\n", all.size(), name, fmt::join(literals, ", "));
  }

  /// `in_` and the letters of the name; each once.
  std::string field_for(const std::string& name) {
    std::string plain = "in";
    bool apart = true;
    for (const char c : name) {
      const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (word && apart) plain += '_';
      if (word) plain += c;
      apart = !word;
    }
    std::string free = plain;
    for (int n = 2; !fields_taken_.insert(free).second; ++n) free = fmt::format("{}_n{}", plain, n);
    return free;
  }

  void row() {
    line(
        "/// One row of a table. Numbers: NaN is an empty cell; dates: days since 1970-01-01; texts: \"\" is an empty "
        "cell.");
    line("struct Row {{");
    for (const auto& input : model_.encoding.inputs()) {
      fields_.push_back(field_for(input.type.name));
      if (is_number(input))
        line("  double {} = std::numeric_limits<double>::quiet_NaN();  // {}", fields_.back(), remark(input.type.name));
      else
        line("  std::string_view {};  // {}", fields_.back(), remark(input.type.name));
    }
    line("}};\n");
  }

  void encoding() {
    const auto& inputs = model_.encoding.inputs();
    for (std::size_t i = 0; i < inputs.size(); ++i)
      if (!is_number(inputs[i])) names(fmt::format("names_{}", i), inputs[i].type.categories);
    line("inline void encode(const Row& row, std::vector<double>& x, std::vector<std::size_t>& codes) {{");
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const auto at =
          fmt::format("place(row.{}, names_{}.data(), {})", fields_[i], i, inputs[i].type.categories.size());
      if (is_number(inputs[i]))
        line("  put_number(x, row.{}, {}, {}, {});", fields_[i], inputs[i].centre, inputs[i].scale, inputs[i].flagged);
      else if (numbers_of(inputs[i]) > 0)
        line("  put_category(x, {}, {});", at, inputs[i].type.categories.size());
      else
        line("  codes.push_back({});", at);
    }
    line("  (void)row, (void)x, (void)codes;\n}}\n");
  }

  std::string floats(const std::string& name, std::span<const float> values) {
    line("inline constexpr float {}[] = {{{}}};", name, fmt::join(values, ","));
    return name;
  }

  void member(std::size_t m) {
    const Unpacked parts = unpacked(model_.members[m]);
    const int vector = model_.architecture.embedding;
    std::string body;
    for (std::size_t t = 0; t < parts.tables.size(); ++t) {
      const auto name = floats(fmt::format("table_{}_{}", m, t), parts.tables[t]);
      body +=
          fmt::format("  x.insert(x.end(), {0} + {2} * codes[{1}], {0} + {2} * (codes[{1}] + 1));\n", name, t, vector);
    }
    if (!parts.factors.empty())
      body += fmt::format("  for (std::size_t i = 0; i < x.size(); ++i) x[i] *= {}[i];\n",
                          floats(fmt::format("factors_{}", m), parts.factors));
    for (std::size_t k = 0; k < parts.layers.size(); ++k) {
      const Dense& layer = parts.layers[k];
      const auto weights = floats(fmt::format("weights_{}_{}", m, k), layer.weights);
      const auto bias = floats(fmt::format("bias_{}_{}", m, k), layer.bias);
      body += fmt::format("  x = dense(x, {}, {}, {}, {});\n", weights, bias, layer.out, layer.scale);
      if (layer.last) break;
      if (layer.shares.empty())
        body += "  for (double& v : x) v = activated(v);\n";
      else
        body += fmt::format("  for (std::size_t i = 0; i < x.size(); ++i) x[i] += {}[i] * (activated(x[i]) - x[i]);\n",
                            floats(fmt::format("shares_{}_{}", m, k), layer.shares));
    }
    line(
        "inline std::vector<double> member_{}(std::vector<double> x, [[maybe_unused]] const std::vector<std::size_t>& "
        "codes) {{",
        m);
    out_ += body + probabilities() + "  return x;\n}\n\n";
  }

  std::string probabilities() const {
    if (!model_.task.of_classes()) return {};
    if (model_.task.classes.size() == 2) return "  x = {sigmoid(-x[0]), sigmoid(x[0])};\n";
    return "  const double most = *std::max_element(x.begin(), x.end());\n  double sum = 0;\n"
           "  for (double& v : x) sum += v = std::exp(v - most);\n  for (double& v : x) v /= sum;\n";
  }

  void answer() {
    const Task& task = model_.task;
    const std::size_t outputs = task.of_classes() ? task.classes.size() : 1;
    line("/// {}", task.of_classes() ? "The probability of each class." : "The predicted number.");
    line("inline {} answer(const Row& row) {{",
         task.of_classes() ? fmt::format("std::array<double, {}>", outputs) : std::string("double"));
    line("  std::vector<double> x;\n  std::vector<std::size_t> codes;\n  detail::encode(row, x, codes);");
    line("  std::array<double, {}> mean{{}};", outputs);
    for (std::size_t m = 0; m < model_.members.size(); ++m)
      line(
          "  {{\n    const auto y = detail::member_{}(x, codes);\n"
          "    for (std::size_t k = 0; k < mean.size(); ++k) mean[k] += y[k] / {};\n  }}",
          m, model_.members.size());
    if (task.of_classes())
      line("  return mean;\n}}\n");
    else
      line("  return std::clamp<double>({} + {} * mean[0], {}, {});\n}}\n", task.mean, task.deviation, task.low,
           task.high);
  }

  const Model& model_;
  std::string out_;
  std::vector<std::string> fields_;
  std::set<std::string> fields_taken_;
};

}  // namespace

std::string header_of(const Model& model) { return HeaderWriter(model).text(); }

}  // namespace kilter::fit
