"""A scene as HTML: the pieces of one screen of the stage, all of them made from the scene alone.

Scene  ->  pieces  ->  (head, stop, picture, records, gaps, nobody): joined by the page that shows them

Pieces that two scenes share are the same text, so a file of many scenes can keep each once. Every word of a record is
escaped here; no piece holds an id of a record, a link or an attribute of the case.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

from dashboard import words
from dashboard.config import WORDS_OF_FAMILY
from dashboard.exports.cells import visible
from dashboard.figures.timeline import UNSETTLED
from dashboard.presenting.scene import ALL, KEPT, NOBODY, OUTLINES, Item, Scene, day_words
from dashboard.tables.knowledge import HOW_WORDS
from model.case import Gap
from model.knowledge import Known
from model.names import AGENCIES, FAMILY_OF_KIND
from model.when import in_words

LATEST: Final = 6  # records in full view; the earlier ones stand folded under them
EARLIER: Final = 150  # of those: who needs older ones makes a stop of them; a file of many scenes must stay small
ROW_CHARS: Final = 1_200  # of the row of a stop
WORDS_CHARS: Final = 420  # of any other record
STEP_WORDS: Final[dict[str, str]] = {
    KEPT: "Hide again",
    OUTLINES: "Show where others had records",
    ALL: "Reveal all agencies and gaps on this day",
    NOBODY: "Show what nobody knew yet",
}
"""What the button says that leads to a step."""


def pieces(scene: Scene) -> tuple[str, ...]:
    """The screen of a scene, in parts to be joined."""
    return tuple(
        part
        for part in (_head(scene), _here(scene), _picture(scene), _records(scene), _gaps(scene), _nobody(scene))
        if part
    )


def said(scene: Scene) -> str:
    """What is said aloud when the scene comes up."""
    told = f"As known {scene.to_whom} on {day_words(scene.on)}. {words.counted(len(scene.items), 'record')}."
    more = {
        OUTLINES: " Outlines show where others had records.",
        ALL: f" All agencies are shown, and {words.counted(len(scene.gaps), 'gap')} complete by then.",
        NOBODY: f" {words.counted(len(scene.nobody), 'event')} that nobody is shown to have known yet.",
    }
    return told + more.get(scene.step, "") + (f" Question: {scene.question}" if scene.question else "")


def next_step(scene: Scene) -> tuple[str, str]:
    """The step that the reveal button leads to, and what it says."""
    step = scene.steps[(scene.steps.index(scene.step) + 1) % len(scene.steps)]
    return step, STEP_WORDS[step]


def _t(text: str) -> str:
    return escape(visible(text))


def _head(scene: Scene) -> str:
    dates = "".join(f"<li>{_t(text)}</li>" for text in scene.key_dates)
    return (
        f'<header class="scene-head"><p class="stop-number">Stop {scene.number + 1}</p>'
        f'<h1>{day_words(scene.on)} <span class="to-whom">as known {_t(scene.to_whom)}</span></h1>'
        + (f'<ul class="key-dates" aria-label="Key dates by then">{dates}</ul>' if dates else "")
        + "</header>"
        + (f'<p class="question" dir="auto">{_t(scene.question)}</p>' if scene.question else "")
    )


def _here(scene: Scene) -> str:
    item = scene.here
    if item is None:
        return ""
    row = _marked(item) if item.row else ""
    return (
        f'<section class="here" aria-label="This stop"><h2>{_t(_what(item))}</h2>'
        f'<p class="when">{_t(words.event_when(item.event))}, {_t(item.agency)}</p>'
        + (f'<blockquote dir="auto">{row}</blockquote>' if row else "")
        + _how(item)
        + "</section>"
    )


def _marked(item: Item) -> str:
    """The row of a stop with the words of its event marked; a long one is cut around them."""
    first, last = item.event.span
    start, end = 0, len(item.row)
    if end > ROW_CHARS:
        start = max(0, first - ROW_CHARS // 2)
        end = min(end, start + ROW_CHARS)
    before, after = ("… " if start else ""), (" …" if end < len(item.row) else "")
    return (
        f"{before}{_t(item.row[start:first])}<mark>{_t(item.row[first:last])}</mark>"
        f"{_t(item.row[last : max(end, last)])}{after}"
    )


def _what(item: Item) -> str:
    told = words.assertion(item.event)
    return words.kind(item.event) + ("" if item.event.assertion == "happened" else f" ({told.lower()})")


def _how(item: Item) -> str:
    if item.known is not None:
        return f'<p class="how">{_t(how_known(item.known))} Known since {_t(in_words(item.known.since))}.</p>'
    if item.unknown_to:
        return f'<p class="how unknown">Nothing in the files supplied shows that {_t(item.unknown_to)} knew.</p>'
    return ""


def how_known(known: Known) -> str:
    """How an agency knew, in a sentence."""
    if known.how == "said by another" and not known.by:
        return "Another agency's record says that the news came from it."
    by = AGENCIES.get(known.by, known.by.replace("_", " ").capitalize()) if known.by else "another agency"
    return HOW_WORDS[known.how].format(by=by)


def _picture(scene: Scene) -> str:
    count = words.counted(len(scene.items), "record")
    notes = [f"{count} known {scene.to_whom} by the end of {day_words(scene.on)}; the line of time ends on that day."]
    if scene.step == OUTLINES:
        notes.append("Grey circles: records that others had by then.")
    elif any(item.unknown_to for item in scene.items) and scene.agency:
        notes.append(f"Grey: not shown to have reached {scene.agency.label}.")
    if scene.agency and any(item.known for item in scene.items):
        notes.append("Dotted lines lead to the day on which word of it came.")
    return (
        '<figure aria-label="Timeline"><div class="picture" tabindex="0" role="group" '
        f'aria-label="Picture of the timeline, can be scrolled">{scene.picture}</div>'
        f"<figcaption>{_t(' '.join(notes))}</figcaption></figure>{_legend(scene)}"
    )


def _legend(scene: Scene) -> str:
    """The shapes in view, and no other: a shape that is not there yet would tell of what is to come."""
    families = {FAMILY_OF_KIND.get(item.event.kind, "other") for item in scene.items}
    shapes = [said for name, said in WORDS_OF_FAMILY.items() if name in families]
    if any(item.event.when is None or not item.event.when.is_day for item in scene.items):
        shapes.append(("○", "Hollow: the day is not certain; a pale bar covers the possible days"))
    if any(item.event.assertion in UNSETTLED for item in scene.items):
        shapes.append(("◉", "With a dot: planned, recommended, uncertain or not done"))
    if scene.gaps:
        shapes.append(("▨", "Patterned strip: a gap, a prompt to look"))
    rows = "".join(f'<li><span aria-hidden="true">{sign}</span> {_t(text)}</li>' for sign, text in shapes)
    return f'<details class="legend"><summary>What the shapes mean</summary><ul>{rows}</ul></details>' if rows else ""


def _records(scene: Scene) -> str:
    newest = [_record(item) for item in reversed(scene.items[-LATEST - EARLIER :])]
    if not newest:
        shown = f"<p>No record in the files supplied shows anything known {_t(scene.to_whom)} by then.</p>"
    else:
        shown = f'<ol class="records" reversed>{"".join(newest[:LATEST])}</ol>'
    earlier, oldest = newest[LATEST:], len(scene.items) - len(newest)
    if earlier:
        shown += (
            f"<details><summary>{words.counted(len(earlier), 'earlier record')}</summary>"
            f'<ol class="records" reversed>{"".join(earlier)}</ol></details>'
        )
    if oldest > 0:
        shown += f"<p>{words.counted(oldest, 'older record')} in the picture, not listed here.</p>"
    ahead = "".join(_record(item) for item in scene.ahead)
    lying_ahead = f'<h2>Lying ahead, as planned by then</h2><ol class="records">{ahead}</ol>' if ahead else ""
    return f'<section class="known"><h2>What was known, latest first</h2>{shown}{lying_ahead}</section>'


def _record(item: Item) -> str:
    text = f'<p dir="auto">{_t(words.clipped(item.words, WORDS_CHARS))}</p>' if item.words else ""
    grey = ' class="grey"' if item.unknown_to else ""
    return (
        f'<li{grey}><p class="when"><b>{_t(words.event_when(item.event))}</b> {_t(item.agency)}: '
        f"{_t(_what(item))}</p>{text}{_how(item)}</li>"
    )


def _gaps(scene: Scene) -> str:
    if scene.step not in (ALL, NOBODY):
        return ""
    found = sorted(scene.gaps, key=lambda gap: (gap is not scene.gap, gap.when.sort_key if gap.when else None))
    rows = "".join(_gap(gap, chosen=gap is scene.gap) for gap in found)
    shown = (
        f'<ul class="records">{rows}</ul>' if rows else "<p>No gap of the rules that ran was complete by this day.</p>"
    )
    return (
        '<section class="gaps"><h2>Gaps complete by this day</h2>'
        "<p>Gaps are seen with hindsight: prompts to look, not findings.</p>"
        f"{shown}</section>"
    )


def _gap(gap: Gap, *, chosen: bool) -> str:
    marked = ' class="chosen"' if chosen else ""
    size = _size(words.gap_kind(gap), words.measured(gap))
    return (
        f'<li{marked}><p><b dir="auto">{_t(gap.title)}</b></p><p dir="auto">{_t(gap.explanation)}</p>'
        f'<p class="when">{_t(size)}</p></li>'
    )


def _size(kind: str, measured: str) -> str:
    return f"{kind}, {measured}" if measured else kind


def _nobody(scene: Scene) -> str:
    if scene.step != NOBODY:
        return ""
    return f'<section class="nobody"><h2>What nobody knew yet</h2>{_nobody_list(scene)}</section>'


def _nobody_list(scene: Scene) -> str:
    if not scene.nobody:
        return "<p>Nothing in the files supplied is dated by this day and recorded only later.</p>"
    rows: Iterable[str] = (
        f"<li><p><b>{_t(words.event_when(event))}</b> {_t(words.kind(event))}</p></li>" for event in scene.nobody
    )
    return (
        "<p>This had happened by then, and no record in the files supplied shows anyone to have known of it.</p>"
        f'<ul class="records">{"".join(rows)}</ul>'
    )
