"""The stage: what one scene holds, the forms that make a walkthrough, the server's answers, the sealed file."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from calendar import month_abbr
from collections.abc import Iterator
from dataclasses import replace
from gzip import decompress
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from flask.testing import FlaskClient

from dashboard import app as app_module
from dashboard.app import create_app
from dashboard.casebook import CaseBook, build_book
from dashboard.config import DEFAULT_SETTINGS
from dashboard.date_fields import FieldError
from dashboard.deciding import decision_of
from dashboard.forms import Form
from dashboard.library import key_of
from dashboard.naming import refuse_words
from dashboard.presenting.answer import answer_of
from dashboard.presenting.html import pieces
from dashboard.presenting.page import FILES
from dashboard.presenting.scene import ALL, KEPT, NOBODY, OUTLINES, Scene, Stage, steps_of, told_days
from dashboard.presenting.sealed import (
    PARTS,
    TRAINER_CHARS,
    key_of_code,
    new_code,
    sealed_walkthrough,
    unseal,
    walkthrough_zip,
)
from dashboard.tables.trail import in_words
from dashboard.veils import PSEUDONYMS, Veils
from dashboard.versions import conflicts, version_of
from ingest.identifiers import table_for, under_pseudonyms
from model.case import Decision
from model.pseudonyms import PseudonymTable
from model.store import Store
from model.walkthrough import Walkthrough, day_stop, event_stop, gap_stop, new_walkthrough, walkthroughs
from tests.dashboard.sample import sample_case, write_case

CASE, FINDINGS = sample_case()
EVENTS = {event.id: event for event in CASE.events}
GAPS = {gap.id: gap for gap in FINDINGS.gaps}
TITLE = "Towards the meeting in May"
NOTES = "Zebra crossing: two minutes each."


def walkthrough() -> Walkthrough:
    return new_walkthrough(TITLE).with_stops(
        [
            event_stop(CASE, EVENTS["e3"], question="Who should know?"),
            event_stop(CASE, EVENTS["e7"], question="Who was told?", notes=NOTES),
            gap_stop(CASE, GAPS["g2"], question="Whose case is it?"),
            day_stop(dt.date(2021, 4, 1), agency="health_visiting"),
            event_stop(CASE, EVENTS["e27"]),
        ]
    )


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage(build_book(CASE, FINDINGS), walkthrough(), DEFAULT_SETTINGS)


@pytest.fixture(scope="module")
def scenes(stage: Stage) -> list[Scene]:
    return list(_every_scene(stage))


def _every_scene(stage: Stage) -> Iterator[Scene]:
    for number in range(len(stage.stops)):
        for agency in (None, *(a.id for a in stage.agencies(number))):
            for outlines in (False, True):
                for step in steps_of(agency, outlines=outlines):
                    yield stage.scene(number, agency, step, outlines=outlines)


def body(scene: Scene) -> str:
    return json.dumps([*pieces(scene), answer_of(scene, first=False, last=False)], ensure_ascii=False)


# -- scenes --------------------------------------------------------------------------------------


def test_no_scene_holds_an_id_a_word_or_an_agency_of_a_later_record(stage: Stage, scenes: list[Scene]) -> None:
    whole = stage.whole
    labels = {a.id: a.label for a in whole.agencies()}
    for scene in scenes:
        text = body(scene)
        in_view = {a.id for a in scene.agencies}
        for event in whole.view.events:
            day = whole.shown[event.id]
            if day is None or day > scene.on:
                assert event.quote not in text, (scene.number, scene.step)
                assert not re.search(rf"\W{event.id}\W", text)
                assert event.agency in in_view or labels.get(event.agency, "School") not in text
        for gap in FINDINGS.gaps:
            if gap.when is None or gap.when.end is None or gap.when.end > scene.on:
                assert gap.title not in text
        assert "Child R" not in text
        assert TITLE not in text
        assert NOTES not in text


def test_no_scene_names_a_later_day(scenes: list[Scene]) -> None:
    for scene in scenes:
        for day, month, year in re.findall(r"\b(\d{1,2}) ([A-Z][a-z]{2,8}) (\d{4})\b", body(scene)):
            number = list(month_abbr).index(month[:3])
            assert dt.date(int(year), number, int(day)) <= scene.on


def test_blinkers_show_no_words_of_another_file_before_the_reveal(scenes: list[Scene]) -> None:
    for scene in scenes:
        if scene.agency is None or scene.step not in (KEPT, OUTLINES):
            continue
        text = body(scene)
        assert all(entry.text not in text for entry in CASE.entries if entry.agency != scene.agency.id)


def test_the_event_of_a_stop_is_shown_only_to_those_who_knew_it(stage: Stage) -> None:
    assert stage.scene(1).here is not None
    assert stage.scene(1, "police").here is not None
    hidden = stage.scene(1, "childrens_social_care")
    assert hidden.here is None
    assert "Domestic abuse" not in body(hidden)
    assert stage.scene(1, "childrens_social_care", ALL).here is not None


def test_gaps_are_shown_by_the_reveal_alone(stage: Stage) -> None:
    assert stage.scene(2).gaps == ()
    assert "reallocation" not in stage.scene(2).picture
    revealed = stage.scene(2, None, ALL)
    assert revealed.gap is not None
    assert revealed.gap.id == "g2"
    assert "36 working days" in revealed.picture


def test_outlines_are_marks_without_words_and_only_where_they_are_asked_for(stage: Stage) -> None:
    kept, outlined = stage.scene(4, "police"), stage.scene(4, "police", OUTLINES, outlines=True)
    assert outlined.items == kept.items
    assert outlined.picture.count("<path") > kept.picture.count("<path")
    assert stage.scene(4, "police", OUTLINES).step == KEPT  # without the trainer's wish there is no such step


def test_what_nobody_knew_yet_tells_kind_and_day_and_no_more() -> None:
    rows = {e.id: e for e in CASE.entries}
    late = replace(rows["n9"], recorded=EVENTS["e24"].when)  # of December, recorded in April
    case = replace(CASE, entries=tuple(late if e.id == "n9" else e for e in CASE.entries))
    own = Stage(build_book(case, FINDINGS), walkthrough(), DEFAULT_SETTINGS)
    shown = own.scene(2, None, NOBODY)
    assert [e.kind for e in shown.nobody] == ["concern"]
    assert "not sleeping" not in body(shown)
    assert "1 to 31 Dec 2020" not in body(own.scene(2, None, ALL))


def test_agencies_keep_their_number_and_colour_from_stop_to_stop(stage: Stage) -> None:
    orders = [[a.id for a in stage.agencies(n)] for n in range(len(stage.stops))]
    assert all(later[: len(order)] == order for order in orders for later in orders if len(later) >= len(order))


def test_a_stop_without_a_day_is_passed_over() -> None:
    undated = new_walkthrough("t").with_stops([event_stop(CASE, EVENTS["e10"]), day_stop(dt.date(2021, 1, 1))])
    assert [stop.kind for stop, _ in Stage(build_book(CASE, FINDINGS), undated, DEFAULT_SETTINGS).stops] == ["day"]


def test_the_text_of_a_record_cannot_act() -> None:
    text = "<script>alert(1)</script> & \u202eback"
    entry = replace(next(e for e in CASE.entries if e.id == "n3"), text=text)
    event = replace(EVENTS["e3"], quote=text, span=(0, len(text)))
    case = replace(
        CASE, entries=tuple(entry if e.id == "n3" else e for e in CASE.entries),
        events=tuple(event if e.id == "e3" else e for e in CASE.events),
    )  # fmt: skip
    shown = "".join(pieces(Stage(build_book(case, FINDINGS), walkthrough(), DEFAULT_SETTINGS).scene(0)))
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert "\u202e" not in shown


def test_days_in_a_rows_text_are_found() -> None:
    entry = replace(CASE.entries[0], text="Seen. Closed on 9 July 2021 after two weeks.")
    assert [entry.text[start:end] for start, end, _ in told_days(entry)] == ["9 July 2021"]


# -- forms ---------------------------------------------------------------------------------------


class Table:
    """A case to which forms are sent one after another."""

    def __init__(self) -> None:
        self.trail: list[Decision] = []

    @property
    def book(self) -> CaseBook:
        return build_book(replace(CASE, decisions=tuple(self.trail)), FINDINGS)

    def send(self, act: str, on: str = "", **fields: Any) -> str:
        values = {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
        decided = decision_of(self.book, Form(act=act, on=on, fields=values), author="R", made="2022-01-01T00:00:00Z")
        self.trail.append(decided.decision)
        return decided.said

    @property
    def walks(self) -> tuple[Walkthrough, ...]:
        return walkthroughs(self.book.case, FINDINGS.gaps)


def test_a_walkthrough_is_made_of_the_ticked_events_in_the_order_of_time() -> None:
    table = Table()
    assert table.send("walk-new", title="One", events=["e13", "e3", "e7"]) == "Walkthrough made, with 3 stops."
    assert [stop.of for stop in table.walks[0].stops] == ["e3", "e7", "e13"]
    assert in_words(table.trail[0]) == "Walkthrough: One, 3 stops"


def test_a_walkthrough_is_made_of_the_significant_events_of_a_period() -> None:
    table = Table()
    table.send("walk-new", title="Winter", **{"from": "01/12/2020", "to": "15/02/2021"})
    stops = [EVENTS[stop.of or ""] for stop in table.walks[0].stops]
    assert stops
    assert all(e.when and e.when.start and dt.date(2020, 12, 1) <= e.when.start <= dt.date(2021, 2, 15) for e in stops)


def test_events_gaps_and_days_are_added_changed_moved_and_taken_out() -> None:
    table = Table()
    table.send("walk-add", "e7", walkthrough="new", title="Two")
    (walk,) = table.walks
    assert table.send("walk-add", "g2", walkthrough=walk.id) == "Added as stop 2 of Two."
    table.send("walk-day", walk.id, day="01/04/2021")
    first = table.walks[0].stops[0].id
    table.send("walk-stop", f"{walk.id}:{first}", question="Q?", notes="N", day="20/12/2020", agency="police")
    assert table.send("walk-move", f"{walk.id}:{first}", move="later") == "Now stop 2."
    stops = table.walks[0].stops
    assert [stop.kind for stop in stops] == ["gap", "event", "day"]
    assert (stops[1].question, stops[1].notes, stops[1].on, stops[1].agency) == (
        "Q?", "N", dt.date(2020, 12, 20), "police",
    )  # fmt: skip
    table.send("walk-drop", f"{walk.id}:{stops[0].id}")
    table.send("walk-title", walk.id, title="Three")
    assert (table.walks[0].title, len(table.walks[0].stops)) == ("Three", 2)
    table.send("undo")
    table.send("undo")
    assert (table.walks[0].title, len(table.walks[0].stops)) == ("Two", 3)
    table.send("walk-remove", walk.id)
    assert table.walks == ()


@pytest.mark.parametrize(
    ("act", "on", "fields", "field"),
    [
        pytest.param("walk-new", "", {"events": ["e3"]}, "title", id="no title"),
        pytest.param("walk-new", "", {"title": "t", "from": "soon"}, "from", id="a day that is none"),
        pytest.param("walk-day", "W", {}, "day", id="no day"),
        pytest.param("walk-stop", "W:S", {"question": ""}, "question", id="nothing changed"),
        pytest.param("walk-stop", "W:S", {"question": "q" * 500}, "question", id="a question as long as a lecture"),
        pytest.param("walk-stop", "W:S", {"agency": "navy"}, "agency", id="an agency that there is not"),
        pytest.param("walk-move", "W:nothing", {"move": "later"}, "", id="a stop that there is not"),
        pytest.param("walk-add", "nothing", {"walkthrough": "W"}, "", id="an event that there is not"),
        pytest.param("walk-remove", "nothing", {}, "", id="a walkthrough that there is not"),
    ],
)
def test_a_form_filled_in_wrongly_says_which_field(act: str, on: str, fields: dict[str, Any], field: str) -> None:
    table = Table()
    table.send("walk-add", "e7", walkthrough="new")
    walk = table.walks[0]
    known = {"W": walk.id, "W:S": f"{walk.id}:{walk.stops[0].id}", "W:nothing": f"{walk.id}:nothing"}
    with pytest.raises(FieldError) as wrong:
        table.send(act, known.get(on, on), **{n: walk.id if v == "W" else v for n, v in fields.items()})
    assert wrong.value.field == field
    assert len(table.trail) == 1


# -- the server ----------------------------------------------------------------------------------


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[FlaskClient, str, Walkthrough]:
    write_case(tmp_path / "r.case", CASE)
    walk = walkthrough()
    with Store.open(tmp_path / "r.case") as store:
        store.decide(replace(walk.decision(), author="R", made="2022-01-01T00:00:00Z"))
    monkeypatch.setattr(app_module, "analyse", lambda case: FINDINGS)
    client = create_app(tmp_path).server.test_client()
    return client, f"/present/{key_of(tmp_path / 'r.case')}/{walk.id}", walk


OURS = {"X-Casethread": "stage", "Host": "127.0.0.1"}


def test_the_page_of_the_stage_holds_nothing_of_the_case(served: tuple[FlaskClient, str, Walkthrough]) -> None:
    client, base, _ = served
    for path in (base, f"{base}/notes"):
        answer = client.get(path, headers={"Host": "127.0.0.1"})
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        for word in ("Child R", TITLE, "Police", "2020", "2021", "Stop 1"):
            assert word not in answer.text


def test_a_scene_is_given_to_our_own_page_alone(served: tuple[FlaskClient, str, Walkthrough]) -> None:
    client, base, _ = served
    answer = client.get(f"{base}/stop/0", headers=OURS)
    assert (answer.status_code, answer.json["stop"], answer.json["first"]) == (200, 0, True)  # type: ignore[index]
    for headers in ({"Host": "127.0.0.1"}, OURS | {"Sec-Fetch-Site": "cross-site"}):
        for path in ("stop/0", "notes/0"):
            assert client.get(f"{base}/{path}", headers=headers).status_code == 403
    assert client.get(f"{base}/file", headers={"Host": "127.0.0.1", "Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_the_last_stop_blinkers_of_a_stop_and_what_there_is_not(served: tuple[FlaskClient, str, Walkthrough]) -> None:
    client, base, walk = served
    last = client.get(f"{base}/stop/last", headers=OURS).json
    assert last is not None
    assert (last["stop"], last["last"]) == (len(walk.stops) - 1, True)
    entered = client.get(f"{base}/stop/3?enter=yes&agency=police", headers=OURS).json
    assert entered is not None
    assert entered["agency"] == "health_visiting"
    unknown = client.get(f"{base}/stop/0?agency=school&step=everything", headers=OURS).json
    assert unknown is not None
    assert (unknown["agency"], unknown["step"]) == ("", "kept")  # the school is not yet in view
    for path in (f"{base}/stop/99", f"{base}/stop/-1", f"{base}/stop/x", f"{base}x/stop/0", f"{base}/notes/99"):
        assert client.get(path, headers=OURS).status_code == 404
    assert client.get("/stage/sealed.js", headers=OURS).status_code == 404
    for name in FILES:
        assert client.get(f"/stage/{name}", headers=OURS).status_code == 200


def test_the_stage_shows_pseudonyms_unless_names_are_asked_for(served: tuple[FlaskClient, str, Walkthrough]) -> None:
    client, base, _ = served
    hidden = client.get(f"{base}/stop/4?step=all", headers=OURS).text
    named = client.get(f"{base}/stop/4?step=all&names=yes", headers=OURS).text
    for name in ("Dale", "Okell", "Tarn"):
        assert name in named
        assert name not in hidden


@pytest.mark.parametrize("days", [0, 210])
def test_a_walkthrough_lives_on_under_pseudonyms_and_in_shifted_dates(days: int) -> None:
    born = day_stop(dt.date(2021, 2, 9))
    walk = walkthrough().with_stops([born])
    walk = walk.changed(walk.stops[0].id, on=dt.date(2020, 9, 25), question="What did Ms Okell know on 25/09/2020?")
    case = replace(CASE, decisions=(replace(walk.decision(), author="R", made="2022-01-01T00:00:00Z"),))
    table = PseudonymTable(rows=table_for(case, PseudonymTable(), []).rows, shift_days=days)
    book = build_book(*under_pseudonyms(case, FINDINGS, table, shift=bool(days)))
    (hidden,) = book.walkthroughs
    assert [stop.of for stop in hidden.stops] == [stop.of for stop in walk.stops]
    moved = dt.timedelta(days=days)
    assert [stop.on for stop in hidden.stops] == [stop.on and stop.on + moved for stop in walk.stops]
    assert "Okell" not in hidden.stops[0].question
    true = Stage(build_book(case, FINDINGS), walk, DEFAULT_SETTINGS)
    shown = Stage(book, hidden, DEFAULT_SETTINGS)
    assert [day for _, day in shown.stops] == [day + moved for _, day in true.stops]


def test_a_session_that_hides_names_cannot_ask_for_them(
    served: tuple[FlaskClient, str, Walkthrough], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, base, _ = served
    monkeypatch.setattr(Veils, "mode", lambda self, case: PSEUDONYMS)
    shown = client.get(f"{base}/stop/4?step=all&names=yes", headers=OURS)
    assert shown.status_code == 200
    assert not [name for name in ("Dale", "Okell", "Tarn") if name in shown.text]


@pytest.mark.parametrize("act", ["walk-new", "walk-add", "walk-stop", "walk-title"])
def test_words_of_a_walkthrough_are_not_changed_while_names_are_hidden(act: str) -> None:
    with pytest.raises(FieldError, match="Names are hidden"):
        refuse_words(act)


@pytest.mark.parametrize("act", ["walk-move", "walk-drop", "walk-day", "walk-remove"])
def test_what_carries_no_words_can_be_done_while_names_are_hidden(act: str) -> None:
    refuse_words(act)


def test_a_stop_changed_by_another_meanwhile_is_a_conflict() -> None:
    table = Table()
    table.send("walk-add", "e7", walkthrough="new")
    walk = table.walks[0]
    on = f"{walk.id}:{walk.stops[0].id}"
    form = Form(act="walk-stop", on=on, fields={"question": ["Mine?"]})
    seen = {on: version_of(table.book, on)}
    assert conflicts(table.book, form, seen, "Another") == []
    table.send("walk-stop", on, question="Theirs?")
    assert [d.number for d in conflicts(table.book, form, seen, "Another")] == [2]


def test_the_notes_come_only_when_they_are_asked_for(served: tuple[FlaskClient, str, Walkthrough]) -> None:
    client, base, _ = served
    assert NOTES not in client.get(f"{base}/stop/1", headers=OURS).text
    notes = client.get(f"{base}/notes/1", headers=OURS).json
    assert notes is not None
    assert notes["notes"] == NOTES


# -- the file ------------------------------------------------------------------------------------


def opened(html: bytes) -> dict[str, Any]:
    found = re.search(rb'<script type="application/json" id="sealed">(.*?)</script>', html)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_bytes_of_the_file_hold_nothing_of_the_case(stage: Stage) -> None:
    sealed = sealed_walkthrough(stage, "OFFICIAL-SENSITIVE")
    clear = re.sub(rb'id="sealed">.*?</script>', b"", sealed.html).decode()
    kinds = {"Referral", "Domestic abuse", "Police", "Midwifery", "2020", "2021"}
    for word in {
        *kinds,
        TITLE,
        NOTES,
        "Child R",
        "Baby R",
        *(e.quote for e in CASE.events),
        *(s.question for s, _ in stage.stops if s.question),
    }:
        assert word not in clear
        assert word.encode() not in sealed.html
    for code in (sealed.trainer, *(code for own in sealed.codes for code in own)):
        assert code.encode() not in sealed.html
        assert code.replace("-", "").encode() not in sealed.html
    assert set(opened(sealed.html)) == {"iterations", "salt", "parts", "ring"}


def test_each_code_opens_its_own_part_and_no_other(stage: Stage) -> None:
    from base64 import b64decode

    sealed = sealed_walkthrough(stage, "M")
    data = opened(sealed.html)
    salt = b64decode(data["salt"])
    for number, own in enumerate(sealed.codes):
        for code, name in zip(own, PARTS, strict=False):
            key = key_of_code(code, salt)
            opens = []
            for at, part in enumerate(data["parts"]):
                about = f"{at // 3} {PARTS[at % 3]}"
                if part["lock"] is None:
                    continue
                try:
                    inner = unseal(key, part["lock"], f"{about} key")
                except InvalidTag:
                    continue
                opens.append(about)
                views = json.loads(decompress(unseal(inner, part["body"], about)))["views"]
                steps = {view["step"] for view in views.values()}
                assert (steps == {KEPT}) is (name == "stop")
                later = [
                    e for e in CASE.events if (day := stage.whole.shown[e.id]) is None or day > stage.stops[number][1]
                ]
                assert not [e for e in later if e.quote in json.dumps(views, ensure_ascii=False)]
            assert opens == [f"{number} {name}"]
            with pytest.raises(InvalidTag):
                unseal(key, data["ring"], "ring")


def test_the_trainers_code_opens_every_part_and_the_notes(stage: Stage) -> None:
    from base64 import b64decode

    sealed = sealed_walkthrough(stage, "M")
    data = opened(sealed.html)
    typed = sealed.trainer.lower().replace("-", " ").replace("0", "o").replace("1", "l")  # as people type it
    ring = json.loads(unseal(key_of_code(typed, b64decode(data["salt"])), data["ring"], "ring"))
    notes = []
    for at, (key, part) in enumerate(zip(ring, data["parts"], strict=True)):
        content = json.loads(decompress(unseal(b64decode(key), part["body"], f"{at // 3} {PARTS[at % 3]}")))
        notes += [content["notes"]] if at % 3 == 2 else []
    assert notes == [stop.notes for stop, _ in stage.stops]


def test_codes_are_made_anew_and_the_sheet_alone_holds_them(stage: Stage) -> None:
    content = walkthrough_zip(stage, "OFFICIAL-SENSITIVE", dt.datetime(2026, 1, 2, 9, 30, tzinfo=dt.UTC))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert set(files) == {"walkthrough.html", "trainers-sheet.html"}
    codes = re.findall(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2,}", files["trainers-sheet.html"].decode())
    assert len(codes) == len(set(codes)) == 2 * len(stage.stops) + 1
    assert new_code(TRAINER_CHARS) != new_code(TRAINER_CHARS)
    assert TITLE in files["trainers-sheet.html"].decode()
