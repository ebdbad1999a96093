"""How practitioners name people and say who told whom: the tables of `tests/corpus`, every line by itself.

people.txt    role: sentence | sentence ...       read in a record of children's social care
telling.txt   writer > told : sentence            writer < sender : sentence            - writer : sentence
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.language import ReadingContext
from model.when import When
from tests.builders.rows import Read
from tests.support.services import SHORT

CORPUS = Path(__file__).parents[2] / "corpus"


def lines(name: str) -> Iterator[str]:
    for line in (CORPUS / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def people() -> Iterator[tuple[str, frozenset[str]]]:
    for line in lines("people.txt"):
        roles, _, sentences = line.partition(":")
        for sentence in sentences.split("|"):
            yield sentence.strip(), frozenset(roles.split(","))


def one(agencies: set[str]) -> set[str]:
    """The front door and social care count as one agency."""
    return {"childrens_social_care" if agency == "front_door" else agency for agency in agencies}


@pytest.mark.parametrize(("sentence", "roles"), [pytest.param(*case, id=case[0]) for case in people()])
def test_a_person_is_named_by_role(read: Read, sentence: str, roles: frozenset[str]) -> None:
    assert {m.role for e in read(sentence) for m in e.mentions if m.span is not None} == roles


@pytest.mark.parametrize("line", [pytest.param(line, id=line) for line in lines("telling.txt")])
def test_who_told_whom(read: Read, line: str) -> None:
    head, _, sentence = line.partition(" : ")
    writer, way, others = head.split() if not head.startswith("-") else [head.split()[1], "-", ""]
    events = read(sentence, SHORT[writer])
    told = one({agency for e in events for agency in e.shared_with})
    senders = one({agency for e in events for agency in e.received_from})
    wanted = one({SHORT[name] for name in others.split(",") if name})
    if way == "<":
        assert wanted <= senders
    else:
        assert told == wanted


def _names(text: str) -> tuple[set[str], set[str]]:
    """The names of a list that must be there, and those that may be."""
    names = {name.strip() for name in text.split(",") if name.strip()}
    return {n for n in names if not n.endswith("?")}, {n.removesuffix("?") for n in names}


def _born(age: int) -> When:
    """A birth that makes the subject so old on 1 March 2021, the day of the rows."""
    return When.on(dt.date(2021, 6, 1) if age < 0 else dt.date(2021, 2, 10) if age == 0 else dt.date(2021 - age, 1, 1))


@pytest.mark.parametrize("line", [pytest.param(line, id=line[:70]) for line in lines("rows.txt")])
def test_a_row_names_its_people_and_whom_it_told(read: Read, line: str) -> None:
    head, _, rest = line.partition(" : ")
    words, _, expected = rest.partition(" => ")
    writer, age = head.split()
    people, told, senders = (*(part.strip() for part in expected.split(";")), "", "")[:3]
    subject = "Lewis" if int(age) > 1 else "Baby K"
    events = read(words, SHORT[writer], ReadingContext(born=_born(int(age)), subject=subject))
    must, may = _names(people)
    named = {m.role for e in events for m in e.mentions}
    assert must <= named <= may
    must, may = _names(told)
    heard = {agency for e in events for agency in e.shared_with}
    assert must <= heard <= may
    assert _names(senders)[0] <= {agency for e in events for agency in e.received_from}
