"""Local profiles, editions and the settings of a case: what applies, and what is said when something is wrong."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from model.analysis import analyse
from model.errors import RuleFileError
from model.gaps.profiles import OF_ONE_RULE, RuleBook, read_profile, shipped_profiles
from model.gaps.rules import load_rules, read_rules
from model.gaps.settings import switched, with_limit, with_own_profile, with_profile, without_profile
from model.when import When
from tests.builders.cases import case_of, event

RULES = {rule.id: rule for rule in load_rules()}
CSC = "childrens_social_care"
OWN = """
[profile]
id = "our-area"
title = "Our area"
source = "Our procedures, chapter 4"

[[limit]]
rule = "cin-meeting-interval"
value = 28
source = "Our procedures, 4.2"

[[rule]]
id = "our-first-visit"
type = "deadline"
kind = "timescale_exceeded"
scope = "local"
source = "Our procedures, 4.3"
limit = 3
unit = "working_days"
title = "First visit: {value} from allocation"
explanation = "Allocated {on}, visited {done}: {value} in the records supplied."
responsible = ["childrens_social_care"]
trigger = { kinds = ["allocation"] }
expects = { kinds = ["home_visit"] }
"""


def on(text: str) -> When:
    return When.on(dt.date.fromisoformat(text))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        pytest.param("2017-01-09", "Working Together to Safeguard Children 2015, in force on the day", id="2015"),
        pytest.param(
            "2018-07-04", "Working Together to Safeguard Children 2018, in force on the day", id="first of 2018"
        ),
        pytest.param(
            "2023-12-14", "Working Together to Safeguard Children 2018, in force on the day", id="last of 2018"
        ),
        pytest.param("2024-05-01", "Working Together to Safeguard Children 2023, in force on the day", id="2023"),
        pytest.param("2026-06-01", "2026: edition not yet checked", id="2026 is not yet checked"),
    ],
)
def test_the_edition_in_force_on_the_day_is_named(day: str, words: str) -> None:
    assert words in RULES["assessment-45"].authority(on(day))


def test_a_date_that_lies_in_two_editions_names_both() -> None:
    wide = When(start=dt.date(2023, 12, 1), end=dt.date(2023, 12, 31), granularity="month")
    said = RULES["assessment-45"].authority(wide)
    assert "2018 or Working Together to Safeguard Children 2023" in said


def test_a_value_that_was_not_read_again_says_check_the_source() -> None:
    unchecked = [rule for rule in load_rules() if not rule.checked]
    assert unchecked
    assert all("check the source" in rule.authority(None) for rule in unchecked)


def test_the_shipped_example_holds_the_values_of_the_published_review() -> None:
    profile = next(p for p in shipped_profiles() if p.id == "example-published-review")
    assert profile.limits["cin-meeting-interval"].limit == 42
    assert "six weeks" in profile.limits["cin-meeting-interval"].source


def test_a_profile_of_ones_own_changes_values_and_adds_rules() -> None:
    book = RuleBook.for_case(with_own_profile({}, OWN, "our-area.toml"))
    rules = {rule.id: rule for rule in book.rules}
    assert rules["cin-meeting-interval"].limit == 28
    assert rules["cin-meeting-interval"].authority(None) == "Our procedures, 4.2 (local rule)"
    assert rules["our-first-visit"].profile == "our-area"


def test_a_profile_of_ones_own_is_used_in_a_case() -> None:
    made = [
        event(CSC, "allocation", "2022-04-01", "Allocated to SW2", roles=("social_worker",)),
        event(CSC, "home_visit", "2022-04-12", "Visited", roles=("social_worker", "mother")),
    ]
    case = case_of(made, settings=with_own_profile({}, OWN, "our-area.toml"))
    assert "our-first-visit" in {gap.rule for gap in analyse(case).gaps}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param('id = "our-area"', "", "does not say whose it is", id="no id"),
        pytest.param("[profile]", "[profile", "not written as TOML", id="no TOML"),
        pytest.param('rule = "cin-meeting-interval"', 'rule = "cin-meeting"', "does not exist: cin-meeting", id="rule"),
        pytest.param("value = 28", 'value = "28"', "must be a whole number", id="a text for a number"),
        pytest.param('unit = "working_days"', 'unit = "weeks"', "unit is “weeks”", id="unit"),
        pytest.param('["home_visit"]', '["home_visits"]', "unknown kinds: home_visits", id="kind of event"),
        pytest.param('["childrens_social_care"]', '["social_care"]', "unknown agency: social_care", id="agency"),
        pytest.param("limit = 3\n", "limit = 3\nlimits = 3\n", "unknown words: limits", id="word"),
        pytest.param('title = "First visit: {value} from allocation"\n', "", "title missing", id="no title"),
        pytest.param('id = "our-first-visit"', 'id = "assessment-45"', "used twice", id="the id of a shipped rule"),
    ],
)
def test_a_wrong_profile_is_refused_with_what_is_wrong(old: str, new: str, says: str) -> None:
    assert old in OWN
    with pytest.raises(RuleFileError) as caught:
        read_profile(OWN.replace(old, new), "our-area.toml")
    assert says in str(caught.value)
    assert caught.value.remedy


def test_settings_are_checked_before_they_are_kept() -> None:
    settings = with_profile({}, "looked-after")
    settings = with_limit(settings, "cin-meeting-interval", 28)
    settings = switched(settings, "no-challenge", on=False)
    assert settings == {
        "profiles": ["looked-after"], "limits": {"cin-meeting-interval": 28}, "rules_off": ["no-challenge"],
    }  # fmt: skip
    assert without_profile(settings, "looked-after")["profiles"] == []
    assert switched(settings, "no-challenge", on=True)["rules_off"] == []
    assert with_limit(settings, "cin-meeting-interval", None)["limits"] == {}
    wrongs: tuple[Callable[[], object], ...] = (
        lambda: with_profile({}, "nowhere"),
        lambda: with_limit({}, "no-such-rule", 3),
        lambda: with_limit({}, "accounts-differ", 3),
        lambda: with_limit({}, "cin-meeting-interval", -1),
        lambda: switched({}, "no-such-rule", on=False),
        lambda: with_own_profile({}, OWN.replace("our-area", "looked-after"), "x.toml"),
    )
    for wrong in wrongs:
        with pytest.raises(RuleFileError):
            wrong()


def test_a_rule_turned_off_says_so() -> None:
    case = case_of([event(CSC, "other", "2022-01-03", "Note")], settings={"rules_off": ["no-challenge"]})
    assert "no-challenge: turned off for this case." in analyse(case).not_judged


def test_a_rule_that_counts_from_an_unknown_date_says_so() -> None:
    reasons = analyse(case_of([event("midwifery", "appointment", "2022-01-03", "Booking")])).not_judged
    assert any(reason.startswith("booking-by-10-weeks: the date it counts from") for reason in reasons)


def test_a_rule_without_its_parts_names_them() -> None:
    with pytest.raises(RuleFileError, match="kind, explanation"):
        read_rules({"rule": [{"id": "x", "type": "deadline", "title": "t", "source": "s", "scope": "local",
                              "trigger": {"kinds": []}}]}, "x.toml")  # fmt: skip


def test_the_profile_in_the_documentation_is_right() -> None:
    text = (Path(__file__).parents[2] / "docs" / "local-rules.md").read_text(encoding="utf-8")
    block = text[text.index("    [profile]") : text.index("Check it, then use it")]
    profile = read_profile(textwrap.dedent(block), "docs/local-rules.md")
    assert profile.id == "our-area"
    assert len(profile.rules) == 1


def own_rule(lines: str, more: str = "") -> str:
    """A profile with one rule of its own, of the lines given."""
    head = '[profile]\nid = "ours"\ntitle = "Ours"\nsource = "Our procedures"\n'
    head += '[[rule]]\nid = "ours-one"\nscope = "local"\n'
    words = 'title = "t"\nexplanation = "e"\nsource = "s"\ntrigger = { kinds = ["missed_appointment"] }\n'
    return head + words + lines + more


MISSED = 'type = "follow_through.missed"\nkind = "missed_appointment_no_followup"\nlimit = 3\nunit = "days"\n'
CONTACTS = 'expects = { kinds = ["home_visit"] }\n'


def test_a_rule_of_ones_own_takes_what_it_leaves_out_from_the_shipped_rule_of_its_type() -> None:
    (rule,) = read_profile(own_rule(MISSED + CONTACTS, "[rule.more]\ntried_days = 5\n"), "ours.toml").rules
    (shipped, *_) = [r for r in load_rules() if r.type == rule.type]
    assert rule.more["tried_days"] == 5
    assert rule.more["closed"] == shipped.more["closed"]
    assert "also" not in rule.more
    settings = {"own_profiles": {"ours": own_rule(MISSED + CONTACTS)}}
    made = [
        event("health_visiting", "missed_appointment", "2022-03-01", "Did not attend", roles=["mother"]),
        event("health_visiting", "home_visit", "2022-03-06", "Seen at home", roles=["mother"]),
    ]
    assert "ours-one" in {gap.rule for gap in analyse(case_of(made, settings=settings)).gaps}


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        pytest.param(MISSED.replace("limit = 3\n", "") + CONTACTS, "needs a limit", id="nothing to count to"),
        pytest.param(MISSED, "needs what it expects", id="nothing expected"),
        pytest.param(MISSED.replace("follow_through.missed", "follow"), "must be one of", id="no such type"),
    ],
)
def test_a_rule_of_ones_own_that_could_not_run_is_refused_when_it_is_read(lines: str, says: str) -> None:
    with pytest.raises(RuleFileError, match=says):
        read_profile(own_rule(lines), "ours.toml")


def test_what_no_rule_takes_over_is_what_the_types_can_do_without() -> None:
    """Keys that the code asks for with a default, or only if they are there."""
    asked = re.compile(r'more\.get\("(\w+)"|"(\w+)" in (?:rule\.)?more')
    sources = (Path(__file__).parents[2] / "model" / "gaps").glob("*.py")
    found = {a or b for path in sources for a, b in asked.findall(path.read_text(encoding="utf-8"))}
    assert found == OF_ONE_RULE
