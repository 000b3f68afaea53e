"""Which pages ask for data, which templates they are made of, and which scripts of the site run beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from posixpath import commonpath, dirname

from paylint.browser.compose import compose, parts
from paylint.browser.forms import Contents, contents
from paylint.browser.inputs import Markup, intakes
from paylint.finding import Confidence
from paylint.ir.pages import Page
from paylint.location import Path
from paylint.models.vocabulary import Vocabulary

_OUTSIDE = ("http://", "https://", "//")

Load = Callable[[Path], Page | None]


@dataclass(frozen=True, slots=True)
class Asking:
    """A page that asks for data that decides, or that loads a provider's script to do so.

    ``parts`` are the templates that it is made of, its own first; ``scripts`` the addresses of the site's own scripts, as
    written.
    """

    page: Path
    parts: tuple[Path, ...]
    scripts: tuple[str, ...]


def asking(
    candidates: Iterable[Path],
    load: Load,
    templates: Sequence[Path],
    vocabulary: Vocabulary,
    markup: Markup,
    is_providers: Callable[[str], bool],
) -> Iterator[Asking]:
    """The asking pages among the candidates.

    ``load`` reads one of ``templates``, all that there are; ``is_providers`` tells whether a script's address belongs to a
    provider.
    """

    def find_for(page: Path) -> Callable[[str], Page | None]:
        def find(name: str) -> Page | None:
            found = nearest(name, page, templates)
            return load(found) if found else None

        return find

    for path in candidates:
        page = load(path)
        for part in parts(page) if page is not None else ():
            held = contents(compose(part, find_for(path)))
            if _asks(held, vocabulary, markup, is_providers):
                yield Asking(path, held.paths, tuple(dict.fromkeys(_own_scripts(held))))


def nearest(name: str, beside: Path, files: Sequence[Path]) -> Path | None:
    """The file that a template or script address means: the longest end that fits, then the nearest to ``beside``."""
    steps = [step for step in name.partition("?")[0].split("/") if step not in {"", ".", ".."}]
    for start in range(len(steps)):
        end = "/".join(steps[start:])
        fitting = [file for file in files if file == end or file.endswith(f"/{end}")]
        if fitting:
            return min(fitting, key=lambda file: (-_shared(file, beside), len(file), file))
    return None


def _shared(one: str, other: str) -> int:
    return len(commonpath((f"/{dirname(one)}", f"/{dirname(other)}")))


def _asks(held: Contents, vocabulary: Vocabulary, markup: Markup, is_providers: Callable[[str], bool]) -> bool:
    if any(script.src.kind == "url" and is_providers(script.src.text) for script in held.scripts):
        return True
    return any(
        intake.confidence >= Confidence.MEDIUM and vocabulary.kinds[intake.kind].decides
        for intake in intakes(held, vocabulary, markup)
    )


def _own_scripts(held: Contents) -> Iterator[str]:
    for script in held.scripts:
        address = script.src
        if address.kind == "asset" or (address.kind == "url" and not address.text.startswith(_OUTSIDE)):
            yield address.text
