"""Keys: digests of everything that an answer depends on."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from paylint import __version__


def digest(*parts: str | bytes) -> bytes:
    """One digest of all parts, in their order (32 bytes)."""
    made = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(len(content).to_bytes(8, "big"))
        made.update(content)
    return made.digest()


def program(packages: Iterable[str]) -> bytes:
    """What decides how code is read and judged: the versions of paylint and Python, and the files of these packages as they lie there."""
    told = [__version__, sys.version]
    for package in sorted(packages):
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec else ():
            told.extend(_files(folder))
    return digest(*told)


def _files(folder: str) -> Iterable[str]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            file = Path(root, name)
            status = file.stat()
            yield f"{file}\0{status.st_size}\0{status.st_mtime_ns}\0{status.st_ctime_ns}"
