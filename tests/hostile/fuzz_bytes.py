"""Readers on bytes chosen by which lines they reach (atheris, libFuzzer), from a corpus of whole small files.

    make fuzz-bytes SECONDS=60  ->  every reader that long; the bytes that broke one are left in .fuzz/ENDING/

Anything but a document or a `ReadError` ends the run. A finding becomes a file in `tests/hostile/files.py`.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import atheris

with atheris.instrument_imports(include=["ingest", "model", "email", "csv", "zipfile"]):
    from ingest.limits import MIB, Limits
    from ingest.readers import reader_for
    from model.errors import ReadError

LIMITS = Limits(max_bytes=MIB, max_unpacked_bytes=4 * MIB, max_rows=500, max_cell_chars=2_000, max_pages=5)


def main(ending: str, seconds: int, folder: Path) -> None:
    """Fuzz one reader, by the ending of its files."""
    from tests.hostile.test_fuzz import SEEDS

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "seed").write_bytes(SEEDS[ending])

    def once(data: bytes) -> None:
        with suppress(ReadError, MemoryError):
            reader_for(data, f"a.{ending}", LIMITS).read(data, f"a.{ending}", LIMITS)

    where = [f"-max_total_time={seconds}", f"-artifact_prefix={folder}/", "-timeout=30", "-rss_limit_mb=2048"]
    atheris.Setup([sys.argv[0], *where, "-max_len=20000", "-print_final_stats=1", str(folder)], once)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
