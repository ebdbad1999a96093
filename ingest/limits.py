"""What one source file may cost, each number with its reason. Exceeding one is said, never silent."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Chosen for a council laptop with 8 GB. Passed in, so that tests can use small ones."""

    max_bytes: int = 50 * MIB  # the largest real chronology we know is under 10 MiB
    max_unpacked_bytes: int = 250 * MIB  # an Office file is a zip: sum of the declared sizes
    max_members: int = 2_000  # parts in an Office file; Word writes some dozens
    max_ratio: int = 200  # unpacked to packed, judged above 10 MiB: text packs 10 to 40 fold
    max_rows: int = 200_000
    max_columns: int = 512
    max_cell_chars: int = 100_000  # Excel stops at 32,767
    max_span: int = 64  # columns one cell may claim to cover
    max_nesting: int = 8  # tables inside tables
    max_pages: int = 1_000  # of a PDF
    max_empty_rows: int = 1_000  # in a row, before a sheet counts as ended
    max_seconds: int = 120  # to open a file, and a second more for each page of a PDF; 1,000 rows take under two
    max_memory_bytes: int = 1_536 * MIB  # of the process that opens files: 20 times what a large chronology takes
    max_answer_bytes: int = 512 * MIB  # of what it hands back: the text of a file with its places


DEFAULT_LIMITS = Limits()
