"""Serve the pages on this computer: waitress, on a loopback address only.

serve(place, host, port, open_browser)  ->  prints the address, opens it, runs until Ctrl+C
"""

from __future__ import annotations

import ipaddress
import logging
import socket
import threading
import webbrowser
from pathlib import Path
from typing import Final

import waitress

from dashboard.app import create_app
from dashboard.config import DEFAULT_SETTINGS, Settings
from dashboard.library import key_of
from dashboard.routes import HOME, address
from dashboard.start_token import StartToken
from model.errors import CaseNotFoundError, UsageError

THREADS: Final = 6  # one reviewer, some tabs
PORTS_TRIED: Final = 20  # above the one asked for, if that is taken


def serve(
    place: Path,
    host: str = "127.0.0.1",
    port: int = 8050,
    open_browser: bool = True,
    settings: Settings = DEFAULT_SETTINGS,
) -> None:
    """Serve a case or a folder of cases until stopped. Raises `UsageError` for an address beyond this computer."""
    if not place.exists():
        raise CaseNotFoundError("There is no case or folder of that name.", remedy="Check the name and try again.")
    require_loopback(host)
    listening = bind(host, port)
    start = StartToken()
    url = start.added_to(f"http://{host}:{listening.getsockname()[1]}{start_page(place)}")
    logging.getLogger("waitress").setLevel(logging.ERROR)
    server = waitress.create_server(
        create_app(place, settings, start).server,
        sockets=[listening],
        threads=THREADS,
        ident=None,
        max_request_body_size=settings.max_request_bytes + 1_000_000,
        inbuf_overflow=settings.max_request_bytes + 1_000_000,  # never into a temporary file: it is case text
    )
    print(
        f"Casethread is at {url}\nIt runs on this computer only; the address works once. Stop it with Ctrl+C.",
        flush=True,
    )
    if open_browser:
        threading.Timer(0.5, webbrowser.open, args=(url,)).start()
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()


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


def bind(host: str, port: int) -> socket.socket:
    """A listening socket on the port or one of the next ones that is free. Raises `UsageError`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for number in range(port, min(port + PORTS_TRIED, 65_536)) if port else [0]:
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
