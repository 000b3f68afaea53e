"""Rule packs: what is looked for comes from them, through the entry-point group ``paylint.packs``.

A pack is an importable package with a module attribute ``PACK``. Its rules are the modules that hold a ``rule``, its
models and vocabulary are the YAML files under ``models/`` and ``vocabulary/``. The pack that ships with paylint comes in
by the same door as any other.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from typing import TYPE_CHECKING

from paylint.errors import PackError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from types import ModuleType

    from paylint.facts import Program
    from paylint.finding import Finding
    from paylint.models.schema import Provider
    from paylint.rule import Rule
    from paylint.scope import Extent, Scope

    Assess = Callable[[Program, tuple[Finding, ...], Mapping[str, Provider], Extent], Scope]

GROUP = "paylint.packs"
API = 1


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack. ``name`` is its import package (``__name__``), ``prefix`` that of its rule codes, ``api`` what it is for.

    ``distribution`` is filled in on loading; errors name it.
    """

    name: str
    prefix: str
    api: int
    distribution: str = ""

    def files(self, folder: str) -> Iterator[tuple[str, bytes]]:
        """The YAML files under ``folder``, in order of their names, as ``(name to show, content)``."""
        root = files(self.name) / folder
        if root.is_dir():
            yield from _yaml_files(root, f"{self.name}/{folder}")

    def rules(self) -> tuple[Rule, ...]:
        """Import the pack's rule modules and give their rules, in order of code.

        Raises:
            PackError: a module cannot be imported, a code has another prefix, or two modules hold the same code.
        """
        from paylint.rule import Rule

        found: dict[str, tuple[str, Rule]] = {}
        for module in _modules(self):
            rule = getattr(module, "rule", None)
            if isinstance(rule, Rule):
                if not rule.code.startswith(self.prefix):
                    raise PackError(
                        f"{module.__name__}: rule code {rule.code} does not start with {self.prefix}, the prefix of {self}."
                    )
                if rule.code in found:
                    raise PackError(
                        f"{module.__name__}: rule code {rule.code} is taken by {found[rule.code][0]}; give one another."
                    )
                text = inspect.cleandoc(module.__doc__ or "")
                found[rule.code] = (module.__name__, replace(rule, documentation=text))
        return tuple(found[code][1] for code in sorted(found))

    def __str__(self) -> str:
        return f"pack {self.name} of {self.distribution}" if self.distribution else f"pack {self.name}"


def assessor(packs: Sequence[Pack]) -> Assess:
    """The assessment of the first pack that has one: a function ``assess`` in its module ``assessment``.

    Raises:
        PackError: none has.
    """
    for pack in packs:
        if importlib.util.find_spec(f"{pack.name}.assessment") is not None:
            assess: Assess = importlib.import_module(f"{pack.name}.assessment").assess
            return assess
    raise PackError("No rule pack can assess a scope: none of them has a module 'assessment'.")


def load_packs(extra: Sequence[str] = ()) -> tuple[Pack, ...]:
    """The packs of all installed distributions, and those of the modules named in ``extra``, in order of their names.

    Raises:
        PackError: a pack cannot be imported or is written for another version of this interface.
    """
    packs: dict[str, Pack] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.value, point.name)):
        pack = _load(point.value, _distribution(point))
        packs.setdefault(pack.name, pack)
    for name in extra:
        pack = _load(name, "")
        packs.setdefault(pack.name, pack)
    return tuple(packs[name] for name in sorted(packs))


def rules_of(packs: Iterable[Pack]) -> tuple[Rule, ...]:
    """The rules of all packs, in order of code.

    Raises:
        PackError: a rule module is broken, or two packs use the same code.
    """
    owners: dict[str, str] = {}
    rules: list[Rule] = []
    for pack in packs:
        for rule in pack.rules():
            if rule.code in owners:
                raise PackError(f"Rule code {rule.code} is in pack {owners[rule.code]} and in pack {pack.name}.")
            owners[rule.code] = pack.name
            rules.append(rule)
    return tuple(sorted(rules, key=lambda rule: rule.code))


def _load(name: str, distribution: str) -> Pack:
    where = f"pack {name} of {distribution}" if distribution else f"pack {name}"
    try:
        module = importlib.import_module(name)
    except Exception as error:
        raise PackError(f"The {where} cannot be imported: {type(error).__name__}: {error}.") from error
    pack = getattr(module, "PACK", None)
    if not isinstance(pack, Pack):
        raise PackError(f"The {where} has no PACK = Pack(...) in its module.")
    if pack.api != API:
        raise PackError(f"The {where} is written for pack interface {pack.api}; this paylint has {API}.")
    return replace(pack, distribution=distribution)


def _distribution(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else point.name


def _modules(pack: Pack) -> Iterator[ModuleType]:
    package = importlib.import_module(pack.name)
    for info in sorted(
        pkgutil.walk_packages(package.__path__, f"{pack.name}.", lambda _: None), key=lambda info: info.name
    ):
        try:
            yield importlib.import_module(info.name)
        except Exception as error:
            raise PackError(f"{info.name} of {pack} cannot be imported: {type(error).__name__}: {error}.") from error


def _yaml_files(folder: Traversable, shown: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = f"{shown}/{entry.name}"
        if entry.is_dir():
            yield from _yaml_files(entry, name)
        elif entry.name.endswith((".yaml", ".yml")):
            yield name, entry.read_bytes()
