"""Fetch pinned packages from PyPI to be read, without running a line of their code.

    python -m tests.corpus.fetch DEST [--manifest FILE.tsv] [--only NAME,NAME]

Each archive of the manifest is downloaded by pip, checked against its SHA-256 and unpacked into DEST/NAME-VERSION, without
the archive's own top folder. What is already there under the right hash stays. Exit status 1 if a package failed.

pip asks for the metadata of an sdist before it hands it over, and would run the package's own build for that. So its child
Python is given a stand-in (INERT, as ``sitecustomize``) that takes the build backend's place, wherever the backend lies,
and answers with name and version. Wheels need no such thing.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

HERE = Path(__file__).resolve().parent
MAX_FILES = 60_000
MAX_BYTES = 1 << 30

INERT = """\
import os
import sys
import types

backend = os.environ.get("_PYPROJECT_HOOKS_BUILD_BACKEND") or os.environ.get("PEP517_BUILD_BACKEND")
inside = os.environ.get("_PYPROJECT_HOOKS_BACKEND_PATH") or os.environ.get("PEP517_BACKEND_PATH") or ""


def prepare_metadata_for_build_wheel(directory, config_settings=None):
    name, version = os.environ["INERT_NAME"], os.environ["INERT_VERSION"]
    folder = "%s-%s.dist-info" % (name.replace("-", "_"), version)
    os.mkdir(os.path.join(directory, folder))
    with open(os.path.join(directory, folder, "METADATA"), "w") as out:
        out.write("Metadata-Version: 2.1\\nName: %s\\nVersion: %s\\n" % (name, version))
    return folder


def stand_in(dotted):
    module = types.ModuleType(dotted)
    module.__path__ = []
    module.__file__ = os.path.join(inside.split(os.pathsep)[0], dotted + ".py")
    sys.modules[dotted] = module
    return module


if backend:
    module, _, attributes = backend.partition(":")
    parts = module.split(".")
    leaf = stand_in(parts[0])
    for end in range(2, len(parts) + 1):
        child = stand_in(".".join(parts[:end]))
        setattr(leaf, parts[end - 1], child)
        leaf = child
    for attribute in filter(None, attributes.split(".")):
        child = types.SimpleNamespace()
        setattr(leaf, attribute, child)
        leaf = child
    leaf.prepare_metadata_for_build_wheel = prepare_metadata_for_build_wheel
    leaf.get_requires_for_build_wheel = lambda config_settings=None: []
"""


class FetchError(Exception):
    """A package could not be fetched, or is not what the manifest says."""


@dataclass(frozen=True, slots=True)
class Package:
    """One row of a manifest. ``kind`` is ``sdist`` or ``wheel``."""

    name: str
    version: str
    kind: str
    archive: str
    sha256: str

    @property
    def folder(self) -> str:
        """The folder it is unpacked into."""
        return f"{self.name}-{self.version}"


def manifest(path: Path) -> tuple[Package, ...]:
    """The rows of a tab-separated manifest; lines that start with ``#`` are left out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(Package(*line.split("\t")) for line in lines if line and not line.startswith("#"))


def fetch(package: Package, dest: Path) -> bool:
    """Bring one package to ``dest``. Gives whether anything had to be done.

    Raises:
        FetchError: pip found no such archive, its hash is another, or it does not unpack safely.
    """
    mark = dest / f".{package.folder}.sha256"
    if mark.is_file() and mark.read_text(encoding="ascii") == package.sha256 and (dest / package.folder).is_dir():
        return False
    dest.mkdir(parents=True, exist_ok=True)
    archive = download(package, dest / ".archives")
    try:
        unpack(package, archive, dest)
    except (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise FetchError(f"{package.archive} does not unpack: {error}") from error
    mark.write_text(package.sha256, encoding="ascii")
    return True


def download(package: Package, archives: Path) -> Path:
    """The archive, from ``archives`` or else from PyPI, with its hash checked."""
    kept = archives / package.archive
    if kept.is_file() and _digest(kept) == package.sha256:
        return kept
    with tempfile.TemporaryDirectory() as scratch:
        new = _pip_download(package, Path(scratch))
        if _digest(new) != package.sha256:
            raise FetchError(f"{new.name} has SHA-256 {_digest(new)}, not {package.sha256}")
        archives.mkdir(parents=True, exist_ok=True)
        shutil.move(new, kept)
    return kept


def unpack(package: Package, archive: Path, dest: Path) -> None:
    """Unpack into ``dest/NAME-VERSION``, whole or not at all."""
    with tempfile.TemporaryDirectory(dir=dest, prefix=".unpack-") as scratch:
        root = Path(scratch, "all")
        root.mkdir()
        files = total = 0
        for name, size, stream in _members(archive):
            files, total = files + 1, total + size
            if files > MAX_FILES or total > MAX_BYTES:
                raise FetchError(f"{package.archive} is larger than any package that belongs here")
            target = root / safe_path(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as out:
                shutil.copyfileobj(stream, out)
        tops = list(root.iterdir())
        only = tops[0] if package.kind == "sdist" and len(tops) == 1 and tops[0].is_dir() else root
        final = dest / package.folder
        if final.exists():
            shutil.rmtree(final)
        only.rename(final)


def safe_path(name: str) -> PurePosixPath:
    """A member's path, if it can only lie under the folder it is unpacked in.

    Raises:
        FetchError: the path is absolute, climbs, or means something else on another system.
    """
    path = PurePosixPath(name)
    odd = "\\" in name or "\0" in name or ".." in path.parts
    if odd or path.is_absolute() or not path.parts or ":" in path.parts[0]:
        raise FetchError(f"unsafe path in archive: {name!r}")
    return path


def _pip_download(package: Package, scratch: Path) -> Path:
    stub, new = scratch / "stub", scratch / "new"
    stub.mkdir()
    (stub / "sitecustomize.py").write_text(INERT, encoding="utf-8")
    sdist = ["--no-binary", ":all:", "--no-build-isolation", "--use-pep517"]
    kind = sdist if package.kind == "sdist" else ["--only-binary", ":all:"]
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--ignore-requires-python", *kind]
    try:
        done = subprocess.run(
            [*pip, "--dest", str(new), f"{package.name}=={package.version}"],
            env=os.environ | {"PYTHONPATH": str(stub), "INERT_NAME": package.name, "INERT_VERSION": package.version},
            cwd=scratch,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FetchError(f"pip gave no answer in {error.timeout:.0f} s") from error
    got = list(new.iterdir()) if new.is_dir() else []
    if done.returncode or len(got) != 1:
        errors = "; ".join(line for line in done.stderr.splitlines() if "ERROR" in line)
        raise FetchError(errors[:300] or f"pip ended with {done.returncode} and {len(got)} files")
    return got[0]


def _members(archive: Path) -> Iterator[tuple[str, int, IO[bytes]]]:
    """Name, size and content of each plain file; links, devices and the like are left out."""
    if archive.suffix in {".zip", ".whl"}:
        with zipfile.ZipFile(archive) as bundle:
            for entry in bundle.infolist():
                mode = entry.external_attr >> 28  # 0: written without a mode; 8: a regular file
                if not entry.is_dir() and mode in {0, 8}:
                    with bundle.open(entry) as stream:
                        yield entry.filename, entry.file_size, stream
    else:
        with tarfile.open(archive) as tar:
            for item in tar:
                content = tar.extractfile(item) if item.isreg() else None
                if content is not None:
                    with content:
                        yield item.name, item.size, content


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def main() -> int:
    """Fetch what the command line asks for."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("dest", type=Path)
    ask.add_argument("--manifest", type=Path, default=HERE / "manifest.tsv")
    ask.add_argument("--only", help="names, separated by commas")
    args = ask.parse_args()
    wanted = set(args.only.split(",")) if args.only else None
    failed = False
    for package in manifest(args.manifest):
        if wanted is not None and package.name not in wanted:
            continue
        try:
            if fetch(package, args.dest):
                print(f"{package.folder}: fetched", flush=True)
        except FetchError as error:
            failed = True
            print(f"{package.folder}: {error}", file=sys.stderr, flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
