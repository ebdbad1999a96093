"""Send only the parts of a page that have changed since they were last sent.

    values of all outputs + fingerprints of what the page has  ->  changed  ->  values or `no_update`, new fingerprints

A decision changes a few parts of the timeline page; drawing all of them anew would cost the browser more
than the server needs to work everything out, and would take a half-filled form from under the hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from dash import no_update
from plotly.io.json import to_json_plotly


def fingerprint(value: Any) -> str:
    """The same for values that look the same on the page."""
    return hashlib.blake2b(to_json_plotly(value).encode("utf-8"), digest_size=12).hexdigest()


def changed(names: Sequence[str], values: Sequence[Any], known: Mapping[str, str] | None) -> tuple[Any, ...]:
    """The values, with `no_update` for every one that the page has already, then the fingerprints of all."""
    now = {name: fingerprint(value) for name, value in zip(names, values, strict=True)}
    had = known or {}
    kept = (no_update if had.get(name) == now[name] else value for name, value in zip(names, values, strict=True))
    return (*kept, now)
