"""Which script an import means."""

from __future__ import annotations

import pytest

from paylint.graph.script_layout import lay_out_scripts
from paylint.location import Path

LAYOUT = lay_out_scripts([Path("static/pay.ts"), Path("static/lib/index.js"), Path("static/js.js"), Path("Makefile")])


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("js:static/pay", "static/pay.ts"),
        ("js:static/pay.ts", "static/pay.ts"),
        ("js:static/lib", "static/lib/index.js"),
        ("js:static/lib/index", "static/lib/index.js"),
        ("js:Makefile", "Makefile"),
    ],
)
def test_a_script_answers_to_its_path_with_and_without_its_extension(name: str, path: str) -> None:
    place = LAYOUT.find(name, Path("static/a.js"))

    assert place is not None
    assert place.path == path


@pytest.mark.parametrize("name", ["js", "static", "pay", "js:pay"])
def test_a_bare_name_is_no_script(name: str) -> None:
    assert LAYOUT.resolve(name, 0, Path("static/js.js")) is None
