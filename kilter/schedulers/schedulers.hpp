// SPDX-License-Identifier: MIT
// The schedulers that Kilter has: their options, and how each is made.
#pragma once
#include <limits>
#include <memory>

#include "kilter/core/scheduler.hpp"

namespace kilter {

/// Every trial runs to its end.
std::unique_ptr<Scheduler> make_none();

/// Pauses and promotes where the study has two lengths and the program resumes, else stops what cannot win.
std::unique_ptr<Scheduler> make_auto_scheduler();

struct MedianOptions {
  int startup_trials = 5;   ///< completed trials before anything is stopped
  double warmup_steps = 0;  ///< nothing is stopped up to this step
  int interval = 1;         ///< judge every so many reports
};
std::unique_ptr<Scheduler> make_median(MedianOptions options = {});

struct PercentileOptions {
  double percentile = 25;   ///< a trial behind the best so many percent at its step ends
  int startup_trials = 5;   ///< completed trials before anything is stopped
  double warmup_steps = 0;  ///< nothing is stopped up to this step
  int interval = 1;         ///< judge every so many reports
};
std::unique_ptr<Scheduler> make_percentile(PercentileOptions options = {});

struct ThresholdOptions {
  double lower = -std::numeric_limits<double>::infinity();  ///< a value below ends the trial
  double upper = std::numeric_limits<double>::infinity();   ///< a value above ends it
  double warmup_steps = 0;                                  ///< nothing is stopped up to this step
};
std::unique_ptr<Scheduler> make_threshold(ThresholdOptions options = {});

struct PatienceOptions {
  int patience = 5;      ///< reports without improvement that are borne
  double min_delta = 0;  ///< less is no improvement
};
/// `wrapped` has the last word on a trial that no longer improves; without it such a trial ends.
std::unique_ptr<Scheduler> make_patience(PatienceOptions options = {}, std::unique_ptr<Scheduler> wrapped = nullptr);

struct WilcoxonOptions {
  double p = 0.1;         ///< a trial ends where chance explains its lag with less than this
  int startup_steps = 2;  ///< pairs before anything is stopped
};
std::unique_ptr<Scheduler> make_wilcoxon(WilcoxonOptions options = {});

struct CvRaceOptions {
  enum class Race { forgiving, usual, aggressive };
  Race race = Race::usual;
  double errors = 3;  ///< a trial ends that lags by more standard errors on the same parts
  double p = 0.05;    ///< from five parts on also chance must explain the lag with less than this
};
/// Gives trials up between two of their parts. `wrapped` judges within a part and says what starts; without it nothing
/// is stopped within one.
std::unique_ptr<Scheduler> make_cv_race(CvRaceOptions options = {}, std::unique_ptr<Scheduler> wrapped = nullptr);

struct AshaOptions {
  double eta = 3;        ///< the lengths grow by it, and one of `eta` goes on at each rung
  double first = 0;      ///< one of so many goes on from the lowest rung; 0: as from the others
  double last = 0;       ///< one of so many goes on from the highest rung below the full length; 0: as from the others
  bool promote = false;  ///< pause and promote (the program can resume) instead of stop
  double shortest = 0;   ///< the lowest rung; 0: the study's shortest length
  int brackets = 1;      ///< of Hyperband, filled side by side; 0: all
};
std::unique_ptr<Scheduler> make_asha(AshaOptions options = {});

struct HalvingOptions {
  double eta = 3;       ///< one of `eta` goes on at each rung
  double shortest = 0;  ///< the lowest rung; 0: the study's shortest length
};
/// Rung by rung, each waiting for all trials of its bracket; the program must resume. One bracket after the other.
std::unique_ptr<Scheduler> make_successive_halving(HalvingOptions options = {});
std::unique_ptr<Scheduler> make_hyperband(HalvingOptions options = {});

}  // namespace kilter
