"""Plain pages of the server, made from templates: they need no script, and work before a case can be opened.

rendered(template, title, ...)      ->  a page; everything put into it is escaped
GET, POST /unlock/CASE              ->  the passphrase of an encrypted case, kept in memory while the program runs
GET, POST /keeping/CASE             ->  until when the case is kept, whether it is encrypted, where it lies
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, Final

from flask import Flask, Response, request
from jinja2 import Environment, PackageLoader
from werkzeug.wrappers import Response as AnyResponse

from dashboard.access.gate import Access
from dashboard.config import Settings
from dashboard.retention_words import retention_in_words
from dashboard.services import Services
from dashboard.terminal import day_of
from model.engine import is_encrypted
from model.errors import CasethreadError, PassphraseError
from model.keys import KEYS
from model.retention import kept_until, retention
from model.store import Store
from model.surroundings import synchronised

_TEMPLATES: Final = Environment(loader=PackageLoader("dashboard"), autoescape=True)


def rendered(template: str, title: str, settings: Settings, access: Access, status: int = 200, **more: Any) -> Response:
    """A page with the banner, the name of whoever is signed in and the token of their session."""
    text = _TEMPLATES.get_template(template).render(
        title=title, handling=settings.handling, csrf=access.session.csrf if access.session else "",
        who=access.account.label if access.account else "", **more,
    )  # fmt: skip
    return Response(text, status=status, mimetype="text/html")


class CasePages:
    """The plain pages about one case."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def add_to(self, server: Flask) -> None:
        """Give each page its address."""
        server.add_url_rule("/unlock/<case>", "unlock", self.unlock, methods=["GET", "POST"])
        server.add_url_rule("/keeping/<case>", "keeping", self.keeping, methods=["GET", "POST"])

    def unlock(self, case: str) -> AnyResponse:
        """Ask for the passphrase of a case, or forget it."""
        problem = said = ""
        try:
            path = self._services.library.path(case)
            if request.method == "POST" and request.form.get("act") == "lock":
                KEYS.forget(path)
                self._services.library.forget(case)
                said = "The passphrase is forgotten: the case is locked."
            elif request.method == "POST":
                KEYS.unlock(path, request.form.get("passphrase", ""))
            locked = KEYS.is_locked(path)
        except CasethreadError as error:
            problem, locked = f"{error.message} {error.remedy}", isinstance(error, PassphraseError)
        status = 400 if problem else 200
        return self._page(
            "unlock.html", "An encrypted case", status, case=case, problem=problem, said=said, locked=locked
        )

    def keeping(self, case: str) -> AnyResponse:
        """Show and set until when a case is kept."""
        problem = said = ""
        try:
            path = self._services.library.path(case)
            with Store.open(path) as store:
                if request.method == "POST":
                    store.change_info(lambda info: replace(info, settings=kept_until(info.settings, _day())))
                    said = "The day is set."
                found = retention(store.info().settings, dt.datetime.now().astimezone().date())
        except PassphraseError:
            return self.unlock(case)
        except CasethreadError as error:
            return self._page("frame.html", "This page cannot be shown", 400, problem=f"{error.message} {error.remedy}")
        return self._page(
            "keeping.html", "Keeping this case", 200, case=case, problem=problem, said=said, file=path.name,
            until=found.until.isoformat() if found.until else "", state=retention_in_words(found),
            encrypted=is_encrypted(path), service=synchronised(path),
        )  # fmt: skip

    def _page(self, template: str, title: str, status: int, **more: Any) -> Response:
        gate = self._services.gate
        access = gate.access() if gate else Access(account=None, session=None)
        return rendered(template, title, self._services.settings, access, status, **more)


def _day() -> dt.date | None:
    """The day in the form; nothing for an empty field. Raises `UsageError`."""
    text = request.form.get("until", "").strip()
    return day_of(text) if text else None
