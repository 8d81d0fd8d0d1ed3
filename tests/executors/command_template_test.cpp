// SPDX-License-Identifier: MIT
#include "kilter/executors/command_template.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "kilter/base/error.hpp"

namespace kilter {
namespace {

using Words = std::vector<std::string>;

constexpr double absent = std::numeric_limits<double>::quiet_NaN();

/// The parameters of experience with every kind; momentum and nesterov exist for sgd alone.
Space mixed_space() {
  return Space({parse_range("lr", "log(1e-4,1)"), parse_range("width", "int(16,256)"),
                parse_range("optimizer", "choice(sgd,adamw)"),
                Parameter{.name = "momentum", .low = 0, .high = 1, .when = "optimizer == 'sgd'"},
                Parameter{.name = "nesterov", .kind = Kind::boolean, .when = "optimizer == 'sgd'"},
                Parameter{.name = "batch_size", .kind = Kind::fixed, .choices = {std::int64_t{128}}}});
}

Job job_of(Space space, Params params) {
  Job job;
  job.run = {7, 0, 0};
  job.space = std::move(space);
  job.params = std::move(params);
  job.space.settle(job.params);
  job.budget = 30;
  job.seed = 99;
  return job;
}

Job with_sgd() { return job_of(mixed_space(), {0.012345, 64, 0, 0.9, 1, 0}); }
Job with_adamw() { return job_of(mixed_space(), {0.012345, 64, 1, absent, absent, 0}); }

Words expand(const Words& words, const Job& job) {
  return CommandTemplate::parse(words).expand(
      job, {{"trial.dir", "/s/trials/7"}, {"params", "/s/trials/7/params.json"}, {"gpus", "0,1"}});
}

/// The headline and the advice of the error that `action` throws.
template <class Action>
std::string complaint(Action action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_LE(error.message().advice.size(), 6u);
    return to_text(error.message());
  }
  return "no complaint";
}

std::string parse_complaint(const Words& words, const Words& declared = {}) {
  return complaint([&] { CommandTemplate::parse(words, declared); });
}

std::string check_complaint(const Words& words, const Space& space) {
  return complaint([&] { CommandTemplate::parse(words).check(space); });
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

TEST(CommandTemplate, TakesRangesOutOfTheCommand) {
  const auto command =
      CommandTemplate::parse({"train", "--lr", "{lr:log(1e-4,1)=0.1}", "--width={width:int(16,256)}", "{amp:bool:flag}",
                              "--tag", "r-{lr:.2e}", "{wd:log(1e-6,1) or 0.0:.1e}"});
  ASSERT_EQ(command.parameters().size(), 4u);
  EXPECT_EQ(command.parameters()[0], parse_range("lr", "log(1e-4,1)=0.1"));
  EXPECT_EQ(command.parameters()[1], parse_range("width", "int(16,256)"));
  EXPECT_EQ(command.parameters()[2], parse_range("amp", "bool"));
  EXPECT_EQ(command.parameters()[3], parse_range("wd", "log(1e-6,1) or 0.0"));
  const Words reduced = {"train", "--lr", "{lr}", "--width={width}", "{amp:flag}", "--tag", "r-{lr:.2e}", "{wd:.1e}"};
  EXPECT_EQ(command.words(), reduced);
  EXPECT_EQ(CommandTemplate::parse(reduced).words(), reduced) << "the reduced words mean themselves";
  command.check(Space(command.parameters()));
}

TEST(CommandTemplate, WritesValuesWhereTheirNamesStand) {
  EXPECT_EQ(expand({"train", "--lr", "{lr}", "--width={width}", "{optimizer}-{width}"}, with_sgd()),
            (Words{"train", "--lr", "0.012345", "--width=64", "sgd-64"}));
  EXPECT_EQ(expand({"t", "{lr:.2e}", "{width:05}", "{width:+d}", "{lr:.3f}", "{lr:010.4f}", "{width:.1e}", "{lr:g}"},
                   with_sgd()),
            (Words{"t", "1.23e-02", "00064", "+64", "0.012", "00000.0123", "6.4e+01", "0.012345"}));
}

TEST(CommandTemplate, KnowsWhatSurroundsARun) {
  EXPECT_EQ(expand({"t", "{params}", "{trial}", "{trial:04}", "{trial.dir}/x", "{trial.seed}", "{trial.epochs}",
                    "{epochs}", "{gpus}"},
                   with_sgd()),
            (Words{"t", "/s/trials/7/params.json", "7", "0007", "/s/trials/7/x", "99", "30", "30", "0,1"}));
}

TEST(CommandTemplate, PrefersAParameterToASurroundingOfThatName) {
  const Space space({parse_range("epochs", "int(1,9)")});
  const auto command = CommandTemplate::parse({"t", "{epochs}", "{*}"}, {"epochs"});
  command.check(space);
  EXPECT_EQ(command.expand(job_of(space, {4}), {{"epochs", "30"}}), (Words{"t", "4"}));
}

TEST(CommandTemplate, TurnsYesAndNoIntoFlags) {
  EXPECT_EQ(expand({"t", "{nesterov:flag}", "{nesterov:no}", "{nesterov}"}, with_sgd()),
            (Words{"t", "--nesterov", "--nesterov", "true"}));
  auto job = with_sgd();
  job.params[4] = 0;
  EXPECT_EQ(expand({"t", "{nesterov:flag}", "{nesterov:no}", "{nesterov}"}, job),
            (Words{"t", "--no-nesterov", "false"}));
}

TEST(CommandTemplate, LetsInactiveParametersVanishWithTheirOption) {
  EXPECT_EQ(expand({"t", "--momentum", "{momentum}", "--lr", "{lr}"}, with_adamw()), (Words{"t", "--lr", "0.012345"}));
  EXPECT_EQ(expand({"t", "-m", "{momentum}x{width}"}, with_adamw()), (Words{"t"}));
  EXPECT_EQ(expand({"t", "--out", "m-{momentum}"}, with_adamw()), (Words{"t"}));
}

TEST(CommandTemplate, KeepsAnotherOptionBeforeAVanishedWord) {
  EXPECT_EQ(expand({"t", "--amp", "--momentum={momentum}"}, with_adamw()), (Words{"t", "--amp"}));
  EXPECT_EQ(expand({"t", "--multirun", "opt.momentum={momentum}"}, with_adamw()), (Words{"t", "--multirun"}));
  EXPECT_EQ(expand({"t", "--amp", "{nesterov:flag}"}, with_adamw()), (Words{"t", "--amp"}));
  EXPECT_EQ(expand({"t", "--lr={lr}", "{momentum}"}, with_adamw()), (Words{"t", "--lr=0.012345"}));
  EXPECT_EQ(expand({"t", "--", "{momentum}"}, with_adamw()), (Words{"t", "--"}));
  EXPECT_EQ(expand({"t", "--lr", "{lr}", "{momentum}"}, with_adamw()), (Words{"t", "--lr", "0.012345"}));
}

TEST(CommandTemplate, GivesAllOthersAtOnce) {
  EXPECT_EQ(expand({"t", "--lr", "{lr}", "{*}", "{nesterov:flag}"}, with_sgd()),
            (Words{"t", "--lr", "0.012345", "--width", "64", "--optimizer", "sgd", "--momentum", "0.9", "--batch_size",
                   "128", "--nesterov"}));
  EXPECT_EQ(expand({"t", "{*=}"}, with_adamw()),
            (Words{"t", "lr=0.012345", "width=64", "optimizer=adamw", "batch_size=128"}));
}

TEST(CommandTemplate, TakesDoubledBracesForBraces) {
  const Words words = {"t", "{{\"a\":{lr}}}", "}}", "{{}}"};
  EXPECT_EQ(expand(words, with_sgd()), (Words{"t", "{\"a\":0.012345}", "}", "{}"}));
  EXPECT_EQ(CommandTemplate::parse(words).words(), words);
}

TEST(CommandTemplate, KeepsEmptyWords) {
  EXPECT_EQ(expand({"t", "", "{lr}"}, with_sgd()), (Words{"t", "", "0.012345"}));
}

TEST(CommandTemplate, SaysThatACommandHasNoPlaceholder) {
  EXPECT_EQ(parse_complaint({"python", "train.py", "--lr", "lr"}, {"lr", "width"}),
            "error[K101]: the command has no placeholder, so every trial would be the same\n"
            "     python train.py --lr lr\n"
            "   Write {lr} where the value goes. In PowerShell quote it: '{lr}' (PowerShell removes bare braces).\n"
            "   In study.toml but not in the command: lr, width.        All at once: {*}");
  EXPECT_TRUE(has(parse_complaint({"t", "{trial.dir}", "{{lr}}"}), "error[K101]"));
  EXPECT_EQ(parse_complaint({"t", "{params}"}), "no complaint");
  EXPECT_EQ(parse_complaint({"t", "{params.toml}"}), "no complaint");
  EXPECT_TRUE(CommandTemplate::parse({"t", "-c={params.toml}"}).names("params.toml"));
  EXPECT_FALSE(CommandTemplate::parse({"t", "{params}"}).names("params.toml"));
  EXPECT_EQ(parse_complaint({"sh", "-c", "t $KILTER_P_LR"}), "no complaint");
}

TEST(CommandTemplate, SaysWhatTheCommandLeavesOut) {
  EXPECT_EQ(check_complaint({"t", "{lr}", "{momentum}", "{nesterov:flag}"}, mixed_space()),
            "error[K101]: the command does not use width, so its value would have no effect\n"
            "     t '{lr}' '{momentum}' '{nesterov:flag}'\n"
            "   Write {width} where the value goes.\n"
            "   In study.toml but not in the command: width.        All at once: {*}");
  for (const auto& all : {"{*}", "{*=}", "{params}", "--config={params.toml}", "KILTER_PARAMS={params}"})
    EXPECT_EQ(check_complaint({"t", "{lr}", all}, mixed_space()), "no complaint") << all;
}

TEST(CommandTemplate, SuggestsTheNameThatWasMeant) {
  const auto text = check_complaint({"t", "{widht}", "{*}"}, mixed_space());
  EXPECT_TRUE(has(text, "{widht} in the command is no parameter")) << text;
  EXPECT_TRUE(has(text, "Did you mean {width}?")) << text;
  EXPECT_TRUE(has(check_complaint({"t", "{trial.dri}", "{*}"}, mixed_space()), "Did you mean {trial.dir}?"));
  EXPECT_TRUE(has(check_complaint({"t", "{trial.sed}", "{*}"}, mixed_space()), "Did you mean {trial.seed}?"));
  const auto without = check_complaint({"t", "{lr}"}, Space());
  EXPECT_TRUE(has(without, "{lr} in the command has no range")) << without;
  EXPECT_TRUE(has(without, "'{lr:log(1e-4,1)}'")) << without;
}

TEST(CommandTemplate, RefusesAFormThatDoesNotFitTheKind) {
  EXPECT_TRUE(
      has(check_complaint({"t", "{width:flag}", "{*}"}, mixed_space()), "{width:flag} needs a yes/no parameter"));
  EXPECT_TRUE(
      has(check_complaint({"t", "{optimizer:.2e}", "{*}"}, mixed_space()), "values of optimizer are not numbers"));
  EXPECT_TRUE(
      has(check_complaint({"t", "{nesterov:.2e}", "{*}"}, mixed_space()), "values of nesterov are not numbers"));
  EXPECT_TRUE(has(check_complaint({"t", "{lr:d}", "{*}"}, mixed_space()), "lr is no whole number"));
  EXPECT_TRUE(
      has(check_complaint({"t", "{trial:flag}", "{*}"}, mixed_space()), "{trial} in the command is no parameter"));
}

TEST(CommandTemplate, NamesTheWordAndTheColumnOfASlip) {
  EXPECT_TRUE(has(parse_complaint({"t", R"({"a":1})"}), R"({ begins no placeholder in "{"a":1}" (column 1))"));
  EXPECT_TRUE(has(parse_complaint({"t", R"({"a":1})"}), "written twice: {{ and }}"));
  EXPECT_TRUE(has(parse_complaint({"t", "a{}"}), "{ begins no placeholder in \"a{}\" (column 2)"));
  EXPECT_TRUE(has(parse_complaint({"t", "a{lr"}), "{ is not closed in \"a{lr\" (column 2)"));
  EXPECT_TRUE(has(parse_complaint({"t", "{lr:}"}), "nothing stands behind lr:"));
  EXPECT_TRUE(has(parse_complaint({"t", "x{a:flag}"}), "{a:flag} stands inside a word"));
  EXPECT_TRUE(has(parse_complaint({"t", "{*}x"}), "{*} stands inside a word"));
  EXPECT_TRUE(has(parse_complaint({"t", "{lr:log(1,2)}{lr:log(1,3)}"}), "lr has a second, different range"));
  EXPECT_TRUE(has(parse_complaint({"t", std::string("a\0b", 3)}), "a zero byte"));
  EXPECT_TRUE(has(parse_complaint({}), "there is no command"));
}

TEST(CommandTemplate, RefusesARangeItCannotRead) {
  for (const auto& word : {"{lr:lag(1,2)}", "{lr:log(0,1)}", "{width:int(9,1)}", "{lr:.2q}", "{lr:99.99.9}"})
    EXPECT_THROW(CommandTemplate::parse({"t", word}), Error) << word;
}

TEST(NumberFormat, LetsOnlyHarmlessFormatsThrough) {
  for (const auto& text : {".2e", "e", "05d", "+.3f", "40.40g", "0", "7"})
    EXPECT_TRUE(parse_number_format(text).has_value()) << text;
  for (const auto& text : {"",   ".",   "x",     "s",  "c",  "a", ".2d", "41f",   ".41f", "999999999f",
                           "{}", "{0}", ".{1}f", "<5", "#x", "L", "-5",  "5.2ee", " 5",   "%"})
    EXPECT_FALSE(parse_number_format(text).has_value()) << text;
}

TEST(ShellQuoted, SurvivesAShell) {
  EXPECT_EQ(shell_quoted({"python", "a b", "it's", "", "--lr=0.1", "$HOME", "{lr}", "~"}),
            "python 'a b' 'it'\\''s' '' --lr=0.1 '$HOME' '{lr}' '~'");
}

}  // namespace
}  // namespace kilter
