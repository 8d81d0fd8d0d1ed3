// SPDX-License-Identifier: MIT
// Ranges, descriptions and configurations from any bytes: an answer or an Error, and what is accepted round-trips.
#include <optional>
#include <string_view>
#include <vector>

#include "kilter/space/encoding.hpp"
#include "kilter/space/space.hpp"
#include "tests/fuzz/survive.hpp"

namespace {

using namespace kilter;
using fuzz::require;
using fuzz::survive;

void try_parameter(Parameter parameter) {
  require(parameter_from_json(parameter.name, to_json(parameter)) == parameter);
  parameter.when.clear();
  const Space space({parameter});
  for (const double unit : {0.0, 0.05, 0.3, 0.77, 1.0}) {
    const Params row = decode(space, std::vector<double>{unit});
    require(space.code(0, space.value(0, row[0])) == row[0]);
    require(space.read(space.write(row)) == row);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto accepted = [](const auto& parse) {
    std::optional<Parameter> parameter;
    survive([&] { parameter = parse(); });
    if (parameter) try_parameter(*parameter);
  };
  static const Space space({parse_range("x", "log(1e-4,1) or 0"), parse_range("n", "int(1,9,2)"),
                            parse_range("c", "choice(relu,'a b',3)"), parse_range("b", "bool")});
  switch (data[0] % 4) {
    case 0: accepted([&] { return parse_range("x", text); }); break;
    case 1: accepted([&] { return parameter_from_json("x", text); }); break;
    case 2:
      survive([&] {
        const Params row = space.read_strictly(text);
        require(space.write(space.read(space.write(row))) == space.write(row));
      });
      survive([&] {
        const std::string once = space.write(space.read(text));
        require(space.write(space.read(once)) == once);
      });
      break;
    default: survive([&] { require(space_from_json(to_json(space_from_json(text))) == space_from_json(text)); }); break;
  }
  return 0;
}
