"""Serve the pages on this computer: waitress, on a loopback address only.

serve(place, host, port, open_browser)  ->  prints the address, opens it, runs until Ctrl+C
serve(..., team=Team)                  ->  the same for a team, behind a reverse proxy with TLS on this computer
"""

from __future__ import annotations

import ipaddress
import logging
import signal
import socket
import threading
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import waitress
from dash import Dash
from waitress.server import BaseWSGIServer

from dashboard.access.accounts import Accounts
from dashboard.access.gate import Gate
from dashboard.access.team import Team
from dashboard.app import create_app
from dashboard.config import DEFAULT_SETTINGS, Settings
from dashboard.library import key_of
from dashboard.routes import HOME, address
from dashboard.start_token import StartToken
from model.errors import AccessError, CaseNotFoundError, UsageError

THREADS: Final = 6  # one reviewer, some tabs
TEAM_THREADS: Final = 16  # some reviewers; what each works out is shared by all
PORTS_TRIED: Final = 20  # above the one asked for, if that is taken


def serve(
    place: Path,
    host: str = "127.0.0.1",
    port: int = 8050,
    open_browser: bool = True,
    settings: Settings = DEFAULT_SETTINGS,
    team: Team | None = None,
) -> None:
    """Serve a case or a folder of cases until stopped. Raises `UsageError` for an address beyond this computer.

    For a `team` the address is still of this computer: its reverse proxy, which speaks TLS, is the only one to ask.
    """
    if not place.exists():
        raise CaseNotFoundError("There is no case or folder of that name.", remedy="Check the name and try again.")
    require_loopback(host)
    if team is not None:
        _serve_team(place, host, port, settings, team)
        return
    listening = bind(host, port)
    start = StartToken()
    url = start.added_to(f"http://{host}:{listening.getsockname()[1]}{start_page(place)}")
    server = _waitress(create_app(place, settings, start), listening, settings)
    print(
        f"Casethread is at {url}\nIt runs on this computer only; the address works once. Stop it with Ctrl+C.",
        flush=True,
    )
    if open_browser:
        threading.Timer(0.5, webbrowser.open, args=(url,)).start()
    _run(server)


def _serve_team(place: Path, host: str, port: int, settings: Settings, team: Team) -> None:
    gate = Gate(team, Accounts(place))
    if not any(account.administrator for account in gate.accounts.all()):
        raise AccessError(
            "A team needs an administrator first: there is none among the accounts.",
            remedy="Make one: casethread accounts add NAME --administrator",
        )
    listening = bind(host, port, tries=1)  # the proxy asks at this very port
    app = create_app(place, replace(settings, hosts=(team.host,)), gate=gate)
    server = _waitress(
        app, listening, settings, threads=TEAM_THREADS, trusted_proxy=host, trusted_proxy_count=1,
        trusted_proxy_headers={"x-forwarded-proto", "x-forwarded-for"}, clear_untrusted_proxy_headers=True,
    )  # fmt: skip
    print(
        f"Casethread serves {team.host} through the proxy of this computer, which asks at "
        f"http://{host}:{listening.getsockname()[1]}.\nStop it with Ctrl+C.",
        flush=True,
    )
    _run(server)


def _waitress(
    app: Dash, listening: socket.socket, settings: Settings, threads: int = THREADS, **more: Any
) -> BaseWSGIServer:
    logging.getLogger("waitress").setLevel(logging.ERROR)
    return waitress.create_server(
        app.server,
        sockets=[listening],
        threads=threads,
        ident=None,
        max_request_body_size=settings.max_request_bytes + 1_000_000,
        inbuf_overflow=settings.max_request_bytes + 1_000_000,  # never into a temporary file: it is case text
        **more,
    )


def _run(server: BaseWSGIServer) -> None:
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _stop)  # a service manager ends it as Ctrl+C does
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def require_loopback(host: str) -> None:
    """Refuse any address that other computers could reach. Raises `UsageError`."""
    try:
        local = host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        local = False
    if not local:
        raise UsageError(
            "The pages can only be served on this computer: they hold sensitive records and ask for no password.",
            remedy="Leave the address out, or use 127.0.0.1.",
        )


def bind(host: str, port: int, tries: int = PORTS_TRIED) -> socket.socket:
    """A listening socket on the port or one of the next ones that is free. Raises `UsageError`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in range(port, min(port + tries, 65_536)) if port else [0]:
        listening = socket.socket(family, socket.SOCK_STREAM)
        try:
            listening.bind((host.strip("[]"), number))
        except OSError:
            listening.close()
            continue
        return listening
    raise UsageError("The port is in use.", remedy="Close the program that uses it, or name another: --port 8060")


def start_page(place: Path) -> str:
    """A single case opens at its timeline, a folder at the list."""
    return address(key_of(place)) if place.is_file() else HOME
