"""Fetching reads archives and runs nothing of them."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.corpus.fetch import INERT, FetchError, Package, fetch, safe_path


def packed(folder: Path, members: dict[str, bytes], kind: str = "sdist") -> Package:
    """A package whose archive already lies where fetched archives are kept."""
    archives = folder / ".archives"
    archives.mkdir()
    path = archives / ("shop-1.0.tar.gz" if kind == "sdist" else "shop-1.0-py3-none-any.whl")
    if kind == "sdist":
        with tarfile.open(path, "w:gz") as tar:
            for name, content in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                tar.addfile(info, io.BytesIO(content))
    else:
        with zipfile.ZipFile(path, "w") as bundle:
            for name, content in members.items():
                bundle.writestr(name, content)
    return Package("shop", "1.0", kind, path.name, hashlib.sha256(path.read_bytes()).hexdigest())


def test_an_sdist_is_unpacked_without_its_top_folder(tmp_path):
    package = packed(tmp_path, {"shop-1.0/shop/views.py": b"x = 1\n", "shop-1.0/setup.py": b"raise SystemExit\n"})

    assert fetch(package, tmp_path)
    assert (tmp_path / "shop-1.0" / "shop" / "views.py").read_bytes() == b"x = 1\n"


def test_a_wheel_is_unpacked_as_it_is(tmp_path):
    package = packed(tmp_path, {"shop/views.py": b"x = 1\n"}, kind="wheel")

    assert fetch(package, tmp_path)
    assert (tmp_path / "shop-1.0" / "shop" / "views.py").is_file()


def test_what_is_there_is_not_fetched_again(tmp_path):
    package = packed(tmp_path, {"shop-1.0/views.py": b""})

    assert fetch(package, tmp_path)
    assert not fetch(package, tmp_path)


def test_nothing_is_unpacked_when_one_member_would_climb_out(tmp_path):
    package = packed(tmp_path, {"shop-1.0/views.py": b"", "shop-1.0/../../out.py": b""})

    with pytest.raises(FetchError, match="unsafe path"):
        fetch(package, tmp_path)
    assert not (tmp_path / "shop-1.0").exists()


def test_a_broken_archive_is_named(tmp_path):
    package = packed(tmp_path, {"shop-1.0/views.py": b""})
    path = tmp_path / ".archives" / package.archive
    path.write_bytes(b"no archive")
    broken = Package("shop", "1.0", "sdist", package.archive, hashlib.sha256(b"no archive").hexdigest())

    with pytest.raises(FetchError, match=r"shop-1\.0\.tar\.gz does not unpack"):
        fetch(broken, tmp_path)


@pytest.mark.parametrize("name", ["/etc/passwd", "../up.py", "a/../../up.py", "a\\..\\up.py", "C:/up.py", "", "a\0b"])
def test_a_path_that_could_leave_the_folder_is_refused(name):
    with pytest.raises(FetchError):
        safe_path(name)


@pytest.mark.parametrize(
    ("backend", "inside"),
    [
        pytest.param("setuptools.build_meta", "", id="a backend that is installed"),
        pytest.param("setuptools.build_meta:__legacy__", "", id="a backend that is an attribute"),
        pytest.param("backend", "_build", id="a backend that lies in the package"),
    ],
)
def test_the_build_backend_of_a_package_is_never_imported(tmp_path, backend, inside):
    (tmp_path / "stub").mkdir()
    (tmp_path / "stub" / "sitecustomize.py").write_text(INERT, encoding="utf-8")
    (tmp_path / "_build").mkdir()
    (tmp_path / "_build" / "backend.py").write_text("raise SystemExit('the package ran')\n", encoding="utf-8")
    module, _, attribute = backend.partition(":")
    script = (
        "import importlib, os, sys\n"
        f"sys.path.insert(0, {str(tmp_path / '_build')!r})\n"
        f"backend = importlib.import_module({module!r})\n"
        f"backend = getattr(backend, {attribute!r}) if {attribute!r} else backend\n"
        f"print(backend.prepare_metadata_for_build_wheel({str(tmp_path)!r}))\n"
    )
    environment = os.environ | {
        "PYTHONPATH": str(tmp_path / "stub"),
        "_PYPROJECT_HOOKS_BUILD_BACKEND": backend,
        "_PYPROJECT_HOOKS_BACKEND_PATH": inside,
        "INERT_NAME": "some-shop",
        "INERT_VERSION": "2.0",
    }

    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)

    assert done.stdout.strip() == "some_shop-2.0.dist-info", done.stderr
    assert "Name: some-shop" in (tmp_path / "some_shop-2.0.dist-info" / "METADATA").read_text(encoding="utf-8")
