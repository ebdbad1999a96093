"""The whole path, watched: a case is made, files are read into it, worked out, exported, served and asked for.

    python whole_path.py FOLDER  ->  JSON on standard output: what was connected to, written, started, logged, linked

Every connection but to this computer is refused at the lowest place that Python has (an audit hook), in the process
that opens files too. The files are full of MARKER; the test looks where it turns up.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import re
import sys
import threading
from pathlib import Path
from typing import Any

ROOT = str(Path(__file__).resolve().parents[2])
sys.path.insert(0, ROOT)
MARKER = "Zyxquor"
NUMERIC = ("127.0.0.1", "0.0.0.0", "localhost", None)  # waitress works out its unused default: no name is asked for
SEEN: dict[str, list[str]] = {"outside": [], "written": [], "started": []}
GUARD = """
import sys
def guard(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind", "socket.sendto"):
        raise OSError("no network here")
sys.addaudithook(guard)
"""


def watch(event: str, args: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.bind"):
        address = args[1]
        if not (isinstance(address, tuple) and address[0] in ("127.0.0.1", "::1")):
            SEEN["outside"].append(f"{event} {address}")
            raise OSError("no network here")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname") and args[0] not in NUMERIC:
        SEEN["outside"].append(f"{event} {args[0]}")
        raise OSError("no network here")
    elif event == "open" and isinstance(args[0], (str, bytes)) and isinstance(args[2], int):
        if args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            SEEN["written"].append(os.fsdecode(args[0]))
    elif event in ("tempfile.mkstemp", "tempfile.mkdtemp"):
        SEEN["written"].append(str(args[0]))
    elif event == "subprocess.Popen":
        SEEN["started"].append(repr(args))


def files(folder: Path) -> list[Path]:
    """One file of each kind with the marker in its words, and one that cannot be read."""
    from tests.builders import pdf_files
    from tests.builders.office_files import docx, sheet, tbl, tr, xlsx
    from tests.hostile.making import mail

    day, words = "03/02/2021", f"Home visit. {MARKER} Smith was seen with mother. Police told of {MARKER}."
    csv = f"Date,Event\n{day},{words}\n45/45/2021,{MARKER} undated.\n".encode()
    made = {
        "a.csv": csv,
        "b.docx": docx(tbl(tr("Date", "Event"), tr(day, words + " b"))),
        "c.xlsx": xlsx({"A": sheet(("Date", "Event"), (day, words + " c"))}),
        "d.pdf": pdf_files.ruled([(day, "HV1", words + " d", "")]),
        "e.eml": mail("f.csv", csv.replace(b"Smith", b"Jones")),
        "g.docx": f"PK\x03\x04 {MARKER}".encode(),
        "h.csv": b"\x01\x02" + MARKER.encode(),
        "i.txt": f"{MARKER} and no date.".encode(),
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in made]


def serve_and_ask(case: Path) -> str:
    """Every page of the case, over a real connection to a real server; and a callback that fails."""
    import http.client

    import waitress

    from dashboard import serve as serving
    from dashboard.app import create_app, report
    from dashboard.library import key_of
    from dashboard.routes import PAGES, address

    app = create_app(case)
    listening = serving.bind("127.0.0.1", 0)
    server = waitress.create_server(app.server, sockets=[listening], ident=None)
    threading.Thread(target=server.run, daemon=True).start()
    port, texts = listening.getsockname()[1], []
    for path in ("/", "/_dash-layout", "/_dash-dependencies", *(address(key_of(case), p) for p in PAGES)):
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        asked.request("GET", path)
        texts.append(asked.getresponse().read().decode("utf-8", "replace"))
        asked.close()
    server.close()
    with contextlib.suppress(Exception):
        report(ValueError(f"{MARKER} broke"))
    return "\n".join([*texts, json.dumps(pages(case), default=str)])


def pages(case: Path) -> list[Any]:
    """What the callback of the address draws for every page."""
    from flask import Flask

    from dashboard.callbacks.routing import page
    from dashboard.config import DEFAULT_SETTINGS
    from dashboard.jobs import Jobs
    from dashboard.library import Library, key_of
    from dashboard.routes import PAGES, address
    from dashboard.services import Services
    from model.analysis import analyse

    library = Library(case, analyse)
    services = Services(library=library, jobs=Jobs(after=library.book), settings=DEFAULT_SETTINGS)
    out = []
    with Flask("x").test_request_context("/"):
        for name in PAGES:
            found = page(services, address(key_of(case), name), "")
            out.append([c.to_plotly_json() if hasattr(c, "to_plotly_json") else c for c in found])
    drawn: list[Any] = json.loads(
        json.dumps(out, default=lambda c: c.to_plotly_json() if hasattr(c, "to_plotly_json") else str(c))
    )
    return drawn


def _plain(component: Any) -> Any:
    return component.to_plotly_json() if hasattr(component, "to_plotly_json") else str(component)


def main(folder: Path) -> None:
    log = io.StringIO()
    logging.basicConfig(stream=log, level=logging.DEBUG, force=True)
    sent = folder / "sent"
    sent.mkdir()
    paths = files(sent)
    sys.addaudithook(watch)
    from dashboard.cli import main as run
    from ingest import apart, read
    from model.case import CaseInfo
    from model.store import Store

    apart._START = GUARD + apart._START  # type: ignore[misc]
    case = folder / "work" / "a.case"
    case.parent.mkdir()
    Store.create(case, CaseInfo(id="a", title=MARKER, subject=MARKER)).close()
    with Store.open(case) as store:
        results = read.add_paths(store, paths, agency="health_visiting")
    said = [f"{r.status} {r.code} {r.message} {r.remedy}" for r in results]
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        for form in ("json", "csv", "xlsx", "graphml"):
            run(["export", str(case), "--format", form, "-o", str(case.parent / f"out.{form}"), "--quiet"])
        run(["verify", str(case)])
        run(["backup", str(case), str(case.parent / "a.backup")])
        run(["add", str(case), str(sent / "g.docx"), "--quiet"])
    text = serve_and_ask(case)
    links = re.findall(r'(?:"href"|"src"|"pathname"|"search"|href=|src=)\s*:?\s*"([^"]*)"', text)
    print(
        json.dumps(
            {**SEEN, "log": log.getvalue(), "errors": said, "terminal": out.getvalue(), "links": links,
             "shown": text.count(MARKER), "added": sum(r.status == "added" for r in results)}
        )
    )  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
