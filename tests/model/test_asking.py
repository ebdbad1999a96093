"""Questions about people: which are asked and which are not, and the laws of answering them."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.analysis import analyse
from model.asking import together
from model.case import Case, Decision, Mention, PersonChoice, PersonQuestion, Status
from model.identity import settled
from model.labels import parsed
from model.overlay import overlay
from model.people import people
from model.review import mark_of
from model.reviewed import same_substance
from model.subjects import APART, LEFT, ONE_PERSON, UNDO
from tests.builders.cases import Made, case_of, event


def named(role: str, label: str, *, sure: bool = True, agency: str | None = None) -> Mention:
    return Mention(role=role, label=label, span=(0, 3), sure=sure, agency=agency)


NAN = named("maternal_grandmother", "Nan", sure=False)
MGM, PGM = named("maternal_grandmother", "MGM"), named("paternal_grandmother", "PGM")
PARTNER, FATHER = named("mothers_partner", "partner", sure=False), named("father", "Fa")


def row(agency: str, *mentions: Mention, day: str = "2021-03-01", kind: str = "disclosure") -> Made:
    return event(agency, kind, day, f"{agency} {day} {' '.join(m.label for m in mentions)}", mentions=mentions)


def laid(made: list[Made], *trail: Decision) -> Case:
    return overlay(replace(settled(case_of(made)), decisions=trail))


def asked(made: list[Made], *trail: Decision) -> tuple[PersonQuestion, ...]:
    return analyse(laid(made, *trail)).person_questions


def told(question: PersonQuestion) -> tuple[str, str, list[str]]:
    return question.kind, question.label, sorted(choice.label for choice in question.choices)


# ------------------------------------------------------------------ words
@pytest.mark.parametrize(
    ("made", "expected"),
    [
        pytest.param(
            [row("school", NAN), row("gp", MGM), row("police", PGM)], [("word", "Nan", ["MGM", "PGM"])],
            id="nan, where other files name both grandmothers",
        ),
        pytest.param(
            [row("school", NAN), row("school", NAN, day="2021-04-01"), row("gp", MGM), row("police", PGM)],
            [("word", "Nan", ["MGM", "PGM"])], id="two rows of one file: one question",
        ),
        pytest.param([row("school", NAN), row("school", MGM), row("gp", PGM)], [], id="the file itself names one"),
        pytest.param([row("school", NAN), row("gp", PGM)], [], id="the case names one"),
        pytest.param([row("school", NAN)], [], id="nobody else"),
        pytest.param(
            [row("school", NAN, MGM), row("school", PGM)], [], id="the same event says whose mother it is too"
        ),
        pytest.param([row("police", PARTNER), row("gp", FATHER)], [("word", "partner", ["Fa"])], id="beside a father"),
        pytest.param([row("police", PARTNER)], [], id="a partner and no other man"),
        pytest.param(
            [row("police", PARTNER), row("police", named("mothers_partner", "stepdad")), row("gp", FATHER)], [],
            id="the file names the mother's partner",
        ),
        pytest.param(
            [row("police", PARTNER), row("gp", named("mothers_partner", "Lee")),
             row("gp", named("mothers_partner", "Dean"))],
            [("word", "partner", ["Dean", "Lee"])], id="two partners by name",
        ),
        pytest.param(
            [row("police", named("mothers_partner", "ex-partner", sure=False)), row("police", PARTNER),
             row("gp", FATHER)],
            [("word", "ex-partner", ["Fa"]), ("word", "partner", ["Fa"])],
            id="a partner and an earlier one are asked of apart",
        ),
        pytest.param(
            [row("police", named("mothers_partner", "mum's partner", sure=False)), row("gp", FATHER)], [],
            id="words that say whose partner he is",
        ),
        pytest.param(
            [row("probation", Mention(role="mothers_partner", label="the person this file is about")),
             row("probation", named("mothers_partner", "Lee")), row("gp", named("mothers_partner", "Dean"))],
            [("word", "the person this file is about", ["Lee"])], id="whom a file is about",
        ),
    ],
)  # fmt: skip
def test_a_word_is_asked_about_where_it_may_mean_several(made: list[Made], expected: list[Any]) -> None:
    assert sorted(told(question) for question in asked(made)) == expected


def test_a_question_is_about_all_events_of_its_file_and_no_other() -> None:
    made = [row("school", NAN, day=f"2021-03-0{n}") for n in range(1, 6)] + [row("gp", NAN), row("gp", MGM, PGM)]
    found = {question.source: len(question.events) for question in asked(made)}
    assert found == {"s-school": 5, "s-gp": 1}


def test_files_with_few_events_are_put_together_and_those_with_many_are_not() -> None:
    few = [row(agency, NAN) for agency in ("school", "housing", "nursery")]
    many = [row("probation", NAN, day=f"2021-03-0{n}") for n in range(1, 7)]
    put = together(asked([*few, *many, row("gp", MGM), row("police", PGM)]))
    assert [question.source for question in put[0]] == ["s-probation"]
    assert sorted(str(question.source) for question in put[1]) == ["s-housing", "s-nursery", "s-school"]


# ------------------------------------------------------------------ pairs
SW = "childrens_social_care"


def workers(*labels: str, role: str = "social_worker") -> list[Made]:
    made = [replace(named(role, label, agency=SW), named=not parsed(label).is_plain) for label in labels]
    return [row("police", mention, day=f"2021-03-0{n}") for n, mention in enumerate(made, start=1)]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        pytest.param(workers("LM", "Lisa Marlow"), [("LM", ["Lisa Marlow"])], id="initials of a name"),
        pytest.param(
            workers("LM", "Lisa Marlow", "Liam Moss"), [("LM", ["Liam Moss", "Lisa Marlow"])],
            id="initials of two: one question",
        ),
        pytest.param(workers("Lisa Marlow", "Lisa Marlowe"), [("Lisa Marlow", ["Lisa Marlowe"])], id="a letter more"),
        pytest.param(workers("SW4", "SW 4", "allocated SW4"), [], id="one code: joined without a question"),
        pytest.param(workers("SW1", "SW2", "social worker"), [], id="two codes and nobody in particular"),
        pytest.param(workers("Lisa Marlow", "Hugh Marlow"), [], id="two of one surname"),
        pytest.param(
            [*workers("LM"), *workers("Lisa Marlow", role="midwife")], [], id="other roles are other people"
        ),
        pytest.param(
            [row("gp", named("nurse", "NN1")), row("police", named("nurse", "NN1"))], [("NN1", ["NN1"])],
            id="one code, where only the files say for whom they work",
        ),
        pytest.param(
            [row("gp", named("doctor", "Dr B")), row("acute_hospital", named("doctor", "Dr B"))], [],
            id="a letter of two files' keys says nothing",
        ),
        pytest.param(
            [row("school", named("sibling", "Sib 2")), row("gp", named("sibling", "CH2"))], [("Sib 2", ["CH2"])],
            id="children with one number in two files",
        ),
        pytest.param(
            [row("school", named("sibling", "Sib 2"), named("sibling", "CH2"))], [], id="and not in one file"
        ),
        pytest.param(
            [row("school", named("sibling", "Callum")), row("gp", named("sibling", "Kallum"))],
            [("Callum", ["Kallum"])], id="a brother spelt in two ways",
        ),
    ],
)  # fmt: skip
def test_two_actors_are_asked_about_where_their_labels_agree_in_part(made: list[Made], expected: list[Any]) -> None:
    found = [(question.label, sorted(c.label for c in question.choices)) for question in asked(made)]
    if expected and len(expected[0][1]) == 1 and expected != found:  # which of two equals is asked about is no matter
        expected = [(others[0], [label]) for label, others in expected]
    assert found == expected


def test_two_that_one_row_names_together_are_less_likely_one() -> None:
    apart = [row("school", named("sibling", "Callum")), row("gp", named("sibling", "Kallum"))]
    (question,) = asked(apart)
    assert asked([*apart, row("police", named("sibling", "Callum"), named("sibling", "Kallum"))]) == ()
    assert question.choices[0].certainty == 0.7


# ------------------------------------------------------------------ workers
def held(*days: tuple[str, str]) -> list[Made]:
    return [row(SW, named("social_worker", label), day=day, kind="home_visit") for label, day in days]


SOMEBODY = named("social_worker", "social worker", agency=SW)


@pytest.mark.parametrize(
    ("days", "label", "expected"),
    [
        pytest.param(
            [("SW1", "2021-03-01"), ("SW1", "2021-03-20"), ("SW2", "2021-06-01")], "social worker", ["SW1"],
            id="named before and after, and nobody else between",
        ),
        pytest.param(
            [("SW1", "2021-03-01"), ("SW2", "2021-03-11"), ("SW1", "2021-03-20")], "social worker", [],
            id="somebody else between",
        ),
        pytest.param([("SW1", "2021-03-01"), ("SW2", "2021-03-20")], "social worker", [], id="handed over between"),
        pytest.param([("SW1", "2021-03-01"), ("SW1", "2021-03-20")], "social worker", [], id="only one is named"),
        pytest.param(
            [("SW1", "2021-01-01"), ("SW1", "2021-03-20"), ("SW2", "2021-06-01")], "social worker", [],
            id="the records around are too far apart",
        ),
        pytest.param(
            [("SW1", "2021-03-01"), ("SW1", "2021-03-20"), ("SW2", "2021-06-01")], "new social worker", [],
            id="words that may well be somebody else",
        ),
    ],
)  # fmt: skip
def test_an_unnamed_worker_is_asked_about_where_one_held_the_case(
    days: list[tuple[str, str]], label: str, expected: list[str]
) -> None:
    somebody = replace(SOMEBODY, label=label)
    unnamed = [row("midwifery", somebody, day=day) for day in ("2021-03-10", "2021-03-12")]
    found = [q for q in asked([*held(*days), *unnamed]) if q.kind == "worker"]
    assert [choice.label for question in found for choice in question.choices] == expected
    assert [len(question.events) for question in found] == [2] * len(expected)


def test_a_single_row_is_not_worth_a_question() -> None:
    made = held(("SW1", "2021-03-01"), ("SW1", "2021-03-20"), ("SW2", "2021-06-01"))
    assert asked([*made, row("midwifery", SOMEBODY, day="2021-03-10")]) == ()


# ------------------------------------------------------------------ answers
def yes(case: Case, question: PersonQuestion, choice: PersonChoice, number: int = 1) -> Decision:
    known = {e.id: e for e in case.events}
    if question.kind == "pair":
        value: dict[str, Any] = {"id": f"p-{number}", "people": [question.asked, choice.actor]}
        return Decision(subject=ONE_PERSON, verdict="confirmed", about=(), value=value)
    value = {"id": f"p-{number}", "person": question.asked, "is": choice.actor, "role": choice.role}
    marks = tuple(mark_of(case, known[e]) for e in question.events)
    return Decision(subject=APART, verdict="confirmed", about=marks, value=value)


def no(question: PersonQuestion, verdict: Status = "rejected") -> Decision:
    people_asked = [question.asked, *(choice.actor for choice in question.choices)]
    value = {"asked": [question.id], "kind": question.kind, "people": people_asked}
    return Decision(subject=LEFT, verdict=verdict, about=(), value=value)


EVERYTHING = [
    row("school", NAN), row("school", NAN, day="2021-05-01"), row("gp", MGM), row("police", PGM),
    row("police", PARTNER), row("gp", named("mothers_partner", "Lee")), row("gp", named("mothers_partner", "Dean")),
    *workers("LM", "Lisa Marlow", "Liam Moss", "Marlow"),
    row("school", named("sibling", "Callum")), row("gp", named("sibling", "Kallum")),
    *held(("SW1", "2021-03-01"), ("SW1", "2021-03-20"), ("SW2", "2021-06-01")),
    row("midwifery", SOMEBODY, day="2021-03-10"), row("midwifery", SOMEBODY, day="2021-03-12"),
]  # fmt: skip


def pairs_of(questions: tuple[PersonQuestion, ...]) -> set[tuple[str, frozenset[str]]]:
    """What is asked, as pairs that an answer settles: the words of a file or an actor, and whom they may mean."""
    of = [(q.id if q.kind != "pair" else "pair", q, c) for q in questions for c in q.choices]
    return {(known, frozenset((q.asked, c.actor))) for known, q, c in of}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3), st.booleans()), max_size=5))
def test_an_answer_settles_its_question_and_raises_no_other_of_those_people(
    answers: list[tuple[int, int, bool]],
) -> None:
    trail: list[Decision] = []
    for number, (which, whom, agreed) in enumerate(answers, start=1):
        case = laid(EVERYTHING, *trail)
        before = analyse(case).person_questions
        if not before:
            break
        question = before[which % len(before)]
        choice = question.choices[whom % len(question.choices)]
        decision = yes(case, question, choice, number) if agreed else no(question)
        after = asked(EVERYTHING, *trail, decision)
        assert question.id not in {q.id for q in after}
        one = {question.asked, choice.actor, f"p-{number}"} if question.kind == "pair" and agreed else set()
        for known, pair in pairs_of(after) - pairs_of(
            before
        ):  # only a person just joined may be asked of anew, as before
            assert pair & one, (known, pair)
            assert any((known, frozenset((old, *(pair - one)))) in pairs_of(before) for old in one)
        undo = Decision(subject=UNDO, verdict="proposed", about=(), value={"of": number})
        assert asked(EVERYTHING, *trail, decision, undo) == before
        trail.append(decision)
    read = settled(case_of(EVERYTHING))
    answered = laid(EVERYTHING, *trail)
    assert [e.text for e in answered.entries] == [e.text for e in read.entries]
    assert [[(m.label, m.span) for m in e.mentions] for e in answered.events] == [
        [(m.label, m.span) for m in e.mentions] for e in read.events
    ]


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_files_makes_no_difference(shuffle: random.Random) -> None:
    def content(case: Case) -> list[Any]:
        return [
            (q.id, q.text, q.why, sorted(q.events), [(c.id, c.label, c.certainty, sorted(c.events)) for c in q.choices])
            for q in analyse(settled(case)).person_questions
        ]

    case = case_of(EVERYTHING)
    sources, rows = list(case.sources), list(case.events)
    shuffle.shuffle(sources)
    shuffle.shuffle(rows)
    assert content(replace(case, sources=tuple(sources), events=tuple(rows))) == content(case)


def test_words_that_are_named_become_mentions_of_that_very_person() -> None:
    made = [row("school", NAN), row("gp", MGM), row("police", PGM)]
    case = laid(made)
    (question,) = analyse(case).person_questions
    choice = next(c for c in question.choices if c.label == "PGM")
    after = laid(made, yes(case, question, choice))
    assert {a.id: a.mentions for a in people(after.events)} == {
        "a-maternal-grandmother": 1,
        "a-paternal-grandmother": 2,
    }
    assert analyse(after).person_questions == ()


def test_three_that_are_joined_one_after_the_other_are_one() -> None:
    made = workers("LM", "Lisa Marlow", "Marlow")
    trail: list[Decision] = []
    while questions := asked(made, *trail):
        trail.append(yes(laid(made, *trail), questions[0], questions[0].choices[0], len(trail) + 1))
    assert [actor.mentions for actor in people(laid(made, *trail).events)] == [3]
    assert len(trail) == 2


def test_whoever_was_kept_apart_from_one_is_kept_apart_from_those_joined_with_that_one() -> None:
    made = workers("LM", "Lisa Marlow", "Liam Moss")
    (question,) = asked(made)
    moss = next(c for c in question.choices if c.label == "Liam Moss")
    lisa = next(c for c in question.choices if c.label == "Lisa Marlow")
    keep = no(replace(question, choices=(moss,)))
    joined = yes(laid(made), question, lisa, 2)
    assert [c.label for q in asked(made, keep) for c in q.choices] == ["Lisa Marlow"]
    assert asked(made, keep, joined) == ()


def test_what_is_left_as_read_changes_nothing_else_and_is_asked_again_when_it_is_undone() -> None:
    made = [row("school", NAN), row("gp", MGM), row("police", PGM)]
    (question,) = asked(made)
    undo = Decision(subject=UNDO, verdict="proposed", about=(), value={"of": 1})
    before, kept, back = laid(made), laid(made, no(question)), laid(made, no(question), undo)
    assert kept.events == before.events
    assert same_substance(before, kept)
    assert not same_substance(kept, back)
    assert analyse(kept).person_questions == ()
    assert analyse(back).person_questions == (question,)


@pytest.mark.parametrize(
    "value", [{}, {"asked": 7, "people": []}, {"asked": ["x"], "people": [3]}, {"asked": [""], "people": ["a"]}]
)
def test_an_answer_that_is_not_understood_waits_and_changes_nothing(value: dict[str, Any]) -> None:
    from model.reviewed import review_of

    made = [row("school", NAN), row("gp", MGM), row("police", PGM)]
    case = laid(made, Decision(subject=LEFT, verdict="rejected", about=(), value=value))
    findings = analyse(case)
    assert len(findings.person_questions) == 1
    assert [d.subject for d in review_of(case, findings).waiting] == [LEFT]
