"""Which rules run: codes, code prefixes and names, where the more specific one wins."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from paylint.errors import UsageError


def chosen(rules: Iterable[tuple[str, str]], select: Sequence[str], ignore: Sequence[str]) -> frozenset[str]:
    """The codes of those ``rules`` (code and name) that ``select`` takes in and ``ignore`` does not leave out.

    An empty ``select`` takes in all. The more specific selector wins (``PAY101`` over ``PAY1``), and ``ignore`` among
    equals. Raises `UsageError` for a selector that fits no rule.
    """
    known = tuple(rules)
    for option, selectors in (("select", select), ("ignore", ignore)):
        for selector in selectors:
            refuse_unknown(selector, option, known)
    return frozenset(
        code for code, name in known if _closeness(select or ("",), code, name) > _closeness(ignore, code, name)
    )


def _closeness(selectors: Sequence[str], code: str, name: str) -> int:
    """How specific the most specific fitting selector is; -1 where none fits."""
    return max((len(code) if name == s else len(s) for s in selectors if fits(s, code, name)), default=-1)


def fits(selector: str, code: str, name: str) -> bool:
    """Whether a selector names a rule: its code, a prefix of that, or its name."""
    return name == selector or code.startswith(selector.upper())


def refuse_unknown(selector: str, option: str, rules: Sequence[tuple[str, str]]) -> None:
    """Raise `UsageError` for a selector that fits no rule."""
    if selector and any(fits(selector, code, name) for code, name in rules):
        return
    raise UsageError(f'unknown rule "{selector}" in {option}; {hint(selector, rules)}')


def hint(word: str, rules: Iterable[tuple[str, str]]) -> str:
    """What to do about a ``word`` that names no rule."""
    known = [part for rule in rules for part in rule]
    near = difflib.get_close_matches(word, known, n=9) or difflib.get_close_matches(word.upper(), known, n=9)
    if not near:
        return "`paylint rules` lists all rules"
    best = max(near, key=lambda name: _shared_start(name, word))  # a code's first digits are its family
    return f'did you mean "{best}"?'


def _shared_start(one: str, other: str) -> int:
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
