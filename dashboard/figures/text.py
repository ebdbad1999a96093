"""Case text made safe for a chart: plotly reads a subset of tags and `%{...}` in its labels."""

from __future__ import annotations


def plain(text: str) -> str:
    """The text with nothing in it that a chart would take for markup, a link or a template.

    >>> plain("<a href='x'>%{y}</a>")
    "&lt;a href='x'&gt;% {y}&lt;/a&gt;"
    """
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("%{", "% {")


def wrapped(text: str, width: int) -> str:
    """Made safe and broken into lines of about `width` characters."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "<br>".join(plain(part) for part in [*lines, line] if part)
