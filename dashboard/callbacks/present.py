"""The addresses of the stage: its page, one scene at a time, the speaker's notes, and the walkthrough as a file.

    GET /present/CASE/WALK                the stage; nothing of the case is in it
    GET /present/CASE/WALK/stop/N         one scene (agency, step, outlines): what may be seen there, and no more
    GET /present/CASE/WALK/notes[/N]      the window of notes, and the notes of a stop
    GET /present/CASE/WALK/file           the sealed file and the trainer's sheet with its codes, as a zip
    GET /stage/NAME                       style and script

Everything is shown under pseudonyms, put in place before anything is made of the case; ?names=yes asks for the names.
A scene is made from the case as it was known on the day (`model.as_known`), so no answer can hold what came later.
"""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any, Final

from dash import Dash
from flask import Flask, Response, jsonify, request

from dashboard.casebook import CaseBook
from dashboard.deciding_walkthrough import walkthrough_of
from dashboard.presenting.answer import answer_of
from dashboard.presenting.html import pieces
from dashboard.presenting.page import FILES, file_text, notes_page, stage_page
from dashboard.presenting.scene import KEPT, Stage, day_words
from dashboard.presenting.sealed import walkthrough_zip
from dashboard.security import origin_allowed
from dashboard.services import Services
from dashboard.veils import PSEUDONYMS
from model.errors import CaseNotFoundError, CasethreadError

HEADER: Final = "stage"  # what our own script says in X-Casethread
LAST: Final = "last"
KEPT_STAGES: Final = 2


class Stages:
    """The stages in use, each made once for a walkthrough as it stands."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._made: dict[tuple[str, str, int], Stage] = {}
        self._lock = threading.Lock()

    def get(self, case: str, walkthrough: str, *, names: bool) -> Stage:
        """The stage, under pseudonyms but where `names` are asked for and the session shows them.

        Raises `CaseNotFoundError` for what there is not, and for a walkthrough without stops that can be shown.
        """
        book = self._book(case, names=names)
        with self._lock:
            kept = self._made.get((case, walkthrough, book.number))
            if kept is not None:
                return kept
            try:
                stage = Stage(book, walkthrough_of(book, walkthrough), self._services.settings)
            except KeyError:
                raise CaseNotFoundError(
                    "There is no such walkthrough here.", remedy="Go back to the page Present."
                ) from None
            if not stage.stops:
                raise CaseNotFoundError(
                    "This walkthrough has no stop that can be shown.", remedy="Add one, or give a stop a day."
                )
            self._made = dict([*self._made.items(), ((case, walkthrough, book.number), stage)][-KEPT_STAGES:])
            return stage

    def _book(self, case: str, *, names: bool) -> CaseBook:
        """The case as it may be shown: as the session sees it, and with names only where these are asked for too."""
        library, veils = self._services.library, self._services.veils
        if names or veils.hides(case):
            return library.book(case)
        return veils.book_in(case, library.true_book(case), PSEUDONYMS)


def scene_answer(stage: Stage, wanted: str, agency: str, step: str, *, outlines: bool, enter: bool) -> dict[str, Any]:
    """One scene as the stage's script takes it. Raises `CaseNotFoundError` for a stop that there is not."""
    number = stop_number(stage, wanted)
    own = stage.stops[number][0].agency if enter else None
    scene = stage.scene(number, own or agency or None, step, outlines=outlines)
    return answer_of(scene, first=number == 0, last=number == len(stage.stops) - 1) | {"html": "".join(pieces(scene))}


def stop_number(stage: Stage, wanted: str) -> int:
    """The number of a stop, from 0; "last" for the last."""
    number = len(stage.stops) - 1 if wanted == LAST else int(wanted) if wanted.isascii() and wanted.isdigit() else -1
    if not 0 <= number < len(stage.stops):
        raise CaseNotFoundError("There is no such stop.", remedy="Go to the first one.")
    return number


def add_routes(server: Flask, services: Services) -> None:
    """The addresses above."""
    stages = Stages(services)

    def stage(case: str, walkthrough: str) -> Response:
        try:
            stages.get(case, walkthrough, names=_with_names())
        except CasethreadError as error:
            return _plain(error)
        return _page(stage_page(case, walkthrough, services.settings.handling, names=_with_names()))

    def stop(case: str, walkthrough: str, wanted: str) -> tuple[Response, int]:
        if (refused := _refused()) is not None:
            return refused
        asked = request.args
        try:
            shown = stages.get(case, walkthrough, names=_with_names())
            return jsonify(
                scene_answer(
                    shown, wanted, asked.get("agency", ""), asked.get("step", KEPT),
                    outlines=asked.get("outlines") == "yes", enter=asked.get("enter") == "yes",
                )
            ), 200  # fmt: skip
        except CasethreadError as error:
            return _problem(error.message, error.remedy), 404

    def notes(case: str, walkthrough: str, wanted: str) -> tuple[Response, int]:
        if (refused := _refused()) is not None:
            return refused
        try:
            shown = stages.get(case, walkthrough, names=_with_names())
            at, day = shown.stops[stop_number(shown, wanted)]
        except CasethreadError as error:
            return _problem(error.message, error.remedy), 404
        return jsonify({"notes": at.notes, "question": at.question, "day": day_words(day)}), 200

    def window(case: str, walkthrough: str) -> Response:
        return _page(notes_page(case, walkthrough, names=_with_names()))

    def saved(case: str, walkthrough: str) -> Response:
        if not origin_allowed(request):  # a page elsewhere must not make this computer write out a case
            return Response("This request did not come from Casethread's own pages.\n", 403, mimetype="text/plain")
        try:
            shown, made = stages.get(case, walkthrough, names=_with_names()), dt.datetime.now(dt.UTC)
            content = walkthrough_zip(shown, services.settings.handling, made)
        except CasethreadError as error:
            return _plain(error)
        named = {"Content-Disposition": 'attachment; filename="walkthrough.zip"'}
        return Response(content, content_type="application/zip", headers=named)

    def fixed(name: str) -> Response:
        if name not in FILES:
            return Response("There is no such file.\n", 404, mimetype="text/plain")
        return Response(file_text(name), content_type=FILES[name])

    rules: tuple[tuple[str, str, Any], ...] = (
        ("/present/<case>/<walkthrough>", "stage", stage),
        ("/present/<case>/<walkthrough>/stop/<wanted>", "stage_stop", stop),
        ("/present/<case>/<walkthrough>/notes", "stage_window", window),
        ("/present/<case>/<walkthrough>/notes/<wanted>", "stage_notes", notes),
        ("/present/<case>/<walkthrough>/file", "stage_file", saved),
        ("/stage/<name>", "stage_fixed", fixed),
    )
    for rule, endpoint, view in rules:
        server.add_url_rule(rule, endpoint, view, methods=["GET"])


def _with_names() -> bool:
    return request.args.get("names") == "yes"


def _refused() -> tuple[Response, int] | None:
    if request.headers.get("X-Casethread") != HEADER or not origin_allowed(request):
        return _problem("This request did not come from Casethread's own pages.", "Use the buttons of the page."), 403
    return None


def _problem(message: str, remedy: str) -> Response:
    return jsonify({"message": message, "remedy": remedy})


def _plain(error: CasethreadError) -> Response:
    return Response(f"{error.message} {error.remedy}\n", 404, mimetype="text/plain")


def _page(text: str) -> Response:
    return Response(text, content_type="text/html; charset=utf-8")


def register(app: Dash, services: Services) -> None:
    """Wire the addresses; the page Present is one of the review pages."""
    add_routes(app.server, services)
