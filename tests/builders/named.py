"""A case full of names, made from files as agencies send them: in words, headings, sheets, files, keys, notes, tags.

    named_case(path)  ->  the case file; MARKERS are what must not be left when names are hidden

All people, places and numbers are invented (the numbers lie in ranges kept for drama, or have a sound check digit).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

from ingest.read import IncomingFile, add_files
from model.case import CaseInfo, Decision, SavedView
from model.review import mark_of
from model.store import Store
from model.subjects import NOTE, ONE_PERSON, TAG
from model.when import When
from tests.builders.office_files import docx, p, sheet, tbl, tr, xlsx

MARKERS: Final = (
    "Corinna", "Vesperling", "Tobiah", "Ludmila", "Okonjo", "Ottoline", "Prewett", "Zbigniew", "Krawczak", "Aminata",
    "Hazelthorpe", "Brindlecombe", "Quillhaven", "Marrowfield", "07700 900461", "07700900461", "943 476 5919",
    "9434765919", "corinna.v@example.org", "HZ4 7QT", "LX19 KTB", "06/44721/21", "facebook.com/corinna", "Dunmarrow",
    "Fenwright",
)  # fmt: skip
BIRTHS: Final = ("12/05/1994", "12 May 1994", "1994-05-12")
DATES: Final = ("14/02/2021", "14 February 2021", "2021-02-14", "12/05/1994", "03/03/2021", "2021-03-03")

_POLICE = (
    ("Date", "Officer", "Event"),
    ("03/03/2021", "PC 4471 Fenwright",
     "Call to 14 Brindlecombe Road, Hazelthorpe HZ4 7QT. Corinna Vesperling (mother) said Zbigniew Krawczak hit her. "
     "Crime ref 06/44721/21. Her mobile is 07700 900461."),
    ("05/03/2021", "DC Fenwright", "Zbigniew arrested. KRAWCZAK drives LX19 KTB. Tobiah seen, no injury. PPN sent."),
    ("09/03/2021", "PC 4471 Fenwright", "Rang Corinna; her sister Aminata answered and refused a visit."),
)  # fmt: skip
_SOCIAL = (
    ("01/03/2021", "SW Ludmila Okonjo", "Referral about Tobiah Vesperling, born 14/02/2021, NHS 943 476 5919."),
    ("04/03/2021", "Ludmila Okonjo", "Home visit to Corinna and Tobiah in Hazelthorpe. Zbigniew not there. Corinna’s "
     "sister Aminata minds the baby. Mother says Zbigniew left on 3 March 2021."),
    ("08/03/2021", "L Okonjo", "Strategy discussion with police and Dunmarrow General Hospital about Ms Vesperling."),
    ("22/03/2021", "Ms Okonjo", "Worker off sick. Ms Okonjo's cases held by duty. Vesperling family told by letter."),
)  # fmt: skip
_SCHOOL = (
    "Date,Child,Note\n"
    "02/03/2021,Aminata,Older sibling Aminata at Quillhaven Primary School. Mrs Vesperling (DOB 12/05/1994) absent.\n"
    "10/03/2021,Aminata,Corinna rang from corinna.v@example.org; see https://facebook.com/corinna.v. Aminata tearful.\n"
    "11/03/2021,Aminata,Aminata said Zbigniew shouts at Corinna. Told Ludmila Okonjo at Marrowfield Family Centre.\n"
)


def named_case(path: Path, *, decided: bool = True) -> Path:
    """Make the case at `path`; with what a reviewer wrote, unless `decided` is false."""
    info = CaseInfo(
        id="vesperling", title="Review of Tobiah Vesperling", subject="Tobiah Vesperling",
        key_dates={"birth": When.on(dt.date(2021, 2, 14), text="14 February 2021")},
    )  # fmt: skip
    files = [
        ("Vesperling police.xlsx", "police", xlsx({"Corinna Vesperling": sheet(*_POLICE)})),
        ("Okonjo chronology - Corinna.docx", "childrens_social_care", _docx()),
        ("quillhaven_Aminata_2021-03.csv", "school", _SCHOOL.encode()),
    ]
    with Store.create(path, info) as store:
        made = [
            IncomingFile(name=name, size=len(data), load=lambda data=data: data, agency=agency)  # type: ignore[misc]
            for name, agency, data in files
        ]
        results = add_files(store, made)
        assert [r.status for r in results] == ["added"] * 3, [r.message for r in results]
        if decided:
            _decide(store)
    return path


def _docx() -> bytes:
    rows = [tr("Date", "Worker", "Contact with Corinna Vesperling"), *(tr(*row) for row in _SOCIAL)]
    key = tbl(tr("Initials", "Who"), tr("CV", "mother"), tr("ZK", "mother's partner"), tr("LO", "social worker"))
    return docx(
        p("Chronology of Tobiah Vesperling", style="Heading1")
        + p("Key to initials", style="Heading2")
        + key
        + tbl(*rows)
    )


def _decide(store: Store) -> None:
    case = store.case()
    about = (mark_of(case, case.events[0]),)
    known: dict[str, Any] = {"made": "2024-05-01T10:00:00Z", "author": "Ottoline Prewett"}
    store.decide(Decision(subject=NOTE, verdict="confirmed", about=about, value={"text": "Ask Corinna about Zbigniew."},
                          reason="Ludmila Okonjo wrote so.", **known))  # fmt: skip
    store.decide(Decision(subject=TAG, verdict="confirmed", about=about, value={"tag": "vesperling"}, **known))
    people = sorted({f"a-{m.role.replace('_', '-')}" for e in case.events for m in e.mentions if m.role == "mother"})
    joined = {"id": "p-000000000001", "people": people, "role": "mother", "label": "Corinna V"}
    store.decide(Decision(subject=ONE_PERSON, verdict="confirmed", about=(), value=joined, **known))
    store.keep_view(SavedView(id="v1", name="Corinna at Hazelthorpe", page="timeline", query=""))
    store.keep_words("Krawczak")
