// SPDX-License-Identifier: MIT
#include "kilter/fit/model.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "kilter/base/error.hpp"

namespace kilter::fit {

std::vector<double> answers(Model& model, const nn::Data& data) {
  std::vector<double> mean;
  for (auto& member : model.members) {
    const auto one = nn::predict(member, model.task.loss(), data);
    mean.resize(one.size());
    for (std::size_t i = 0; i < one.size(); ++i) mean[i] += one[i] / static_cast<double>(model.members.size());
  }
  return mean;
}

void write_whole(const std::filesystem::path& file, std::string_view bytes) {
  const auto fail = [&] {
    throw Error(ErrorKind::storage, {}, fmt::format("{} cannot be written: {}", file.string(), std::strerror(errno)),
                {"What was there before is untouched. Once there is room, the same command goes on."});
  };
  const std::filesystem::path fresh = file.string() + ".new";
  {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> out(std::fopen(fresh.c_str(), "wb"), &std::fclose);
    if (!out || std::fwrite(bytes.data(), 1, bytes.size(), out.get()) != bytes.size() || std::fflush(out.get()) != 0)
      fail();
  }
  if (std::rename(fresh.c_str(), file.c_str()) != 0) fail();
}

}  // namespace kilter::fit
