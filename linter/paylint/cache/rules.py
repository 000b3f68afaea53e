"""What is shown of the rules of packs, since importing them takes longer than most runs that need no rule."""

from __future__ import annotations

import pickle
from dataclasses import replace

from paylint.cache.keys import digest
from paylint.cache.store import Store
from paylint.finding import RuleInfo
from paylint.masking import mask_card_numbers
from paylint.packs import Pack

KIND = "rules"


def kept_rules(packs: tuple[Pack, ...], store: Store | None = None, program: bytes = b"") -> tuple[RuleInfo, ...]:
    """The rules of packs, in order of code, with card numbers in their pages masked. ``program`` is what decides which there are.

    Raises:
        PackError: a rule module is broken, or two packs use the same code.
    """
    if store is None:
        return _told(packs)
    key = digest(KIND, program)
    packed = store.get(key)
    if packed is not None:
        infos: tuple[RuleInfo, ...] = pickle.loads(packed)  # noqa: S301 - our own bytes, out of the user's own folder
        return infos
    told = _told(packs)
    store.put(KIND, key, pickle.dumps(told, pickle.HIGHEST_PROTOCOL))
    return told


def _told(packs: tuple[Pack, ...]) -> tuple[RuleInfo, ...]:
    from paylint.packs import rules_of
    from paylint.rule_page import described

    found = (described(rule) for rule in rules_of(packs))
    return tuple(replace(info, help=mask_card_numbers(info.help)) for info in found)
