"""Default deny, way by way: every route and every callback of a team's server, asked as each kind of person.

What must come out is written here a second time, by hand, as the right that each way in takes; a way in that is new
and not written down fails. Callbacks are asked as a browser asks them, with the case in the page's address.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest
from dash import Input, Output, State
from werkzeug.test import TestResponse

from dashboard.access.gate import COOKIE
from dashboard.access.guarded import GuardedDash, callback_name
from dashboard.access.permit import Account, Need, Role, needs, permitted
from tests.support.team import BASE, PEOPLE, Browser, Served, serve_team

EVERYONE: Final = frozenset({"nobody", *PEOPLE})
SIGNED_IN: Final = frozenset(PEOPLE)
READ: Final = frozenset({"reader", "editor", "owner"})
EDIT: Final = frozenset({"editor", "owner"})
SHARE: Final = frozenset({"owner", "administrator"})
START: Final = frozenset({"editor", "administrator"})  # the editor of these tests may make new cases
NOBODY: Final[frozenset[str]] = frozenset()

ROUTES: Final[dict[str, frozenset[str]]] = {
    "/static/<path:filename>": NOBODY,
    "/assets/<path:filename>": EVERYONE,
    "/_favicon.ico": EVERYONE,
    "/sign-in": EVERYONE,
    "/sign-out": EVERYONE,
    "/session": SIGNED_IN,
    "/account": SIGNED_IN,
    "/": SIGNED_IN,
    "/<path:path>": SIGNED_IN,
    "/_dash-layout": SIGNED_IN,
    "/_dash-dependencies": SIGNED_IN,
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": SIGNED_IN,
    "/_dash-update-component": SIGNED_IN,
    "/_reload-hash": NOBODY,
    "/access/<case>": SHARE,
    "/unlock/<case>": READ,
    "/keeping/<case>": SHARE,
    "/upload/<case>": EDIT,
    "/bring-in/<case>/<action>": EDIT,
    "/decide/<case>": EDIT,
    "/log/<case>": READ,
    "/explain/<case>/<event>": READ,
    "/export/<case>/<document>/<kind>": READ,
    "/print/<case>": READ,
    "/present/<case>/<walkthrough>": READ,
    "/present/<case>/<walkthrough>/stop/<wanted>": READ,
    "/present/<case>/<walkthrough>/notes": READ,
    "/present/<case>/<walkthrough>/notes/<wanted>": READ,
    "/present/<case>/<walkthrough>/file": READ,
    "/stage/<name>": SIGNED_IN,
}
ADDRESSES: Final = frozenset({"chart.relayoutData", "chart.clickData", "range-go.n_clicks", "knowledge-go.n_clicks"})
"""Callbacks that make one address from another and open no case."""
EDITING: Final = frozenset(
    {"names-search.value",
     "profiles-go.n_clicks", "rule-set.n_clicks", "rule-off.n_clicks", "rule-on.n_clicks", "view-go.n_clicks",
     "view-drop.n_clicks", "job-poll.n_intervals"}
)  # fmt: skip
STARTING: Final = frozenset({"new-go.n_clicks", "example-go.n_clicks"})
SCRIPT: Final = "dash-renderer/build/dash_renderer.min.js"
DENIED: Final = "Your account may not do this."


@pytest.fixture
def served(tmp_path: Path) -> Served:
    return serve_team(tmp_path)


def as_whom(served: Served, who: str) -> Browser:
    return served.browser() if who == "nobody" else served.signed_in(who)


def dumped(path: Path) -> list[str]:
    """All that a case holds, as statements."""
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


def refused(answer: TestResponse) -> bool:
    """Not let in: refused, or led to the sign-in page."""
    return answer.status_code in (401, 403) or (
        answer.status_code == 303
        and answer.headers["Location"].endswith("/sign-in")
        and "Set-Cookie" not in answer.headers
    )


# ------------------------------------------------------------------ routes
def test_every_way_in_says_what_it_needs(served: Served) -> None:
    """A new route or callback is refused on a team's server until someone has decided who may use it."""
    routes, callbacks = needs("routes"), needs("callbacks")
    unsaid = [name for name, _ in named(served.app) if name not in callbacks]
    unsaid += [
        str(r)
        for r in served.app.server.url_map.iter_rules()
        if r.endpoint not in routes and ROUTES.get(str(r)) != NOBODY
    ]
    assert unsaid == [], "say what each needs in dashboard/access/needs.toml, and who may use it in this file"


@pytest.mark.parametrize("who", sorted(EVERYONE))
def test_every_route_asked_by_everyone(served: Served, who: str) -> None:
    asked = 0
    for rule in served.app.server.url_map.iter_rules():
        allowed = ROUTES[str(rule)]  # a route that is not written down fails here
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            browser = as_whom(served, who)
            sort = "decision" if "decide" in str(rule) else "stage" if "present" in str(rule) else "upload"
            ours = {"X-Casethread": sort}
            answer = browser.open(method, filled(str(rule), served.case), headers=ours)
            if str(rule) == "/sign-out" and method == "POST":
                assert answer.status_code == 303
            elif str(rule) == "/sign-in":
                assert "Name of the account" in answer.text
            else:
                assert refused(answer) == (who not in allowed), (who, method, str(rule), answer.status_code)
            assert "Strict-Transport-Security" in answer.headers
            answer.close()
            asked += 1
    assert asked > 20


def filled(rule: str, case: str) -> str:
    for argument, value in (
        ("<path:filename>", "app.css"), ("<path:path>", f"case/{case}/gaps"), ("<string:package_name>", "dash"),
        ("<path:fingerprinted_path>", SCRIPT), ("<case>", case), ("<action>", "open"), ("<event>", "x"),
        ("<document>", "chronology"), ("<kind>", "csv"), ("<walkthrough>", "0123456789"), ("<wanted>", "0"),
        ("<name>", "stage.css"),
    ):  # fmt: skip
        rule = rule.replace(argument, value)
    assert "<" not in rule
    return rule


# ------------------------------------------------------------------ callbacks
def wanted_by(name: str) -> frozenset[str]:
    """Who may use a callback for the first case, by what sets it off."""
    trigger = name.split(" < ")[1]
    if trigger in ADDRESSES:
        return SIGNED_IN
    if trigger in STARTING:
        return START
    return EDIT if trigger in EDITING else READ


def named(app: GuardedDash) -> Iterator[tuple[str, dict[str, Any]]]:
    for callback in app._callback_list:
        spec = app.callback_map[callback["output"]]
        first = callback["output"].strip(".").split("...")[0].split("@")[0]
        trigger = spec["inputs"][0]
        known = json.loads(trigger["id"])["type"] if trigger["id"].startswith("{") else trigger["id"]
        yield f"{first} < {known}.{trigger['property']}", {**spec, "output": callback["output"]}


def call(browser: Browser, spec: dict[str, Any], pathname: str) -> TestResponse:
    """A callback as a browser sets it off, every button pressed once."""

    def value(part: dict[str, Any]) -> Any:
        name = part["id"]
        if (name, part["property"]) == ("url", "pathname"):
            return pathname
        return {"n_clicks": 1, "n_intervals": 1, "data": None, "search": ""}.get(part["property"])

    def sent(part: dict[str, Any]) -> Any:
        if part["id"].startswith("{"):
            return [{"id": json.loads(part["id"]) | {"view": "x"}, "property": part["property"], "value": 1}]
        return {"id": part["id"], "property": part["property"], "value": value(part)}

    outputs = [
        {"id": o.rsplit(".", 1)[0], "property": o.rsplit(".", 1)[1]} for o in spec["output"].strip(".").split("...")
    ]
    first = spec["inputs"][0]
    body = {
        "output": spec["output"],
        "outputs": outputs if len(outputs) > 1 else outputs[0],
        "inputs": [sent(p) for p in spec["inputs"]],
        "state": [sent(p) for p in spec["state"]],
        "changedPropIds": [f"{first['id']}.{first['property']}"],
    }
    return browser.post("/_dash-update-component", json=body)


@pytest.mark.parametrize("who", sorted(EVERYONE))
def test_every_callback_asked_by_everyone(served: Served, who: str) -> None:
    browser = as_whom(served, who)
    asked = 0
    for name, spec in named(served.app):
        if name.startswith("url.pathname < example-go"):
            continue  # reads the worked example; its right is looked at by itself below
        answer = call(browser, spec, f"/case/{served.case}/timeline")
        asked += 1
        if who == "nobody":
            assert answer.status_code == 401, name
            continue
        denied = DENIED in answer.text or "There is no such case" in answer.text
        assert denied == (who not in wanted_by(name)), (who, name, answer.status_code, answer.text[:300])
        if denied:
            assert "Child R" not in answer.text, name
    assert asked > 20


def test_those_who_may_not_change_a_case_leave_it_as_it_was(served: Served) -> None:
    before = dumped(served.folder / "r.case")
    for who in sorted(EVERYONE - EDIT):
        browser = as_whom(served, who)
        for _name, spec in named(served.app):
            if "example-go" not in _name and not (who == "administrator" and "new-go" in _name):
                call(browser, spec, f"/case/{served.case}/timeline")
        for rule in served.app.server.url_map.iter_rules():
            if "POST" in (rule.methods or ()) and str(rule) != "/sign-out":
                browser.post(filled(str(rule), served.case), json={"act": "note", "on": "x", "fields": {}})
    assert dumped(served.folder / "r.case") == before


def test_the_case_is_taken_from_the_value_that_the_callback_gets(served: Served) -> None:
    """A browser that calls the address by another name, or names its own case first, opens nothing by it."""
    browser = served.signed_in("elsewhere")
    spec = next(s for n, s in named(served.app) if n.startswith("page-body.children"))
    state = [{"id": "other", "property": "value", "value": f"/case/{served.case}/events"}]
    url = {"id": "url", "property": "pathname", "value": f"/case/{served.other}/events"}
    inputs = [{"id": "url", "property": "search", "value": ""}, {"id": "revision", "property": "data", "value": 1}]
    for given in (state, [*state, url], [state[0] | {"id": "url", "property": "search"}]):
        body = {
            "output": spec["output"], "outputs": {"id": "page-body", "property": "children"}, "inputs": inputs,
            "state": given, "changedPropIds": ["url.search"],
        }  # fmt: skip
        answer = browser.post("/_dash-update-component", json=body)
        assert "Child R" not in answer.text
        assert "Neighbour" not in answer.text


def test_a_callback_that_nobody_wrote_down_is_refused(served: Served) -> None:
    app = served.app
    assert isinstance(app, GuardedDash)
    ran: list[str] = []
    app.callback(Output("new", "children"), Input("new", "n_clicks"), State("url", "pathname"))(
        lambda *_: ran.append("x")
    )
    name = callback_name((Output("new", "children"), Input("new", "n_clicks")))
    assert name == "new.children < new.n_clicks"
    spec = next(s for n, s in named(app) if n == name)
    answer = call(served.signed_in("owner"), spec, f"/case/{served.case}/timeline")
    assert DENIED in answer.text
    assert ran == []


def test_a_callback_for_a_case_must_take_the_address(served: Served) -> None:
    with pytest.raises(TypeError, match="address"):
        served.app.callback(Output("gap-list", "children"), Input("url", "search"))


# ------------------------------------------------------------------ the one function
@pytest.mark.parametrize("need", ["read", "edit", "share", "start", "administer", "page", None, "something new"])
def test_a_locked_account_and_nobody_may_nothing(need: Need) -> None:
    assert not permitted(None, need, "owner")
    assert not permitted(Account(name="a", label="A", administrator=True, locked=True), need, "owner")


@pytest.mark.parametrize(
    ("role", "may"),
    [
        pytest.param(None, set(), id="no role"),
        pytest.param("reader", {"read", "page"}, id="reader"),
        pytest.param("editor", {"read", "page", "edit"}, id="editor"),
        pytest.param("owner", {"read", "page", "edit", "share"}, id="owner"),
    ],
)
def test_each_role_holds_what_stands_before_it(role: Role | None, may: set[str]) -> None:
    account = Account(name="a", label="A")
    needs: tuple[Need, ...] = ("page", "read", "edit", "share", "start", "administer")
    assert {need for need in needs if permitted(account, need, role)} == may


def test_an_administrator_gives_rights_and_reads_nothing_by_that() -> None:
    account = Account(name="a", label="A", administrator=True)
    assert permitted(account, "share", None)
    assert not permitted(account, "read", None)
    assert not permitted(account, None, "owner")


# ------------------------------------------------------------------ what stands before all of it
@pytest.mark.parametrize(
    ("headers", "base"),
    [
        pytest.param({"X-Casethread-Proxy": ""}, BASE, id="no secret"),
        pytest.param({"X-Casethread-Proxy": "t" * 40}, BASE, id="another secret"),
        pytest.param({}, BASE.replace("https", "http"), id="no TLS"),
    ],
)
def test_only_the_proxy_with_tls_is_answered(served: Served, headers: dict[str, str], base: str) -> None:
    browser = served.signed_in("owner")
    for rule in served.app.server.url_map.iter_rules():
        path = filled(str(rule), served.case)
        answer = browser.client.get(path, base_url=base, headers={**browser.headers, **headers})
        assert answer.status_code == 403, path


def test_the_cookie_is_the_strictest_there_is(served: Served) -> None:
    browser = served.browser()
    entry = browser.get("/sign-in")
    assert "__Host-" in COOKIE
    for part in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
        assert part in entry.headers["Set-Cookie"]
    assert "Domain" not in entry.headers["Set-Cookie"]
