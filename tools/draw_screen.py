#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Draws the live screen of a real run as an SVG picture.

Usage: tools/draw_screen.py BIN PICTURE [TRIALS]    BIN: the folder with kilter and digits; PICTURE: the file to write

Runs `kilter run` on the digits example in a pseudo-terminal and draws what stands there when about two thirds of the
trials have ended.
"""

import fcntl
import html
import os
import pathlib
import pty
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios

COLUMNS, ROWS = 104, 24
CELL_WIDTH, CELL_HEIGHT, BORDER = 8.4, 18, 14
STYLES = {"1": "b", "2": "d", "32": "g"}


class Terminal:
    """Cells with a style each: what the screen of `kilter run` needs of a terminal."""

    def __init__(self):
        self.rows, self.row, self.column, self.style = [[]], 0, 0, ""

    def feed(self, text):
        for part in re.findall(r"\x1b\[[0-9;]*[A-Za-z]|\r|\n|[^\x1b\r\n]+", text):
            if part == "\n":
                self.row, self.column = self.row + 1, 0
                if self.row == len(self.rows):
                    self.rows.append([])
            elif part == "\r":
                self.column = 0
            elif part[0] == "\x1b":
                self.escape(part[2:-1], part[-1])
            else:
                self.put(part)

    def escape(self, number, letter):
        if letter == "A":
            self.row = max(0, self.row - int(number or 1))
        elif letter in "KJ":
            del self.rows[self.row][self.column :]
            if letter == "J":
                del self.rows[self.row + 1 :]
        elif letter == "m":
            self.style = STYLES.get(number, "")

    def put(self, text):
        row = self.rows[self.row]
        row.extend([(" ", "")] * (self.column - len(row)))
        row[self.column : self.column + len(text)] = [(character, self.style) for character in text]
        self.column += len(text)


def watch(folder, work, trials):
    """Screens of a run, each a list of rows of cells, with the text of the whole."""
    main, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    command = [folder / "kilter", "run", "--name", "digits", "--jobs", "2", "--trials", str(trials), "--maximize", "val_acc", "--",
               folder / "digits", "--lr", "{lr:log(1e-4,1)=0.01}", "--width", "{width:int(16,256)=64}",
               "--activation", "{act:choice(relu,tanh)=relu}"]
    # The screen has keys only where the terminal is the process's own.
    process = subprocess.Popen(command, cwd=work, stdin=child, stdout=child, stderr=child, start_new_session=True,
                               preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
                               env=os.environ | {"TERM": "xterm", "LC_ALL": "C.UTF-8"})
    os.close(child)
    terminal = Terminal()
    while process.poll() is None:
        if not select.select([main], [], [], 0.2)[0]:
            continue
        try:
            terminal.feed(os.read(main, 65536).decode())
        except OSError:
            break
        yield [list(row) for row in terminal.rows]
    process.wait()


def text_of(screen):
    return "\n".join("".join(character for character, _ in row) for row in screen)


def svg(rows):
    width, height = 2 * BORDER + COLUMNS * CELL_WIDTH, 2 * BORDER + len(rows) * CELL_HEIGHT
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
             f'viewBox="0 0 {width:.0f} {height:.0f}">',
             "<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#d8dee9;"
             "white-space:pre}.b{font-weight:bold}.d{fill:#8a94a6}.g{fill:#8fd18f}</style>",
             '<rect width="100%" height="100%" rx="8" fill="#1e222a"/>']
    for number, row in enumerate(rows):
        y = BORDER + (number + 0.75) * CELL_HEIGHT
        start = 0
        while start < len(row):
            end = start
            while end < len(row) and row[end][1] == row[start][1]:
                end += 1
            text = "".join(character for character, _ in row[start:end])
            if text.strip():
                style = f' class="{row[start][1]}"' if row[start][1] else ""
                # The length is given, so that any font keeps the columns.
                lines.append(f'<text x="{BORDER + start * CELL_WIDTH:.1f}" y="{y:.1f}" '
                             f'xml:space="preserve" textLength="{(end - start) * CELL_WIDTH:.1f}"{style}>{html.escape(text)}</text>')
            start = end
    return "\n".join(lines + ["</svg>", ""])


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__.strip())
    folder, trials = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[3]) if len(sys.argv) == 4 else 30
    work = pathlib.Path(tempfile.mkdtemp(prefix="kilter-screen-"))
    try:
        chosen = None
        for screen in watch(folder, work, trials):
            ended = re.search(rf"(\d+) of {trials} ", text_of(screen))
            if ended and (chosen is None or int(ended[1]) <= trials * 2 // 3) and "Ctrl-C: start" in text_of(screen):
                chosen = screen
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if chosen is None:
        sys.exit("the screen was never drawn")
    first = next(number for number, row in enumerate(chosen) if "maximize val_acc" in "".join(c for c, _ in row))
    rows = chosen[first:]
    while rows and not rows[-1]:
        rows.pop()
    pathlib.Path(sys.argv[2]).write_text(svg(rows), encoding="utf-8")
    print(text_of(rows))


if __name__ == "__main__":
    main()
