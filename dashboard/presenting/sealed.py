"""A walkthrough as one HTML file for a room without the program, every stop and every reveal under a code of its own.

    Stage  ->  parts (stop, reveal, notes of each stop)  ->  sealed, each with its own key  ->  one HTML file
    each key  ->  locked with a code  ->  the trainer's sheet     all keys  ->  locked with the trainer's own code

Nothing of the case stands in the file in clear: not the first stop, not a title, not a day, not how many agencies
there are. A part holds what `Stage.scene` gives for its stop in its steps, which is made from the case cut down to that
day. So who has the file and no code has nothing, and who has the code of a stop has that stop and no later one. The
codes are in the sheet and nowhere else: they are made anew for each file and kept by nobody.

Ciphers: AES-256-GCM (NIST SP 800-38D) for parts and keys, PBKDF2-HMAC-SHA256 (RFC 8018) from code to key; in the file
they are the browser's own (Web Cryptography API), which Chromium gives to a page opened from a disk too.
"""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import hashlib
import io
import json
import secrets
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dashboard.exports.cells import visible
from dashboard.exports.html_export import policy
from dashboard.presenting.answer import answer_of
from dashboard.presenting.html import pieces
from dashboard.presenting.page import file_text, stage_body
from dashboard.presenting.scene import KEPT, Stage, day_words, steps_of

ITERATIONS: Final = 100_000  # a second in an old browser; a code alone has 60 random bits
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U, so nothing is read as another sign
CODE_CHARS: Final = 12
TRAINER_CHARS: Final = 20
GROUP: Final = 4
BEFORE: Final = "<h1>Walkthrough</h1><p>Type the code of the first stop above, and open it.</p>"
PARTS: Final = ("stop", "reveal", "notes")
"""The parts of each stop, in the order in which the file holds them. Notes have no code but the trainer's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """The file, and the codes: (stop, reveal) for each stop in order, and the one that opens all and the notes."""

    html: bytes
    codes: tuple[tuple[str, str], ...]
    trainer: str


def new_code(chars: int) -> str:
    """A code that can be read aloud: "7KQ2-M8XA-3V0P"."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(chars))
    return "-".join(signs[n : n + GROUP] for n in range(0, chars, GROUP))


def key_of_code(code: str, salt: bytes) -> bytes:
    """The key that a code gives. As in `files/sealed.js`: signs alone count, in capitals, O is 0, I and L are 1."""
    signs = "".join(c for c in code.upper() if c.isalnum()).translate(str.maketrans("OIL", "011"))
    return hashlib.pbkdf2_hmac("sha256", signs.encode("ascii", "ignore"), salt, ITERATIONS, 32)


def seal(key: bytes, content: bytes, about: str) -> str:
    """Content under a key, as base64 of nonce and ciphertext; `about` says what it is and is checked when opened."""
    nonce = secrets.token_bytes(12)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, content, about.encode())).decode("ascii")


def unseal(key: bytes, sealed: str, about: str) -> bytes:
    """The inverse of `seal`. Raises `cryptography.exceptions.InvalidTag` for another key or place."""
    data = base64.b64decode(sealed)
    return AESGCM(key).decrypt(data[:12], data[12:], about.encode())


def sealed_walkthrough(stage: Stage, handling: str) -> Sealed:
    """The file and its codes, made anew each time."""
    salt, trainer = secrets.token_bytes(16), new_code(TRAINER_CHARS)
    parts: list[dict[str, Any]] = []
    codes: list[tuple[str, str]] = []
    ring: list[str] = []
    for number, (stop, _) in enumerate(stage.stops):
        own = (new_code(CODE_CHARS), new_code(CODE_CHARS))
        codes.append(own)
        for name, content, code in zip(PARTS, _contents(stage, number, stop.notes), (*own, None), strict=True):
            key, about = secrets.token_bytes(32), f"{number} {name}"
            ring.append(base64.b64encode(key).decode("ascii"))
            lock = None if code is None else seal(key_of_code(code, salt), key, f"{about} key")
            parts.append({"lock": lock, "body": seal(key, gzip.compress(_json(content), mtime=0), about)})
    data = {
        "iterations": ITERATIONS, "salt": base64.b64encode(salt).decode("ascii"), "parts": parts,
        "ring": seal(key_of_code(trainer, salt), _json(ring), "ring"),
    }  # fmt: skip
    return Sealed(html=_page(data, handling), codes=tuple(codes), trainer=trainer)


def _contents(stage: Stage, number: int, notes: str) -> tuple[Any, Any, Any]:
    """What each part of a stop holds: its first step, its further steps, the notes."""
    return _views(stage, number, kept=True), _views(stage, number, kept=False), {"notes": notes}


def _views(stage: Stage, number: int, *, kept: bool) -> dict[str, Any]:
    """Scenes of a stop by agency, step and outlines, each piece of HTML once."""
    known: dict[str, int] = {}
    views: dict[str, Any] = {}
    ends = {"first": number == 0, "last": number == len(stage.stops) - 1}
    for agency in (None, *(a.id for a in stage.agencies(number))):
        for outlines in (False, True) if agency else (False,):
            for step in steps_of(agency, outlines=outlines):
                if (step == KEPT) is not kept:
                    continue
                scene = stage.scene(number, agency, step, outlines=outlines)
                html = [known.setdefault(piece, len(known)) for piece in pieces(scene)]
                views[f"{agency or ''} {step} {'yes' if outlines else 'no'}"] = answer_of(scene, **ends) | {
                    "html": html
                }
    own = stage.stops[number][0].agency
    return {"pieces": list(known), "views": views} | ({"agency": own} if own and kept else {})


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _page(data: Any, handling: str) -> bytes:
    style = file_text("stage.css")
    script = file_text("sealed.js") + file_text("stage.js")
    code = (
        '<section aria-label="Code"><form class="code-form" id="code-form"><div>'
        '<label for="code">Code of a stop or of its reveals</label>'
        '<input id="code" autocomplete="off" autocapitalize="characters" spellcheck="false"></div>'
        '<button type="submit" class="main">Open</button><p id="code-said" role="status"></p></form></section>'
    )
    body = stage_body(visible(handling), BEFORE).replace('<p id="said"', f'{code}<p id="said"', 1)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(style, script)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="referrer" content="no-referrer"><title>Walkthrough</title>'
        f"<style>{style}</style></head><body>{body}"
        "<noscript>This file needs JavaScript, which is switched off in this browser.</noscript>"
        f'<script type="application/json" id="sealed">{_json(data).decode("ascii")}</script>'
        f"<script>{script}</script></body></html>\n"
    ).encode()


# ------------------------------------------------------------------ the trainer's sheet
SHEET_STYLE: Final = (
    "body{font:16px/1.45 Arial,sans-serif;margin:24px;color:#1D2430}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #767F8C;padding:6px 8px;text-align:left;vertical-align:top}"
    "thead{display:table-header-group}"
    "code{font-size:18px;white-space:nowrap}tr{break-inside:avoid}"
)


def sheet(stage: Stage, codes: Sequence[tuple[str, str]], trainer: str, handling: str, made: dt.datetime) -> bytes:
    """The trainer's sheet: the codes, with day, question and notes of each stop. It tells how the case went on."""
    rows = "".join(
        f"<tr><th scope='row'>{n}</th><td>{day_words(day)}</td><td><code>{own[0]}</code></td>"
        f"<td><code>{own[1]}</code></td><td dir='auto'>{_text(stop.question)}</td>"
        f"<td dir='auto'>{_text(stop.notes)}</td></tr>"
        for n, ((stop, day), own) in enumerate(zip(stage.stops, codes, strict=True), start=1)
    )
    heads = ("Stop", "As known on", "Code of the stop", "Code of its reveals", "Question", "Notes")
    head = "".join(f"<th scope='col'>{name}</th>" for name in heads)
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>Trainer\'s sheet</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy(SHEET_STYLE, "")}">'
        f"<style>{SHEET_STYLE}</style></head><body><p><b>{_text(handling)}</b></p>"
        f"<h1>Trainer's sheet: {_text(stage.walkthrough.title)}</h1>"
        f"<p>Made on {made.day} {made:%B %Y, %H:%M} UTC for walkthrough.html of the same zip; the codes "
        "open no other file.</p><p><b>Keep this sheet from the room: it tells how the case goes on.</b> "
        "Hand on walkthrough.html alone.</p>"
        f"<p>Trainer's code, which opens every stop, every reveal and the notes: <code>{trainer}</code></p>"
        f"<table><caption>Codes of the stops</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        "</body></html>\n"
    ).encode()


def _text(text: str) -> str:
    return escape(visible(text))


def walkthrough_zip(stage: Stage, handling: str, made: dt.datetime) -> bytes:
    """Both files in one download: the walkthrough to hand on, the sheet to keep."""
    sealed = sealed_walkthrough(stage, handling)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("walkthrough.html", sealed.html)
        archive.writestr("trainers-sheet.html", sheet(stage, sealed.codes, sealed.trainer, handling, made))
    return out.getvalue()
