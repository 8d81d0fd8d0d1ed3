# SPDX-License-Identifier: MIT
"""Packages that a test compares Kilter with, in virtual environments made for them."""
import os
import pathlib
import socket
import subprocess
import sys


def installed(name, *packages):
    """The folder of programs of the environment of that name below KILTER_SERVERS, made where it is not there; None where the
    packages cannot be had."""
    place = pathlib.Path(os.environ["KILTER_SERVERS"]) / name
    done = place / "installed"
    if not done.exists():
        for command in [sys.executable, "-m", "venv", place], [place / "bin/pip", "install", "-q", *packages]:
            if subprocess.run(command, capture_output=True, check=False).returncode != 0:
                return None
        done.touch()
    return place / "bin"


def free_port():
    """Of this machine, at this moment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
