// SPDX-License-Identifier: MIT
#include "kilter/cli/verbs.hpp"

#include <algorithm>
#include <array>

namespace kilter::cli {
namespace {

constexpr std::array all_verbs{
    Verb{"fit", "train the best network for a table, and test it honestly", "DATA.csv --target COLUMN [options]",
         "kilter fit churn.csv --target Churn\nkilter fit churn.csv\nkilter fit churn.csv --target Churn --minutes 30",
         verb_fit},
    Verb{"predict", "let the network of a fit answer for the rows of a table", "STUDY NEW.csv",
         "kilter predict churn new.csv > answers.csv", verb_predict},
    Verb{"run", "tune a program, or go on with it", "[study.toml | STUDY] [options] -- program arguments ...",
         "kilter run --maximize val_acc -- python train.py --lr '{lr:log(1e-4,1)=0.01}' --width '{width:int(16,256)}'\n"
         "kilter run study.toml\nkilter run study.toml --detach",
         verb_run},
    Verb{"init", "read a program's --help and write a study file for it", "[options] -- program arguments ...",
         "kilter init -- python train.py\nkilter init --constants -- python train.py", verb_init},
    Verb{"convert", "print a study file for a W&B or Hydra sweep", "FILE",
         "kilter convert sweep.yaml > study.toml\nkilter convert config.yaml > study.toml", verb_convert},
    Verb{"status", "show how far a study has come", "[STUDY]", "kilter status k1\nkilter status k1 --json",
         verb_status},
    Verb{"watch", "show a study that runs elsewhere, live; leaving it changes nothing", "[STUDY]", "kilter watch k1",
         verb_watch},
    Verb{"wait", "wait until a study has finished, improved or failed", "[STUDY]",
         "kilter wait k1 --timeout 5m\nkilter wait k1 --until improved --timeout 5m --json", verb_wait},
    Verb{"best", "show the best settings, their gain over the defaults, and the command that uses them", "[STUDY]",
         "kilter best k1\nkilter best k1 --by f1 --from best --top 10\nkilter best k1 --by \"val_acc - 0.1*ms\"",
         verb_best},
    Verb{"confirm", "run the best trials and the defaults again with fresh seeds, and say which are really better",
         "[STUDY]", "kilter confirm k1\nkilter confirm k1 --top 3 --seeds 8", verb_confirm},
    Verb{"test", "show the test metric of the best trial, and record that it was opened", "[STUDY]", "kilter test k1",
         verb_test},
    Verb{"explain", "say why a trial was tried, stopped and ended as it did, or where a study stands",
         "[STUDY] [TRIAL]", "kilter explain k1\nkilter explain k1 13", verb_explain},
    Verb{"simulate", "say what another scheduler would have saved and lost on a study's curves", "[STUDY]",
         "kilter simulate k1 --scheduler asha\nkilter simulate k1 --scheduler median --json", verb_simulate},
    Verb{"trial show", "show all that is known of a trial, and why it was proposed", "[STUDY] TRIAL",
         "kilter trial show k1 17", verb_trial_show},
    Verb{"trial log", "show what a trial's program printed, from its end", "[STUDY] TRIAL",
         "kilter trial log k1 17\nkilter trial log k1 17 --lines 500", verb_trial_log},
    Verb{"trial kill", "stop a running trial; the study goes on", "[STUDY] TRIAL", "kilter trial kill k1 17",
         verb_trial_kill},
    Verb{"trial add", "let a study try settings of yours", "[STUDY] NAME=VALUE ...",
         "kilter trial add k1 lr=0.01 width=64\nkilter trial add k1 --like 17 width=128", verb_trial_add},
    Verb{"repro", "print the exact command of a trial and run it once more, outside the study", "[STUDY] TRIAL",
         "kilter repro k1 17\nkilter repro k1 17 --dry-run", verb_repro},
    Verb{"export", "print all trials as JSON Lines or as a table", "[STUDY]",
         "kilter export k1 --csv > k1.csv\nkilter export k1 --json", verb_export},
    Verb{"track", "follow a study in TensorBoard or tables, live or afterwards", "[STUDY]",
         "kilter track k1 --to tensorboard=runs\nkilter track k1 --to csv --once", verb_track},
    Verb{"replay", "prove that a proposal follows from the facts before it", "[STUDY] TRIAL | [STUDY] --all",
         "kilter replay k1 17\nkilter replay k1 --all\nkilter replay --facts k1.jsonl --all", verb_replay},
    Verb{"space diff", "show how the ranges of a study changed, and from which trial on", "[STUDY | study.toml]",
         "kilter space diff k1\nkilter space diff study.toml", verb_space_diff},
    Verb{"space widen", "widen ranges of a study; its trials stay", "[STUDY] NAME | NAME=RANGE ...",
         "kilter space widen k1 lr\nkilter space widen k1 'lr=log(1e-6,1)'", verb_space_widen},
    Verb{"space check", "look for slips in the ranges of a study", "[STUDY | study.toml]",
         "kilter space check k1\nkilter space check study.toml", verb_space_check},
    Verb{"space sample", "draw settings at random, to see what a space holds", "[STUDY | study.toml]",
         "kilter space sample k1\nkilter space sample k1 --number 100 --json", verb_space_sample},
    Verb{"set", "change the limits of a study, also while it runs", "[STUDY] [options]",
         "kilter set k1 --jobs 2\nkilter set k1 --trials 100", verb_set},
    Verb{"pause", "start nothing new; running trials may end", "[STUDY]", "kilter pause k1", verb_pause},
    Verb{"resume", "end a pause", "[STUDY]", "kilter resume k1\nkilter resume k1 --retry-failed", verb_resume},
    Verb{"retry", "run failed trials once more under their numbers", "[STUDY] TRIAL ... | [STUDY] --failed",
         "kilter retry k1 12\nkilter retry k1 --failed", verb_retry},
    Verb{"ask", "take the next trial into your own hands", "[STUDY]",
         "kilter ask k1\nkilter ask k1 --json\nkilter ask k1 --preview 5", verb_ask},
    Verb{"tell", "say what became of a trial from kilter ask", "[STUDY] TRIAL VALUE | METRIC=VALUE ... | --failed",
         "kilter tell k1 17 0.93\nkilter tell k1 17 val_acc=0.93 ms=12\nkilter tell k1 17 --failed", verb_tell},
    Verb{"report", "report a metric from a script inside a trial", "[--step N] METRIC=VALUE ...",
         "kilter report --step 3 val_acc=0.93 || exit 0", verb_report},
    Verb{"study list", "list the studies", "", "kilter study list", verb_study_list},
    Verb{"study rerank", "rank the trials by another recorded metric, and search by it from now on", "[STUDY]",
         "kilter study rerank k1 --minimize val_loss", verb_study_rerank},
    Verb{"study copy", "copy a study with all its trials under a new name", "STUDY NEW_NAME", "kilter study copy k1 k2",
         verb_study_copy},
    Verb{"study rename", "give a study another name", "STUDY NEW_NAME", "kilter study rename k1 wide",
         verb_study_rename},
    Verb{"study delete", "delete a study with all its files", "STUDY", "kilter study delete k1", verb_study_delete},
    Verb{"config", "show each setting with the source it comes from", "[study.toml]", "kilter config study.toml",
         verb_config},
    Verb{"diagnose", "read the curves of a training log, and name one thing to change", "LOG.csv",
         "kilter diagnose log.csv\nkilter diagnose log.csv --json", verb_diagnose},
    Verb{"doctor", "check this machine for what slows trials down or loses them", "", "kilter doctor", verb_doctor},
    Verb{"completion", "print the completion of commands for a shell", "bash | zsh",
         "kilter completion bash > ~/.local/share/bash-completion/completions/kilter", verb_completion},
    Verb{"help", "explain a command, a message by its code, or how a program drives Kilter",
         "[command | code | agents | man]", "kilter help run\nkilter help K105\nkilter help --json", verb_help},
};

}  // namespace

std::span<const Verb> verbs() { return all_verbs; }

const Verb* find_verb(std::string_view name) {
  const auto found =
      std::find_if(all_verbs.begin(), all_verbs.end(), [&](const Verb& verb) { return name == verb.name; });
  return found == all_verbs.end() ? nullptr : &*found;
}

}  // namespace kilter::cli
