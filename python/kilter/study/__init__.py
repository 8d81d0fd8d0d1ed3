# SPDX-License-Identifier: MIT
"""Studies."""
from ._callbacks import MaxTrialsCallback
from ._direction import StudyDirection
from ._open import copy_study, create_study, delete_study, get_all_study_names, get_all_study_summaries, load_study
from ._study import Study
from ._summary import StudySummary

__all__ = ["MaxTrialsCallback", "Study", "StudyDirection", "StudySummary", "copy_study", "create_study",
           "delete_study", "get_all_study_names", "get_all_study_summaries", "load_study"]
