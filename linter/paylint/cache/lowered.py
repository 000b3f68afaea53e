"""Files that were parsed and lowered before, by their content."""

from __future__ import annotations

from paylint.cache.keys import digest
from paylint.cache.store import Store
from paylint.frontend.decoding import Unparsed
from paylint.frontend.lowered import Lowered, lower_file, lower_packed, unpacked
from paylint.location import Path
from paylint.masking import mask_card_numbers

KIND = "lowered"


class LoweredCache:
    """Lowers files, or takes what was lowered before. Without a store it lowers. ``program`` is what decides how it is done."""

    def __init__(self, store: Store | None = None, program: bytes = b"") -> None:
        self._store = store
        self._program = program

    def lower(self, path: Path, content: bytes, name: str, package: bool) -> Lowered | Unparsed:
        """What `lower_file` gives."""
        if self._store is None:
            return lower_file(path, content, name, package)
        found = self._store.get(self._key(path, content, name, package))
        if found is None:
            found = lower_packed(path, content, name, package)
            self.keep(found, path, content, name, package)
        return unpacked(found)

    def holds(self, path: Path, content: bytes, name: str, package: bool) -> bool:
        """Whether a file was lowered before."""
        return self._store is not None and self._store.holds(self._key(path, content, name, package))

    def keep(self, packed: bytes, path: Path, content: bytes, name: str, package: bool) -> None:
        """Keep a packed result, unless a card number stands in the file: none of those may lie in a cache."""
        text = content.decode("utf-8", "replace") + packed.decode("latin-1")
        if self._store is not None and mask_card_numbers(text) == text:
            self._store.put(KIND, self._key(path, content, name, package), packed)

    def _key(self, path: Path, content: bytes, name: str, package: bool) -> bytes:
        return digest(KIND, self._program, path, name, str(package), content)
