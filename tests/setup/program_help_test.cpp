// SPDX-License-Identifier: MIT
#include "kilter/setup/program_help.hpp"

#include <gtest/gtest.h>

#include "kilter/setup/proposal.hpp"

namespace kilter {
namespace {

/// The options one a line: name, kind, choices, default.
std::string read(std::string_view help) {
  std::string out;
  for (const auto& option : parse_program_help(help)) {
    out += option.name + (option.takes_value ? "" : " flag") + (option.has_no ? " no" : "") + " " + option.kind;
    for (const auto& choice : option.choices) out += " |" + choice;
    out += option.fallback ? " =" + *option.fallback + "\n" : "\n";
  }
  return out;
}

TEST(ProgramHelp, OfArgparse) {
  EXPECT_EQ(read("usage: train.py [-h] [--lr LR]\n\noptions:\n"
                 "  -h, --help            show this help message and exit\n"
                 "  --lr LR               learning rate (default: 0.01)\n"
                 "  -b B, --batch-size B  images per step\n"
                 "                        (default: 32)\n"
                 "  --activation {relu,tanh}\n"
                 "                        (default: relu)\n"
                 "  --amp, --no-amp\n"
                 "  --verbose\n"),
            "lr float =0.01\nbatch-size int =32\nactivation  |relu |tanh =relu\namp flag no \nverbose flag \n");
}

TEST(ProgramHelp, OfClick) {
  EXPECT_EQ(read("Options:\n"
                 "  -l, --lr FLOAT                Learning rate.  [default: 0.1]\n"
                 "  --width INTEGER RANGE         Units  [default: 64; 16<=x<=256]\n"
                 "  --act [relu|tanh]\n"
                 "  --amp / --no-amp\n"
                 "  --help                        Show this message and exit.\n"),
            "lr float =0.1\nwidth int =64\nact  |relu |tanh\namp flag no \n");
}

TEST(ProgramHelp, OfAbsl) {
  EXPECT_EQ(read("train.py:\n"
                 "  --[no]amp: Use it.\n"
                 "    (default: 'false')\n"
                 "  --lr: Learning rate.\n"
                 "    (default: '0.1')\n"
                 "    (a number)\n"
                 "  --opt: <sgd|adam>: Which.\n"
                 "    (default: 'sgd')\n"),
            "amp flag no  =false\nlr float =0.1\nopt  |sgd |adam =sgd\n");
}

TEST(ProgramHelp, OfGetopt) {
  EXPECT_EQ(read("Usage: train [OPTION]\n"
                 "  -l, --lr=FLOAT     learning rate (default 0.1)\n"
                 "      --width=N      units [64]\n"
                 "  -q, --quiet        say nothing\n"),
            "lr float =0.1\nwidth int =64\nquiet flag \n");
}

TEST(ProgramHelp, OfHostileText) {
  EXPECT_EQ(read(std::string(100000, '-')), "");
  EXPECT_EQ(read("  --" + std::string(100000, 'a') + " X  y").empty(), false);
  EXPECT_EQ(read(std::string("  --a\0b {", 10)), "");
}

TEST(ProgramSource, GivesDefaultsMetricsAndConstants) {
  std::vector<ProgramOption> options{{.name = "lr", .takes_value = true}, {.name = "out", .takes_value = true}};
  complete_from_source(options,
                       "p.add_argument('--lr', type=float, default=1e-3)\np.add_argument(\"--out\", default='a.pt')\n");
  EXPECT_EQ(options[0].kind, "float");
  EXPECT_EQ(options[0].fallback, "1e-3");
  EXPECT_EQ(options[1].fallback, "a.pt");
  EXPECT_EQ(printed_metrics("print(f'epoch={e} val_acc: {a:.3f}')\nprint('loss=%.3f' % x)\n"),
            (std::vector<std::string>{"epoch", "val_acc", "loss"}));
  const auto constants = top_level_constants("import x\nLR = 0.01  # rate\nNAME = 'a'\nFLAG = True\n  inner = 3\n");
  ASSERT_EQ(constants.size(), 2u);
  EXPECT_EQ(constants[0].name + constants[0].value, "LR0.01");
  EXPECT_EQ(constants[1].name, "FLAG");
}

std::string range(const std::string& name, const std::string& fallback, const std::string& kind = "float") {
  return plan_option({.name = name, .takes_value = true, .kind = kind, .fallback = fallback}).range;
}

TEST(Proposal, KnowsRangesByNameAndDefault) {
  EXPECT_EQ(range("lr", "0.001"), "log(1e-05,0.1)=0.001");
  EXPECT_EQ(range("learning-rate", "0.5"), "log(0.005,1)=0.5");
  EXPECT_EQ(range("wd", "0.0"), "log(1e-6,0.1) or 0.0=0.0");
  EXPECT_EQ(range("dropout", "0.1"), "float(0,0.5)=0.1");
  EXPECT_EQ(range("hidden_size", "64", "int"), "logint(16,256)=64");
  EXPECT_EQ(range("num-layers", "2", "int"), "int(1,5)=2");
  EXPECT_EQ(range("momentum", "0.9"), "one_minus_log(0.01,0.5)=0.9");
  EXPECT_EQ(range("data", "7"), "");
  EXPECT_EQ(range("batch-size", "32", "int"), "");
  EXPECT_EQ(plan_option({.name = "epochs", .takes_value = true, .fallback = "30"}).role, OptionPlan::Role::length);
  EXPECT_EQ(range("out", "runs/model.pt"), "{trial.dir}/model.pt");
  EXPECT_EQ(range("output-dir", "runs"), "{trial.dir}");
}

}  // namespace
}  // namespace kilter
