// SPDX-License-Identifier: MIT
#include "kilter/executors/params_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <toml++/toml.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "kilter/base/error.hpp"

namespace kilter {
namespace {

/// A float, a whole float, an integer, a truth value, words that need quoting, a name that does, an inactive one.
Job mixed_job() {
  Job job;
  job.space = Space(
      {parse_range("lr", "log(1e-6,1)"), parse_range("decay", "float(0,5)"), parse_range("width", "int(16,256)"),
       parse_range("nesterov", "bool"),
       Parameter{.name = "act", .kind = Kind::categorical, .choices = {std::string("a\"b\\ c"), std::string("ä")}},
       parse_range("model.depth", "int(1,9)"), Parameter{.name = "momentum", .low = 0, .high = 1, .when = "nesterov"}});
  job.params = {1e-5, 2, 64, 0, 0, 3, std::numeric_limits<double>::quiet_NaN()};
  return job;
}

TEST(ParamsFile, KeepsTypesInJson) {
  const auto json = nlohmann::json::parse(params_text(mixed_job(), "json"));
  EXPECT_EQ(json.size(), 6u);
  EXPECT_EQ(json["lr"], 1e-5);
  EXPECT_TRUE(json["decay"].is_number_float());
  EXPECT_TRUE(json["width"].is_number_integer());
  EXPECT_EQ(json["width"], 64);
  EXPECT_EQ(json["nesterov"], false);
  EXPECT_EQ(json["act"], "a\"b\\ c");
  EXPECT_EQ(json["model.depth"], 3);
}

TEST(ParamsFile, KeepsTypesInToml) {
  const auto table = toml::parse(params_text(mixed_job(), "toml"));
  EXPECT_EQ(table.size(), 6u);
  EXPECT_EQ(table["lr"].as_floating_point()->get(), 1e-5);
  EXPECT_EQ(table["decay"].as_floating_point()->get(), 2);
  EXPECT_EQ(table["width"].as_integer()->get(), 64);
  EXPECT_EQ(table["nesterov"].as_boolean()->get(), false);
  EXPECT_EQ(table["act"].as_string()->get(), "a\"b\\ c");
  EXPECT_EQ(table.get("model.depth")->as_integer()->get(), 3);
}

class ParamsFileOnDisk : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("kilter-params-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_;
};

TEST_F(ParamsFileOnDisk, ReplacesTheOldFileAndLeavesNoDraft) {
  const auto path = folder_ / "params.json";
  std::ofstream(path) << "old";
  write_params_file(path, mixed_job(), "json");
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_EQ(text.str(), params_text(mixed_job(), "json"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(ParamsFileOnDisk, SaysWhyItCannotBeWritten) {
  try {
    write_params_file(folder_ / "absent" / "params.json", mixed_job(), "json");
    FAIL() << "wrote into a folder that does not exist";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::storage);
    EXPECT_NE(error.message().headline.find("No such file or directory"), std::string::npos)
        << error.message().headline;
  }
}

TEST(ParamsFile, RefusesAFormatItDoesNotKnow) {
  try {
    params_text(mixed_job(), "yaml");
    FAIL() << "wrote yaml";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
  }
}

}  // namespace
}  // namespace kilter
