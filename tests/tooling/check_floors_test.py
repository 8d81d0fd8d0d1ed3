# SPDX-License-Identifier: MIT
"""tools/check_floors.py passes on this checkout and fails, naming the line, on trees broken in each way it knows."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]


def check(*arguments):
    script = str(TOP / "tools" / "check_floors.py")
    return subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True, check=False)


def check_tree(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, "kilter", name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return check(folder)


class Floors(unittest.TestCase):
    def assert_refused(self, files, *words):
        result = check_tree(files)
        self.assertEqual(result.returncode, 1, result.stdout + result.stderr)
        for word in words:
            self.assertIn(word, result.stdout)

    def test_this_checkout_stands(self):
        result = check()
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_a_sound_tree_passes(self):
        result = check_tree(
            {
                "base/text.hpp": "",
                "base/text.cpp": '#include "kilter/base/text.hpp"\n',
                "space/space.hpp": '#include <vector>\n#include "kilter/base/text.hpp"\n',
                "samplers/tpe.cpp": '#include "kilter/samplers/samplers.hpp"\n#include "kilter/core/sampler.hpp"\n',
                "setup/registry.cpp": '#include "kilter/samplers/samplers.hpp"\n',
                "setup/config.cpp": '#include "kilter/storage/storage.hpp"\n',
                "kilter.hpp": '#include "kilter/api/study.hpp"\n',
            }
        )
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)

    def test_a_higher_floor(self):
        files = {"base/text.cpp": '// first\n  #  include "kilter/core/study.hpp"\n'}
        self.assert_refused(files, "kilter/base/text.cpp:2:", "stands above")

    def test_angle_brackets_count_too(self):
        self.assert_refused({"core/a.hpp": "#include <kilter/cli/main.hpp>\n"}, "kilter/core/a.hpp:1:")

    def test_the_header_that_gathers_all(self):
        self.assert_refused({"cli/a.cpp": '#include "kilter/kilter.hpp"\n'}, "kilter/cli/a.cpp:1:")

    def test_a_plug_of_another_room(self):
        files = {"samplers/x.cpp": '#include "kilter/storage/storage.hpp"\n'}
        self.assert_refused(files, "kilter/samplers/x.cpp:1:", "same floor")

    def test_a_room_without_a_floor(self):
        self.assert_refused({"attic/x.cpp": '#include "kilter/base/text.hpp"\n'}, "attic/ has no floor")
        self.assert_refused({"cli/x.cpp": '#include "kilter/attic/x.hpp"\n'}, "attic/ has no floor")

    def test_a_circle_of_files_through_a_source(self):
        files = {
            "core/a.hpp": "",
            "core/a.cpp": '#include "kilter/core/a.hpp"\n#include "kilter/core/b.hpp"\n',
            "core/b.hpp": '#include "kilter/core/a.hpp"\n',
        }
        self.assert_refused(files, "circle: core/a -> core/b -> core/a")

    def test_a_circle_of_rooms(self):
        files = {
            "maths/a.hpp": '#include "kilter/space/a.hpp"\n',
            "space/b.hpp": '#include "kilter/maths/b.hpp"\n',
        }
        self.assert_refused(files, "these rooms include each other", "maths -> space -> maths")


if __name__ == "__main__":
    unittest.main()
