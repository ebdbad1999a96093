"""What the pages of one running program share. Made in `app.create_app`; there are no globals."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from dashboard.access.gate import Gate
from dashboard.authors import Authors
from dashboard.config import Settings
from dashboard.jobs import Jobs
from dashboard.library import Library
from dashboard.returned.keep import Kept
from dashboard.veils import Veils


@dataclass(frozen=True, kw_only=True)
class Services:
    """The cases, the jobs, the settings and the names of those who review; `gate` on a team's server.

    `returned` are chronologies that came back from Word."""

    library: Library
    jobs: Jobs
    settings: Settings
    authors: Authors = field(default_factory=Authors)
    gate: Gate | None = None
    returned: Kept = field(default_factory=Kept)

    @cached_property
    def veils(self) -> Veils:
        """Whether names are shown, by session and case."""
        return Veils(self.library)
