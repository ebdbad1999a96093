"""The typesetter: our own templates, the case's words as data, the fonts of the house, and nothing else.

    template + data  ->  typeset  ->  PDF or PNG bytes

Words of a case only ever enter as a value that the template reads (`sys.inputs`), never as part of the template, so
nothing in them can be an instruction. Neither the system's fonts nor packages nor the network are asked.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final, Literal

from dashboard.exports.fonts.coverage import FAMILIES
from model.errors import UsageError

TAGGED: Final = ["ua-1"]  # PDF/UA: tagged, titled, in a named language; the typesetter refuses what would break it
_NOWHERE: Final = "no such folder"  # neither packages nor their cache are looked for


@cache
def _fonts() -> Any:
    import typst  # late: it takes a tenth of a second, and most commands never typeset

    with as_file(files("dashboard.exports.fonts")) as folder:
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


@cache
def _template(name: str) -> bytes:
    return files("dashboard.exports.typeset").joinpath(name).read_bytes()


def typeset(
    name: str, data: Mapping[str, Any], *, form: Literal["pdf", "png"], made: dt.datetime | None = None, ppi: int = 144
) -> list[bytes]:
    """A template filled with data: one PDF, or a PNG for each page. Raises `UsageError` if it cannot be set."""
    try:
        import typst
    except ImportError as error:
        raise UsageError(
            "The typesetter that makes PDF and PNG is not installed.",
            remedy="Install Casethread again as its guide says, or take docx, html or svg instead.",
        ) from error
    held = json.dumps({**data, "fonts": FAMILIES}, ensure_ascii=False)
    more: dict[str, Any] = {"pdf_standards": TAGGED, "timestamp": made} if form == "pdf" else {"ppi": float(ppi)}
    with as_file(files("dashboard.exports.typeset")) as root:
        try:
            out = typst.compile(
                _template(name), root=str(root), font_paths=_fonts(), format=form, sys_inputs={"data": held},
                package_path=str(Path(root) / _NOWHERE), package_cache_path=str(Path(root) / _NOWHERE), **more,
            )  # fmt: skip
        except typst.TypstError as error:
            raise UsageError(
                "The document could not be typeset.",
                remedy="Take it as docx or html instead, and tell the maintainers.",
            ) from error
    return list(out) if isinstance(out, list) else [bytes(out)]
