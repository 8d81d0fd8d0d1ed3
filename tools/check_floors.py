#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks that the rooms of kilter/ include only floors below them (so no plug a plug of another room), and no circle.

Usage: check_floors.py [FOLDER WITH kilter/ IN IT]. Prints a sentence a violation and ends with 1 if there is any.
"""
import pathlib
import re
import sys

FLOORS = [["base"], ["maths", "space", "table"], ["core", "nn"], ["models"],
          ["samplers", "schedulers", "storage", "executors", "trackers", "analysis", "importers"],
          ["setup"], ["api"], ["fit", "server"], ["cli"]]
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS, start=1) for room in rooms}
INCLUDE = re.compile(r'\s*#\s*include\s*["<]kilter/([^">]+)[">]')


def includes(root):
    """Yields (including file, line, included file); the files are relative to kilter/."""
    for path in sorted((root / "kilter").rglob("*")):
        if path.suffix in {".hpp", ".cpp", ".h", ".c"}:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                if found := INCLUDE.match(line):
                    yield path.relative_to(root / "kilter"), number, pathlib.PurePath(found[1])


def circle(edges):
    """Nodes along which `edges` (node -> set of nodes) lead in a circle, the first again at the end; or None."""
    state, trail = {}, []

    def visit(node):
        state[node] = "open"
        trail.append(node)
        for after in sorted(edges.get(node, ())):
            if state.get(after) == "open":
                return trail[trail.index(after):] + [after]
            if after not in state and (found := visit(after)):
                return found
        state[node] = "done"
        trail.pop()
        return None

    return next((found for node in sorted(edges) if node not in state and (found := visit(node))), None)


def violations(root):
    units, rooms = {}, {}
    for path, line, target in includes(root):
        # A header at the top, such as kilter/kilter.hpp, gathers the library for its users and stands above all floors.
        room, other = (file.parts[0] if len(file.parts) > 1 else None for file in (path, target))
        floor, below = (99 if name is None else FLOOR_OF.get(name) for name in (room, other))
        where = f"kilter/{path}:{line}"
        if floor is None or below is None:
            yield f"{where}: {other if floor else room}/ has no floor; give it one in tools/check_floors.py"
        elif below > floor:
            yield f"{where}: {room}/ (floor {floor}) includes kilter/{target} of floor {below}, which stands above it"
        elif below == floor and room != other:
            yield f"{where}: {room}/ includes kilter/{target} of the same floor ({floor}); what both need belongs below"
        if room != other and room and other:
            rooms.setdefault(room, set()).add(other)
        unit, unit_below = str(path.with_suffix("")), str(target.with_suffix(""))
        if unit != unit_below:  # a header and its source are one unit
            units.setdefault(unit, set()).add(unit_below)
    for what, edges in (("files", units), ("rooms", rooms)):
        if found := circle(edges):
            yield f"kilter/{found[0]}: these {what} include each other in a circle: {' -> '.join(found)}"


if __name__ == "__main__":
    top = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent
    if not (top / "kilter").is_dir():
        sys.exit(f"{top}/kilter is no folder")
    sentences = list(violations(top))
    print("\n".join(sentences) if sentences else "Floors: every include goes down.")
    sys.exit(1 if sentences else 0)
