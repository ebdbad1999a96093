"""The worked example is read as its answer says: rows, dates, what must be raised and what must not."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import tomllib
import zipfile
from importlib import resources
from itertools import combinations

import pypdfium2
import pytest

from model.matrix import matrix
from model.names import AGENCIES, ASSERTIONS, GAP_KINDS, KINDS, ROLES
from tests.builders.linden import BUILDERS, load_words
from tests.support.worked_example import (
    FOLDER,
    INSIDE,
    Json,
    Scored,
    folded,
    load_expected,
    problem_about,
    read_example,
)

EXPECTED = load_expected()
STATED = {e["id"]: e for e in EXPECTED["events"]}
REQUIRED = [g for g in EXPECTED["gaps"] if not g.get("optional")]
SOCIAL_CARE = "Linden CSC chronology FINAL v2.docx"
POLICE = "NMP_Linden_extract.xlsx"
MATERNITY = "Maternity_chronology_LINDEN.pdf"


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Scored:
    case, export = read_example(tmp_path_factory.mktemp("linden"), EXPECTED)
    return Scored(EXPECTED, export, case)


def by_id(items: list[Json]) -> list[object]:
    return [pytest.param(item, id=item["id"]) for item in items]


# ---------------------------------------------------------------- the answer itself
def test_the_answer_names_every_file_of_the_example() -> None:
    held = {p.name for p in FOLDER.iterdir() if p.name not in ("README.md", "expected.json")}
    assert held == {name for name in EXPECTED["sources"] if INSIDE not in name}


def test_the_answer_has_one_main_event_for_every_row() -> None:
    for file, source in EXPECTED["sources"].items():
        rows = sorted(e["row"] for e in EXPECTED["events"] if e["file"] == file and e["main"])
        assert rows == list(range(1, source["rows"] + 1)), file


def test_the_answer_uses_the_names_of_the_contract() -> None:
    for event in EXPECTED["events"]:
        assert {event["kind"], *event.get("also", {}).get("kind", [])} <= KINDS.keys(), event["id"]
        assert {event["assertion"], *event.get("also", {}).get("assertion", [])} <= ASSERTIONS.keys(), event["id"]
        assert set(event["roles"]) <= ROLES.keys(), event["id"]
        assert {event["agency"], *event["shared_with"], *event["received_from"]} <= AGENCIES.keys(), event["id"]
    assert {g["kind"] for g in EXPECTED["gaps"]} <= GAP_KINDS.keys()
    assert {t["kind"] for t in EXPECTED["not_gaps"]} <= GAP_KINDS.keys()


def test_the_story_keeps_the_limits_of_its_pattern_but_for_the_contradiction_it_tells() -> None:
    story = {name: dt.date.fromisoformat(day) for name, day in EXPECTED["intervals"]["story"].items()}
    broken = [
        (first, then)
        for first, then, fewest, most in EXPECTED["intervals"]["constraints"]
        if not fewest <= (story[then] - story[first]).days <= (10_000 if most is None else most)
    ]
    assert broken == [("P", "J")]
    for name, (first, last) in EXPECTED["intervals"]["without_PJ"].items():
        assert first <= EXPECTED["intervals"]["story"][name] <= last, name


@pytest.mark.parametrize("name", list(BUILDERS))
def test_the_binary_files_say_what_their_words_say(name: str) -> None:
    """Run `python tests/builders/linden.py` after a change of `linden.toml`."""
    words = load_words()[name]
    kept = (FOLDER / words["file"]).read_bytes()
    assert contents(BUILDERS[name](words)) == contents(kept)


def contents(data: bytes) -> dict[str, bytes]:
    """What is inside, whatever the packing: the parts of an Office file, the text of a PDF's pages."""
    if data.startswith(b"%PDF"):
        with contextlib.closing(pypdfium2.PdfDocument(data)) as pdf:
            return {str(n): page.get_textpage().get_text_range().encode() for n, page in enumerate(pdf, start=1)}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


# ---------------------------------------------------------------- rows
@pytest.mark.parametrize("file", list(EXPECTED["sources"]))
def test_every_row_comes_back_once(scored: Scored, file: str) -> None:
    assert len(scored.entries(file)) == EXPECTED["sources"][file]["rows"]


@pytest.mark.parametrize("file", list(EXPECTED["sources"]))
def test_every_row_holds_its_words(scored: Scored, file: str) -> None:
    missing = [e["key"] for row, e in scored.mains.items() if row[0] == file and row not in scored.entry_of]
    assert missing == []


@pytest.mark.parametrize("file", list(EXPECTED["sources"]))
def test_every_file_is_given_to_its_agency(scored: Scored, file: str) -> None:
    source = scored.source(file)
    assert source is not None
    assert source["agency"] == EXPECTED["sources"][file]["agency"]


def test_every_event_stands_in_the_words_of_its_row(scored: Scored) -> None:
    missing = [
        e["id"]
        for e in EXPECTED["events"]
        if (e["file"], e["row"]) in scored.entry_of
        and folded(e["key"]) not in folded(scored.entry_of[e["file"], e["row"]]["text"])
    ]
    assert missing == []


def test_row_dates_are_read_to_the_day(scored: Scored) -> None:
    share = scored.row_dates()
    assert len(share.wrong) <= 0.03 * share.of, str(share)


def test_a_row_cut_by_the_page_is_one_entry(scored: Scored) -> None:
    text = folded(scored.entry_of[MATERNITY, 21]["text"])
    assert "for a long while; she said" in text
    assert text.count("verbal handover to nights only") == 1


def test_a_tracked_insertion_is_kept_and_a_deletion_left_out(scored: Scored) -> None:
    text = scored.entry_of[SOCIAL_CARE, 33]["text"]
    assert "Upstairs not seen." in text
    assert "this will do" not in text


def test_the_footnote_the_comment_and_the_hidden_column_are_kept(scored: Scored) -> None:
    words = {(f, r): folded(" ".join(map(str, e["columns"].values()))) for (f, r), e in scored.entry_of.items()}
    assert "the system does not say whether these are working days" in words[SOCIAL_CARE, 12]
    assert "lives here really" in words[POLICE, 6]
    assert "pc 5102" in words[POLICE, 9]


def test_hindsight_is_kept_apart_from_the_record(scored: Scored) -> None:
    entry = scored.entry_of[SOCIAL_CARE, 12]
    comment = "never opened on the system"
    assert comment in folded(" ".join(map(str, entry["columns"].values())))
    assert comment not in folded(entry["text"])
    assert entry["hindsight"] == ["Author's comment (for the review)"]


def test_the_day_of_printing_is_no_event(scored: Scored) -> None:
    days = {e["when"]["start"] for e in scored.export["events"] if e["when"] and e["agency"] in ("midwifery", "police")}
    assert not days & {"2024-11-15", "2024-11-12"}


@pytest.mark.parametrize("error", [pytest.param(e, id=e["event"]) for e in EXPECTED["data_errors"]])
def test_a_slip_in_a_file_is_named_to_the_user(scored: Scored, error: Json) -> None:
    source = scored.source(error["file"])
    assert source is not None
    entry = scored.entry_of[error["file"], error["row"]]
    assert problem_about(source["problems"], error["printed"], entry), source["problems"]


def test_an_impossible_date_is_kept_as_written_and_never_guessed(scored: Scored) -> None:
    entry = scored.entry_of[SOCIAL_CARE, 25]
    assert entry["when"] is None or (entry["when"]["start"] is None and entry["when"]["end"] is None)
    assert "31/09/2024" in entry["columns"].values()


# ---------------------------------------------------------------- events
def test_the_kind_of_main_events(scored: Scored) -> None:
    share = scored.labels("kind", main=True)
    assert len(share.wrong) <= 0.20 * share.of, str(share)


def test_the_assertion_of_main_events(scored: Scored) -> None:
    share = scored.labels("assertion", main=True)
    assert len(share.wrong) <= 0.10 * share.of, str(share)


@pytest.mark.parametrize("name", ["birth", "death"])
def test_the_days_of_the_birth_and_the_death_are_found_in_the_records(scored: Scored, name: str) -> None:
    when = scored.export["case"]["key_dates"][name]
    assert (when["start"][:10], when["end"][:10]) == (EXPECTED["key_dates"][name], EXPECTED["key_dates"][name])


def test_no_timescale_is_prompted_from_the_day_on_which_an_order_ends(scored: Scored) -> None:
    assert [gap["title"] for gap in scored.export["gaps"] if gap["rule"] == "dvpo-hearing-48h"] == []


def test_month_and_year_that_look_like_a_day_keep_both_readings(scored: Scored) -> None:
    (wanted,) = EXPECTED["alternatives"]
    event = scored.answer_to[wanted["event"]]
    readings = [event["when"], *event["when"].get("alternatives", [])]
    assert [[r["start"], r["end"]] for r in readings] == wanted["readings"]


def test_records_of_one_event_are_linked_across_agencies(scored: Scored) -> None:
    wanted: set[frozenset[tuple[str, int]]] = set()
    for group in EXPECTED["same_event"]:
        rows = [(STATED[e]["file"], STATED[e]["row"]) for e in group if STATED[e]["main"]]
        wanted |= {frozenset(pair) for pair in combinations(rows, 2) if pair[0][0] != pair[1][0]}
    missed = sorted(sorted(pair) for pair in wanted - scored.linked())
    assert len(missed) <= 0.4 * len(wanted), missed


# ---------------------------------------------------------------- who knew
@pytest.mark.parametrize("day", list(EXPECTED["knowledge"]["at"]))
def test_the_labour_ward_incident_is_known_to_maternity_alone(scored: Scored, day: str) -> None:
    expected = EXPECTED["knowledge"]["at"][day]["labour_ward_incident"]
    assert scored.knowers(EXPECTED["knowledge"]["facts"]["labour_ward_incident"], day) == set(expected)


@pytest.mark.parametrize("day", list(EXPECTED["knowledge"]["at"]))
def test_nobody_is_said_to_know_before_they_could(scored: Scored, day: str) -> None:
    known = {
        fact: sorted(scored.knowers(event, day) - set(EXPECTED["knowledge"]["at"][day][fact]))
        for fact, event in EXPECTED["knowledge"]["facts"].items()
    }
    assert {fact: agencies for fact, agencies in known.items() if agencies} == {}


NOT_SHOWN = {  # (fact, agency): why the program does not yet show that it knew
    ("abuse_history", "midwifery"): "the mother on the MARAC list is a history, not a record of the assault",
    ("abuse_history", "health_visiting"): "“history of DA” names no event",
    ("abuse_history", "mental_health"): "“previous domestic abuse” names no event",
    ("referral", "mental_health"): "told of only as the social worker's call after it",
    ("father_drinks_most_nights", "gp"): "a letter's contents, read as the letter alone",
    ("father_drinks_most_nights", "mental_health"): "told again by the mother weeks later, in other words",
    ("worker_off_sick", "acute_hospital"): "read as a plan",
    ("birth", "acute_hospital"): "told as an admission from theatre",
    ("birth", "mental_health"): "told in passing",
}


@pytest.mark.parametrize("day", list(EXPECTED["knowledge"]["at"]))
def test_the_knowledge_of_every_agency_at_five_dates(scored: Scored, day: str) -> None:
    """Every fact and agency as written by hand, but for what is known not to be shown; that list may only shrink."""
    wrong = set()
    for fact, expected in EXPECTED["knowledge"]["at"][day].items():
        known = scored.knowers(EXPECTED["knowledge"]["facts"][fact], day)
        wrong |= {(fact, agency) for agency in known ^ set(expected)}
    assert wrong <= NOT_SHOWN.keys()


def test_what_is_said_not_to_be_shown_is_still_not_shown(scored: Scored) -> None:
    last = max(EXPECTED["knowledge"]["at"])
    for fact, agency in NOT_SHOWN:
        assert agency not in scored.knowers(EXPECTED["knowledge"]["facts"][fact], last), (fact, agency)


def test_the_incident_on_the_ward_is_said_to_be_maternitys_alone_with_its_evidence(scored: Scored) -> None:
    view, knowledge = scored.knowledge
    event = view.by_id[scored.answer_to[EXPECTED["knowledge"]["facts"]["labour_ward_incident"]]["id"]]
    (row,) = (r for r in matrix(view, knowledge).rows if event.id in r.records or r.event.entry == event.entry)
    assert {side for side, cell in row.cells.items() if cell.known} == {"midwifery"}
    assert row.cells["midwifery"].state == "source"
    assert row.cells["childrens_social_care"].state == "no_record"
    known = row.cells["midwifery"].known
    assert known is not None
    assert all(view.by_id[e].entry == event.entry for e in known.evidence)


# ---------------------------------------------------------------- gaps
def test_the_labour_ward_incident_is_raised_as_not_shared(scored: Scored) -> None:
    assert [f["kind"] for f in scored.found.get("g01", [])] == ["unshared_incident"]


def test_the_days_without_a_worker_are_24(scored: Scored) -> None:
    assert [(f["kind"], f["measured"], f["unit"]) for f in scored.found.get("g03", [])] == [
        ("reallocation_delay", 24, "days")
    ]


@pytest.mark.parametrize("gap", by_id(REQUIRED))
def test_what_the_acceptance_list_asks_for_is_raised(scored: Scored, gap: Json) -> None:
    kinds = [gap["kind"], *gap.get("also", {}).get("kind", [])]
    if not set(kinds) & kinds_with_rules():
        pytest.skip(f"no rule of the kind {gap['kind']} is shipped yet")
    assert gap["id"] in set(scored.found), gap["title"]


@pytest.mark.parametrize("trap", by_id(EXPECTED["not_gaps"]))
def test_what_another_file_answers_is_not_raised(scored: Scored, trap: Json) -> None:
    assert [f["title"] for f in scored.found.get(trap["id"], [])] == [], trap["why"]


def test_nothing_is_said_to_be_outside_a_timescale_for_the_assessment(scored: Scored) -> None:
    raised = [f for f in scored.found.get("g04", []) if f["outcome"] == "exceeded"]
    assert raised == []


def kinds_with_rules() -> set[str]:
    """The gap kinds that a shipped rule can raise."""
    folder = resources.files("model.rules")
    files = [f for f in folder.iterdir() if f.name.endswith(".toml")]
    tables = [tomllib.loads(f.read_text(encoding="utf-8")) for f in files]
    return {rule["kind"] for table in tables for rule in table.get("rule", []) if "kind" in rule}


def test_the_register_of_the_example_is_short_enough_to_read(scored: Scored) -> None:
    assert len(scored.export["gaps"]) <= 30


def test_a_gap_of_the_acceptance_list_is_raised_once_for_each_person_or_day(scored: Scored) -> None:
    titles = [gap["title"] for gap in scored.export["gaps"]]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize(
    ("rule", "agency"),
    [
        pytest.param("good-referral-with-agreement", "midwifery", id="the midwife's referral"),
        pytest.param("good-joint-visit", "childrens_social_care", id="the joint visit"),
        pytest.param("good-chasing", "health_visiting", id="the health visitor asked again"),
        pytest.param("good-visit-day-after", "childrens_social_care", id="the visit the day after discharge"),
    ],
)
def test_good_practice_is_shown(scored: Scored, rule: str, agency: str) -> None:
    found = [g for g in scored.export["good_practice"] if g["rule"] == rule and g["agencies"] == [agency]]
    assert found
    assert all(g["events"] for g in found)


def test_every_open_gap_has_its_question_and_what_was_looked_for(scored: Scored) -> None:
    for gap in scored.export["gaps"]:
        assert gap["question"].endswith("?"), gap["rule"]
        assert gap["asked"], gap["rule"]
        assert gap["sought"], gap["rule"]
