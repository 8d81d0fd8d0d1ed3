#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Says whether programs start on an old Linux: of which versions of the C library each of their symbols must be.

Usage: check_portable.py PROGRAM ...      A program passes that needs nothing newer than glibc 2.28, and no library but its parts.
"""
import re
import subprocess
import sys

NEWEST = (2, 28)
PARTS = {"libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "ld-linux-x86-64.so.2"}


def read(*arguments):
    return subprocess.run(["readelf", "--wide", *arguments], check=True, capture_output=True, text=True).stdout


def version(text):
    return tuple(int(part) for part in text.split("."))


def faults(program):
    """One sentence for each thing that an old machine lacks."""
    found = []
    dynamic = read("--dynamic", program)
    for library in re.findall(r"\(NEEDED\).*\[(.+)\]", dynamic):
        if library not in PARTS:
            found.append(f"needs {library}")
    # Undefined symbols carry the version that they were linked against, as in memcpy@GLIBC_2.14.
    for symbol, name in re.findall(r"\sUND\s+(\S+?)@+(\S+)", read("--dyn-syms", program)):
        match = re.fullmatch(r"GLIBC_([0-9.]+)", name)
        if not match or version(match[1]) > NEWEST:
            found.append(f"{symbol} needs {name}")
    return found


def main(programs):
    bad = False
    for program in programs:
        found = faults(program)
        bad = bad or bool(found)
        static = "INTERP" not in read("--program-headers", program)
        print(f"{program}: " + ("; ".join(found) if found else
                                "needs no library" if static else f"needs nothing newer than glibc {NEWEST[0]}.{NEWEST[1]}"))
    return 1 if bad else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
