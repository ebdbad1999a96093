"""The integrated chronology as one HTML file that asks nothing of any other place.

    Extract  ->  chronology_html  ->  one page: what it holds, the timeline, the chronology with its gaps, sources,
                                      people, glossary

The timeline is a picture made here; where scripts run, one that can be searched, filtered and moved through takes its
place, drawn from the rows of the table. Style and script stand in the page (`page/`), and its policy lets exactly
these two act, by their hashes: a script in a row's text would be text, and could not run even if it were not. Without
script every row can be read.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from typing import Final

from dashboard import words
from dashboard.axis import KEY_DATE_WORDS
from dashboard.casebook import day_bounds, has_date
from dashboard.config import AGENCY_COLOURS, SYMBOL_OF_FAMILY
from dashboard.exports.cells import visible
from dashboard.exports.chronology import agency_label
from dashboard.exports.chronology_report import NEUTRAL
from dashboard.exports.extract import EntryItem, Extract, GapItem, Item
from dashboard.exports.report import tint
from dashboard.exports.timeline_picture import drawing_of, timeline_picture
from dashboard.figures.symbols import pattern_of
from dashboard.figures.timeline import UNSETTLED
from dashboard.strips import gap_label
from model.names import ASSERTIONS, FAMILY_OF_KIND, GAP_KINDS, KINDS, ROLES
from model.when import When, in_words

_FOLDER: Final = files("dashboard.exports.page")
STYLE: Final = _FOLDER.joinpath("page.css").read_text(encoding="utf-8")
SCRIPT: Final = "".join(_FOLDER.joinpath(n).read_text(encoding="utf-8") for n in ("timeline.js", "page.js"))
EPOCH: Final = dt.date(1970, 1, 1).toordinal()  # days are counted from it, as the browser counts
KEYS: Final = (
    "With the timeline in focus: arrow left and right move, + and - go nearer and wider, Home shows all, arrow down "
    "and up go from mark to mark, Enter goes to its row, Escape comes back."
)
TITLES: Final = ("No", "When", "Agency", "Kind", "What the agency wrote", "People", "Told", "File and place")


def policy(style: str, script: str) -> str:
    """The content security policy of the page: nothing but its own style and script, by their hashes."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def chronology_html(told: Extract, made: dt.datetime) -> bytes:
    """The page; `made` is the moment printed on it."""
    title = f"Integrated chronology: {told.case.info.title}"
    style = STYLE + _colours(len(told.codes))
    mark = f'<p class="mark">{_text(told.options.handling)}</p>'
    parts = [
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy(style, SCRIPT)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{_text(title)}</title>\n<style>{style}</style>\n</head>\n<body>",
        f"<header>{mark}</header>",
        f'<main>\n<h1 dir="auto">{_text(title)}</h1>',
        *_about(told, made),
        *_timeline(told),
        *_tools(told),
        *_chronology(told),
        *_table(
            "people", "People", ("Role", "Named as", "Agency", "Mentions in the whole case"),
            ([ROLES.get(a.role, a.role), a.label, agency_label(a.agency) if a.agency else "", str(a.mentions)]
             for a in told.people),
        ),
        *_table(
            "sources", "Sources", ("File", "Agency", "Entries in the whole file", "Rows not read", "SHA-256"),
            ([s.file, agency_label(s.agency) if s.agency else "", str(s.count.entries), str(s.count.warned), s.sha256]
             for s in told.sources),
        ),
        *_decisions(told),
        *_table("glossary", "Glossary", ("Sort", "Word", "Meaning"), told.glossary),
        f"</main>\n<footer>{mark}</footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
    ]  # fmt: skip
    return "\n".join(parts).encode("utf-8")


def _text(text: str) -> str:
    return escape(visible(text))


def _colours(agencies: int) -> str:
    pairs = ((n, _colour(n)) for n in range(agencies))
    return "".join(f".a{n} {{ border-left-color: {c}; background: #{tint(c)}; }}\n" for n, c in pairs)


def _about(told: Extract, made: dt.datetime) -> list[str]:
    subject = [f"<p>Subject: <bdi>{_text(told.case.info.subject)}</bdi></p>"] if told.case.info.subject else []
    links = (
        ("timeline-part", "Timeline"),
        ("chronology-part", "Chronology"),
        ("people", "People"),
        ("sources", "Sources"),
        ("glossary", "Glossary"),
    )
    return [
        *subject,
        f"<p>Made by Casethread on {made.day} {made:%B %Y, %H:%M} UTC.</p>",
        "<ul>" + "".join(f"<li>{_text(line)}</li>" for line in told.said()) + "</ul>",
        f"<p>{_text(NEUTRAL)}</p>",
        '<nav aria-label="Contents"><ul>'
        + "".join(f'<li><a href="#{at}">{name}</a></li>' for at, name in links)
        + "</ul></nav>",
    ]


def _timeline(told: Extract) -> list[str]:
    """The picture, the place where the moving one is drawn, and its controls, which wait for the script."""
    picture = timeline_picture(told)
    svg = picture.svg.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)  # a page needs no name for it
    buttons = (("earlier", "Earlier"), ("later", "Later"), ("nearer", "Nearer"), ("wider", "Wider"), ("whole", "All"))
    book, chosen, _ = drawing_of(told)
    window = [chosen.first.toordinal() - EPOCH, chosen.last.toordinal() - EPOCH]
    dates = [_key_date(*pair) for pair in book.findings.key_dates.items() if pair[0] != "scope" and has_date(pair[1])]
    lanes = [[a, agency_label(a), _colour(n)] for a, n in told.place_of_agency.items()]
    return [
        '<h2 id="timeline-part">Timeline</h2>',
        '<div class="tools" id="timeline-tools" hidden>',
        '<label>From <input id="from" inputmode="numeric" size="10" autocomplete="off"></label>',
        '<label>To <input id="to" inputmode="numeric" size="10" autocomplete="off"></label>',
        *(f'<button id="{at}" type="button">{name}</button>' for at, name in buttons),
        "</div>",
        f'<div id="timeline" tabindex="0" role="group" aria-label="Timeline" aria-describedby="keys" '
        f'data-window="{window}" data-lanes="{_json(lanes)}" data-dates="{_json(dates)}" hidden></div>',
        '<p id="said" role="status" class="muted"></p>',
        f'<figure id="picture" role="group" aria-label="{_text(picture.alt)}">{svg}</figure>',
        f'<p class="muted" id="keys">{KEYS} The table below says the same in words.</p>',
    ]


def _key_date(name: str, when: When) -> list[int | str]:
    first, last = day_bounds(when)
    label = KEY_DATE_WORDS.get(name, name.replace("_", " ").capitalize())
    return [first.toordinal() - EPOCH, last.toordinal() - EPOCH, f"{label}, {in_words(when)}"]


def _json(data: Sequence[object]) -> str:
    """Data as the value of an attribute."""
    return _text(json.dumps(data, ensure_ascii=False))


def _colour(number: int) -> str:
    return AGENCY_COLOURS[number % len(AGENCY_COLOURS)]


def _days(first: dt.date | None, last: dt.date | None) -> str:
    """The days of a row for the script; nothing for one without a date."""
    begin, end = first or last, last or first
    if begin is None or end is None:
        return ""
    return f' data-first="{begin.toordinal() - EPOCH}" data-last="{end.toordinal() - EPOCH}"'


def _tools(told: Extract) -> list[str]:
    agencies = dict.fromkeys([*told.agencies, *(a for g in told.gaps for a in g.gap.agencies)])
    kinds = [(k, name) for k, name in KINDS.items() if k in told.kinds_used]
    gaps = {g.gap.kind for g in told.gaps}
    kinds += [("gap", "Gap: every kind")] if gaps else []
    kinds += [(f"gap-{k}", f"Gap: {name}") for k, name in GAP_KINDS.items() if k in gaps]
    return [
        '<h2 id="chronology-part">Chronology</h2>',
        '<div class="tools" id="tools" role="search" hidden>',
        '<label>Search <input id="search" type="search" autocomplete="off"></label>',
        f'<label>Agency <select id="agency">{_options("All agencies", ((a, agency_label(a)) for a in agencies))}'
        "</select></label>",
        f'<label>Kind <select id="kind">{_options("All kinds", kinds)}</select></label>',
        '<button id="clear" type="button">Show all</button>',
        '<span id="count" role="status"></span>',
        "</div>",
    ]


def _options(every: str, pairs: Iterable[tuple[str, str]]) -> str:
    made = "".join(f'<option value="{_text(value)}">{_text(name)}</option>' for value, name in pairs)
    return f'<option value="">{every}</option>{made}'


def _chronology(told: Extract) -> list[str]:
    titles = ["Summary" if t == TITLES[4] and told.options.words == "summary" else t for t in TITLES]
    rows = [_row(item, told) for _, items in told.sections for item in items]
    return [
        '<div class="scroll" tabindex="0" role="group" aria-label="Table of the chronology">'
        '<table id="chronology"><caption>Entries in order of time, each gap on the day on which it begins</caption>',
        _head(titles),
        "<tbody>",
        *rows,
        "</tbody></table></div>",
    ]


def _head(titles: Sequence[str]) -> str:
    return "<thead><tr>" + "".join(f'<th scope="col">{_text(t)}</th>' for t in titles) + "</tr></thead>"


def _row(item: Item, told: Extract) -> str:
    return _gap(item, told) if isinstance(item, GapItem) else _entry(item, told)


def _entry(item: EntryItem, told: Extract) -> str:
    row = item.row
    kind = next((k for k, name in KINDS.items() if name == row.kind), "")
    how = f'<div class="note">{_text(row.assertion)}</div>' if row.assertion not in ("", "Happened") else ""
    review = f'<div class="note">{_text(row.review)}</div>' if row.review else ""
    notes = "".join(f'<div class="note" dir="auto">Note. {_text(n)}</div>' for n in row.notes.split("\n") if n)
    shape = _shape(kind, row.assertion)
    spoken = ", ".join(filter(None, (row.when, row.agency, row.kind, row.assertion.lower()))) + "."
    written = f'<div class="muted">written: <bdi>{_text(row.printed)}</bdi></div>' if row.printed else ""
    return (
        f'<tr data-agency="{_text(item.agency)}" data-kind="{kind}"{_days(row.first, row.last)} '
        f'data-shape="{shape}" data-words="{_text(spoken)}"><th scope="row">{item.number}</th>'
        f"<td>{_text(row.when)}{written if row.first != row.last else ''}</td>"
        f'<td class="agency a{told.place_of_agency[item.agency]}"><span class="code">{_text(row.code)}</span> '
        f"{_text(row.agency)}</td><td>{_text(row.kind)}{how}{review}</td>"
        f'<td><div class="text" dir="auto">{_text(row.text)}</div>{notes}</td><td dir="auto">{_text(row.people)}</td>'
        f"<td>{_text(row.shared_with)}</td><td><bdi>{_text(row.file)}</bdi>, {_text(row.place)}</td></tr>"
    )


def _shape(kind: str, told_as: str) -> str:
    """The shape of a kind's family, with a dot where the record does not say that it took place (as in the chart)."""
    family = FAMILY_OF_KIND.get(kind, "other")
    assertion = next((a for a, name in ASSERTIONS.items() if name == told_as), "")
    dotted = assertion in UNSETTLED and not (family == "missed" and assertion == "did_not_happen")
    return SYMBOL_OF_FAMILY[family] + ("-open-dot" if dotted else "")


def _gap(item: GapItem, told: Extract) -> str:
    gap = item.gap
    codes = ", ".join(f"{told.codes.get(a, '')} {agency_label(a)}".strip() for a in gap.agencies)
    parts = [f'<div class="title">{_text(gap.title)}</div>']
    parts += [
        f"<div>{f'<b>{lead}</b> ' if lead else ''}{_text(text)}</div>"
        for lead, text in (
            ("", gap.explanation),
            ("Rests on:", words.listed(item.entries)),
            ("Against it:", words.listed(item.against)),
            ("Answered by:", gap.answer),
            *(("Note.", note) for note in item.notes),
        )
        if text
    ]
    days = _days(gap.when.start, gap.when.end) if gap.when else ""
    spoken = ", ".join(filter(None, (in_words(gap.when), f"gap: {words.gap_kind(gap)}", words.measured(gap)))) + "."
    return (
        f'<tr class="gap" data-agency="{_text(" ".join(gap.agencies))}" data-kind="gap gap-{_text(gap.kind)}"'
        f'{days} data-shape="{pattern_of([gap.kind])}" data-words="{_text(spoken)}" '
        f'data-label="{_text(gap_label(gap))}">'
        f'<th scope="row">G{item.number}</th><td>{_text(in_words(gap.when))}</td><td>{_text(codes)}</td>'
        f'<td><b>Gap:</b> {_text(words.gap_kind(gap))}<div class="note">{_text(item.status)}</div></td>'
        f'<td dir="auto">{"".join(parts)}</td><td></td><td>{_text(words.measured(gap))}</td>'
        f"<td>Rule {_text(gap.rule)}. {_text(gap.source)}</td></tr>"
    )


def _decisions(told: Extract) -> list[str]:
    if not told.decisions:
        return []
    titles = ("No", "When", "Who", "What", "About", "Reason", "State")
    rows = ([str(d.number), d.made, d.author, d.what, d.about, d.reason, d.state] for d in told.decisions)
    return _table("decisions", "Decisions of reviewers", titles, rows)


def _table(at: str, name: str, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    body = ("<tr>" + "".join(f'<td dir="auto">{_text(cell)}</td>' for cell in row) + "</tr>" for row in rows)
    return [
        f'<h2 id="{at}">{_text(name)}</h2>',
        f'<div class="scroll" tabindex="0" role="group" aria-label="Table: {_text(name)}"><table>'
        f"<caption>{_text(name)}</caption>{_head(titles)}<tbody>",
        *body,
        "</tbody></table></div>",
    ]
