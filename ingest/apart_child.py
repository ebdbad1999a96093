"""The process that opens files: it has no case, no network to speak of, little memory, and ends when told.

    stdin: frame(header), frame(bytes of the file)  ->  reader_for(...).read  ->  stdout: frame(answer), again

The header is JSON (name, limits); the answer is JSON, {"document": ...} or {"error": {code, message, remedy}}.
`ingest.apart` runs it.
"""

from __future__ import annotations

import json
import sys
from dataclasses import fields
from typing import Any

from ingest.frames import read_frame, write_frame
from ingest.limits import Limits
from ingest.raw_json import to_json
from ingest.readers import reader_for
from model.errors import CorruptFileError, ReadError


def main() -> int:
    """Answer one file after another until the input ends."""
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not be taken for an answer
    limit_memory(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    while (head := read_frame(stdin)) is not None:
        data = read_frame(stdin)
        if data is None:
            break
        write_frame(
            stdout, json.dumps(_answer(json.loads(head), data), ensure_ascii=False).encode("utf-8", "surrogatepass")
        )
    return 0


def limit_memory(most_bytes: int) -> None:
    """Let the system refuse this process more memory than that, where the system can (Linux)."""
    if not most_bytes or not sys.platform.startswith("linux"):
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no picture of the memory on the disk


def _answer(head: dict[str, Any], data: bytes) -> dict[str, Any]:
    known = {field.name for field in fields(Limits)}
    limits = Limits(**{name: value for name, value in head["limits"].items() if name in known})
    try:
        return {"document": to_json(reader_for(data, head["name"], limits).read(data, head["name"], limits))}
    except ReadError as error:
        return {"error": {"code": error.code, "message": error.message, "remedy": error.remedy}}
    except MemoryError:
        return {"error": {"code": "memory", "message": "", "remedy": ""}}
    except (Exception, RecursionError):  # the last wall: what no reader foresaw is a damaged file, not an end
        broken = CorruptFileError(
            "This file could not be read to its end.",
            remedy="Open it in the program that made it, save a new copy and add that.",
        )
        return {"error": {"code": broken.code, "message": broken.message, "remedy": broken.remedy}}


if __name__ == "__main__":
    sys.exit(main())
