"""What paylint reads in each state of the example shops, beside what is expected of it.

    python -m tests.examples.table

Prints one row a state. Exit status 1 if any differs.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.config.settings import defaults
from paylint.deployed import folder_tree
from paylint.lock import compare
from paylint.locking import lock
from paylint.pipeline import scope
from paylint.scope import Scope
from tests.examples.expected import Expected, everything

DECIDING = frozenset({"card.pan", "card.code", "card.object", "card.pin", "card.track"})
LABELS = {"card.pan": "card number", "card.code": "security code"}


def read(shop: Expected) -> dict[str, str]:
    """The same keys as in ``expected.txt``, as paylint sees the shop."""
    found = scope(defaults(str(shop.root)))[1]
    return {
        "flow": found.verdict.flow_type,
        "provider": found.integrations[0].provider if found.integrations else "",
        "passes": "yes"
        if any(item.stage == "enters" and DECIDING & set(item.elements) for item in found.inventory)
        else "no",
        "stores": stores(found),
        "saq": found.verdict.saq,
        "japan": found.verdict.japan,
        "altered": altered(shop),
    }


def altered(shop: Expected) -> str:
    """The files of a deployed tree that differ from the lock of the clean tree beside it."""
    if not shop.root.name.startswith("deployed-"):
        return ""
    clean = shop.root.with_name(shop.root.name.replace("deployed-", "before-"))
    return ", ".join(each.path for each in compare(lock(defaults(str(clean))), folder_tree(str(shop.root))))


def stores(found: Scope) -> str:
    """The deciding elements that rest somewhere."""
    kinds = {kind for item in found.inventory if item.stage == "rests" for kind in item.elements} & set(LABELS)
    return ", ".join(sorted(LABELS[kind] for kind in kinds)) or "no"


def differences(shop: Expected) -> Iterator[str]:
    """What is expected and read otherwise. A shop of which the report says nothing stores nothing that the code shows."""
    got = read(shop)
    for key, value in shop.values.items():
        if key not in got or (key == "stores" and value == "unknown" and got[key] == "no"):
            continue
        if got[key] != value and not (key == "japan" and got[key].startswith(value)):
            yield f"{key} is {got[key]!r}, expected {value!r}"


def main() -> int:
    """Print the table."""
    wrong = 0
    print(f"{'shop':32} {'flow':20} {'provider':9} {'passes':7} {'stores':27} {'saq':5} {'japan':33} altered")
    for shop in everything():
        got, unlike = read(shop), list(differences(shop))
        row = f"{shop.name:32} {got['flow']:20} {got['provider']:9} {got['passes']:7} {got['stores']:27} {got['saq']:5} {got['japan']:33} {got['altered']}"
        print(row.rstrip() + "".join(f"\n    {text}" for text in unlike))
        wrong += bool(unlike)
    return int(wrong > 0)


if __name__ == "__main__":
    raise SystemExit(main())
