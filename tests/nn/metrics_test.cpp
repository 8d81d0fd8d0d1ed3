// SPDX-License-Identifier: MIT
#include "kilter/nn/metrics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

#include "kilter/base/text.hpp"

namespace kilter::nn {
namespace {

template <class T>
std::vector<T> numbers(std::istream& in, std::size_t count) {
  std::vector<T> values(count);
  for (auto& value : values) {
    std::string word;
    in >> word;
    value = static_cast<T>(*to_double(word));
  }
  return values;
}

/// metrics_oracle.txt, as metrics_oracle.py wrote it with scikit-learn.
TEST(Metrics, AreThoseOfScikitLearn) {
  std::ifstream in(METRICS_ORACLE);
  ASSERT_TRUE(in);
  std::string kind, word;
  std::size_t classes = 0, rows = 0, cases = 0;
  while (in >> kind >> classes >> word >> rows) {
    SCOPED_TRACE(kind + " case " + std::to_string(++cases));
    const bool of_classes = kind == "classes";
    const auto labels = of_classes ? numbers<int>(in, rows) : std::vector<int>();
    const auto truth = of_classes ? std::vector<double>() : numbers<double>(in, rows);
    const auto said = numbers<double>(in, rows * classes);
    const auto weights = numbers<double>(in, rows);
    const auto scores =
        of_classes ? class_scores({labels, said, classes, weights}) : value_scores({truth, said, weights});
    std::size_t compared = 0;
    for (std::string name, value; in >> name && name != "end" && in >> value; ++compared) {
      const auto at =
          std::find_if(scores.begin(), scores.end(), [&](const auto& score) { return score.first == name; });
      ASSERT_NE(at, scores.end()) << name;
      EXPECT_NEAR(at->second, *to_double(value), 1e-12) << name;
    }
    EXPECT_EQ(compared, scores.size());
  }
  EXPECT_EQ(cases, 28u);
}

TEST(Metrics, WithoutWeightsAllRowsCountAlike) {
  const std::vector<int> truth{0, 1, 1, 0};
  const std::vector<double> p{0.9, 0.1, 0.2, 0.8, 0.6, 0.4, 0.5, 0.5}, ones(4, 1.0);
  for (const auto& name : score_names())
    if (is_class_score(name)) {
      EXPECT_EQ(class_score({truth, p, 2}, name), class_score({truth, p, 2, ones}, name)) << name;
    }
  EXPECT_EQ(class_score({truth, p, 2}, "auc"), 0.75);
}

TEST(Metrics, OneClassHasNoRanking) {
  const std::vector<int> truth{1, 1};
  const std::vector<double> p{0.4, 0.6, 0.2, 0.8};
  EXPECT_TRUE(std::isnan(class_score({truth, p, 2}, "auc")));
  EXPECT_EQ(class_score({truth, p, 2}, "accuracy"), 1);
}

TEST(Metrics, KnowTheirDirection) {
  EXPECT_TRUE(more_is_better("auc"));
  EXPECT_FALSE(more_is_better("log_loss"));
  EXPECT_FALSE(more_is_better("rmse"));
  EXPECT_TRUE(is_value_score("r2"));
  EXPECT_FALSE(is_class_score("gini"));
}

}  // namespace
}  // namespace kilter::nn
