"""Two reviewers on one record: the second is shown what the first decided, and neither text is lost."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import pytest

from dashboard.app import create_app
from dashboard.callbacks.review import StaleError, decide
from dashboard.components.edit_fields import form, tick
from dashboard.config import Settings
from dashboard.forms import Form
from dashboard.jobs import Jobs
from dashboard.library import Library, key_of
from dashboard.services import Services
from dashboard.versions import conflicts, now_seen, seen_of, stamp, version_of
from model.store import Store
from tests.dashboard.sample import sample_case, write_case

NOW = dt.datetime(2026, 1, 5, 10, tzinfo=dt.UTC)


class Desk:
    """One case and the forms of two people, each sent as the page would."""

    def __init__(self, folder: Path) -> None:
        write_case(folder / "r.case", sample_case()[0])
        self.path = folder / "r.case"
        self.key = key_of(self.path)
        library = Library(folder, lambda _case: sample_case()[1])
        self.services = Services(library=library, jobs=Jobs(after=library.book), settings=Settings())
        self.events = [e.id for e in library.book(self.key).case.events]
        for name in ("Ann", "Ben"):
            self.services.authors.remember(name, name)

    def draw(self, on: str) -> str:
        self.services.library.book(self.key)
        return stamp(on)

    def send(self, who: str, act: str, on: str, seen: str, **fields: str | list[str]) -> str:
        listed = {name: v if isinstance(v, list) else [v] for name, v in fields.items()}
        return decide(self.services, self.key, Form(act=act, on=on, fields=listed), who, NOW, seen_of(seen))

    def authors(self) -> list[str]:
        with Store.open(self.path) as store:
            return [d.author for d in store.decisions()]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_stale_decision_is_refused_and_both_are_shown(desk: Desk) -> None:
    event = desk.events[0]
    ann, ben = desk.draw(event), desk.draw(event)
    desk.send("Ann", "correct", event, ann, kind="concern", reason="the row says so")
    with pytest.raises(StaleError) as refused:
        desk.send("Ben", "correct", event, ben, kind="home_visit")
    assert desk.authors() == ["Ann"]
    assert "Ann, 5 Jan 2026" in refused.value.theirs[0]
    assert "the row says so" in refused.value.theirs[0]
    assert "Concern" in refused.value.theirs[0]
    assert "Home visit" in refused.value.yours[0]
    desk.send("Ben", "correct", event, refused.value.seen, kind="home_visit")  # having seen it, all the same
    assert desk.authors() == ["Ann", "Ben"]


def test_whoever_has_seen_the_newest_goes_on(desk: Desk) -> None:
    event = desk.events[0]
    desk.send("Ann", "status", event, desk.draw(event), verdict="confirmed")
    desk.send("Ben", "status", event, desk.draw(event), verdict="rejected")
    assert desk.authors() == ["Ann", "Ben"]


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        pytest.param("note", {"text": "Ask the nursery"}, id="a note stands beside"),
        pytest.param("tag", {"tag": "to ask"}, id="a tag too"),
    ],
)
def test_what_competes_with_nothing_is_never_refused(desk: Desk, act: str, fields: dict[str, str]) -> None:
    event = desk.events[0]
    early = desk.draw(event)
    desk.send("Ann", "status", event, early, verdict="confirmed")
    desk.send("Ben", act, event, early, **fields)
    desk.send("Ann", "status", event, desk.draw(event), verdict="rejected")  # nor does it make others stale
    assert desk.authors() == ["Ann", "Ben", "Ann"]


def test_another_record_and_ones_own_other_window_are_no_conflict(desk: Desk) -> None:
    one, other = desk.events[:2]
    early, elsewhere = desk.draw(one), desk.draw(other)
    desk.send("Ann", "status", one, early, verdict="confirmed")
    desk.send("Ben", "status", other, elsewhere, verdict="confirmed")
    desk.send("Ann", "status", one, early, verdict="rejected")
    assert desk.authors() == ["Ann", "Ben", "Ann"]


def test_many_ticked_events_are_each_looked_at(desk: Desk) -> None:
    one, other = desk.events[:2]
    early = f"{desk.draw(one)} {desk.draw(other)}"
    desk.send("Ann", "status", other, desk.draw(other), verdict="confirmed")
    with pytest.raises(StaleError):
        desk.send("Ben", "status", "", early, verdict="rejected", events=[one, other])
    drawn = f"{desk.draw(one)} {desk.draw(other)}"
    desk.send("Ben", "status", "", drawn, verdict="rejected", events=[one, other])


def test_nobody_undoes_what_they_have_not_seen(desk: Desk) -> None:
    event = desk.events[0]
    desk.send("Ann", "status", event, desk.draw(event), verdict="confirmed")
    early = desk.draw("")
    desk.send("Ben", "status", event, desk.draw(event), verdict="rejected")
    with pytest.raises(StaleError, match="since you opened it"):
        desk.send("Ann", "undo", "", early)
    desk.send("Ann", "undo", "", desk.draw(""))
    assert desk.authors() == ["Ann", "Ben", "Ann"]


def test_of_many_at_once_exactly_one_is_first(desk: Desk) -> None:
    event, early = desk.events[0], desk.draw(desk.events[0])
    for n in range(6):
        desk.services.authors.remember(f"P{n}", f"P{n}")
    outcomes: list[str] = []

    def work(n: int) -> None:
        try:
            desk.send(f"P{n}", "status", event, early, verdict="confirmed")
            outcomes.append("kept")
        except StaleError:
            outcomes.append("refused")

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["kept"] + ["refused"] * 5
    assert len(desk.authors()) == 1


def test_forms_and_ticks_carry_the_version_and_nothing_where_nobody_decided(desk: Desk) -> None:
    event = desk.events[0]
    desk.draw(event)
    assert '"seen"' not in getattr(form("status", event, []), "data-form")
    desk.send("Ann", "status", event, "", verdict="confirmed")
    desk.draw(event)
    assert f'"seen":"{event}:1"' in getattr(form("status", event, []), "data-form")
    assert getattr(tick("events", event), "data-seen") == f"{event}:1"
    book = desk.services.library.book(desk.key)
    assert version_of(book, event) == 1
    sent = Form(act="status", on=event, fields={})
    assert now_seen(book, sent) == f"{event}:1"
    assert conflicts(book, sent, {event: 1}, "Ben") == []


@pytest.mark.parametrize("text", ["", "x", ":", "a:b", "a:-1", "a:" + "9" * 40, "a:1²"])
def test_odd_versions_count_as_not_seen(text: str) -> None:
    assert seen_of(text) == {}


def test_the_page_is_told_both_texts(desk: Desk) -> None:
    event, early = desk.events[0], desk.draw(desk.events[0])
    desk.send("Ann", "status", event, early, verdict="confirmed")
    app = create_app(desk.path.parent)
    with app.server.test_client() as client:
        client.set_cookie("casethread-session", "Ben", domain="127.0.0.1")
        ours = {"X-Casethread": "decision"}
        base = "http://127.0.0.1"
        named = {"act": "author", "on": "", "fields": {"name": ["Ben"]}}
        client.post(f"/decide/{desk.key}", base_url=base, json=named, headers=ours)
        body = {"act": "status", "on": event, "fields": {"verdict": ["rejected"]}, "seen": early}
        answer = client.post(f"/decide/{desk.key}", base_url=base, json=body, headers=ours).get_json()
        assert answer["theirs"][0].startswith("Ann")
        assert answer["yours"] == ["Review of events: set aside"]
        again = client.post(f"/decide/{desk.key}", base_url=base, json=body | {"seen": answer["seen"]}, headers=ours)
        assert "said" in again.get_json()


def test_two_changes_of_the_rules_at_once_are_both_kept(tmp_path: Path) -> None:
    from dashboard.callbacks.rules import change_rules

    write_case(tmp_path / "r.case", sample_case()[0])
    library = Library(tmp_path, lambda _case: sample_case()[1])
    key = key_of(tmp_path / "r.case")
    threads = [
        threading.Thread(target=change_rules, args=(library, key, lambda s, n=n: {**s, f"n{n}": n})) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Store.open(tmp_path / "r.case") as store:
        assert {f"n{n}" for n in range(8)} <= set(store.info().settings)
