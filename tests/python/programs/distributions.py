# SPDX-License-Identifier: MIT
"""Ranges, and what they look like in JSON."""
import optuna

D = optuna.distributions
ranges = [D.FloatDistribution(0, 1), D.FloatDistribution(1e-5, 1, log=True), D.FloatDistribution(0, 1, step=0.3),
          D.IntDistribution(1, 10), D.IntDistribution(1, 10, step=4), D.IntDistribution(1, 64, log=True),
          D.CategoricalDistribution(("a", None, 3, 2.5, True)), D.IntDistribution(5, 5)]
for d in ranges:
    text = D.distribution_to_json(d)
    print(d, text, D.json_to_distribution(text) == d, d.single(), hash(d) == hash(D.json_to_distribution(text)))
    print([d._contains(v) for v in (0, 0.3, 1, 2, 5, 64)])
print(D.json_to_distribution('{"type": "int", "low": 1, "high": 8, "log": true}'))
print(D.json_to_distribution('{"type": "categorical", "choices": ["x"]}'))
for wrong in (lambda: D.FloatDistribution(2, 1), lambda: D.FloatDistribution(0, 1, log=True),
              lambda: D.IntDistribution(0, 4, log=True), lambda: D.CategoricalDistribution(()),
              lambda: D.FloatDistribution(1, 2, log=True, step=1), lambda: D.IntDistribution(0, 4, step=0),
              lambda: D.check_distribution_compatibility(ranges[0], ranges[3]),
              lambda: D.check_distribution_compatibility(ranges[0], ranges[1]),
              lambda: ranges[6].to_internal_repr("z")):
    try:
        wrong()
        print("no error")
    except ValueError:
        print("ValueError")
D.check_distribution_compatibility(ranges[0], D.FloatDistribution(-3, 5))
