"""Answers made smaller on their way to the browser: views are lists of links that repeat one another.

answer (JSON, text)  ->  gzip, where the browser takes it and it pays  ->  a tenth of the size
"""

from __future__ import annotations

import gzip
from typing import Final

from flask import Flask, Response, request

LEAST_BYTES: Final = 2_000  # below it the heading of a compressed answer costs more than it saves
LEVEL: Final = 4  # above it time grows faster than the saving (measured on views of 10,000 events)
TYPES: Final = frozenset({"application/json", "text/html"})  # scripts are fetched once and kept by the browser


def compress(server: Flask) -> None:
    """Compress what is worth it, after everything else was done to an answer."""

    def smaller(response: Response) -> Response:
        if (
            response.status_code != 200
            or response.mimetype not in TYPES
            or response.direct_passthrough
            or "Content-Encoding" in response.headers
            or "gzip" not in request.headers.get("Accept-Encoding", "")
        ):
            return response
        data = response.get_data()
        if len(data) < LEAST_BYTES:
            return response
        response.set_data(gzip.compress(data, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.headers.add("Vary", "Accept-Encoding")
        return response

    server.after_request(smaller)
