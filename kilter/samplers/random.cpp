// SPDX-License-Identifier: MIT
// Random search: independent uniform draws.
// J. Bergstra, Y. Bengio: Random search for hyper-parameter optimization (JMLR 13, 2012). Departs from it in that no
// configuration is drawn twice.
#include "kilter/samplers/samplers.hpp"
#include "kilter/samplers/untried.hpp"

namespace kilter {
namespace {

constexpr const char* random_version = "random/1";

class Random final : public Sampler {
 public:
  std::optional<Proposal> propose(const History& history, const Request& request) override {
    const Space& space = request.space;
    Proposal proposal;
    proposal.by = random_version;
    if (any(request.given)) {
      if (auto params = decided(space, request.given)) {
        proposal.params = std::move(*params);
        proposal.reason = "given in full: " + counted(space);
        return proposal;
      }
    }
    tried_.read(history);
    auto params = untried_.find(space, request.rng, request.given, tried_);
    if (!params) return {};
    proposal.params = std::move(*params);
    proposal.reason = "drawn uniformly over " + counted(space);
    return proposal;
  }

 private:
  Tried tried_;
  Untried untried_;
};

}  // namespace

std::unique_ptr<Sampler> make_random() { return std::make_unique<Random>(); }

}  // namespace kilter
