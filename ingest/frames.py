"""Messages between two processes over a pipe: eight bytes of length, then so many bytes."""

from __future__ import annotations

from typing import IO, Final

LENGTH_BYTES: Final = 8


class FrameTooLargeError(ValueError):
    """A frame says that it is longer than the reader will take."""


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """Write one message and send it off. Raises OSError where nobody reads any more."""
    stream.write(len(data).to_bytes(LENGTH_BYTES, "big"))
    stream.write(data)
    stream.flush()


def read_frame(stream: IO[bytes], most_bytes: int | None = None) -> bytes | None:
    """The next message; None where the stream ended, whole or cut. Raises `FrameTooLargeError`."""
    head = stream.read(LENGTH_BYTES)
    if len(head) < LENGTH_BYTES:
        return None
    length = int.from_bytes(head, "big")
    if most_bytes is not None and length > most_bytes:
        raise FrameTooLargeError(length)
    data = stream.read(length)
    return data if len(data) == length else None
