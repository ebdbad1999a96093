"""The process that typesets one document: it has no case, and ends with what it made.

stdin: JSON (template, data, form, moment, resolution)  ->  typst  ->  stdout: the bytes; exit code 1 where it cannot
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
TAGGED: Final = ["ua-1"]  # PDF/UA: tagged, titled, in a named language; the typesetter refuses what would break it
NOWHERE: Final = "no such folder"  # neither packages nor their cache are looked for


def main() -> int:
    """Typeset what stdin asks for."""
    import typst

    asked: dict[str, Any] = json.loads(sys.stdin.buffer.read())
    templates = HERE / "typeset"
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")])
    more: dict[str, Any] = {"ppi": float(asked["ppi"])}
    if asked["form"] == "pdf":
        more = {"pdf_standards": TAGGED}
        more |= {"timestamp": dt.datetime.fromisoformat(asked["made"])} if asked["made"] else {}
    try:
        out = typst.compile(
            (templates / Path(asked["name"]).name).read_bytes(), root=str(templates), font_paths=fonts,
            format=asked["form"], sys_inputs={"data": asked["data"]}, package_path=str(templates / NOWHERE),
            package_cache_path=str(templates / NOWHERE), **more,
        )  # fmt: skip
    except (typst.TypstError, OSError):
        return 1
    sys.stdout.buffer.write(bytes(out[0]) if isinstance(out, list) else bytes(out or b""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
