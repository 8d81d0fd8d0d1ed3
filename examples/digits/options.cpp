// SPDX-License-Identifier: MIT
#include "options.hpp"

#include <getopt.h>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace digits {
namespace {

constexpr int kMostEpochs = 100000;

constexpr const char* kHelp =
    "digits: trains a multilayer perceptron on 8x8 images of handwritten digits.\n"
    "\n"
    "  --lr RATE            learning rate of stochastic gradient descent with momentum 0.9 (0.01)\n"
    "  --width UNITS        units in each hidden layer (64)\n"
    "  --layers COUNT       hidden layers (2)\n"
    "  --batch-size COUNT   images per step (32)\n"
    "  --activation NAME    relu, tanh or sigmoid (relu)\n"
    "  --epochs COUNT       passes over the training images (30)\n"
    "  --seed NUMBER        seed of the first weights and of the order of the images (0)\n"
    "  --data FILE          the images (optdigits.csv beside the source)\n"
    "\n"
    "Prints one line an epoch. With KILTER_TRIAL_DIR set it keeps a checkpoint there after each epoch,\n"
    "and with KILTER_RESUME=1 it goes on from that checkpoint.\n";

[[noreturn]] void refuse(const char* name, const char* text, const char* want) {
  std::fprintf(stderr, "digits: %s %s: want %s\n", name, text, want);
  std::exit(2);
}

template <typename Number>
bool parse(const char* text, Number& number) {
  const char* end = text + std::strlen(text);
  const auto [stop, error] = std::from_chars(text, end, number);
  return error == std::errc() && stop == end;
}

int count(const char* name, const char* text, int most) {
  int number = 0;
  if (!parse(text, number) || number < 1 || number > most) {
    refuse(name, text, ("a whole number from 1 to " + std::to_string(most)).c_str());
  }
  return number;
}

double rate(const char* name, const char* text) {
  double number = 0.0;
  if (!parse(text, number) || !std::isfinite(number) || number < 0.0) refuse(name, text, "a number of at least 0");
  return number;
}

std::uint64_t whole(const char* name, const char* text) {
  std::uint64_t number = 0;
  if (!parse(text, number)) refuse(name, text, "a whole number of at least 0");
  return number;
}

Activation activation(const char* name, const char* text) {
  const auto found = activation_named(text);
  if (!found) refuse(name, text, "relu, tanh or sigmoid");
  return *found;
}

void read_environment(Options& options) {
  const char* dir = std::getenv("KILTER_TRIAL_DIR");
  if (dir != nullptr) options.checkpoint_dir = dir;
  const char* resume = std::getenv("KILTER_RESUME");
  options.resume = resume != nullptr && std::strcmp(resume, "1") == 0;
}

}  // namespace

Options read_options(int argc, char** argv) {
  static const option kFlags[] = {{"lr", required_argument, nullptr, 'r'},
                                  {"width", required_argument, nullptr, 'w'},
                                  {"layers", required_argument, nullptr, 'l'},
                                  {"batch-size", required_argument, nullptr, 'b'},
                                  {"activation", required_argument, nullptr, 'a'},
                                  {"epochs", required_argument, nullptr, 'e'},
                                  {"seed", required_argument, nullptr, 's'},
                                  {"data", required_argument, nullptr, 'd'},
                                  {"help", no_argument, nullptr, 'h'},
                                  {nullptr, 0, nullptr, 0}};
  Options options;
  read_environment(options);
  for (int flag = 0; (flag = getopt_long(argc, argv, "h", kFlags, nullptr)) != -1;) {
    switch (flag) {
      case 'r': options.lr = rate("--lr", optarg); break;
      case 'w': options.width = count("--width", optarg, 4096); break;
      case 'l': options.layers = count("--layers", optarg, 16); break;
      case 'b': options.batch_size = count("--batch-size", optarg, 4096); break;
      case 'a': options.activation = activation("--activation", optarg); break;
      case 'e': options.epochs = count("--epochs", optarg, kMostEpochs); break;
      case 's': options.seed = whole("--seed", optarg); break;
      case 'd': options.data = optarg; break;
      case 'h': std::fputs(kHelp, stdout); std::exit(0);
      default: std::fputs("digits: --help lists the options\n", stderr); std::exit(2);
    }
  }
  if (optind < argc) refuse("argument", argv[optind], "only options, each beginning with --");
  return options;
}

}  // namespace digits
