"""A row of a key with several initials and as many meanings."""

import pytest

from ingest.key_pairs import side_by_side

Pairs = list[tuple[str, str]]


@pytest.mark.parametrize(
    ("row", "pairs"),
    [
        (("Mo / Fa", "mother of both / father of K"), [("Mo", "mother of both"), ("Fa", "father of K")]),
        (("SW1, SW2; TM1", "social workers; manager"), [("SW1, SW2", "social workers"), ("TM1", "manager")]),
        (("M/F", "mother/father"), [("M", "mother"), ("F", "father")]),
        (("MGM / MGF", "her parents"), [("MGM / MGF", "her parents")]),
        (("D/C", "discharge"), [("D/C", "discharge")]),
        (("HV", "health visitor / nurse"), [("HV", "health visitor / nurse")]),
    ],
)
def test_each_has_its_own_meaning(row: tuple[str, str], pairs: Pairs) -> None:
    assert side_by_side([row]) == pairs
