"""What leaves the building: the contract's form, complete rows, cells that cannot act."""

import csv
import datetime as dt
import io
import json
import os
import stat
from pathlib import Path
from zipfile import ZipFile

import networkx as nx
import pytest
from lxml import etree
from openpyxl import load_workbook

from dashboard.exports.cells import fitting_cell, safe_cell
from dashboard.exports.chronology import COLUMNS, chronology_rows
from dashboard.exports.files import write_whole
from dashboard.exports.graph_export import to_gexf, to_graphml, to_jsonld
from dashboard.exports.json_export import export_case, problem_in_words, to_bytes
from dashboard.exports.tables_export import to_csv, to_xlsx
from model.case import Actor, Agency, Case, Findings, Gap, Problem
from model.errors import UsageError
from model.graph import build
from tests.builders.cases import case_of, event


def a_case() -> tuple[Case, Findings]:
    case = case_of(
        [
            event("gp", "appointment", None, quote="Seen, no date kept"),
            event("police", "police_attendance", "2021-05-06T14:30", quote="=HYPERLINK call to address"),
            event("school", "school_event", "2021-05-04..2021-05-10", quote="Absent, £5 “trip” money owed"),
        ]
    )
    first = case.events[0]
    gap = Gap(
        id="g1",
        kind="unshared_incident",
        rule="r1",
        title="Not shown as shared",
        explanation="No record was found in the files supplied.",
        when=case.events[1].when,
        measured=(2, 9),
        limit=1,
        unit="working_days",
        outcome="depends",
        agencies=("police",),
        events=(case.events[1].id,),
        against=(),
        confidence="one record",
        source="local rule",
    )
    findings = Findings(
        agencies=(Agency(id="gp", label="GP"),),
        actors=(Actor(id="a1", role="mother", label="M", agency=None, mentions=1, events=(first.id,)),),
        links=(),
        gaps=(gap,),
        contradictions=(),
        key_dates={},
    )
    return case, findings


def test_json_holds_every_name_of_the_contract() -> None:
    case, findings = a_case()
    export = json.loads(to_bytes(export_case(case, findings)))
    assert export["format"] == 1
    promised = {
        "sources": {"id", "file", "agency", "sha256", "reader", "entries", "problems"},
        "entries": {"id", "source", "agency", "locator", "when", "text", "columns"},
        "events": {"id", "entry", "agency", "kind", "assertion", "when", "quote", "span", "actors"}
        | {"involves", "shared_with", "status"},
        "actors": {"id", "role", "label", "agency", "mentions"},
        "gaps": {"id", "kind", "rule", "title", "explanation", "start", "end", "measured", "limit", "unit"}
        | {"agencies", "events", "against", "confidence", "source", "status"},
    }
    for name, fields in promised.items():
        assert export[name], name
        assert all(fields <= set(item) for item in export[name]), name
    assert {"case", "agencies", "links", "contradictions"} <= set(export)


def test_json_spans_give_the_quote_and_actors_their_events() -> None:
    case, findings = a_case()
    export = export_case(case, findings)
    texts = {entry["id"]: entry["text"] for entry in export["entries"]}
    for item in export["events"]:
        first, last = item["span"]
        assert texts[item["entry"]][first:last] == item["quote"]
    assert [item["actors"] for item in export["events"]] == [["a1"], [], []]


def test_rows_are_in_order_of_time_and_undated_ones_are_kept_last() -> None:
    case, findings = a_case()
    rows = chronology_rows(case, findings)
    assert [row.agency for row in rows] == ["School", "Police", "GP"]
    assert rows[-1].when == "date not known"
    assert rows[-1].people == "M"


def test_csv_has_a_row_for_every_entry_and_no_formula() -> None:
    case, findings = a_case()
    content = to_csv(case, findings)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == len(case.entries)
    assert list(rows[0]) == list(COLUMNS.values())
    assert rows[1]["What the agency wrote"].startswith("'=HYPERLINK")
    assert "£5 “trip”" in rows[0]["What the agency wrote"]


def test_xlsx_has_real_dates_text_cells_and_a_sheet_each() -> None:
    case, findings = a_case()
    book = load_workbook(io.BytesIO(to_xlsx(case, findings)))
    assert book.sheetnames == [
        "Chronology", "Gaps", "Good practice", "People", "Sources", "Decisions", "Glossary", "About this export",
    ]  # fmt: skip
    sheet = book["Chronology"]
    assert sheet.max_row == len(case.entries) + 1
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    earliest = sheet.cell(2, list(COLUMNS).index("first") + 1)
    assert isinstance(earliest.value, dt.datetime)
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert book["Gaps"].cell(2, 5).value == "2 to 9"


def test_the_fonts_of_a_workbook_are_in_the_order_of_offices_schema() -> None:
    order = ["b", "i", "strike", "u", "vertAlign", "sz", "color", "name", "family", "charset", "scheme"]
    with ZipFile(io.BytesIO(to_xlsx(*a_case()))) as parts:
        root = etree.fromstring(parts.read("xl/styles.xml"))
    fonts = [[etree.QName(part).localname for part in font] for font in root.iter("{*}font")]
    assert any("color" in font for font in fonts)
    assert all(font == sorted(font, key=order.index) for font in fonts)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0"])
def test_a_cell_that_could_act_gets_an_apostrophe(start: str) -> None:
    assert safe_cell(f"{start}1+1").startswith("'")


def test_an_ordinary_cell_stays_as_it_is() -> None:
    assert safe_cell("Seen by GP, 3/7 of rest") == "Seen by GP, 3/7 of rest"


def test_a_cell_too_long_for_a_spreadsheet_is_cut_and_says_so() -> None:
    text, cut = fitting_cell("x" * 40_000)
    assert cut
    assert len(text) == 32_767


def test_a_problem_says_where_what_and_what_was_meant() -> None:
    problem = Problem(
        code="W1",
        text="No such day.",
        place={"table": 1, "row": 3},
        quote="31/06/2021",
        suggestion="Probably 30/06/2021",
    )
    assert problem_in_words(problem) == 'table 1, row 3: No such day. ("31/06/2021") Probably 30/06/2021.'


def test_a_file_is_written_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_bytes(b"before")
    write_whole(target, b"after")
    assert target.read_bytes() == b"after"
    assert list(tmp_path.iterdir()) == [target]


def test_the_new_name_is_flushed_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[bool] = []
    real = os.fsync

    def watched(handle: int) -> None:
        flushed.append(stat.S_ISDIR(os.fstat(handle).st_mode))
        real(handle)

    monkeypatch.setattr(os, "fsync", watched)
    write_whole(tmp_path / "out.json", b"after")
    assert flushed == [False, True]


def test_a_folder_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_whole(tmp_path / "none" / "out.json", b"x")


# ---------------------------------------------------------------- the event graph
def graph_case() -> Case:
    told = event(
        "police", "information_shared", "2021-05-07", quote="Notice \x0bsent", shared_with=("front_door",), row="p"
    )
    return case_of([event("police", "arrest", "2021-05-06", quote="Arrested & held", roles=("father",), row="p"), told])


def test_graphml_and_gexf_hold_every_node_and_edge() -> None:
    graph = build(graph_case())
    for text, read in ((to_graphml(graph_case()), nx.read_graphml), (to_gexf(graph_case()), nx.read_gexf)):
        back = read(io.BytesIO(text))
        assert set(back.nodes) == set(graph.nodes)
        assert back.number_of_edges() == graph.number_of_edges()


def test_json_ld_says_in_prov_what_came_from_what() -> None:
    data = json.loads(to_jsonld(graph_case()))
    things = {thing["@id"]: thing for thing in data["@graph"]}
    assert len(things) == len(data["@graph"])
    events = [thing for thing in things.values() if "ct:Event" in thing["@type"]]
    assert len(events) == 2
    for found in events:
        (entry,) = found["prov:wasDerivedFrom"]
        assert things[entry]["prov:hadPrimarySource"] in things
        assert things[entry]["prov:wasAttributedTo"] == ["urn:casethread:agency:police"]
        assert found["prov:wasGeneratedBy"] in things
    for relation in (t for t in things.values() if "ct:Relation" in t["@type"]):
        assert {relation["ct:from"], relation["ct:to"]} <= things.keys()
        assert relation["ct:evidence"]
    terms = {key.split(":")[0] for thing in things.values() for key in thing if not key.startswith("@")}
    assert terms <= set(data["@context"])
