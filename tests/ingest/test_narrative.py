"""Prose into entries: every paragraph counted, dressing apart, the right date of each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.date_shapes import is_only_date, opening, shapes
from ingest.dating import date_drafts
from ingest.draft import Scope
from ingest.key_pairs import key_pairs
from ingest.narrative import NarrativeContext, NarrativeReading, narrative_drafts
from ingest.own_date import own_date
from ingest.raw import RawParagraph
from ingest.readers.plain import blocks_of
from model.unseen import seen


def read(text: str, *, beside_table: bool = False) -> NarrativeReading:
    paragraphs = [b for b in blocks_of(text) if isinstance(b, RawParagraph)]
    return narrative_drafts(paragraphs, NarrativeContext(beside_table=beside_table))


def dates(reading: NarrativeReading) -> list[str]:
    return [draft.date.text for draft in reading.drafts]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("12/3/21 - Seen by GP", "12/3/21", id="slashes"),
        pytest.param("9.10.19: DNA", "9.10.19", id="points and colon"),
        pytest.param("3-7/11/19 Daily visits by the crisis team", "3-7/11/19", id="range of days"),
        pytest.param("12/4, 14/4 and 19/4/21 - tel calls x3", "12/4, 14/4 and 19/4/21", id="several days"),
        pytest.param("7/2 - letter from the clinic", "7/2", id="no year, with a dash"),
        pytest.param("late October 19 - new school", "late October 19", id="part of a month"),
        pytest.param("?22 May 2016 Seen", "?22 May 2016", id="question mark first"),
        pytest.param("w/c 12.4.21 Visits daily", "w/c 12.4.21", id="week commencing"),
        pytest.param("Fri 10 Apr (Good Friday) Closed", "Fri 10 Apr", id="weekday"),
        pytest.param("1 November 2024, 05:58 - Arrived", "1 November 2024, 05:58", id="with a time"),
        pytest.param("31/09/21 - Letter sent", "31/09/21", id="a day that does not exist has the shape"),
        pytest.param("22.05/16 seen", "22.05/16", id="a slip of the keys"),
        pytest.param("2021-03-04 Seen", "2021-03-04", id="ISO"),
        pytest.param("May - no contact", "May", id="a month alone with a dash"),
        pytest.param("22/40 seen in clinic, all well", None, id="gestation"),
        pytest.param("3/7 history of fever", None, id="three days"),
        pytest.param("24/7 support offered", None, id="round the clock"),
        pytest.param("May have been seen by the nurse", None, id="may, the verb"),
        pytest.param("12 Elm Road visited", None, id="an address"),
        pytest.param("2 visits were made", None, id="a count"),
        pytest.param("1. Home visit", None, id="a list number"),
    ],
)
def test_what_a_line_opens_with(text: str, words: str | None) -> None:
    found = opening(text)
    assert (text[slice(*found)] if found else None) == words


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("14 March 2021", True),
        ("March 2021", True),
        ("Spring 2022", True),
        ("2019", True),
        ("Monday 12th April:", True),
        ("14 March 2021 - visit", False),
        ("1850", False),
        ("Health visiting", False),
    ],
)
def test_a_heading_that_is_a_date(text: str, only: bool) -> None:
    assert is_only_date(text) is only


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("He came to clinic on 3 October 2019 with his aunt.", "3 October 2019", id="in the sentence"),
        pytest.param("On 12 March 2021 she rang.", "12 March 2021", id="without its preposition"),
        pytest.param("A letter dated 4 September was opened on 11 September 2019.", "11 September 2019", id="letter"),
        pytest.param("He was booked for a review on 14 August and was not brought.", "14 August", id="the missed one"),
        pytest.param("A visit was arranged for 19 August.", None, id="one ahead"),
        pytest.param("Two days later he rang. A visit took place on 3 October 2019.", None, id="counted from above"),
        pytest.param("Five weeks later, on 7 May 2019, he was discharged.", "7 May 2019", id="counted and told"),
        pytest.param("Ten days after the assessment, on 9 May, he rang.", "9 May", id="counted"),
        pytest.param("The review planned for 3 March was cancelled by the clinic.", "3 March", id="called off"),
        pytest.param("The invitation to the core group of 5 June came on 2 June.", "2 June", id="meeting"),
        pytest.param("That evening the nurse tried again.", None, id="same day"),
        pytest.param("The child (DOB 12/3/2019) was seen.", None, id="a birth date"),
        pytest.param("The group ended in late March 2019.", "late March 2019", id="part of a month"),
    ],
)  # fmt: skip
def test_the_date_of_the_main_event(text: str, words: str | None) -> None:
    found = own_date(text)
    assert (text[slice(*found)] if found else None) == words


EMAIL = """From: Reception, Alder Road Surgery
Sent: 6 February 2023 09:15
To: Review mailbox
Subject: Child T

Hello

Thank you for your email. Please find below what we hold. Dad is not on our list.

3.3.22 - Mother came in to see Dr F. Low mood, declined
medication. Review booked for 17/3.

17.3.22 - DNA.

No letter was received from the midwife.

That is all that we can find. I am on leave until 23 January.

Kind regards
Reception
Tel: 01632 960001

--
This email and any attachments are confidential. If you are not the intended recipient please delete it.
"""


def test_an_email_gives_its_items_and_counts_the_rest_as_furniture() -> None:
    reading = read(EMAIL)
    assert dates(reading) == ["3.3.22", "17.3.22", ""]
    assert reading.drafts[0].text.endswith("declined medication. Review booked for 17/3.")
    assert reading.drafts[2].text == "No letter was received from the midwife."
    assert reading.made == "6 February 2023 09:15"
    assert [p.quote for p in reading.problems] == ["Dad is not on our list."]


NARRATIVE = """FAMILY SUPPORT SERVICE - SUMMARY OF INVOLVEMENT

Prepared by the service manager on 3 December 2021 for the review. FSW1 is the family support worker.

The family were referred by school on 4 May 2021.

Two days later FSW1 rang and spoke to the father. A visit was arranged for 12 May.

Their home was cold and there was little food.

There is nothing on our file after July 2021.

Please let me know if you need anything more.
"""


def test_in_prose_each_paragraph_is_an_entry_dated_or_not() -> None:
    reading = read(NARRATIVE)
    assert dates(reading) == ["4 May 2021", "", "", "after July 2021"]
    assert reading.key == (("FSW1", "family support worker"),)
    assert reading.made == "3 December 2021"


@pytest.mark.parametrize(
    ("closing", "entry"),
    [
        ("That is everything that we hold.", False),
        ("No enquiry was received from social care in the period.", True),
        ("There was no contact with the police at any time.", True),
        ("Please contact me with any questions.", False),
        ("We are closed on Thursday afternoons until 12/12/2024.", False),
        ("Happy to discuss.", False),
    ],
)
def test_a_closing_sentence_is_an_entry_where_it_states_a_fact(closing: str, entry: bool) -> None:
    reading = read(f"4/5/21 - Referred.\n\n6/5/21 - Visited.\n\n9/5/21 - Closed.\n\n{closing}\n\nRegards\nJo")
    assert reading.count.entries == 3 + entry


def test_headings_that_are_dates_give_the_section_with_the_year_above() -> None:
    reading = read("2020\n\nMarch\n\nReferred by school.\n\n14 May\n\nVisited.\n\n2021\n\nNo contact.")
    assert [d.section for d in reading.drafts] == ["March 2020", "14 May 2020", "2021"]
    assert dates(reading) == ["March 2020", "14 May 2020", "2021"]
    assert reading.count.sections == 4


def test_a_day_in_a_heading_dates_every_paragraph_below_it() -> None:
    reading = read("14 May 2020\n\nVisited. He had left on 3 May.\n\nLater a call.\n\n16/5/20 - rang.\n")
    cells = [(d.date.text, d.date.carried) for d in reading.drafts]
    assert cells == [("14 May 2020", False), ("14 May 2020", True), ("16/5/20", False)]


def test_a_season_in_a_heading_does_not_date_an_undated_item_among_dated_ones() -> None:
    reading = read("Spring 2022\n\n14/03/22 Referred.\n\nNo enquiry was received in the period.\n")
    assert [(d.date.text, d.section) for d in reading.drafts] == [("14/03/22", "Spring 2022"), ("", "Spring 2022")]


REPORT = """Report for the review
Agency: Oakfield Primary School
Author: J Field, Designated Safeguarding Lead
Date of report: 14 June 2022

1. Introduction

This report sets out the school's involvement with Child R between September 2019 and May 2022.

2. Involvement

On 12 November 2019 a bruise was seen on her forearm.

There is no record of a reply.

3. Analysis

The school could have asked again in 2020.

Signed: J Field
14 June 2022
"""


def test_a_report_gives_its_account_and_sets_its_analysis_aside_by_name() -> None:
    reading = read(REPORT)
    assert dates(reading) == ["12 November 2019", ""]
    assert reading.made == "14 June 2022"
    assert [(p.code, p.quote) for p in reading.problems] == [("W311", "The school could have asked again in 2020.")]


def test_a_time_at_the_head_of_a_line_is_its_time() -> None:
    reading = read("14/05/2021\n09:15 Call from school.\n16.30 hrs Message left.\n3.1 The plan was read.\n")
    assert [d.time.text for d in reading.drafts] == ["09:15", "16.30 hrs", ""]
    assert dates(reading) == ["14/05/2021"] * 3


def test_a_paragraph_that_opens_with_dressing_and_goes_on_with_facts_is_an_entry_with_their_date() -> None:
    facts = "B joined us in September 2019. She liked school. She read well."
    assert dates(read(f"I write in answer to your letter of 4 May 2022. {facts}")) == ["September 2019"]


def test_a_letter_date_dates_the_letter_and_no_entry() -> None:
    reading = read("12 January 2023\n\nDear Sir or Madam\n\nThe child was seen at school on 3 May 2022.")
    assert reading.made == "12 January 2023"
    assert [(d.date.text, d.section) for d in reading.drafts] == [("3 May 2022", "")]


@pytest.mark.parametrize(
    "opening_words",
    [
        "Between 1 January 2021 and 31 March 2022 we had the following contacts:",
        "Date: 12 January 2023",
        "On 3 May 2022 at 10:00 Jo Field wrote:",
        "Period covered: 1/1/21 to 31/3/22",
        "Chronology 1 January 2021 to 31 March 2022",
        "Completed by J Field, Named Nurse, on 3/12/21",
        "Printed on 12/01/2022 09:14",
        "DOB: 12/3/2019",
        "OFFICIAL-SENSITIVE",
        "We have searched our records from 1 January 2021.",
        "Please find attached our chronology for 1 January 2021 to 31 March 2022.",
    ],
)
def test_a_date_in_the_opening_of_a_file_is_no_event(opening_words: str) -> None:
    reading = read(f"{opening_words}\n\n4/5/21 - Referred.\n\n6/5/21 - Visited.\n")
    assert dates(reading) == ["4/5/21", "6/5/21"]


def test_a_quoted_reply_is_furniture_but_a_dated_item_in_it_is_not_lost() -> None:
    reading = read(
        "4/5/21 - Seen.\n\n> Please send your record by Friday.\n>\n> 6/5/21 - police rang, can you confirm?\n"
    )
    assert dates(reading) == ["4/5/21", "6/5/21"]


def test_beside_a_table_only_dated_facts_and_absences_are_entries() -> None:
    text = "Chronology of significant events\n\nMother has two children.\n\nNo contact was made after 3 May 2021."
    assert read(text, beside_table=True).count.entries == 1
    assert read(text).count.entries == 2


@pytest.mark.parametrize(
    ("text", "everything", "pairs"),
    [
        ("CMW = community midwife; MW2 = midwife", False, [("CMW", "community midwife"), ("MW2", "midwife")]),
        ("Community midwife = CMW", False, [("CMW", "Community midwife")]),
        ("IDVA1 is the allocated adviser.", False, [("IDVA1", "allocated adviser")]),
        ("HV1: health visitor", True, [("HV1", "health visitor")]),
        ("HV1: health visitor", False, []),
        ("Dr A is happy to speak to the reviewer.", False, []),
    ],
)
def test_pairs_of_a_key(text: str, everything: bool, pairs: Sequence[tuple[str, str]]) -> None:
    assert key_pairs(text, everything=everything) == pairs


STYLES = st.sampled_from(["body", "heading", "list_item", "header_field", "signature", "quoted"])
WORDS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(EMAIL.split("\n") + NARRATIVE.split("\n")),
    st.builds("{}/{}/{} - {}".format, st.integers(0, 40), st.integers(0, 20), st.integers(0, 99), st.text()),
)  # fmt: skip


@given(st.lists(st.tuples(WORDS, STYLES, st.integers(0, 6)), max_size=12), st.booleans())
def test_every_paragraph_is_counted_once_and_spans_hold_the_words(
    items: list[tuple[str, str, int]], beside: bool
) -> None:
    paragraphs = [
        RawParagraph(text=text, locator={"line": n}, style=style, level=level)  # type: ignore[arg-type]
        for n, (text, style, level) in enumerate(items)
    ]
    reading = narrative_drafts(paragraphs, NarrativeContext(beside_table=beside))
    count = reading.count
    parts = (count.entries, count.headers, count.sections, count.keys, count.blank, count.furniture, count.warned)
    assert count.rows == len(paragraphs) == sum(parts)
    assert count.entries == len(reading.drafts)
    by_place = {paragraph.locator["line"]: paragraph for paragraph in paragraphs}
    for draft in reading.drafts:
        assert draft.text == by_place[draft.locator["line"]].text.strip()
        assert draft.date_span is None or draft.text[slice(*draft.date_span)] == draft.date.text != ""
        assert draft.date_span is not None or draft.date.text in ("", draft.section)


@given(st.text(alphabet="0123456789/.- JanMarchMay,of?(~", max_size=80))
def test_shapes_never_overlap_and_lie_in_the_text(text: str) -> None:
    found = shapes(text)
    assert all(0 <= a < b <= len(text) for a, b in found)
    assert all(first[1] <= second[0] for first, second in pairwise(found))


@pytest.mark.parametrize(
    "piece", ["1/", "12 ", "12-", "on ", "May ", "12/3, ", "a.", "= ", "the ", "? ", "12.3.2021 to "]
)
def test_long_odd_texts_do_not_hold_the_reader_up(piece: str) -> None:
    text = piece * (10_000 // len(piece))
    reading = narrative_drafts([RawParagraph(text=text, locator={"line": 1})])
    assert reading.count.rows == 1


def test_who_in_brackets_may_stand_between_the_date_and_its_dash() -> None:
    text = "18/1 (call centre) - Tenant reports mould."
    found = opening(text)
    assert found is not None
    assert text[slice(*found)] == "18/1"


def test_a_long_title_in_capitals_and_the_making_of_the_account_are_no_entries() -> None:
    reading = read(
        "ADULT SERVICES (TRANSITIONS, DISABILITY, LEAVING CARE) ACCOUNT OF ALL INVOLVEMENT WITH THE FAMILY\n\n"
        "This account was put together by the team manager from the electronic record.\n\n"
        "She rang us on 6 November 2023 about her tenancy.\n\n"
        "Let me know if you want the letters scanning."
    )
    assert [draft.text[:8] for draft in reading.drafts] == ["She rang"]


def test_parts_of_a_report_stand_over_their_paragraphs() -> None:
    reading = read(
        "Key practice episodes\n\nEpisode 1: the pregnancy (March to July 2019)\n\n"
        "2.1 In April the midwife wrote to the surgery.\n\nPhase two - after the birth, August 2019 to January 2020\n\n"
        "2.2 On 3 September the family moved in with an aunt.\n\n"
        "Part of this was shared with the school in October."
    )
    assert [d.section[:9] for d in reading.drafts] == ["Episode 1", "Phase two", "Phase two"]
    assert len(reading.drafts) == 3
    assert reading.drafts[0].date.text.endswith("April")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2.4 Mother booked late for antenatal care on 7 January 2021 and spoke of her aunt.", "7 January 2021"),
        ("He was found in the early hours of a Sunday in February 2022 by a neighbour.", "February 2022"),
        ("She was booked for a scan on 3 May 2021. Seen at home on 1 May 2021.", "1 May 2021"),
    ],
)
def test_the_own_date_of_a_told_paragraph(text: str, words: str) -> None:
    span = own_date(text)
    assert span is not None
    assert text[slice(*span)] == words


def test_a_dotted_date_is_no_time() -> None:
    reading = read(
        "20.07.21 Missing. Found at the station.\n\n14.30 - Seen at home on 21.07.21.\n\n23.07.21 14.30 Seen."
    )
    assert [d.time.text.strip(" -") for d in reading.drafts] == ["", "14.30", ""]


@pytest.mark.parametrize(
    "line", ["*** Hill Surgery (left 05/07/2022) ***", "=== Hill Surgery, until 05/07/2022 ===", "--- Hill Surgery ---"]
)
def test_a_line_between_rules_stands_over_what_follows(line: str) -> None:
    reading = read(f"Records copied\n\n{line}\n\n17/03/2022 Seen, well.\n\n24/06/2022 Letter in from audiology.")
    assert dates(reading) == ["17/03/2022", "24/06/2022"]
    assert "Hill Surgery" in reading.drafts[0].section


@pytest.mark.parametrize(
    "line",
    ["12\u200b/03/21 - Seen at home.", "\u202a12/0\u20603/21\u202c - Seen at home.", "１２/03/21 - Seen at home."],
)
def test_signs_that_are_not_seen_do_not_hide_the_date_of_a_line(line: str) -> None:
    reading = read(line + "\n\n13/03/21 - Letter sent.")
    first = reading.drafts[0]
    assert first.date_span is not None
    assert seen(first.text[slice(*first.date_span)]).endswith("/03/21")
    dated = date_drafts(reading.drafts, Scope())
    assert [d.when.start.isoformat() for d in dated if d.when and d.when.start] == ["2021-03-12", "2021-03-13"]
