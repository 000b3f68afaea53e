"""A page with what it extends and includes: one tree in the order in which the browser gets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from paylint.ir.pages import Block, Element, Hole, Include, Item, Page, Value
from paylint.location import Path

MOST_NODES = 20_000
"""Nodes of one composed page; what includes would add beyond them is left out."""

_DEEPEST = 12

Find = Callable[[str], Page | None]
"""The page of a template name as templates write it, or ``None`` where no file is known for it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An element or a hole, and the page whose file it stands in."""

    page: Page
    node: Element | Hole
    items: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True)
class Composed:
    """A composed page. ``paths`` are the files it is made of, its own first; ``missing`` names what was not found.

    ``cut`` is true where it grew too large and something was left out.
    """

    path: Path
    items: tuple[Placed, ...]
    paths: tuple[Path, ...]
    missing: tuple[str, ...] = ()
    cut: bool = False


def compose(page: Page, find: Find) -> Composed:
    """A page with its blocks put into the page that it extends, and includes in their places.

    A template that includes or extends itself, on whatever way, is taken once.
    """
    composer = _Composer(find)
    items = tuple(composer.whole(page, ()))
    return Composed(page.path, items, tuple(composer.paths), tuple(composer.missing), composer.left <= 0)


def parts(page: Page) -> tuple[Page, ...]:
    """The pages of one file: of QWeb, which keeps many templates in one, each template; else the page itself."""
    if page.dialect != "qweb":
        return (page,)
    blocks = [item for item in page.items if isinstance(item, Block)]
    rest = tuple(item for item in page.items if not isinstance(item, Block))
    made = [replace(page, items=(block,)) for block in blocks]
    return (*made, replace(page, items=rest)) if rest else tuple(made)


def references(page: Page) -> tuple[str, ...]:
    """The template names that a page extends or includes, where they are constant, each once."""
    names = [name for value in (page.extends, *_includes(page.items)) if (name := constant(value))]
    return tuple(dict.fromkeys(names))


def constant(value: Value) -> str:
    """The text of a value that holds no hole, else an empty string."""
    return "".join(part for part in value if isinstance(part, str)) if all(isinstance(p, str) for p in value) else ""


@dataclass(frozen=True, slots=True)
class _Scope:
    """What one chain of inheritance offers: the pages from child to base, and each block's definitions, child first."""

    chain: tuple[Page, ...]
    blocks: Mapping[str, Sequence[tuple[Page, Block]]]


@dataclass(frozen=True, slots=True)
class _Here:
    """Where composing stands: the page, its scope, the pages being included, and the block with its definition's number."""

    page: Page
    scope: _Scope
    stack: tuple[Path, ...]
    block: str = ""
    number: int = 0


class _Composer:
    __slots__ = ("_find", "left", "missing", "paths")

    def __init__(self, find: Find) -> None:
        self._find = find
        self.left = MOST_NODES
        self.paths: dict[Path, None] = {}
        self.missing: dict[str, None] = {}

    def whole(self, page: Page, stack: tuple[Path, ...]) -> Iterator[Placed]:
        """A page with its base."""
        chain = self._chain(page)
        blocks: dict[str, list[tuple[Page, Block]]] = {}
        for one in chain:
            for block in _blocks(one.items):
                blocks.setdefault(block.name, []).append((one, block))
        here = _Here(chain[-1], _Scope(chain, blocks), (*stack, *(one.path for one in chain)))
        for one in chain[:-1]:
            if one.dialect == "jinja":
                yield from (Placed(one, item) for item in one.items if isinstance(item, Hole) and item.call == "with")
        yield from self._items(here, chain[-1].items)
        if chain[-1].extends:
            yield from self._left_over(here)

    def _left_over(self, here: _Here) -> Iterator[Placed]:
        """What a base that is not there would place: the blocks that no page of the chain nearer to it has."""
        chain = here.scope.chain
        for index in range(len(chain) - 2, -1, -1):
            nearer = {block.name for page in chain[index + 1 :] for block in _blocks(page.items)}
            for item in chain[index].items:
                if isinstance(item, Block) and item.name not in nearer:
                    yield from self._definition(here, item.name, 0)

    def _chain(self, page: Page) -> tuple[Page, ...]:
        chain = [page]
        self.paths.setdefault(page.path)
        while chain[-1].extends and len(chain) < _DEEPEST:
            parent = self._page(chain[-1].extends)
            if parent is None or parent.path in {one.path for one in chain}:
                break
            self.paths.setdefault(parent.path)
            chain.append(parent)
        return tuple(chain)

    def _page(self, template: Value) -> Page | None:
        name = constant(template)
        page = self._find(name) if name else None
        if page is None:
            self.missing.setdefault(name or "".join(_written(template)))
        return page

    def _items(self, here: _Here, items: Sequence[Item]) -> Iterator[Placed]:
        for item in items:
            if self.left <= 0:
                return
            match item:
                case Element():
                    self.left -= 1
                    yield Placed(here.page, item, tuple(self._items(here, item.items)))
                case Block():
                    yield from self._block(here, item)
                case Include():
                    yield from self._include(here, item)
                case Hole():
                    yield from self._hole(here, item)

    def _block(self, here: _Here, block: Block) -> Iterator[Placed]:
        known = here.scope.blocks.get(block.name, ())
        if not any(own is block for _, own in known):
            yield from self._items(here, block.items)
        elif here.block != block.name and here.page is not known[0][0]:
            yield from self._definition(here, block.name, 0)
        else:
            yield from self._items(here, block.items)

    def _definition(self, here: _Here, name: str, number: int) -> Iterator[Placed]:
        page, block = here.scope.blocks[name][number]
        yield from self._items(_Here(page, here.scope, here.stack, name, number), block.items)

    def _hole(self, here: _Here, hole: Hole) -> Iterator[Placed]:
        if hole.call in {"super", "parent"} or hole.arguments == ("block.super",):
            if here.number + 1 < len(here.scope.blocks.get(here.block, ())):
                yield from self._definition(here, here.block, here.number + 1)
            return
        inherited = self._called(here, hole) if here.page.dialect == "mako" else None
        if inherited is not None:
            yield from inherited
            return
        self.left -= 1
        yield Placed(here.page, hole)

    def _called(self, here: _Here, hole: Hole) -> Iterator[Placed] | None:
        """What Mako writes for ``self.body()``, ``next.body()`` and ``self.name()``, where a page below defines it."""
        owner, _, name = hole.call.rpartition(".")
        if owner not in {"self", "next"}:
            return None
        number = here.scope.chain.index(here.page) if here.page in here.scope.chain else 0
        if name == "body":
            child = here.scope.chain[number - 1] if number else None
            return self._items(_Here(child, here.scope, here.stack), child.items) if child is not None else None
        definitions = here.scope.blocks.get(name, ())
        placed = bool(definitions) and definitions[-1][0] is here.page
        return self._definition(here, name, 0) if definitions and not placed and here.block != name else None

    def _include(self, here: _Here, include: Include) -> Iterator[Placed]:
        name = constant(include.template)
        part = _part(name)
        own = _named(here.page, name, part)
        if own is not None:
            if here.block != own.name and len(here.stack) <= _DEEPEST:
                stack = (*here.stack, here.page.path)
                yield from self._items(_Here(here.page, here.scope, stack, own.name), own.items)
            return
        page = self._page(include.template)
        if page is None or len(here.stack) > _DEEPEST:
            return
        block = _named(page, name, part)
        if block is None:
            if page.path not in here.stack:
                yield from self.whole(page, here.stack)
        elif (here.page.path, here.block) != (page.path, block.name):
            self.paths.setdefault(page.path)
            scope = _Scope((page,), {})
            yield from self._items(_Here(page, scope, (*here.stack, page.path), block.name), block.items)


def _part(name: str) -> str:
    """The part of a file that a template name speaks of: a macro after ``macros/``, a template after its module's name."""
    _, macros, macro = name.rpartition("/macros/")
    return macro if macros else name.rpartition(".")[2]


def _named(page: Page, name: str, part: str) -> Block | None:
    if page.dialect not in {"qweb", "tal"}:
        return None
    return next((block for block in _blocks(page.items) if block.name and block.name in {name, part}), None)


def _blocks(items: Sequence[Item]) -> Iterator[Block]:
    for item in items:
        if isinstance(item, Block):
            yield item
        if isinstance(item, Block | Element):
            yield from _blocks(item.items)


def _includes(items: Sequence[Item]) -> Iterator[Value]:
    for item in items:
        if isinstance(item, Include):
            yield item.template
        elif isinstance(item, Block | Element):
            yield from _includes(item.items)


def _written(value: Value) -> Iterator[str]:
    yield from (part if isinstance(part, str) else part.text for part in value)
