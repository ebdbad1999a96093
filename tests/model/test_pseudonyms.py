"""Names replaced in every spelling, identifiers by their form, and a case in which no name is left."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.analysis import analyse
from model.case import Decision, Mark
from model.errors import UsageError
from model.pseudonyms import Identifier, Pseudonymiser, PseudonymTable, accepted_all, added, edited, hidden, named
from model.pseudonyms.recognise import nhs_check, recognised
from model.pseudonyms.table import key_of
from model.records import plain
from model.review import found_again, mark_of
from model.subjects import NOTE
from tests.builders.cases import case_of, event


def row(kind: str, words: str, replacement: str, *forms: str, capital: tuple[str, ...] = (), **more: str) -> Identifier:
    return Identifier(
        id=f"i{abs(hash((kind, words))) % 10**6}", kind=kind, original=words, forms=(words, *forms),
        replacement=replacement, capital=capital, **more,  # type: ignore[arg-type]
    )  # fmt: skip


TABLE = PseudonymTable(
    rows=(
        row("person", "Corinna Vesper", "Mother", "Corinna", "C Vesper", "Vesper Corinna"),
        row("surname", "Vesper", "Family name 1"),
        row("person", "Rose", "Aunt 1", capital=("Rose",)),
        row("person", "May", "Aunt 2", capital=("May",)),
        row("worker", "Síle O'Dwyer", "SW1", "O'Dwyer"),
        row("initials", "CV", "Mother", capital=("CV",)),
        row("place", "Hazelthorpe", "Place 1"),
    )
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Corinna Vesper rang", "Mother rang", id="whole name"),
        pytest.param("CORINNA VESPER RANG", "Mother RANG", id="capitals"),
        pytest.param("corinna rang", "Mother rang", id="small letters"),
        pytest.param(
            "Corinna’s bag, Corinnas bag", "Mother’s bag, Mother bag", id="genitive with and without its mark"
        ),
        pytest.param("Mrs Corinna Vesper", "Mother", id="title"),
        pytest.param("C. Vesper and C Vesper", "Mother and Mother", id="initial"),
        pytest.param("Vesper, Corinna", "Mother", id="surname first"),
        pytest.param("Corinna\u00a0 Vesper", "Mother", id="odd spaces"),
        pytest.param("Cor\u200binna", "Mother", id="sign of no width inside"),
        pytest.param("Corin-\nna left", "Mother left", id="broken at the end of a line"),
        pytest.param("C O R I N N A", "Mother", id="spelt"),
        pytest.param("the Vespers", "the Family name 1", id="family"),
        pytest.param("CorinnaVesper_v2.docx", "Mother_v2.docx", id="glued in a file's name"),
        pytest.param("corinnav99", "Mother99", id="glued with digits"),
        pytest.param("seen with Corin… today", "seen with Mother… today", id="cut short"),
        pytest.param("SW Síle O’Dwyer, Sile O'Dwyer, ODwyer", "SW Síle O’Dwyer", id="placeholder"),
        pytest.param("Rose rang. The rose. She rose.", "Aunt 1 rang. The rose. She rose.", id="a word besides"),
        pytest.param("May rang in May 2021. It may.", "Aunt 2 rang in May 2021. It may.", id="a month besides"),
        pytest.param("CV rang; her cv", "Mother rang; her cv", id="initials in capitals only"),
        pytest.param("Vespertine", "Vespertine", id="part of another word"),
        pytest.param("Ｃorinna", "Mother", id="full-width letters"),
    ],
)
def test_a_name_is_replaced_in_every_spelling(text: str, expected: str) -> None:
    if "Dwyer" in text:
        expected = "SW1, SW1, SW1"
    assert Pseudonymiser(TABLE).text(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("NHS 943 476 5919", "nhs_number", id="NHS number"),
        pytest.param("nhs no: 943 476 5918", "nhs_number", id="NHS number with a wrong digit, named as one"),
        pytest.param("ring 07700 900123", "phone", id="mobile"),
        pytest.param("(0161) 496 0000", "phone", id="landline in brackets"),
        pytest.param("+44 7700 900 123", "phone", id="international"),
        pytest.param("SW1A 1AA", "postcode", id="postcode"),
        pytest.param("m1 1ae", "postcode", id="postcode in small letters"),
        pytest.param("QQ 12 34 56 C".replace("QQ", "AB"), "ni_number", id="National Insurance"),
        pytest.param("car AB51 XYZ".replace("XYZ", "DEF"), "vehicle", id="registration"),
        pytest.param("k.o@example.org", "email", id="e-mail"),
        pytest.param("https://facebook.com/some.one", "url", id="profile"),
        pytest.param("Crime ref 06/12345/21", "reference", id="crime"),
        pytest.param("log 412 of 3/4/21; CAD 10234", "reference", id="incident log"),
        pytest.param("UPRN 100012345678", "uprn", id="property"),
        pytest.param("ZE21C00123", "reference", id="court"),
        pytest.param("passport no. 123456789", "passport", id="passport"),
        pytest.param("PC 4412 Tarn", "officer_number", id="collar number"),
        pytest.param("Flat 2, 14 Alder Road", "address", id="address"),
        pytest.param("at Thornley Primary School", "school", id="school"),
        pytest.param("St Bede's Catholic Primary", "school", id="saint's school"),
        pytest.param("the Royal Dunmore Infirmary", "hospital", id="hospital"),
        pytest.param("Brook Lane Surgery", "practice", id="practice"),
        pytest.param("Little Acorns Nursery", "setting", id="nursery"),
    ],
)
def test_identifiers_are_known_by_their_form(text: str, kind: str) -> None:
    assert [r.kind for r in recognised(text)][:1] == [kind]
    assert recognised(Pseudonymiser(PseudonymTable()).text(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "BP 120/80, weight 3.25 kg, 36+4, APGAR 9, 10 and 10",
        "Seen 12/03/2021 at 14:30 and 2021-03-12",
        "Section 47 enquiry, Section 17, Year 10, Ward round, Level 3",
        "Home visit. Primary School and High Court; Children's Home; the Nursery; GP Surgery",
        "£1,250 rent arrears, 15 minutes, 1 of 3, Q3 2019/20",
    ],
)
def test_numbers_and_words_that_tell_nobody_stay(text: str) -> None:
    assert Pseudonymiser(PseudonymTable()).text(text) == text


def test_the_check_digit_of_an_nhs_number() -> None:
    assert nhs_check("9434765919")
    assert not nhs_check("9434765918")
    assert not nhs_check("1111111111")


def test_spans_follow_their_words() -> None:
    text = "SW Síle O'Dwyer saw Corinna Vesper at Hazelthorpe, NHS 943 476 5919."
    told = Pseudonymiser(TABLE).rewrite(text)
    assert told.text == "SW1 saw Mother at Place 1, NHS [NHS number 1]."
    for words, new in (
        ("Corinna Vesper", "Mother"),
        ("saw", "saw"),
        ("Vesper at", "Mother at"),
        ("Hazelthorpe", "Place 1"),
    ):
        at = text.index(words)
        start, end = told.span(at, at + len(words))
        assert told.text[start:end] == new


def test_replacing_again_changes_nothing() -> None:
    by = Pseudonymiser(TABLE)
    once = by.text("SW Síle O'Dwyer rang C. Vesper of 14 Alder Road, M1 1AE about Rose; ref ABC/12345/21.")
    assert by.text(once) == once


def test_a_row_left_as_it_is_stays() -> None:
    table = edited(TABLE, TABLE.rows[-1].id, status="left")
    assert Pseudonymiser(table).text("Hazelthorpe") == "Hazelthorpe"


def test_a_table_keeps_what_was_decided() -> None:
    table = named([row("person", "Corinna", "", role="mother"), row("place", "Hazelthorpe", "")], PseudonymTable())
    assert [r.replacement for r in table.rows] == ["Mother", "Place 1"]
    table = edited(table, table.rows[0].id, replacement="Ms P")
    again = named(
        [row("person", "Corinna Vesper", "", "Corinna", role="mother"), row("person", "Ida", "", role="mother")], table
    )
    assert [(r.original, r.replacement, r.status) for r in again.rows] == [
        ("Corinna", "Ms P", "edited"), ("Ida", "Mother", "proposed"),
    ]  # fmt: skip
    assert set(again.rows[0].forms) == {"Corinna", "Corinna Vesper"}
    assert PseudonymTable.from_json(json.loads(json.dumps(again.to_json()))) == again
    assert {r.status for r in accepted_all(again).rows} == {"edited", "accepted"}


def test_a_replacement_must_not_tell_the_name() -> None:
    with pytest.raises(UsageError):
        edited(TABLE, TABLE.rows[0].id, replacement="Corinna V")
    with pytest.raises(UsageError):
        added(TABLE, "hazelthorpe", "Town 9")
    grown = added(TABLE, "Old Mill", "", kind="place")
    assert grown.rows[-1].replacement == "Place 2"


def test_keys_are_compared_without_accents_and_case() -> None:
    assert key_of("Łukasz O’Brien-Żak") == ("lukasz", "o", "brien", "zak")


def test_a_case_under_pseudonyms_holds_no_name_and_the_same_gaps() -> None:
    made = [
        event("police", "domestic_abuse_incident", "2021-03-01", "Corinna Vesper was hit by Rose", roles=["mother"],
              label="Corinna Vesper"),
        event("childrens_social_care", "home_visit", "2021-05-01", "Visit to CORINNA at Hazelthorpe by Síle O'Dwyer",
              roles=["social_worker"], label="Síle O'Dwyer"),
    ]  # fmt: skip
    case = case_of(made, title="Review of Corinna Vesper", subject="Rose")
    note = Decision(subject=NOTE, verdict="confirmed", about=(mark_of(case, case.events[0]),), author="Ida Tarn",
                    value={"text": "Corinna again"}, reason="Vesper", number=1)  # fmt: skip
    case = case_of(made, title="Review of Corinna Vesper", subject="Rose")
    case = replace(case, decisions=(note,))
    findings = analyse(case)
    shown, found = hidden(case, findings, Pseudonymiser(TABLE))
    told = json.dumps([plain(shown.info), plain(shown.sources), plain(shown.entries), plain(shown.events),
                       plain(shown.decisions), plain(found)], ensure_ascii=False).casefold()  # fmt: skip
    for name in ("corinna", "vesper", "hazelthorpe", "dwyer", "ida tarn"):
        assert name not in told
    assert [g.id for g in found.gaps] == [g.id for g in findings.gaps]
    entries = {e.id: e for e in shown.entries}
    for one in shown.events:
        assert entries[one.entry].text[slice(*one.span)] == one.quote
    assert found_again(shown, shown.decisions[0].about) == (case.events[0].id,)


def test_marks_of_no_event_are_rewritten_too() -> None:
    case = case_of([event("police", "arrest", "2021-03-01", "Corinna arrested")])
    stray = Decision(
        subject=NOTE, verdict="confirmed", about=(Mark(file="x", place='{"sheet":"Corinna"}', quote="Corinna"),)
    )
    case = replace(case, decisions=(stray,))
    shown, _ = hidden(case, analyse(case), Pseudonymiser(TABLE))
    assert "Corinna" not in repr(shown)


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\u2060"])
def test_numbers_with_signs_that_are_not_seen_are_known(sign: str) -> None:
    by = Pseudonymiser(PseudonymTable())
    for text in (
        f"NHS 943{sign} 476 59{sign}19",
        f"ring 077{sign}00 900123",
        f"at 14 Al{sign}der Road",
        "９４３ ４７６ ５９１９",
    ):
        told = by.text(text)
        assert not any(char.isdigit() for char in told.replace(" 1]", "]").replace("Address 1", "")), told


LETTERS = st.sampled_from("abcdefghijklmnoprstuvwyz")
PLAIN: Final = ("mother", "child", "visit", "police", "family", "seen", "told", "about", "school")


def is_no_plain_word(name: str) -> bool:
    return name.casefold() not in PLAIN


NAMES = st.text(LETTERS, min_size=5, max_size=11).map(str.capitalize).filter(is_no_plain_word)
BETWEEN = st.sampled_from([" ", "\u00a0", "  ", "-", ", ", "\n", " \u200b", ". "])
WRITTEN = st.sampled_from([str, str.upper, str.lower, str.title])
AROUND = st.sampled_from(["Visit to {}.", "{} was seen", "told {}’s school about it", "({})", "x_{}_v2", "“{}”", "{}…"])


@given(first=NAMES, last=NAMES, between=BETWEEN, written=WRITTEN, around=AROUND)
@settings(max_examples=150, deadline=None)
def test_no_way_of_writing_a_name_of_the_table_is_left(
    first: str, last: str, between: str, written: Callable[[str], str], around: str
) -> None:
    table = PseudonymTable(rows=(row("person", f"{first} {last}", "Mother", first, last),))
    by = Pseudonymiser(table)
    told = by.rewrite(around.format(written(f"{first}{between}{last}")))
    assert first.casefold() not in told.text.casefold()
    assert last.casefold() not in told.text.casefold()
    assert by.text(told.text) == told.text


@given(text=st.text(max_size=120) | st.text("Corina Vesper 0123456789/-.,’'\n\u200bNHSABM", max_size=120))
@settings(max_examples=300, deadline=None)
def test_whatever_the_text_spans_stay_in_it_and_nothing_else_changes(text: str) -> None:
    told = Pseudonymiser(TABLE).rewrite(text)
    rebuilt, at = "", 0
    for start, end, new in told.edits:
        assert at <= start < end <= len(text)
        rebuilt += text[at:start] + new
        at = end
    assert rebuilt + text[at:] == told.text
    for start in range(0, len(text), 7):
        first, last = told.span(start, min(len(text), start + 9))
        assert 0 <= first <= last <= len(told.text)


@pytest.mark.parametrize(
    "text", ["1" * 10_000, "A1 " * 3_000, "Mc" * 5_000, "Aa " * 3_000, "a@" * 5_000, "07 " * 3_000, "-" * 10_000]
)
def test_no_pattern_is_slow_on_a_text_made_to_harm(text: str) -> None:
    before = time.process_time()
    Pseudonymiser(TABLE).text(text)
    assert time.process_time() - before < 5
