"""People and their rights: pages, commands, the name that decisions are kept under, who else is at work."""

from __future__ import annotations

import io
import json
import re
import stat
from pathlib import Path

import pytest

from dashboard.access.accounts import Accounts
from dashboard.access.presence import HERE_SECONDS, Presence
from dashboard.access.team import make_secret, read_secret, team_of
from dashboard.callbacks.presence import in_words
from dashboard.cli import main
from dashboard.library import key_of
from dashboard.serve import serve
from model.errors import AccessError, UsageError
from model.store import Store
from tests.dashboard.sample import sample_case, write_case
from tests.support.team import PASSWORD, SECRET, Clock, Served, serve_team


@pytest.fixture
def served(tmp_path: Path) -> Served:
    return serve_team(tmp_path)


def page_of(served: Served, who: str, pathname: str) -> str:
    """The page that the frame's first callback draws."""
    outputs = [{"id": "page", "property": "children"}, {"id": "error", "property": "children"}]
    body = {
        "output": "..page.children...error.children..", "outputs": outputs,
        "inputs": [{"id": "url", "property": "pathname", "value": pathname}],
        "state": [{"id": "url", "property": "search", "value": ""}], "changedPropIds": ["url.pathname"],
    }  # fmt: skip
    return json.dumps(served.signed_in(who).post("/_dash-update-component", json=body).get_json())


# ------------------------------------------------------------------ what each sees
def test_the_list_of_cases_holds_those_that_one_may_open(served: Served) -> None:
    link = re.compile(r"/case/([0-9a-f]{12})/")
    assert set(link.findall(page_of(served, "reader", "/"))) == {served.case}
    assert set(link.findall(page_of(served, "elsewhere", "/"))) == {served.other}
    assert set(link.findall(page_of(served, "administrator", "/"))) == set()
    assert "Start a new case" in page_of(served, "editor", "/")
    assert "Start a new case" not in page_of(served, "reader", "/")


def test_a_reader_is_told_so_and_an_editor_is_not(served: Served) -> None:
    assert "not change it" in page_of(served, "reader", f"/case/{served.case}/events")
    assert "not change it" not in page_of(served, "editor", f"/case/{served.case}/events")


def test_decisions_are_kept_under_the_name_of_the_account(served: Served) -> None:
    browser = served.signed_in("editor")
    with Store.open(served.folder / "r.case") as store:
        event = store.case().events[0].id
    ours = {"X-Casethread": "decision"}
    form = {"act": "note", "on": event, "fields": {"text": ["Look at this again"], "author": ["Somebody Else"]}}
    assert "said" in browser.post(f"/decide/{served.case}", json=form, headers=ours).get_json()
    named = {"act": "author", "on": "", "fields": {"name": ["Somebody Else"]}}
    assert "message" in browser.post(f"/decide/{served.case}", json=named, headers=ours).get_json()
    with Store.open(served.folder / "r.case") as store:
        assert [d.author for d in store.decisions()] == ["The editor"]


def test_the_words_that_a_reader_looks_for_are_not_written_into_the_case(served: Served) -> None:
    library_words = "words that only a reader looked for"
    body = {
        "output": next(o for o in served.app.callback_map if o.startswith("url.search@") and _of_search(served, o)),
        "outputs": {"id": "url", "property": "search"},
        "inputs": [
            {"id": "search-go", "property": "n_clicks", "value": 1},
            {"id": "search-box", "property": "n_submit", "value": None},
        ],
        "state": [
            {"id": "search-box", "property": "value", "value": library_words},
            {"id": "url", "property": "search", "value": ""},
            {"id": "url", "property": "pathname", "value": f"/case/{served.case}/timeline"},
        ],
        "changedPropIds": ["search-go.n_clicks"],
    }
    answer = served.signed_in("reader").post("/_dash-update-component", json=body)
    assert "find=" in answer.text
    assert library_words.encode() not in (served.folder / "r.case").read_bytes()
    served.signed_in("editor").post("/_dash-update-component", json=body)
    assert library_words.encode() in (served.folder / "r.case").read_bytes()


def _of_search(served: Served, output: str) -> bool:
    return bool(served.app.callback_map[output]["inputs"][0]["id"] == "search-go")


def test_whoever_makes_a_case_is_its_owner_and_roles_of_an_older_one_end(served: Served) -> None:
    accounts, key = served.gate.accounts, key_of(Path("case-new-review.case"))
    accounts.set_role("reader", key, "owner")  # of a case of that name that was taken away
    spec = next(o for o, s in served.app.callback_map.items() if s["inputs"][0]["id"] == "new-go")
    outputs = [{"id": o.rsplit(".", 1)[0], "property": o.rsplit(".", 1)[1]} for o in spec.strip(".").split("...")]
    fields = ["New review", "", "", "", ""]
    ids = ["new-title", "new-subject", "new-birth-day", "new-birth-month", "new-birth-year"]
    body = {
        "output": spec, "outputs": outputs,
        "inputs": [{"id": "new-go", "property": "n_clicks", "value": 1}],
        "state": [{"id": i, "property": "value", "value": v} for i, v in zip(ids, fields, strict=True)],
        "changedPropIds": ["new-go.n_clicks"],
    }  # fmt: skip
    assert key in served.signed_in("editor").post("/_dash-update-component", json=body).text
    assert accounts.roles_in(key) == {"editor": "owner"}


# ------------------------------------------------------------------ who may see this case
def test_the_owner_gives_and_takes_rights_and_one_owner_stays(served: Served) -> None:
    browser, address = served.signed_in("owner"), f"/access/{served.case}"
    said = browser.post(address, data={"token": browser.token, "name": "elsewhere", "role": "reader"})
    assert "elsewhere may now read it" in said.text
    assert served.gate.accounts.role("elsewhere", served.case) == "reader"
    said = browser.post(address, data={"token": browser.token, "name": "elsewhere", "role": "none"})
    assert served.gate.accounts.role("elsewhere", served.case) is None
    for form in ({"name": "owner", "role": "none"}, {"name": "owner", "role": "reader"}):
        said = browser.post(address, data={"token": browser.token, **form})
        assert said.status_code == 400
        assert "no owner" in said.text
    for form in ({"name": "stranger", "role": "reader"}, {"name": "reader", "role": "king"}):
        assert browser.post(address, data={"token": browser.token, **form}).status_code == 400
    told = [line.what for line in served.gate.accounts.trail() if line.who == "owner"]
    assert any("role reader" in what for what in told)


def test_an_administrator_sees_file_names_and_no_titles(served: Served) -> None:
    page = served.signed_in("administrator").get(f"/access/{served.case}").text
    assert "r.case" in page
    title = sample_case()[0].info.title
    assert title not in page
    assert title in served.signed_in("owner").get(f"/access/{served.case}").text


def test_names_on_the_pages_are_text(served: Served) -> None:
    served.gate.accounts.add("odd", "<script>alert(1)</script>")
    served.gate.accounts.set_role("odd", served.case, "reader")
    page = served.signed_in("owner").get(f"/access/{served.case}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


# ------------------------------------------------------------------ presence
def test_who_else_is_there_is_told_without_any_word_of_the_case() -> None:
    clock = Clock()
    presence = Presence(clock)
    presence.seen("k", "a", "A. Person")
    presence.seen("k", "b", "B. Person", changes=True)
    clock.now += 130
    presence.seen("k", "c", "C. Person")
    said = in_words(presence.others("k", "c"))
    assert said == (
        "Also in this case: A. Person (last here 2 minutes ago) and B. Person (last changed something 2 minutes ago)."
    )
    assert in_words(presence.others("other", "c")) == ""
    presence.left("a")
    assert [s.label for s in presence.others("k", "c")] == ["B. Person"]
    clock.now += HERE_SECONDS
    assert presence.others("k", "c") == []


def test_presence_follows_what_people_do(served: Served) -> None:
    page_of(served, "reader", f"/case/{served.case}/gaps")
    assert "The reader (last here just now)" in page_of(served, "editor", f"/case/{served.case}/gaps")
    assert "The editor" not in page_of(served, "elsewhere", f"/case/{served.other}/gaps")


# ------------------------------------------------------------------ commands
def run(folder: Path, *words: str) -> int:
    return main(["accounts", *words, "--folder", str(folder)])


def test_accounts_by_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_case(tmp_path / "r.case", sample_case()[0])
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n{PASSWORD}\n"))
    assert run(tmp_path, "add", "j.doe", "--label", "J. Doe", "--may-start") == 0
    assert run(tmp_path, "add", "admin", "--administrator", "--no-password") == 0
    assert run(tmp_path, "role", "j.doe", "r.case", "owner") == 0
    assert Accounts(tmp_path).sign_in("j.doe", PASSWORD, "").label == "J. Doe"
    assert run(tmp_path, "list") == 0
    out = capsys.readouterr().out
    assert "j.doe  J. Doe  (may start cases)" in out
    assert "owner of r.case" in out
    assert run(tmp_path, "lock", "j.doe") == 0
    with pytest.raises(AccessError):
        Accounts(tmp_path).sign_in("j.doe", PASSWORD, "")
    assert run(tmp_path, "unlock", "j.doe") == 0
    assert run(tmp_path, "remove", "j.doe") == 0
    assert Accounts(tmp_path).roles_in(key_of(tmp_path / "r.case")) == {}
    assert run(tmp_path, "trail") == 0
    trail = capsys.readouterr().out
    assert "account made j.doe" in trail
    assert PASSWORD not in trail


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        pytest.param(("add", "j.doe"), "short\nshort\n", id="easy password"),
        pytest.param(("add", "j.doe"), f"{PASSWORD}\nanother one here\n", id="not the same twice"),
        pytest.param(("add", "j.doe"), "", id="nothing typed"),
        pytest.param(("add", "J Doe!", "--no-password"), "", id="odd name"),
        pytest.param(("add",), "", id="no name"),
        pytest.param(("role", "stranger", "r.case", "reader"), "", id="unknown account"),
        pytest.param(("role", "stranger", "x.case", "reader"), "", id="unknown case"),
        pytest.param(("role", "stranger"), "", id="no case"),
        pytest.param(("lock", "stranger"), "", id="lock an unknown one"),
    ],
)
def test_what_is_wrong_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], typed: str
) -> None:
    write_case(tmp_path / "r.case", sample_case()[0])
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert run(tmp_path, *words) == 2
    assert Accounts(tmp_path).all() == []


def test_the_trail_of_accounts_is_only_added_to(tmp_path: Path) -> None:
    import sqlite3
    from contextlib import closing

    accounts = Accounts(tmp_path)
    accounts.add("a", "A")
    with closing(sqlite3.connect(accounts.path)) as db:
        for change in ("UPDATE trail SET who = 'x'", "DELETE FROM trail"):
            with pytest.raises(sqlite3.IntegrityError, match="only added"):
                db.execute(change)


# ------------------------------------------------------------------ the start
def test_the_secret_is_for_its_owner_alone_and_made_once(tmp_path: Path) -> None:
    path = make_secret(tmp_path)
    first = read_secret(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(first) > 40
    make_secret(tmp_path)
    assert read_secret(tmp_path) == first
    make_secret(tmp_path, anew=True)
    assert read_secret(tmp_path) != first
    path.chmod(0o644)
    with pytest.raises(AccessError, match="may read"):
        read_secret(tmp_path)


def test_a_team_is_not_served_without_secret_account_or_loopback(tmp_path: Path) -> None:
    with pytest.raises(AccessError, match="secret"):
        team_of(tmp_path, "cases.council.example")
    make_secret(tmp_path)
    team = team_of(tmp_path, "Cases.council.example", "X-Remote-User")
    assert team.host == "cases.council.example"
    with pytest.raises(AccessError, match="administrator"):
        serve(tmp_path, port=0, open_browser=False, team=team)
    Accounts(tmp_path).add("a", "A", administrator=True)
    for host in ("0.0.0.0", "10.0.0.5", "::"):
        with pytest.raises(UsageError, match="only be served on this computer"):
            serve(tmp_path, host=host, port=0, open_browser=False, team=team)


@pytest.mark.parametrize("host", ["", "https://x", "a b", "x/y", "-" * 300])
def test_odd_names_of_servers_are_refused(tmp_path: Path, host: str) -> None:
    make_secret(tmp_path)
    with pytest.raises(UsageError):
        team_of(tmp_path, host)


@pytest.mark.parametrize("header", ["X Remote", "X-Casethread-Proxy", "x:y"])
def test_odd_headers_of_single_sign_on_are_refused(tmp_path: Path, header: str) -> None:
    make_secret(tmp_path)
    with pytest.raises(UsageError):
        team_of(tmp_path, "cases.council.example", header)


def test_one_person_on_this_computer_sees_nothing_of_all_this(tmp_path: Path) -> None:
    from dashboard.app import create_app

    write_case(tmp_path / "r.case", sample_case()[0])
    app = create_app(tmp_path)
    assert not any(word in str(r) for r in app.server.url_map.iter_rules() for word in ("sign-in", "account", "access"))
    with app.server.test_client() as client:
        page = client.get("/", base_url="http://127.0.0.1")
        assert "casethread-token" not in page.text
        assert "Strict-Transport-Security" not in page.headers
        layout = client.get("/_dash-layout", base_url="http://127.0.0.1").text
    assert "/account" not in layout
    assert "presence" not in json.dumps(list(app.callback_map))
    assert SECRET not in layout
