"""Hardness of the synthetic city: average precision of a plain forest, broken rules, a tie, both, and trained labels.

Run as ``python -m benchmarks.hardness [PEOPLE [SEED ...]]`` from the root of the project.
"""

import sys
import time

from features.records.city import simulate_city
from tests.functional.hardness import measure


def main(people: int = 500_000, *seeds: int) -> None:
    """Print one line a seed."""
    print("people   seed  aided  favoured  forest  rules   tie  both  labels  simulated")
    for seed in seeds or (1, 2, 3):
        start = time.perf_counter()
        city = simulate_city(people, seed)
        seconds = time.perf_counter() - start
        found = measure(city)
        print(
            f"{people:<8} {seed:>4} {found.households:>6} {found.prevalence:>8.2%} {found.plain_forest:>7.2f}"
            f" {found.broken_rules:>6.2f} {found.tie:>5.2f} {found.tie_and_trouble:>5.2f} {found.ceiling:>7.2f}"
            f" {seconds:>8.1f} s"
        )


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
