"""Names hidden on the server: no name in any answer, whatever is asked; the page Names and its forms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dash import Dash
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.exports.documents import DOCUMENTS
from dashboard.library import key_of
from dashboard.routes import PAGES, address
from model.analysis import analyse
from model.store import Store
from model.walkthrough import walkthroughs
from tests.builders.named import BIRTHS, DATES, MARKERS, named_case
from tests.support.leaks import leaked

BASE = "http://127.0.0.1"
MODE = {"names": 0, "pseudonyms": 1, "shifted": 2}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return named_case(tmp_path_factory.mktemp("named") / "river.case")


@pytest.fixture(scope="module")
def app(path: Path) -> Dash:
    return create_app(path)


@pytest.fixture
def client(app: Dash, path: Path) -> Iterator[FlaskClient]:
    with app.server.test_client() as client:
        client.get("/", base_url=BASE)  # gives the session its cookie
        yield client
        choose(client, path, "names")


def asked(client: FlaskClient, output: str, changed: str, **values: Any) -> bytes:
    """What a callback answers; `values` are its inputs and states by "id.property"."""
    dependencies = json.loads(client.get("/_dash-dependencies", base_url=BASE).data)
    for known in dependencies:
        if output not in known["output"]:
            continue
        groups = {"inputs": known["inputs"], "state": known["state"]}
        names = [f"{i['id']}.{i['property']}" for i in known["inputs"]]
        if changed not in names:
            continue
        filled = {
            kind: [{**i, "value": values.get(f"{i['id']}.{i['property']}")} for i in group]
            for kind, group in groups.items()
        }
        outs = known["output"].strip(".").split("...")
        many = [dict(zip(("id", "property"), o.rsplit(".", 1), strict=True)) for o in outs]
        body = {"output": known["output"], "outputs": many if known["output"].startswith("..") else many[0],
                "changedPropIds": [changed], **filled}  # fmt: skip
        answer = client.post("/_dash-update-component", json=body, base_url=BASE)
        assert answer.status_code in (200, 204), answer.data[:300]
        return bytes(answer.data)
    raise AssertionError(f"no callback for {output} on {changed}")


def page_of(client: FlaskClient, path: Path, name: str, search: str = "") -> bytes:
    where = {"url.pathname": address(key_of(path), name), "url.search": search}
    return asked(client, "page.children", "url.pathname", **where)


def choose(client: FlaskClient, path: Path, mode: str) -> bytes:
    """Press the switch, as the page does."""
    pressed = json.dumps({"mode": mode, "type": "veil"}, separators=(",", ":"))
    known = json.loads(client.get("/_dash-dependencies", base_url=BASE).data)
    call = next(d for d in known if any("veil" in str(i["id"]) and "type" in str(i["id"]) for i in d["inputs"]))
    inputs = [[{"id": {"mode": m, "type": "veil"}, "property": "n_clicks", "value": int(m == mode)} for m in MODE]]
    out_id, out_property = call["output"].rsplit(".", 1)
    body = {
        "output": call["output"], "outputs": {"id": out_id, "property": out_property}, "inputs": inputs,
        "changedPropIds": [f"{pressed}.n_clicks"],
        "state": [{"id": "url", "property": "pathname", "value": address(key_of(path), "overview")},
                  {"id": "url", "property": "search", "value": ""}],
    }  # fmt: skip
    answer = client.post("/_dash-update-component", json=body, base_url=BASE)
    assert answer.status_code == 200, answer.data[:300]
    return bytes(answer.data)


def decided(client: FlaskClient, path: Path, act: str, on: str = "", **fields: list[str]) -> dict[str, Any]:
    sent = {"act": act, "on": on, "fields": fields}
    answer = client.post(f"/decide/{key_of(path)}", json=sent, headers={"X-Casethread": "decision"}, base_url=BASE)
    found: dict[str, Any] = answer.get_json()
    return found


def answers(client: FlaskClient, path: Path) -> Iterator[tuple[str, bytes]]:
    """Everything that a page of the case can ask of the server."""
    key = key_of(path)
    with Store.open(path) as store:
        case = store.case()
        event = case.events[0].id
        source = case.sources[0].id
        find = store.keep_words("Krawczak")
    yield "list of cases", asked(client, "page.children", "url.pathname", **{"url.pathname": "/", "url.search": ""})
    for name in PAGES:
        yield name, page_of(client, path, name)
    for name, search in (
        ("timeline", f"?find={find}"), ("timeline", f"?event={event}"), ("source", f"?pick={source}"),
        ("people", "?pick=a-1"), ("gaps", "?gap=1"), ("events", "?show=all"), ("knowledge", "?view=agency"),
    ):  # fmt: skip
        yield f"{name}{search}", page_of(client, path, name, search)
        where = {"url.search": search, "url.pathname": address(key, name)}
        for output in ("chart.figure", "filters.children", "gap-list.children", "knowledge-body.children"):
            yield f"{output} {search}", asked(client, output, "url.search", **where)
    for place in (f"/explain/{key}/{event}", f"/log/{key}", "/_dash-layout", "/", f"/case/{key}/timeline"):
        yield place, client.get(place, base_url=BASE).data
    walk = walkthrough_of(path)
    for tail in ("", "/stop/0", "/stop/0?names=yes", "/stop/1?step=reveal", "/notes", "/notes/0", "/file"):
        yield f"stage{tail}", client.get(f"/present/{key}/{walk}{tail}", base_url=BASE).data
    for document, kind in DOCUMENTS.items():
        for form in kind.writers:
            yield f"{document}.{form}", client.get(f"/export/{key}/{document}/{form}", base_url=BASE).data


def walkthrough_of(path: Path) -> str:
    """The id of the walkthrough of the case."""
    with Store.open(path) as store:
        case = store.case()
        return walkthroughs(case, analyse(case).gaps)[-1].id


def with_walkthrough(client: FlaskClient, path: Path) -> None:
    """Make a walkthrough with names in its title, a question and notes, if the case has none yet."""
    with Store.open(path) as store:
        case = store.case()
        if walkthroughs(case, analyse(case).gaps):
            return
        events = [e.id for e in case.events if e.when][:3]
    decided(client, path, "author", name=["Ottoline Prewett"])
    made = decided(client, path, "walk-new", title=["Corinna at Hazelthorpe"], events=events)
    assert "3 stops" in made["said"]
    with Store.open(path) as store:
        case = store.case()
        walk = walkthroughs(case, analyse(case).gaps)[-1]
    asked_of = {"question": ["What did Zbigniew say?"], "notes": ["Ask Ludmila Okonjo."], "day": [""], "agency": [""]}
    assert "said" in decided(client, path, "walk-stop", f"{walk.id}:{walk.stops[0].id}", **asked_of)


@pytest.mark.parametrize("mode", ["pseudonyms", "shifted"])
def test_no_name_is_in_any_answer_while_names_are_hidden(client: FlaskClient, path: Path, mode: str) -> None:
    with_walkthrough(client, path)
    seen = leaked(page_of(client, path, "events"), MARKERS)
    assert {"Corinna", "Vesperling", "Zbigniew"} <= seen  # before: the same question does show them
    wanted = (*MARKERS, *BIRTHS, *(DATES if mode == "shifted" else ()))
    assert leaked(choose(client, path, mode), wanted) == set()
    found = {}
    for name, data in answers(client, path):
        if name.endswith(".png"):
            wanted_here: tuple[str, ...] = MARKERS
        else:
            wanted_here = wanted
        if left := leaked(data, wanted_here):
            found[name] = left
    assert found == {}


def test_another_session_still_sees_the_names(app: Dash, client: FlaskClient, path: Path) -> None:
    choose(client, path, "pseudonyms")
    with app.server.test_client() as other:
        other.get("/", base_url=BASE)
        assert "Corinna" in leaked(page_of(other, path, "events"), MARKERS)
    assert leaked(page_of(client, path, "events"), MARKERS) == set()


def test_what_carries_no_words_can_be_decided_while_names_are_hidden(client: FlaskClient, path: Path) -> None:
    choose(client, path, "pseudonyms")
    decided(client, path, "author", name=["Ida"])
    with Store.open(path) as store:
        event, before = store.case().events[0], len(store.decisions())
    assert decided(client, path, "status", event.id, verdict=["confirmed"])["said"] == "1 event accepted."
    assert "Names are hidden" in decided(client, path, "correct", event.id, kind=["referral"])["message"]
    assert "Names are hidden" in decided(client, path, "names-accept", "all")["message"]
    with Store.open(path) as store:
        assert len(store.decisions()) == before + 1
        assert store.case().events[0].status == "confirmed"  # the mark is of the true words


def test_the_table_is_reviewed_on_the_page(client: FlaskClient, path: Path) -> None:
    page = page_of(client, path, "names").decode()
    assert "Corinna Vesperling" in page
    assert "Mother" in page
    assert decided(client, path, "names-find")["said"].startswith("Looked through")
    with Store.open(path) as store:
        rows = {r.original: r for r in store.pseudonyms()[0].rows}
    row = rows["Aminata"]
    assert (
        decided(client, path, "names-set", row.id, replacement=["Older child"])["said"] == "Now shown as Older child."
    )
    assert "holds the name" in decided(client, path, "names-set", row.id, replacement=["Aminata B"])["message"]
    assert decided(client, path, "names-leave", rows["Hazelthorpe"].id)["said"] == "Left as it is."
    assert decided(client, path, "names-hide", rows["Hazelthorpe"].id)["said"].startswith("Shown as Place")
    assert decided(client, path, "names-add", "", words=["Old Mill"], replacement=[""], kind=["place"])["said"]
    assert "already" in decided(client, path, "names-add", "", words=["Corinna"], replacement=["x"])["message"]
    assert "accepted" in decided(client, path, "names-accept", "all")["said"]
    assert "no longer" in decided(client, path, "names-leave", "i9999")["message"]
    with Store.open(path) as store:
        kept = {r.original: r for r in store.pseudonyms()[0].rows}
    assert (kept["Aminata"].replacement, kept["Aminata"].status) == ("Older child", "edited")
    assert {r.status for r in kept.values()} == {"edited", "accepted"}
    choose(client, path, "pseudonyms")
    assert "Older child" in page_of(client, path, "events").decode()


def test_the_table_is_searched_and_shown_by_sort(client: FlaskClient, path: Path) -> None:
    where = {"url.pathname": address(key_of(path), "names"), "url.search": ""}
    found = asked(
        client, "names-table.children", "names-search.value", **where, **{"names-search.value": "okonjo"}
    ).decode()
    assert "Ludmila Okonjo" in found
    assert "Zbigniew" not in found
    school = page_of(client, path, "names", "?show=school").decode()
    assert "Quillhaven Primary School" in school
    assert "Krawczak" not in re.sub(r'"where".*', "", school)
    still = page_of(client, path, "names", "?show=residual").decode()
    assert "to look at" in still or "Nothing more" in still
    assert leaked(still.split("What may still")[-1].encode(), ["Corinna", "Krawczak"]) == set()


def test_an_export_of_the_page_hides_names_where_that_is_chosen(client: FlaskClient, path: Path) -> None:
    where = f"/export/{key_of(path)}/chronology/csv"
    assert "Corinna" in leaked(client.get(where, base_url=BASE).data, MARKERS)
    for names in ("pseudonyms", "shifted"):
        answer = client.get(f"{where}?names={names}", base_url=BASE)
        assert answer.status_code == 200
        assert leaked(answer.data, MARKERS) == set()
    assert client.get(f"{where}?names=other", base_url=BASE).status_code == 400
