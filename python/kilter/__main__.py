# SPDX-License-Identifier: MIT
"""python -m kilter script.py ...: runs a script in which `import optuna` is answered by Kilter."""
from __future__ import annotations

import os
import runpy
import sys

from . import _answer


def main() -> int:
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help"):
        print("Usage: python -m kilter SCRIPT [ARGUMENTS]\n\n"
              "Runs the script unchanged, with every `import optuna` answered by Kilter.")
        return 0 if len(sys.argv) > 1 else 2
    script = sys.argv[1]
    if not os.path.isfile(script):
        print(f"error: there is no script {script}", file=sys.stderr)
        return 2
    sys.argv = sys.argv[1:]
    sys.path[0] = os.path.dirname(os.path.abspath(script))
    _answer.install("optuna")
    runpy.run_path(script, run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main())
