"""Words of a page region into lines, and lines into running text: what merely wrapped is joined.

    words -> visual lines (by overlap in height) -> text of a line -> paragraphs of a cell or a column

A line break was meant where the next line's first word would still have fitted on the line, where a
wider space follows, or where a bullet begins; else the line wrapped and is joined with a space.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ingest.readers.pdf_page import Box, Word

_BULLET: Final = re.compile(r"(?:[•·‣▪◦●○■□–—*]|-(?=$|\s)|o(?=$|\s)|\(?(?:\d{1,2}|[a-z])[.)](?=$|\s))")
_ENDED: Final = re.compile(r"[.!?:;][\"'”’)\]]*$")
_BROKEN: Final = re.compile(r"[A-Za-z]{2,}-$")
_WORD: Final = re.compile(r"[a-z]+(?:['’-][a-z]+)*")
_BREAKS: Final = 3  # broken words from which a document is one that breaks words at line ends
_BREAKS_SHARE: Final = 1 / 40  # of its lines


@dataclass(frozen=True, slots=True)
class Hyphens:
    """How a document uses hyphens at line ends: its words by themselves, and whether it breaks words there."""

    words: frozenset[str] = frozenset()
    used: bool = False

    def breaks(self, above: str, below: str) -> bool:
        """Whether the hyphen that ends `above` breaks a word that goes on in `below`, and is none of its own."""
        part, rest = _WORD.findall(above.lower())[-1], _first_word(below)
        if part + rest in self.words:
            return True
        return self.used and "-" not in part and rest not in self.words and f"{part}-{rest}" not in self.words


AS_PRINTED: Final = Hyphens()
"""Every hyphen stays as it is printed."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """Words beside one another, from left to right."""

    words: tuple[Word, ...]
    box: Box

    @property
    def text(self) -> str:
        return _spaced(self.words)

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)

    def groups(self, gap: float = 1.1) -> list[TextLine]:
        """The line cut where the space between words is wider than `gap` times their height."""
        cut: list[list[Word]] = []
        for word in self.words:
            if cut and word.box.x0 - cut[-1][-1].box.x1 <= gap * max(word.box.height, 4.0):
                cut[-1].append(word)
            else:
                cut.append([word])
        return [text_line(words) for words in cut]


def text_line(words: Sequence[Word]) -> TextLine:
    """Words, in their order, as one line."""
    return TextLine(tuple(words), around(word.box for word in words))


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds all of them (at least one)."""
    held = list(boxes)
    return Box(min(b.x0 for b in held), min(b.top for b in held), max(b.x1 for b in held), max(b.bottom for b in held))


def visual_lines(words: Iterable[Word]) -> list[TextLine]:
    """Words that stand at one height as lines, from the top down.

    A word joins the line above if more than half of its height lies beside it: raised letters ("14th")
    and mixed type sizes stay on their line.
    """
    lines: list[list[Word]] = []
    bands: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda w: (w.box.middle, w.box.x0)):
        if bands:
            top, bottom = bands[-1]
            shared = min(bottom, word.box.bottom) - max(top, word.box.top)
            if shared > 0.5 * min(word.box.height, bottom - top):
                lines[-1].append(word)
                continue
        lines.append([word])
        bands.append((word.box.top, word.box.bottom))
    return [text_line(sorted(line, key=lambda w: w.box.x0)) for line in lines]


def _spaced(words: Sequence[Word]) -> str:
    text = ""
    for before, word in zip((None, *words), words, strict=False):
        close = before is not None and word.box.x0 - before.box.x1 < 0.1 * max(word.box.height, before.box.height)
        text += word.text if before is None or close else f" {word.text}"
    return text


def is_bullet(line: TextLine) -> bool:
    """Whether a line begins a list item: a bullet standing apart from the words."""
    first = line.words[0].text
    return len(line.words) > 1 and _BULLET.fullmatch(first) is not None


def flowing(lines: Sequence[TextLine], right: float, *, hyphens: Hyphens = AS_PRINTED) -> str:
    """The lines of one cell as text. `right` is where a full line would end.

    `hyphens` says which of the hyphens at line ends break a word and are taken out.
    """
    text = ""
    above: TextLine | None = None
    for line in lines:
        if above is None:
            text = line.text
        elif _cut_word(above, line, right):
            text += line.text
        elif meant(above, line, right):
            text = f"{text}\n{line.text}"
        else:
            text = joined(text, line.text, hyphens=hyphens)
        above = line
    return text


def meant(above: TextLine, line: TextLine, right: float) -> bool:
    """Whether the break between two lines is the writer's own."""
    height = max(above.box.height, line.box.height)
    if is_bullet(line) or line.box.top - above.box.bottom > 0.8 * height:
        return True
    first = line.words[0].box
    room = right - above.box.x1 > (first.x1 - first.x0) + 0.45 * height
    carries_on = line.text[:1].islower() and not _ENDED.search(above.text)
    return room and not carries_on


def _cut_word(above: TextLine, line: TextLine, right: float) -> bool:
    """Whether a word too long for its column was cut: it fills its line alone and a few letters follow."""
    fills = len(above.words) == 1 and right - above.box.x1 < 0.6 * above.box.height
    first, rest = above.text, line.words[0].text
    digits = first[-1:].isdigit() and re.fullmatch(r"\d{1,3}", rest) is not None and re.search(r"\D\d+$", first)
    letters = len(first) > 7 and first[-2:].islower() and re.fullmatch(r"[a-z]{1,3}", rest) is not None
    return fills and bool(digits or letters)


def joined(above: str, below: str, *, hyphens: Hyphens = AS_PRINTED) -> str:
    """Two pieces of one sentence. A hyphen at the line's end belongs to the word unless the file breaks words there."""
    if _BROKEN.search(above) and below[:1].islower():
        return above[:-1] + below if hyphens.breaks(above, below) else above + below
    if re.search(r"(?<=\d)[/.\-–]$", above) and below[:1].isdigit():
        return above + below
    return f"{above} {below}"


def hyphens_of(lines: Sequence[TextLine]) -> Hyphens:
    """What a document shows of its hyphens: it breaks words where one line in forty ends in a part of one.

    A hyphen between two words that the document has by themselves ("half-" above "sibling") is no break.
    """
    seen = Counter(word for line in lines for word in _WORD.findall(line.text.lower()))
    ends = [(line.words[-1].text, below.words[0].text) for line, below in pairwise(lines)]
    pairs = [(end, _first_word(start)) for end, start in ends if _BROKEN.search(end) and start[:1].islower()]
    seen.subtract(rest for _, rest in pairs)
    words = frozenset(word for word, times in seen.items() if times > 0)
    inside = [w.text.lower()[:-1] for line in lines for w in line.words[:-1] if _BROKEN.search(w.text)]  # ends in cells
    broken = sum(1 for _, rest in pairs if rest not in words) + sum(1 for part in inside if part not in words)
    return Hyphens(words, used=broken >= _BREAKS and broken > len(lines) * _BREAKS_SHARE)


def _first_word(text: str) -> str:
    found = _WORD.match(text.lower())
    return found[0] if found else ""
