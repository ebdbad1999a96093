"""Which of the people an entry names take part in which of its events.

    people + candidates  ->  by place (whose words hold them)  ->  pronouns  ->  the main event gathers

An event has the people of its own words, and the one a pronoun in them stands for; where it names no worker,
the writer of the row. The main event also has
the writer, and the people of what happened with it (a disclosure during the visit). For a contact, where
presence matters, it does not gather people who are only talked about, planned for or said to be absent.
"""

from __future__ import annotations

from functools import cache

from ingest.language.client import as_client, child_of, client_of, mother_of, needs_client, writer_of
from ingest.language.kind_cues import MEETINGS
from ingest.language.reading import Candidate, Person, Reading
from model.data import load_toml

_PRESENCE = frozenset({"home_visit", "appointment", "phone_contact", "no_access", "missed_appointment"})
_HAPPENINGS = frozenset({"domestic_abuse_incident", "incident", "injury_or_illness", "concern", "information_shared"})
_TASKS = frozenset({"supervision", "decision"})  # what they give somebody to do concerns that person
_REMARK = 12  # characters beside its date that a remark without an event of its own may have ("around", "Clinic")
_ABSENT = frozenset({"missed_appointment", "no_access", "meeting_cancelled"})
_WRITER_COLUMNS = frozenset({"author", "professional"})
_TOLD_COLUMNS = frozenset({"shared_with"})


@cache
def _pronouns() -> dict[str, tuple[str, ...]]:
    return {word: tuple(roles) for word, roles in load_toml("ingest.vocabulary", "roles.toml")["pronouns"].items()}


def _may_be(reading: Reading, word: str) -> tuple[str, ...]:
    """The roles that a pronoun may stand for; a child who is old enough for it is one of them."""
    roles = _pronouns().get(word, ())
    data = load_toml("ingest.vocabulary", "roles.toml")["spoken_of"]
    child = word in data["words"] and reading.age is not None and reading.age >= data["from_age"]
    return (*roles, *data["roles"]) if child else roles


@cache
def _unnamed() -> dict[str, str]:
    """Whom a pronoun stands for where the row names nobody before it."""
    found: dict[str, str] = load_toml("ingest.vocabulary", "roles.toml")["unnamed"]
    return found


def involve_people(reading: Reading, about: str | None = None) -> None:
    """Fill `people` of every candidate of a reading that has its main event marked.

    `about` is the role of the person whom the whole file is about, where known.
    """
    main = next(c for c in reading.candidates if c.main)
    reading.people = as_client(reading.people, reading.agency, about)
    people = [p for p in reading.people if column_of(reading, p.first) not in _TOLD_COLUMNS]
    for person in people:
        owner = _owner(reading, person.first)
        (owner or main).people.append(person)
    main.people += _attending(reading, main)
    client = client_of(reading, about)
    for candidate in reading.candidates:
        candidate.people += _of_a_remark(reading, candidate, people)
        candidate.people += _meant(reading, candidate, client)
    if client is not None and needs_client(main, client, reading.agency):
        main.people.append(client)
    for candidate in reading.candidates:
        candidate.people += [p for p in (child_of(reading, candidate), mother_of(reading, candidate)) if p]
    own = list(main.people)
    for candidate in reading.candidates:
        if candidate.main:
            continue
        if gathers(main, candidate):
            main.people += candidate.people
        candidate.people += inherited(main, own, candidate)
        candidate.people += _tellers(reading, candidate)
        if client is not None and needs_client(candidate, client, reading.agency):
            candidate.people.append(client)
    _add_writers(reading, people, own)


def _attending(reading: Reading, main: Candidate) -> list[Person]:
    """Those at a meeting whom only the name of their service names ("Police, HV and school present")."""
    if main.kind not in MEETINGS or main.assertion != "happened":
        return []
    named = {person.role for person in main.people}
    roles = load_toml("ingest.vocabulary", "roles.toml")["attending"]
    found = {
        name.agency: Person(
            name.first, name.last, roles[name.agency], reading.text_of(name.first, name.last), "worker", name.agency
        )
        for name in reading.agencies
        if name.agency in roles and name.agency in main.shared_with and roles[name.agency] not in named
    }
    return list(found.values())


def _of_a_remark(reading: Reading, candidate: Candidate, people: list[Person]) -> list[Person]:
    """The people of the clause of a dated remark whose own words are the date alone ("SW2 on leave 3/4")."""
    if candidate.main or candidate.people or not _is_bare_date(reading, candidate):
        return []
    clause = reading.clauses[candidate.clause]
    return [person for person in people if clause.first <= person.first < clause.last]


def _is_bare_date(reading: Reading, candidate: Candidate) -> bool:
    """Whether the words of an event are a time expression and little else."""
    start, end = reading.words.starts[candidate.first], reading.words.ends[max(candidate.last, candidate.first + 1) - 1]
    dated = sum(min(t.end, end) - max(t.start, start) for t in reading.times if t.start < end and t.end > start)
    return dated > 0 and end - start - dated <= _REMARK


def _add_writers(reading: Reading, people: list[Person], own: list[Person]) -> None:
    """The writer of the row takes part in those of its events that name no worker."""
    writers = [p for p in people if column_of(reading, p.first) in _WRITER_COLUMNS and p.group == "worker"]
    unknown = None if writers else writer_of(reading)
    for candidate in reading.candidates:
        if has_worker(candidate):
            continue
        candidate.people += writers or ([unknown] if unknown else _only_worker(reading, own, candidate))


def has_worker(candidate: Candidate) -> bool:
    """Whether a worker takes part in an event."""
    return any(person.group == "worker" for person in candidate.people)


def gathers(main: Candidate, other: Candidate) -> bool:
    """Whether the people of another event of the row also belong to the main one."""
    if other.kind in _ABSENT and main.kind not in _ABSENT:
        return False
    if main.kind in _PRESENCE or main.kind in MEETINGS:
        return other.assertion == "happened" and not other.opened
    if main.kind in _TASKS:
        return other.assertion != "did_not_happen"
    return other.assertion in {"happened", "reported", "uncertain"}


def inherited(main: Candidate, own: list[Person], other: Candidate) -> list[Person]:
    """Whom another event of the row has from the main one: all who were at the contact in which it happened; else,
    where it names nobody of the family, the family that the row is about."""
    if other.assertion == "happened" and gathers(main, other):
        return own
    if any(person.group == "family" for person in other.people):
        return []
    return [person for person in own if person.group == "family"]


def _tellers(reading: Reading, candidate: Candidate) -> list[Person]:
    """The family of the event before in the same clause, of which an opened one is the content ("Mother says ...")."""
    if not candidate.opened:
        return []
    before = [c for c in reading.candidates if c.clause == candidate.clause and c.first < candidate.first]
    return [p for p in before[-1].people if p.group == "family" and p not in candidate.people] if before else []


def _only_worker(reading: Reading, own: list[Person], other: Candidate) -> list[Person]:
    """The one worker of the main event, for what is planned or was not told and names no worker itself."""
    if other.assertion in {"planned", "recommended"} and (doer := _named_before(reading, other)):
        return [doer]
    workers = [person for person in own if person.group == "worker"]
    meant = other.assertion in {"planned", "recommended"} or other.kind not in _HAPPENINGS
    ours = [person for person in workers if person.agency == reading.agency]
    return workers if meant and len({person.role for person in workers}) == 1 else ours if meant else []


def _named_before(reading: Reading, other: Candidate) -> Person | None:
    """The worker last named in the same sentence before what is to be done: "SW2 to ring, and to see the father"."""
    sentence = reading.clauses[other.clause].sentence
    first = next(c.first for c in reading.clauses if c.sentence == sentence)
    if not 0 < other.first < len(reading.words) or reading.words.norms[other.first] != "to":
        return None
    before = [p for p in reading.people if p.group == "worker" and first <= p.first and p.last <= other.first]
    return before[-1] if before else None


def column_of(reading: Reading, word: int) -> str:
    """The column a word stands in."""
    return next((c.field for c in reading.clauses if c.first <= word < c.last), "event")


def _owner(reading: Reading, word: int) -> Candidate | None:
    inside = [c for c in reading.candidates if c.holds(word)]
    return min(inside, key=lambda c: c.last - c.first, default=None)


def _meant(reading: Reading, candidate: Candidate, client: Person | None) -> list[Person]:
    """The people that pronouns in the words of an event stand for, where the event names none of their kind."""
    found: list[Person] = []
    for i in range(candidate.first, candidate.last):
        roles = _may_be(reading, reading.words.norms[i])
        if not roles or any(p.role in roles for p in candidate.people):
            continue
        before = [p for p in reading.people if p.last <= i and p.role in roles]
        if before:
            found.append(before[-1])
        elif client is not None and client.role in roles:
            found.append(client)
        elif unnamed := _unnamed().get(reading.words.norms[i]):
            found.append(Person(i, i + 1, unnamed, reading.words.texts[i], "family", None, sure=False))
    return found
