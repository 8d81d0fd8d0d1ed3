// SPDX-License-Identifier: MIT
#include "checkpoint.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace digits {
namespace {

std::string path_of(const Options& options) { return options.checkpoint_dir + "/checkpoint"; }

/// The settings under which a saved state means something; the number of epochs may grow between starts.
std::string settings_line(const Options& options) {
  std::ostringstream line;
  line.precision(17);
  line << "digits 1 lr=" << options.lr << " width=" << options.width << " layers=" << options.layers
       << " batch_size=" << options.batch_size << " activation=" << static_cast<int>(options.activation)
       << " seed=" << options.seed << '\n';
  return line.str();
}

void write_durably(const std::string& path, const std::string& bytes) {
  const auto refuse = [&] { throw std::runtime_error("cannot write " + path + ": " + std::strerror(errno)); };
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) refuse();
  bool good = true;
  for (std::size_t done = 0; good && done < bytes.size();) {
    const ssize_t wrote = ::write(file, bytes.data() + done, bytes.size() - done);
    good = wrote > 0;
    if (good) done += static_cast<std::size_t>(wrote);
  }
  good = good && ::fsync(file) == 0;
  good = ::close(file) == 0 && good;
  if (!good) refuse();
}

}  // namespace

void save_checkpoint(const Options& options, const Epoch& epoch, Network& network) {
  std::string bytes = settings_line(options);
  bytes.append(reinterpret_cast<const char*>(&epoch), sizeof epoch);
  for (const std::span<float> part : network.state()) {
    bytes.append(reinterpret_cast<const char*>(part.data()), part.size_bytes());
  }
  const std::string path = path_of(options);
  write_durably(path + ".new", bytes);
  if (std::rename((path + ".new").c_str(), path.c_str()) != 0) {
    throw std::runtime_error("cannot replace " + path + ": " + std::strerror(errno));
  }
}

std::optional<Epoch> load_checkpoint(const Options& options, Network& network) {
  const std::string path = path_of(options);
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string line;
  std::getline(file, line);
  if (line + '\n' != settings_line(options)) {
    throw std::runtime_error(path + " was made with other settings: " + line);
  }
  Epoch epoch;
  file.read(reinterpret_cast<char*>(&epoch), sizeof epoch);
  for (const std::span<float> part : network.state()) {
    file.read(reinterpret_cast<char*>(part.data()), static_cast<std::streamsize>(part.size_bytes()));
  }
  if (!file || file.peek() != std::ifstream::traits_type::eof()) {
    throw std::runtime_error(path + " is cut or too long; delete it to begin again");
  }
  return epoch;
}

}  // namespace digits
