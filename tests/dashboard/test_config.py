"""Colours with enough contrast, the same in CSS and Python; charts that can send nothing anywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import dashboard
from dashboard.config import AGENCY_COLOURS, CHART_INVERSION, DARK_TOKENS, GRAPH_CONFIG, TOKENS, WORDS_OF_FAMILY

PACKAGE = Path(dashboard.__file__).parent
CSS = (PACKAGE / "assets" / "app.css").read_text(encoding="utf-8")
SOURCES = [p for p in PACKAGE.rglob("*.py") if "exports" not in p.parts]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def on_dark(colour: str) -> str:
    """What `--chart-filter` makes of a colour: inverted, its hue turned back (the matrices of CSS filter effects)."""
    inverted = [(int(colour[i : i + 2], 16) / 255) * (1 - 2 * CHART_INVERSION) + CHART_INVERSION for i in (1, 3, 5)]
    turn = ((-0.574, 1.430, 0.144), (0.426, 0.430, 0.144), (0.426, 1.430, -0.856))
    made = (sum(w * c for w, c in zip(row, inverted, strict=True)) for row in turn)
    return "#" + "".join(f"{round(255 * min(1, max(0, c))):02X}" for c in made)


@pytest.mark.parametrize("tokens", [pytest.param(TOKENS, id="light"), pytest.param(DARK_TOKENS, id="dark")])
@pytest.mark.parametrize("ground", ["paper", "surface", "band", "accent-soft", "notice", "mark"])
@pytest.mark.parametrize("text", ["ink", "muted", "accent"])
def test_text_has_the_contrast_of_wcag_aa(text: str, ground: str, tokens: dict[str, str]) -> None:
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("colour", [*AGENCY_COLOURS, TOKENS["edge"], TOKENS["gap"], TOKENS["notice-edge"]])
@pytest.mark.parametrize("ground", ["surface", "band"])
def test_marks_and_edges_are_told_from_the_ground(colour: str, ground: str) -> None:
    assert contrast(colour, TOKENS[ground]) >= 3
    assert contrast(on_dark(colour), on_dark(TOKENS[ground])) >= 3


def test_charts_on_dark_screens_have_the_ground_and_the_text_of_the_page() -> None:
    assert on_dark(TOKENS["surface"]) == DARK_TOKENS["surface"]
    assert contrast(on_dark(TOKENS["ink"]), DARK_TOKENS["surface"]) >= 4.5
    assert f"--chart-filter: invert({CHART_INVERSION}) hue-rotate(180deg);" in CSS


@pytest.mark.parametrize("tokens", [pytest.param(TOKENS, id="light"), pytest.param(DARK_TOKENS, id="dark")])
def test_words_on_the_accent_and_the_banner_can_be_read(tokens: dict[str, str]) -> None:
    assert contrast(tokens["on-accent"], tokens["accent"]) >= 4.5
    assert contrast("#FFFFFF", tokens["banner"]) >= 4.5
    assert contrast(tokens["edge"], tokens["surface"]) >= 3


def test_the_style_sheet_has_the_same_colours() -> None:
    both = re.findall(r"--([a-z-]+): light-dark\((#[0-9A-F]{6}), (#[0-9A-F]{6})\);", CSS)
    alike = dict(re.findall(r"--([a-z-]+): (#[0-9A-F]{6});", CSS))
    assert {name: light for name, light, _ in both} | alike == TOKENS
    assert {name: dark for name, _, dark in both} | alike == DARK_TOKENS


def test_the_style_sheet_and_the_scripts_load_nothing_from_elsewhere() -> None:
    for path in (PACKAGE / "assets").rglob("*"):
        if path.suffix in (".css", ".js"):
            text = path.read_text(encoding="utf-8")
            assert "//" not in re.sub(r"(?m)^\s*//.*$", "", text).replace("://", "") or "http" not in text
            assert "@import" not in text
            assert "url(" not in text


def test_charts_can_send_nothing() -> None:
    assert GRAPH_CONFIG["showSendToCloud"] is False
    assert GRAPH_CONFIG["plotlyServerURL"] == ""
    assert GRAPH_CONFIG["displaylogo"] is False


def test_every_chart_uses_the_one_configuration() -> None:
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        for call in text.split("dcc.Graph(")[1:]:
            assert "config=cast(Any, GRAPH_CONFIG)" in call[:200], path.name


@pytest.mark.parametrize(
    "banned", ["dangerously_allow_html", "dcc.Markdown", "html.Iframe", "html.Script", "html.Embed", "html.ObjectEl",
               "external_scripts", "storage_type=\"local\"", "persistence", "debug=True"],
)  # fmt: skip
def test_components_that_could_carry_case_text_out_are_not_used(banned: str) -> None:
    assert [p.name for p in SOURCES if banned in p.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("word", ["failed to", "should have", "neglected", "non-compliant", "breach"])
def test_the_words_on_screen_are_neutral(word: str) -> None:
    assert [p.name for p in SOURCES if word in p.read_text(encoding="utf-8")] == []


def test_every_family_of_kinds_has_words() -> None:
    assert all(sign and words for sign, words in WORDS_OF_FAMILY.values())
