"""Prose into entries: each paragraph of an account is one entry, what dresses it is counted as furniture.

    paragraphs -> what each one is (entry, section, key, furniture, blank) -> drafts with the span of their date

A paragraph that opens with a date is an entry wherever it stands. Without one it is an entry unless
its place and its words make it a title, an opening, a greeting, a closing, a signature, a disclaimer
or the key; a sentence of such a paragraph that tells a fact with its date, or an absence ("No enquiry
was received from ..."), makes it an entry all the same. Nothing is dropped: every paragraph is in the
count, and set-aside words that are more than dressing are named in a problem.

    paragraphs in = entries + headers + sections + keys + blank + furniture + warned
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from ingest.agency import agency_of_part
from ingest.date_shapes import any_of, is_only_date, opening, shapes
from ingest.draft import DateCell, Draft
from ingest.key_pairs import key_pairs
from ingest.own_date import FindDates, own_date, stated_dates, tells_of_another
from ingest.raw import RawParagraph
from model.case import Part, Problem, RowCount
from model.data import load_toml
from model.unseen import seen

Kind = Literal["entry", "section", "key", "furniture", "blank"]

_DATA: Final = load_toml("ingest.vocabulary", "prose.toml")


def _cue(group: str, name: str) -> re.Pattern[str]:
    return re.compile(any_of(_DATA[group][name]), re.IGNORECASE)


_GREETING: Final = _cue("furniture", "greetings")
_CLOSING: Final = _cue("furniture", "closings")
_OPENING: Final = _cue("furniture", "openings")
_PREPARED: Final = _cue("furniture", "prepared")
_CLOSING_WORDS: Final = _cue("furniture", "closing_words")
_DISCLAIMER: Final = _cue("furniture", "disclaimers")
_REQUEST: Final = _cue("furniture", "requests")
_OF_THE_FILE: Final = _cue("furniture", "of_the_file")
_TITLE: Final = _cue("furniture", "titles")
_RUNNING: Final = _cue("running", "lines")
_INTRODUCES: Final = _cue("furniture", "introduces")
_HINDSIGHT: Final = re.compile(rf"(?:\d[\d.]*\s+)?{any_of(_DATA['hindsight']['headings'])}\s*:?$", re.IGNORECASE)
_PART: Final = re.compile(any_of(_DATA["parts"]["openers"]), re.IGNORECASE)
_CLOCK: Final = re.compile(_DATA["clock"]["leading"], re.IGNORECASE)
_MADE: Final = re.compile(any_of(_DATA["running"]["made"]) + r"\b", re.IGNORECASE)
_ABSENCE: Final = _cue("facts", "absence")
_KEY_HEADING: Final = re.compile(rf"{any_of(_DATA['key']['headings'])}\s*[:.]?$", re.IGNORECASE)

_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b|[./-]\d\d$|[a-z] ['’]?\d\d$")
_RULED: Final = re.compile(
    r"(?P<rule>[*=#~+_-])(?P=rule)+\s*(?P<words>\w[^\n]*?)\s*(?P=rule){2,}"
)  # "*** Old surgery ***"
_SENTENCE: Final = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])|\n+")
_CAPITAL_TITLE_WORDS: Final = 30  # of a title in capitals throughout, without a stop
_TITLE_WORDS: Final = 12  # a line of more words without a date is a sentence, not a title
_DAY: Final = 3  # how fine a heading with a day is: 1 is a year, 2 a month or a season
_LOWEST: Final = 7  # below every level of heading that a file can have
_ASIDE: Final = 4  # words of a sentence set aside that the user need not hear of
_INTRODUCTION: Final = 200  # characters at the most of a line that introduces the account
_HEADING_WORDS: Final = 6  # of a numbered title
_PART_WORDS: Final = 20  # of a title such as "Episode 2: ..."
_LISTED: Final = 3  # items that open with a date make a list of them
_NAME_WORDS: Final = 9  # a signature line: name, role, team, telephone


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrativeContext:
    """What is known around the paragraphs.

    `table` numbers the list of drafts, as in `Draft.table`. `beside_table` is true where the chronology
    of the document is a table: paragraphs around it then need a date or an absence to be entries.
    """

    table: int = 0
    beside_table: bool = False
    find_dates: FindDates = stated_dates


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrativeReading:
    """The drafts with where every paragraph went. `made` are the words that date the file itself."""

    drafts: tuple[Draft, ...]
    count: RowCount
    problems: tuple[Problem, ...] = ()
    key: tuple[tuple[str, str], ...] = ()
    made: str = ""


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading that is a date: its words, how fine it is (1 year, 2 month, 3 day), its level in the file."""

    text: str
    fineness: int
    level: int


def _fineness(text: str) -> int:
    if re.search(
        r"\d{1,2}[./-]\d{1,2}|(?<!\d)\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?[A-Za-z]{3}|[A-Za-z]{3,}\s+\d{1,2}(?!\d)", text
    ):
        return _DAY
    return 2 if re.search(r"[A-Za-z]{3}", text) else 1


@dataclass(slots=True)
class _State:
    """What the paragraphs before this one said."""

    before_first: bool = True  # no entry yet: openings and titles are expected
    listed: bool = False  # the account is a list of dated items, not flowing prose
    headed: bool = False  # its dates stand in headings, none at the head of a paragraph
    used: str = ""  # the heading that has dated an entry already
    after_closing: bool = False  # below "Kind regards"
    in_key: bool = False
    in_hindsight: bool = False  # below a heading such as "Analysis"
    dated: list[_Heading] = field(default_factory=list)  # the date headings in force: year, month, day
    named: str = ""  # the last heading that is no date
    part: str = ""  # the last heading that is an agency's name, as far as its level reaches
    part_level: int = 0
    made: str = ""

    def heading(self, level: int, text: str) -> None:
        if not is_only_date(text):
            self.named = text
            if agency_of_part(text):
                self.part, self.part_level = text, level
            elif level <= self.part_level:
                self.part = ""
            self.dated = [h for h in self.dated if not level or h.level < level]
            return
        fine = _fineness(text)
        self.dated = [h for h in self.dated if h.fineness < fine]
        self.dated.append(_Heading(text, fine, level or _LOWEST))

    @property
    def heading_date(self) -> str:
        """The heading in force where it dates what stands below it: a day, or any date if only headings have dates."""
        fine = self.dated[-1].fineness if self.dated else 0
        return self.section if fine == _DAY or (fine and self.headed) else ""

    @property
    def section(self) -> str:
        """The heading in force: the date headings, with the year of the one above where the last names none."""
        words = [h.text for h in self.dated]
        if not words:
            return self.named
        year = next((m[0] for text in reversed(words) if (m := re.search(r"\b(?:19|20)\d\d\b", text))), "")
        return words[-1] if not year or _YEAR.search(words[-1]) else f"{words[-1]} {year}"


def narrative_drafts(
    paragraphs: Sequence[RawParagraph], context: NarrativeContext = NarrativeContext()
) -> NarrativeReading:
    """Every paragraph of the account as a draft, in the order of the file."""
    state = _State(listed=_is_list(paragraphs), headed=_is_headed(paragraphs))
    drafts: list[Draft] = []
    problems: list[Problem] = []
    keys: list[tuple[str, str]] = []
    counted = dict.fromkeys(("entry", "section", "key", "furniture", "blank"), 0)
    for index, paragraph in enumerate(paragraphs):
        kind = _kind(paragraph, state, context, following=paragraphs[index + 1 : index + 3])
        counted[kind] += 1
        if kind in ("key", "furniture"):
            keys += key_pairs(paragraph.text, everything=kind == "key")
        if kind == "furniture":
            problems += _hindsight(paragraph, state) if state.in_hindsight else _set_aside(paragraph)
            state.made = state.made or _made(paragraph)
        elif kind == "entry":
            drafts.append(_draft(paragraph, state, context))
        _advance(state, paragraph, kind)
    count = RowCount(
        rows=len(paragraphs),
        entries=counted["entry"],
        sections=counted["section"],
        keys=counted["key"],
        furniture=counted["furniture"],
        blank=counted["blank"],
    )
    return NarrativeReading(
        drafts=tuple(drafts), count=count, problems=tuple(problems), key=tuple(dict(keys).items()), made=state.made
    )


def _is_list(paragraphs: Sequence[RawParagraph]) -> bool:
    """Whether most paragraphs of the account open with a date or stand under one."""
    body = [p for p in paragraphs if p.style in ("body", "list_item", "heading") and re.search(r"\w", p.text)]
    dated = sum(1 for p in body if opening(p.text))
    return dated >= _LISTED and dated >= 0.4 * len(body)


def _is_headed(paragraphs: Sequence[RawParagraph]) -> bool:
    """Whether the dates of the account stand in headings of their own and never open a paragraph."""
    texts = [p.text.strip() for p in paragraphs if p.style in ("body", "list_item", "heading")]
    return any(is_only_date(t) for t in texts) and not any(opening(t) and not is_only_date(t) for t in texts)


def _advance(state: _State, paragraph: RawParagraph, kind: Kind) -> None:
    text = paragraph.text.strip()
    if kind == "entry":
        state.before_first = state.after_closing = state.in_key = False
    elif kind == "section":
        state.heading(paragraph.level, text.strip(" :*-"))
        state.in_hindsight = _HINDSIGHT.match(text) is not None
        state.after_closing = state.in_key = False
        state.before_first = state.before_first and not is_only_date(text)
    elif paragraph.style == "header_field":
        state.before_first, state.after_closing = True, False
    elif kind == "key":
        state.in_key = True
    elif _CLOSING.fullmatch(text):
        state.after_closing = True


def _kind(paragraph: RawParagraph, state: _State, context: NarrativeContext, following: Sequence[RawParagraph]) -> Kind:
    text = paragraph.text.strip()
    if not re.search(r"\w", text):
        return "blank"
    if paragraph.style == "header_field" or _RUNNING.fullmatch(text):
        return "furniture"
    dressed = _RULED.fullmatch(text)
    if dressed and len(dressed["words"].split()) <= _PART_WORDS:
        return _heading_kind(dressed["words"], state)
    if is_only_date(text):
        letter_date = state.before_first and any(_dresses_letter(p.text.strip()) for p in following[:1])
        return "furniture" if letter_date or state.after_closing else "section"
    if _KEY_HEADING.match(text):
        return "key"
    if state.before_first and len(text) <= _INTRODUCTION and _INTRODUCES.search(text):
        return "furniture"
    if opening(text) and not _PREPARED.match(text):
        return "entry"
    if paragraph.style == "heading" or _is_numbered_heading(paragraph, following):
        return _heading_kind(text, state)
    if _is_key(text, state):
        return "key"
    if state.in_hindsight:
        return "furniture"
    if paragraph.style == "signature" or (paragraph.style == "quoted" and not context.find_dates(text)):
        return "furniture"
    return _prose_kind(text, paragraph, state, context)


def _is_numbered_heading(paragraph: RawParagraph, following: Sequence[RawParagraph]) -> bool:
    """Whether a line is the title of what follows: an item of a list in a few words ("2. Involvement") with no item
    after it, or a part of the account by its name ("Episode 2: the pregnancy (May to July 2021)")."""
    text = paragraph.text.strip()
    if not following or text[-1] in ".!?;,":
        return False
    if _PART.match(text):
        return len(text.split()) <= _PART_WORDS
    short = len(text.split()) <= _HEADING_WORDS and text[:1].isupper()
    return paragraph.style == "list_item" and short and following[0].style == "body"


def _heading_kind(text: str, state: _State) -> Kind:
    if _HINDSIGHT.match(text):
        return "section"
    if agency_of_part(text):
        return "section"
    title = state.before_first and not shapes(text) and not re.search(r"\b(?:19|20)\d\d\b", text)
    return "furniture" if title or _PREPARED.match(text) or _CLOSING_WORDS.match(text) else "section"


def _prose_kind(text: str, paragraph: RawParagraph, state: _State, context: NarrativeContext) -> Kind:
    if _GREETING.fullmatch(text) or _CLOSING.fullmatch(text):
        return "furniture"
    sentences = [s for s in _SENTENCE.split(text) if s.strip()]
    dressing = [_is_dressing(s.strip(), state) for s in sentences]
    plain = [s for s, dressed in zip(sentences, dressing, strict=True) if not dressed]
    head = context.beside_table and state.before_first and bool(dressing) and dressing[0]
    if not head and any(own_date(s.strip(), context.find_dates) or _ABSENCE.search(s) for s in plain):
        return "entry"
    dressed = sum(d or bool(key_pairs(s)) for s, d in zip(sentences, dressing, strict=True))
    if (any(dressing) and 2 * dressed >= len(sentences)) or (state.before_first and state.listed):
        return "furniture"
    is_line = (
        len(text.split()) <= _TITLE_WORDS and not text.endswith((".", "!", "?", ";")) and paragraph.style == "body"
    )
    if state.after_closing and len(text.split()) <= _NAME_WORDS:
        return "furniture"
    if is_line:
        dressing_only = (state.before_first or context.beside_table) and agency_of_part(text) is None
        return "furniture" if dressing_only else _line_kind(text)
    return "furniture" if context.beside_table else "entry"


def _line_kind(text: str) -> Kind:
    """A short line without a full stop among the entries: a heading, or an entry in few words."""
    titled = text.isupper() or text.endswith(":") or all(w[:1].isupper() for w in text.split() if len(w) > 3)
    return "section" if titled or agency_of_part(text) else "entry"


def _is_dressing(sentence: str, state: _State) -> bool:
    always = _PREPARED.match(sentence) or _DISCLAIMER.match(sentence) or _CLOSING_WORDS.match(sentence)
    first = state.before_first and (
        _OPENING.match(sentence)
        or _REQUEST.match(sentence)
        or _OF_THE_FILE.search(sentence)
        or _GREETING.fullmatch(sentence)
        or _is_title(sentence)
    )
    return bool(always or first or _CLOSING.fullmatch(sentence) or _RUNNING.fullmatch(sentence))


def _is_title(text: str) -> bool:
    words = text.split()
    if text.isupper() and text[-1] not in ".!?;" and len(words) <= _CAPITAL_TITLE_WORDS and not shapes(text):
        return True
    return len(words) <= _TITLE_WORDS and (
        (text.isupper() and not shapes(text)) or (_TITLE.fullmatch(text) is not None and text[-1] not in ".!?")
    )


def _dresses_letter(text: str) -> bool:
    return bool(_GREETING.fullmatch(text) or _OPENING.match(text) or _PREPARED.match(text) or _is_title(text))


def _is_key(text: str, state: _State) -> bool:
    pairs = key_pairs(text, everything=state.in_key)
    return bool(pairs) and (state.in_key or len(re.findall(r"\s=\s", text)) >= 1) and not shapes(text)


def _draft(paragraph: RawParagraph, state: _State, context: NarrativeContext) -> Draft:
    text = paragraph.text.strip()
    heading = "" if opening(text) else state.heading_date
    start = _dressed(text, state)
    span = None if heading else own_date(text[start:], context.find_dates)
    span = (span[0] + start, span[1] + start) if span else None
    words = text[slice(*span)] if span else heading
    clock = _CLOCK.match(text)
    carried = bool(heading) and state.used == heading
    state.used = heading or state.used
    return Draft(
        locator=paragraph.locator,
        text=text,
        columns={"Text": text},
        parts=(Part(field="event", header="Text", start=0, end=len(text)),),
        date=DateCell(text=seen(words), carried=carried),
        time=DateCell(text=clock[0] if clock else ""),
        date_span=span,
        section=state.section,
        part=state.part,
        table=context.table,
    )


def _dressed(text: str, state: _State) -> int:
    """How many characters of dressing a paragraph opens with ("I write in answer to your letter of 4 May.")."""
    start = 0
    for gap in _SENTENCE.finditer(text):
        if not _is_dressing(text[start : gap.start()].strip(), state):
            break
        start = gap.end()
    return start


def _made(paragraph: RawParagraph) -> str:
    """The words that say when the file was made or sent: a header field, "Printed on", the date of a letter."""
    text = paragraph.text.strip()
    found = shapes(text)
    if not found:
        return ""
    told = is_only_date(text) or _MADE.match(text) or (_PREPARED.match(text) and len(found) == 1)
    return text[slice(*found[-1])] if told and not tells_of_another(text, found[-1][0]) else ""


def _hindsight(paragraph: RawParagraph, state: _State) -> Iterator[Problem]:
    if not _is_dressing(paragraph.text.strip(), state) and not state.after_closing:
        yield Problem(
            code="W311",
            text="This paragraph stands under a heading of analysis and was not read as part of the record.",
            place=paragraph.locator,
            quote=paragraph.text.strip()[:200],
        )


def _set_aside(paragraph: RawParagraph) -> Iterator[Problem]:
    """A problem for dressing that may hold more: a sentence with no cue beside one with a cue."""
    text = paragraph.text.strip()
    sentences = [s.strip() for s in _SENTENCE.split(text) if s.strip()]
    if paragraph.style in ("header_field", "heading", "signature") or text[-1:] not in ".!?\"'":
        return
    state = _State()
    plain = [s for s in sentences if not _is_dressing(s, state) and len(s.split()) > _ASIDE and not key_pairs(s)]
    if plain:
        yield Problem(
            code="W310",
            text="This sentence stands in the opening or closing words of the file and was not read as an entry.",
            place=paragraph.locator,
            quote=plain[0],
        )
