#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`kilter replay` proves each proposal from the facts before it, and disproves it where they are told otherwise."""
import json

from lives import KILTER, Place, check_whole, prove_all

TRIALS = 24


def replayed(place, facts, *words):
    told = place.folder / "told.jsonl"
    told.write_text("".join(json.dumps(fact) + "\n" for fact in facts))
    return place.run(KILTER, "replay", "--facts", told, *words)


def retold(facts, change):
    copy = json.loads(json.dumps(facts))
    assert sum(bool(change(fact)) for fact in copy) == 1, "one fact is told otherwise"
    return copy


def other_seed(fact):
    if fact["fact"] != "changed":
        return False
    settings = json.loads(fact["settings"])
    settings["seed"] += 1
    fact["settings"] = json.dumps(settings)
    return True


def other_params(fact):
    if fact["fact"] != "proposed" or fact["trial"] != 17:
        return False
    fact["params"] = json.dumps({"x": 0.123})
    return True


def test(sampler):
    with Place() as place:
        code, output = place.run(*place.command("k", TRIALS, 2, 3, 1, "--sampler", sampler))
        assert code == 0, output
        check_whole(place.log("k"), TRIALS)
        prove_all(place, "k")
        code, output = place.kilter("replay", "k", "17")
        assert code == 0 and "proved" in output, output

        code, output = place.kilter("export", "k", "--facts")
        assert code == 0, output
        facts = [json.loads(line) for line in output.splitlines()]
        code, output = replayed(place, facts, "--all")
        assert code == 0, output

        for change in (other_seed, other_params):
            code, output = replayed(place, retold(facts, change), "17")
            assert code == 1 and "disproved" in output, f"{change.__name__}: {output}"
        code, output = replayed(place, retold(facts, other_params), "18")
        assert code == 0, output


if __name__ == "__main__":
    for name in ("quasi_random", "random"):
        test(name)
    print("proved, and disproved where the facts are others")
