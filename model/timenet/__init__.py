"""The temporal constraint network: tightest dates for every event, and contradictions explained.

    dates and statements  ->  Network (kernel: shortest paths)  ->  Solution
                                shortest.py: the fewest statements that clash
                                explain.py: those in words, what might explain them, and strains

Pure: nodes are names, days are dates, nothing here knows of files or screens. `model.timing` builds
the network of a case.
"""

from model.timenet.explain import explained
from model.timenet.network import DATE_TRUST, Network, can_hold, solve
from model.timenet.statements import (
    ORIGIN,
    Bounds,
    Candidate,
    Given,
    Solution,
    Statement,
    Strain,
    TimeContradiction,
    Unit,
    date_statement,
)
from model.timenet.strain import strains

__all__ = [
    "DATE_TRUST",
    "ORIGIN",
    "Bounds",
    "Candidate",
    "Given",
    "Network",
    "Solution",
    "Statement",
    "Strain",
    "TimeContradiction",
    "Unit",
    "can_hold",
    "date_statement",
    "explained",
    "solve",
    "strains",
]
