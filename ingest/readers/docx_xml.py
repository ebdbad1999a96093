"""Small questions that the reader of Word documents asks of a part's XML: flags, merges, symbols, styles.

Nothing here walks a document or makes cells: docx.py does. The names are those of ECMA-376, part 1, section 17.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ingest.readers.office import Element, Package, attribute, local

_THROUGH: Final = frozenset(
    {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo", "r", "ruby",
     "rubyBase", "AlternateContent", "Choice", "Fallback", "drawing", "pict", "object", "oMath", "oMathPara"}
)  # fmt: skip

_WINGDINGS: Final = {
    0xF0FC: "✓",
    0xF0FE: "☑",
    0xF0FB: "✗",
    0xF0FD: "☒",
    0xF0A8: "☐",
    0xF06F: "☐",
    0xF0E0: "→",
    0xF04A: "☺",
}

_SYMBOL: Final = {0xF0B7: "•", 0xF0AE: "→", 0xF0B1: "±", 0xF0B0: "°", 0xF0A3: "≤", 0xF0B3: "≥"}

_HEADING_STYLES: Final = ("heading", "title", "subtitle")  # Word's own style names, the same in every English file


def nested(parent: Element, wanted: set[str]) -> Iterator[Element]:
    """The wanted children of `parent`, looked for through controls, tags and insertions."""
    for element in parent:
        name = local(element)
        if name in wanted:
            yield element
        elif name == "sdt" and is_prompt(element):
            continue
        elif name == "AlternateContent":
            choice = next((e for e in element if any(True for _ in nested(e, wanted))), None)
            if choice is not None:
                yield from nested(choice, wanted)
        elif name in _THROUGH and name != "r":
            yield from nested(element, wanted)


def content_of(parent: Element) -> Iterator[Element]:
    return nested(parent, {"p", "tbl"})


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table, without those whose deletion was tracked."""
    for row in nested(table, {"tr"}):
        properties = next((e for e in row if local(e) == "trPr"), None)
        if properties is None or not any(local(e) == "del" for e in properties):
            yield row


def child_value(parent: Element | None, name: str) -> str | None:
    """The `val` of the child of that name."""
    if parent is None:
        return None
    child = next((e for e in parent if local(e) == name), None)
    return None if child is None else attribute(child, "val")


def number(text: str | None, default: int = 0) -> int:
    """A whole number as Word writes it. Anything else counts as the default."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else default


def is_on(parent: Element | None, name: str) -> bool:
    """Whether an on/off property is on: present, and not set to off."""
    if parent is None or not any(local(e) == name for e in parent):
        return False
    return child_value(parent, name) not in ("0", "false", "off")


def merge_state(properties: Element | None, name: str) -> str | None:
    """ "restart" or "continue" where the cell takes part in a merge."""
    if properties is None or not any(local(e) == name for e in properties):
        return None
    return child_value(properties, name) or "continue"


def _properties(element: Element, name: str) -> Element | None:
    return next((e for e in element if local(e) == name), None)


def vanishes(run: Element) -> bool:
    return is_on(_properties(run, "rPr"), "vanish")


def all_bold(paragraph: Element) -> bool:
    runs = [r for r in paragraph.iter("{*}r") if any(local(e) == "t" and (e.text or "").strip() for e in r)]
    return bool(runs) and all(is_on(_properties(r, "rPr"), "b") for r in runs)


def is_prompt(control: Element) -> bool:
    """Whether a content control shows only its prompt: nobody filled it in."""
    return is_on(_properties(control, "sdtPr"), "showingPlcHdr")


def is_checked(box: Element) -> bool:
    """Whether an old-style form check box is ticked."""
    return is_on(box, "checked") if any(local(e) == "checked" for e in box) else is_on(box, "default")


def symbol_text(element: Element) -> str:
    """A character of a symbol font as the Unicode character that looks like it."""
    code = attribute(element, "char") or ""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    table = _WINGDINGS if (attribute(element, "font") or "").lower().startswith("wingdings") else _SYMBOL
    return table.get(number) or table.get(number | 0xF000) or "\N{WHITE SQUARE}"


def heading_levels(package: Package, part: str) -> dict[str, int]:
    """Heading level by style id, base styles followed."""
    own: dict[str, int] = {}
    base: dict[str, str] = {}
    for name in package.related(part, "styles"):
        root = package.xml(name)
        for style in root if root is not None else ():
            if local(style) != "style":
                continue
            key = attribute(style, "styleId") or ""
            base[key] = child_value(style, "basedOn") or ""
            own[key] = _heading_level(child_value(style, "name") or "", _properties(style, "pPr"))
    return {key: level for key in own if (level := _inherited(key, own, base))}


def _heading_level(name: str, properties: Element | None) -> int:
    words = name.lower().split()
    if words and words[0] in _HEADING_STYLES:
        return number(words[-1], 1) if len(words) > 1 else 1
    outline = child_value(properties, "outlineLvl")
    return number(outline) + 1 if outline is not None and number(outline, 9) < 9 else 0


def _inherited(key: str, own: dict[str, int], base: dict[str, str]) -> int:
    for _ in range(len(own)):
        if own.get(key):
            return own[key]
        key = base.get(key, "")
        if not key:
            break
    return 0
