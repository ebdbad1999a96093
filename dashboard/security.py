"""What every answer of the server carries, and which requests it refuses.

    request  ->  refuse (host, origin)  ->  page or callback  ->  headers

The pages hold some of the most sensitive records there are, so nothing is loaded from or sent to any
other place, no page may be framed or kept by the browser, and a web page elsewhere can neither ask
for ours under its own name (the host is checked) nor post to it (the origin is checked).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import IO, Final
from urllib.parse import urlsplit

from flask import Flask, Request, Response, request

STATIC: Final = ("/_dash-component-suites/", "/assets/")
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class InMemoryRequest(Request):
    """A request whose files stay in memory: large ones would else lie in the system's temporary folder."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return io.BytesIO()


def content_security_policy(script_hashes: Sequence[str]) -> str:
    """The policy, with the hashes of Dash's own inline start script.

    Styles must allow inline ones: plotly places its layers by them (measured: without, shapes and
    labels fall below the chart).
    """
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' " + " ".join(script_hashes),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def headers(policy: str) -> dict[str, str]:
    """The headers of every answer."""
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


def host_allowed(host: str, hosts: Sequence[str]) -> bool:
    """Whether a Host header names this server, with or without a port."""
    name = host.rsplit(":", 1)[0] if host.rsplit(":", 1)[-1].isdigit() else host
    return name.lower() in hosts


def origin_allowed(req: Request) -> bool:
    """Whether a request that changes something comes from our own pages.

    Browsers send `Sec-Fetch-Site`, which no script can set, and with a POST `Origin`, which is "null" for a plain form
    where no referrer is sent; a program on this machine sends neither.
    """
    site = req.headers.get("Sec-Fetch-Site")
    if site == "same-origin":
        return True
    if site is not None and site != "none":
        return False
    origin = req.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == req.host


def protect(server: Flask, policy: str, hosts: Sequence[str]) -> None:
    """Put the checks before and the headers after every request of a server."""
    fixed = headers(policy)

    def refuse() -> Response | None:
        if not host_allowed(request.host, hosts):
            return Response("This address is not served here.\n", status=400, mimetype="text/plain")
        if request.method not in SAFE_METHODS and not origin_allowed(request):
            return Response(
                "This request did not come from Casethread's own pages.\n", status=403, mimetype="text/plain"
            )
        return None

    def add_headers(response: Response) -> Response:
        for name, value in fixed.items():
            response.headers[name] = value
        if request.path.startswith(STATIC) and response.status_code == 200:
            response.headers["Cache-Control"] = "private, max-age=86400"  # scripts and styles: no case text
        response.headers.pop("Server", None)
        return response

    server.request_class = InMemoryRequest
    server.before_request(refuse)
    server.after_request(add_headers)
