"""What the page of knowledge needs of a case, made once and kept with its book.

Case + Findings  ->  knowing_of  ->  Knowing: view, knowledge, matrix, links, people
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from model.case import Case, Findings, Link
from model.contacts import PersonView, people_views
from model.knowledge import Knowledge, relate
from model.matrix import Matrix, MatrixRow, matrix
from model.people import people
from model.view import CaseView


@dataclass(frozen=True, kw_only=True)
class Knowing:
    """The relation of agencies to events, and what is shown of it."""

    view: CaseView
    knowledge: Knowledge
    links: tuple[Link, ...]
    matrix: Matrix

    @cached_property
    def row_of(self) -> Mapping[str, MatrixRow]:
        """The matrix row of every record that has one."""
        return {record: row for row in self.matrix.rows for record in row.records}

    @cached_property
    def persons(self) -> tuple[PersonView, ...]:
        """The people of the family, with who met them."""
        return people_views(self.view, people(self.view.events))


def knowing_of(case: Case, findings: Findings) -> Knowing:
    """Work it out for a case whose dates are settled. Links of the findings that matching does not make are kept."""
    view = CaseView.of(case)
    others = [link for link in findings.links if link.kind != "same_event"]
    links, knowledge = relate(view, others)
    return Knowing(view=view, knowledge=knowledge, links=tuple(links), matrix=matrix(view, knowledge))
