"""Every rule in the data: one small story in which it speaks, and one, nearly the same, in which it does not."""

from __future__ import annotations

import re

import pytest

from model.analysis import analyse
from model.case import Findings, Gap, GoodPractice
from model.data import load_toml
from model.errors import RuleFileError
from model.gaps.engine import known_types
from model.gaps.profiles import shipped_profiles
from model.gaps.rules import load_rules, selector
from model.when import When
from tests.builders.cases import Made, case_of, event
from tests.builders.stories import load_examples, story

DATA = load_examples()
FRAME = story(DATA["frame"])
EXAMPLES = {item["rule"]: item for item in DATA["example"]}
RULES = {rule.id: rule for rule in [*load_rules(), *(rule for p in shipped_profiles() for rule in p.rules)]}
CSC, HV = "childrens_social_care", "health_visiting"


def visit(day: str, *roles: str, agency: str = CSC, quote: str = "Home visit, seen") -> Made:
    return event(agency, "home_visit", day, quote, roles=roles or ("social_worker", "mother"))


def findings_of(rule: str, lines: list[str]) -> Findings:
    profile = RULES[rule].profile
    settings = {"profiles": [profile] if profile else []}
    dates = {name: When.on(day) for name, day in EXAMPLES[rule].get("key_dates", {}).items()}
    return analyse(case_of([*FRAME, *story(lines)], settings=settings, key_dates=dates))


def found_by(rule: str, lines: list[str]) -> list[Gap | GoodPractice]:
    """What the rule has to say: gaps of the register and noticed ones, or good practice."""
    findings = findings_of(rule, lines)
    found: list[Gap | GoodPractice] = [*findings.gaps, *findings.noticed, *findings.good_practice]
    return [item for item in found if item.rule == rule]


@pytest.mark.parametrize("rule", EXAMPLES)
def test_rule_speaks_where_it_should(rule: str) -> None:
    (found, *_) = found_by(rule, EXAMPLES[rule]["speaks"])
    assert found.events
    assert found.source
    if isinstance(found, Gap):
        assert found.kind == RULES[rule].kind
        assert found.confidence
        assert found.sought
        assert found.question.endswith("?")
        assert found.asked


@pytest.mark.parametrize("rule", EXAMPLES)
def test_rule_is_silent_where_it_is_answered(rule: str) -> None:
    assert found_by(rule, EXAMPLES[rule]["silent"]) == []


def test_every_rule_has_its_examples_and_a_known_type() -> None:
    assert set(RULES) == set(EXAMPLES)
    assert {rule.type for rule in RULES.values()} <= known_types()
    assert all(rule.source and rule.title and rule.explanation for rule in RULES.values())


def test_all_fourteen_kinds_of_the_contract_have_a_rule() -> None:
    assert {rule.kind for rule in RULES.values()} - {"good_practice"} == set(
        load_toml("model.rules", "names.toml")["gaps"]
    )


def test_no_word_that_is_written_judges() -> None:
    """Every text as it comes out, with the quotes taken away: quotes are the agencies' own."""
    banned = re.compile(r"\b(" + "|".join(map(re.escape, load_toml("model.rules", "wording.toml")["banned"])) + r")\b")
    for rule, example in EXAMPLES.items():
        for found in found_by(rule, example["speaks"]):
            texts = [found.title, found.explanation]
            texts += [found.confidence, found.sought, found.question] if isinstance(found, Gap) else []
            said = re.sub(r"“.*?”", "", " ".join(texts))
            assert not banned.search(said), (rule, said)


def test_no_word_of_the_data_judges() -> None:
    wording = load_toml("model.rules", "wording.toml")
    banned = re.compile(r"\b(" + "|".join(map(re.escape, wording["banned"])) + r")\b")
    texts = [text for rule in RULES.values() for text in (rule.title, rule.explanation, rule.sought, rule.question)]
    texts += [str(item["text"]) for item in wording["reasons"].values()]
    texts += [text for part in ("phrases", "names", "authority", "not_judged") for text in wording[part].values()]
    assert [text for text in texts if banned.search(text)] == []


def test_a_rule_with_an_unknown_kind_is_refused_with_a_remedy() -> None:
    with pytest.raises(RuleFileError) as caught:
        selector({"kinds": ["home_visits"]}, "r")
    assert caught.value.remedy


def test_a_local_rule_runs_only_with_its_profile_and_says_so() -> None:
    findings = analyse(case_of([*FRAME, visit("2022-04-01"), visit("2022-05-01")]))
    assert any("example-child-protection-visits" in reason for reason in findings.not_judged)


def test_a_limit_of_the_case_replaces_the_rules_own() -> None:
    made = [*FRAME, visit("2022-04-01"), visit("2022-05-01")]
    assert [g.rule for g in analyse(case_of(made, settings={"limits": {"visits-far-apart": 20}})).gaps] == [
        "visits-far-apart"
    ]


def test_a_rule_without_the_files_it_needs_is_not_judged() -> None:
    reasons = analyse(case_of([event("gp", "appointment", "2022-03-01", "Seen")])).not_judged
    assert any(reason.startswith("assessment-45:") for reason in reasons)
