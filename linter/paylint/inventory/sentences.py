"""Sentences that promise what is not done with data, in whatever text they stand: pages, notes, comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from paylint.facts import Claim
from paylint.inventory.document import Document
from paylint.models.schema import ClaimRow

_GAP = r"(?:[ \t]*\n?[ \t]*(?:(?:#|//|\*|>)+[ \t]*)?|[ \t]+)"
_ENDS = re.compile(
    r"[.!?](?=\s|$|[\"')\]])|[。．！？]|\n[ \t]*(?:(?:#|//|\*)+[ \t]*)?\n|\x00|\n[ \t]*[-*+•][ \t]+|\"\"\"|'''|[{}]|\n[ \t]*#+[ \t]"
)
_BLOCK = re.compile(
    r"</?(?:p|div|li|ul|ol|td|th|tr|table|h[1-6]|section|footer|header|main|form|label|br|option|dt|dd|article|nav|body|title)\b[^>]*>|<!--|-->|\{%[^%]*%\}",
    re.IGNORECASE,
)
_INLINE = re.compile(r"<[^>\n]{1,300}>")
_SHOWN = 160
_MARKUP = " -*#>|_`~=:•✓✔✅"


class Sentences:
    """The claims of all rows, ready to be looked for."""

    def __init__(self, rows: Sequence[ClaimRow]) -> None:
        self._rows = [(row, _pattern(row.says), _pattern(row.about), _pattern(row.unless)) for row in rows]

    def claims(self, source: Document) -> Iterator[Claim]:
        """The claims in a file, each sentence once for each claim."""
        text = source.text
        if source.language == "html":
            text = _INLINE.sub(_spaces, _BLOCK.sub(_end, text))
        seen: set[tuple[str, int]] = set()
        for row, says, about, unless in self._rows:
            for match in says.finditer(text):
                start, end = _bounds(text, match.start(), match.end())
                sentence = text[start:end]
                if (row.id, start) in seen or not about.search(sentence) or unless.search(sentence):
                    continue
                seen.add((row.id, start))
                place = source.at(match.start())
                yield Claim(row.id, _shown(sentence), row.language, place, source.code(place.line))


def _pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    """A pattern for phrases. Those of Latin letters end at the ends of words."""
    if not phrases:
        return re.compile(r"(?!)")
    return re.compile("|".join(sorted(map(_phrase, phrases), key=lambda text: -len(text))), re.IGNORECASE)


def _phrase(phrase: str) -> str:
    written = _GAP.join(re.escape(word) for word in phrase.split())
    return rf"\b{written}\b" if phrase.isascii() and phrase[-1].isalnum() else written


def _bounds(text: str, start: int, end: int) -> tuple[int, int]:
    first = max(
        (match.end() for match in _ENDS.finditer(text, max(0, start - 600), start)), default=max(0, start - 600)
    )
    last = _ENDS.search(text, end, end + 300)
    return first, last.end() if last else min(len(text), end + 300)


def _shown(sentence: str) -> str:
    words = " ".join(
        re.sub(r"(?m)^[ \t]*(?:#|//|\*)+[ \t]?", "", sentence).replace("\x00", " ").replace("**", "").split()
    )
    words = words.strip(_MARKUP)
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"


def _spaces(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _end(match: re.Match[str]) -> str:
    return "\x00" + _spaces(match)[1:]


def promises(documents: Iterable[Document], sentences: Sentences) -> tuple[Claim, ...]:
    """The claims in texts, sorted by place."""
    found = (claim for source in documents for claim in sentences.claims(source))
    return tuple(sorted(found, key=lambda claim: (claim.location, claim.says)))
