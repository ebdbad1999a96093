"""Where a case lies: on a network drive, which spoils it, or in a folder that synchronises, which sends it away.

refuse_network(path)  ->  SQLite's write-ahead log does not work over network drives: refused with a remedy
synchronised(path)    ->  the name of the service that would copy the folder to other computers, or None
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from model.data import load_toml
from model.errors import StoreError

NETWORK: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "ceph", "glusterfs", "lustre", "9p", "davfs", "webdav",
     "fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.glusterfs", "fuse.s3fs"}
)  # fmt: skip
"""Kinds of mounts that other computers may write to at once, as Linux names them."""
MAC_LOCAL_FLAG: Final = 0x1000  # MNT_LOCAL of <sys/mount.h>
MAC_FLAGS_AT: Final = 64  # of struct statfs with 64-bit inodes: after 2 * 4 + 5 * 8 + 8 + 2 * 4 bytes
MAC_STATFS_BYTES: Final = 2168


def refuse_network(path: Path, mounts: str | None = None) -> None:
    """Raise `StoreError` for a case on a network drive: two computers could spoil it.

    `mounts` is the text of /proc/self/mounts, read where it is not given. Windows and macOS ask the system.
    """
    if sys.platform == "win32":
        remote = _windows_remote(path)
    elif sys.platform == "darwin":
        remote = _mac_remote(path)
    else:
        remote = _mount_kind(path, mounts) in NETWORK
    if remote:
        raise StoreError(
            "This folder lies on a network drive, where a case can be spoilt when two computers write to it.",
            remedy="Keep the case on this computer's own disk; copies (casethread backup) may lie on such a drive.",
        )


def synchronised(path: Path, environment: Mapping[str, str] | None = None) -> str | None:
    """The service that copies a folder to other computers by itself, as far as its path tells; None for none known.

    >>> synchronised(Path("/home/x/Dropbox/reviews/river.case"), {})
    'Dropbox'
    """
    known = os.environ if environment is None else environment
    full = path.expanduser().absolute()
    parts = [part.casefold() for part in full.parts]
    services: list[dict[str, Any]] = load_toml("model", "synchronised.toml")["service"]
    for service in services:
        folders = [Path(known[v]) for v in service["variables"] if known.get(v)]
        if any(full.is_relative_to(folder) for folder in folders) or any(
            _fits(part, pattern) for part in parts for pattern in service["parts"]
        ):
            return str(service["name"])
    return None


def _fits(part: str, pattern: str) -> bool:
    return part.startswith(pattern[:-1]) if pattern.endswith("*") else part == pattern


def _mount_kind(path: Path, mounts: str | None) -> str:
    if mounts is None:
        try:
            mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return ""
    place, kind, longest = f"{path.resolve()}/", "", -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        folder = fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\").rstrip("/") + "/"
        if place.startswith(folder) and len(folder) >= longest:
            kind, longest = fields[2], len(folder)
    return kind


def _windows_remote(path: Path) -> bool:
    full = path.resolve()
    if str(full).startswith("\\\\"):
        return True
    return bool(ctypes.WinDLL("kernel32").GetDriveTypeW(full.anchor) == 4)  # type: ignore[attr-defined]


def _mac_remote(path: Path) -> bool:
    """Whether macOS says that a folder is not on this computer; False where it cannot be asked."""
    system = ctypes.CDLL(None, use_errno=True)
    name = "statfs$INODE64" if os.uname().machine == "x86_64" else "statfs"
    answer = ctypes.create_string_buffer(MAC_STATFS_BYTES)
    try:
        failed = getattr(system, name)(os.fsencode(path.resolve()), answer)
    except AttributeError:
        return False
    return not failed and not mac_is_local(answer.raw)


def mac_is_local(statfs: bytes) -> bool:
    """Whether the flags in macOS's answer (struct statfs) say that the folder is on a disk of this computer."""
    (flags,) = struct.unpack_from("=I", statfs, MAC_FLAGS_AT)
    return bool(flags & MAC_LOCAL_FLAG)
