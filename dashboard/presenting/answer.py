"""What goes with the HTML of a scene: what is said, where it stands, what the reveal button leads to."""

from __future__ import annotations

from typing import Any

from dashboard.presenting.html import next_step, said
from dashboard.presenting.scene import Scene


def answer_of(scene: Scene, *, first: bool, last: bool) -> dict[str, Any]:
    """The fields that `files/stage.js` reads beside "html"."""
    step, text = next_step(scene)
    return {
        "said": said(scene), "stop": scene.number, "agency": scene.agency.id if scene.agency else "",
        "step": scene.step, "next": step, "nextWords": text, "first": first, "last": last,
        "agencies": [[a.id, a.label] for a in scene.agencies],
    }  # fmt: skip
