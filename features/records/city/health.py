"""Disability, illness and ability to work."""

from dataclasses import dataclass

import numpy as np

from features.records.city.draws import Bools, Ints, stream
from features.records.city.families import People

__all__ = ["Health", "draw_health"]


@dataclass(frozen=True, slots=True)
class Health:
    """Health of all people."""

    disability: Ints
    """Grade 1 (severe) to 4; 0 for none."""
    serious: Bools
    chronic: Bools
    unable: Bools
    """Of working age and unable to work."""


def draw_health(crowd: People, seed: int, as_of: int) -> Health:
    """Draw health; illness grows with age, about 5 % have a recorded disability."""
    rng = stream(seed, "health")
    age = np.clip((as_of - crowd.birth) / 365.25, 0, 95)
    grade = rng.choice(4, len(crowd), p=[0.15, 0.25, 0.3, 0.3]) + 1
    disability = np.where(rng.random(len(crowd)) < 0.02 + 0.0009 * age, grade, 0)
    serious = rng.random(len(crowd)) < 0.002 + 0.00025 * age
    chronic = rng.random(len(crowd)) < 0.001 * np.maximum(age - 20, 0)
    unable = (age >= 16) & (age < 65) & (((disability > 0) & (disability <= 2)) | serious)
    return Health(disability, serious, chronic, unable)
