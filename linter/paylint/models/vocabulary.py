"""Which names mean which data. Names are matched as words, split at case, digits and punctuation.

A name such as ``x_card_num`` is a row of words: ``x card num``. A phrase of the vocabulary matches where its words,
written together, are those of a run in the name, so ``card number`` is found in ``cardNumber``, ``CARDNUMBER`` and
``billing[card-number]``. Words outside the run may turn it off (``gift_card_number``, ``card_number_last4``) or, for a
phrase too weak to stand alone, confirm it (``card_pin``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of data that the pack knows.

    ``decides`` is true for data that matters alone (a card number), false for data that counts only beside it
    (an expiry date). ``harmless`` names the marks that make it harmless. ``whole`` is true for an object that holds
    several kinds at once. ``shortest`` is how many characters it has at least: a shorter field holds something else.
    ``lens`` is the `Lens` through which it is followed, in a run of its own; empty for what is followed always. ``sources`` are
    those of which every value is of this kind, whatever its name, and ``parameters`` the names of parameters that are such a source.
    """

    id: str
    meaning: str
    label: tuple[tuple[str, str], ...]
    decides: bool
    harmless: frozenset[str]
    whole: bool = False
    shortest: int = 0
    lens: str = ""
    sources: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lens:
    """A second look at a program, for kinds of data that are not followed always, into ``channels`` alone.

    One without channels is not followed at all: its words say what a column that was sighted holds.

    It is started from functions that hold a text which one of ``texts`` matches, or name one of ``names``, in files that hold one
    of the lower-case ``needles``. ``converted`` are patterns of routes in which the framework has turned a parameter into another
    type; ``NAME`` in them stands for its name. ``shown`` are functions whose texts are for people to read. It is put on
    where data that is followed always was found, or one of ``worth`` was sighted (a pattern, a kind of data).
    """

    id: str
    meaning: str
    channels: frozenset[str]
    needles: tuple[str, ...]
    texts: tuple[re.Pattern[str], ...]
    names: frozenset[str]
    converted: tuple[str, ...] = ()
    shown: frozenset[str] = frozenset()
    worth: frozenset[str] = frozenset()

    def can_begin(self, words: Collection[str], texts: Collection[str]) -> bool:
        """Whether one may start from a function in which these words and longer texts stand."""
        if not self.names.isdisjoint(words):
            return True
        return any(pattern.search(text) for pattern in self.texts for text in (*texts, *words))


@dataclass(frozen=True, slots=True)
class Word:
    """A channel, mark or store that the pack introduces."""

    id: str
    meaning: str
    label: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name means: a kind, and whether the name is too weak to say so without context."""

    kind: str
    weak: bool


class Strength(Enum):
    """How much a phrase says alone.

    ``STRONG``: enough. ``WEAK``: needs context, in the name or around it. ``BARE``: as weak, and counts only where it is
    the whole name, but for neutral words.
    """

    STRONG = "strong"
    WEAK = "weak"
    BARE = "bare"


class Role(Enum):
    """What a phrase does to a name that it stands in.

    ``CONTEXT``: the name speaks of this kind of thing (``credit card``). ``QUALIFIER``: it is another thing (``gift``). ``RESULT``: it is something about the data, not the data
    (``last4``, ``required``). ``CONTAINER``: it is code around the data (``form``), and still context. ``NEUTRAL``: it
    says nothing (``value``). ``OWNER``: whose the data is, or where it goes (``customer``). ``OTHER``: what commonly stands beside the data and is none of it (``currency``).
    """

    CONTEXT = "context"
    QUALIFIER = "qualifier"
    RESULT = "result"
    CONTAINER = "container"
    NEUTRAL = "neutral"
    OWNER = "owner"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that means a kind of data, or with ``role`` one that acts on others. ``text`` has spaces between words.

    With ``attribute`` it is no phrase but one of the fixed tokens of that HTML attribute (``cc-number`` of ``autocomplete``).
    """

    text: str
    kind: str = ""
    strength: Strength = Strength.STRONG
    role: Role | None = None
    attribute: str = ""
    lens: str = ""


@dataclass(frozen=True, slots=True)
class _Run:
    phrase: Phrase
    start: int
    end: int

    def rank(self, whole: frozenset[str]) -> tuple[bool, int, int, bool, int]:
        words = self.end - self.start
        letters = len(self.phrase.text)
        return (self.phrase.kind not in whole, words, letters, self.phrase.strength is Strength.STRONG, self.start)


class Vocabulary:
    """The words of all packs. Answers are memoised: one object serves a whole run."""

    def __init__(
        self,
        kinds: Mapping[str, Kind],
        channels: Mapping[str, Word],
        marks: Mapping[str, Word],
        stores: Mapping[str, Word],
        phrases: Iterable[Phrase],
    ) -> None:
        self.kinds = kinds
        self.channels = channels
        self.marks = marks
        self.stores = stores
        self._whole = frozenset(kind.id for kind in kinds.values() if kind.whole)
        self._by_source = {source: kind for kind in kinds.values() for source in kind.sources}
        self.parameters = frozenset(name for kind in kinds.values() for name in kind.parameters)
        self._phrases: dict[str, Phrase] = {}
        self._roles: dict[str, frozenset[Role]] = {}
        self._words: set[str] = set()
        self._script: list[Phrase] = []
        self._whole_words: set[str] = set()
        self._needles: set[str] = set()
        self._tokens_of: dict[tuple[str, str], Phrase] = {}
        for phrase in phrases:
            self._add(phrase)
        self._longest = max((len(key) for key in self._words), default=0)
        self._script.sort(key=lambda phrase: -len(phrase.text))
        self._meanings: dict[str, Meaning | None] = {}
        self._contexts: dict[str, bool] = {}
        self._harmless: dict[str, bool] = {}

    def meaning(self, name: str) -> Meaning | None:
        """What data a variable, key, field or parameter of this name holds, or ``None``."""
        try:
            return self._meanings[name]
        except KeyError:
            return self._meanings.setdefault(name, self._meaning(name))

    def gives_context(self, name: str) -> bool:
        """Whether weak names inside something of this name (``credit_card.number``) may be believed."""
        try:
            return self._contexts[name]
        except KeyError:
            return self._contexts.setdefault(name, self._context(name))

    def harmless(self, name: str) -> bool:
        """Whether the name says that what it holds is no such data: a part, a result, a token, or something beside it."""
        try:
            return self._harmless[name]
        except KeyError:
            return self._harmless.setdefault(name, self._is_harmless(name))

    def another_thing(self, name: str) -> bool:
        """Whether the name speaks of another thing of the same word: a gift card, a bank account."""
        tokens = self._tokens(name)
        return bool(tokens) and Role.QUALIFIER in self._all_roles(tokens)

    def token(self, attribute: str, text: str) -> Phrase | None:
        """The phrase that is this token of an HTML attribute, both in lower case."""
        return self._tokens_of.get((attribute, text))

    def from_source(self, source: str) -> Kind | None:
        """The kind that everything from a source is of."""
        return self._by_source.get(source)

    def needles(self) -> tuple[str, ...]:
        """Lower-case texts, one of which is in every file where a name can mean something.

        A weak name counts only beside a strong one or in context, so the needles are those of strong phrases and of
        context.
        """
        return tuple(sorted(self._needles))

    def _add(self, phrase: Phrase) -> None:
        if phrase.attribute:
            self._tokens_of[phrase.attribute, phrase.text] = phrase
            if phrase.role is None:
                self._needles.add(phrase.text)
            return
        text = _fold(phrase.text).lower()
        words = text.split()
        if not text.isascii() and not any(word.isascii() for word in words):
            self._script.append(replace(phrase, text=text.replace(" ", "")))
            if phrase.strength is Strength.STRONG and phrase.role in (None, Role.CONTEXT):
                self._needles.add(phrase.text.replace(" ", ""))
            return
        joined = "".join(words)
        if phrase.role is None:
            self._phrases[joined] = phrase
        else:
            self._roles[joined] = self._roles.get(joined, _NO_ROLES) | {phrase.role}
        parts = [part for word in words for part in _TOKEN.findall(word) if part.isalpha()]
        if phrase.role is not Role.NEUTRAL and phrase.role is not Role.OWNER:
            self._words.update(parts)
        self._whole_words.update(parts)
        if phrase.role is Role.CONTEXT:
            self._needles.update(_as_word(text))
        elif phrase.role is None and phrase.strength is Strength.STRONG:
            self._needles.update(_spellings(text))

    def _meaning(self, name: str) -> Meaning | None:
        tokens = self._tokens(name)
        if not tokens or len(tokens) > _MOST_WORDS or (name.startswith("__") and name.endswith("__")):
            return None
        best = self._best(tokens)
        if best is None:
            return None
        return None if self._turned_off(tokens, best) else self._judge(tokens, best)

    def _judge(self, tokens: Sequence[str], run: _Run) -> Meaning | None:
        phrase = run.phrase
        whole = phrase.kind in self._whole
        before = [self._roles_of(token) for token in tokens[: run.start]]
        after = [self._roles_of(token) for token in tokens[run.end :]]
        if whole or phrase.strength is Strength.BARE:
            allowed = _BEFORE_A_WHOLE if whole else _SAYS_NOTHING
            if not (all(roles & allowed for roles in before) and all(roles & _SAYS_NOTHING for roles in after)):
                return None
        if whole or phrase.strength is Strength.STRONG:
            return Meaning(phrase.kind, weak=phrase.strength is not Strength.STRONG)
        if phrase.strength is Strength.BARE:
            confirmed = any(Role.CONTEXT in roles for roles in before)
        else:
            confirmed = any(Role.CONTEXT in roles for roles in (*before, *after))
        return Meaning(phrase.kind, weak=not confirmed)

    def _best(self, tokens: Sequence[str]) -> _Run | None:
        runs = [
            _Run(phrase, start, end)
            for start, end, text in _runs(tokens)
            if (phrase := self._phrases.get(text)) is not None
        ]
        for index, token in enumerate(tokens):
            if not token.isascii():
                phrase = next((phrase for phrase in self._script if phrase.role is None and phrase.text in token), None)
                if phrase is not None:
                    runs.append(_Run(phrase, index, index + 1))
        return max(runs, key=lambda run: run.rank(self._whole), default=None)

    def _turned_off(self, tokens: Sequence[str], run: _Run) -> bool:
        for start, end, text in _runs(tokens):
            if not (run.start <= start and end <= run.end) and self._roles.get(text, _NO_ROLES) & _TURNS_OFF:
                return True
        return bool(self._script_roles(tokens) & _TURNS_OFF)

    def _roles_of(self, token: str) -> frozenset[Role]:
        if token.isdigit():
            return _NUMBER
        roles = self._roles.get(token, _NO_ROLES)
        return roles if token.isascii() else roles | self._script_roles((token,))

    def _script_roles(self, tokens: Iterable[str]) -> frozenset[Role]:
        return frozenset(
            phrase.role
            for token in tokens
            if not token.isascii()
            for phrase in self._script
            if phrase.role is not None and phrase.text in token
        )

    def _all_roles(self, tokens: Sequence[str]) -> frozenset[Role]:
        runs = [self._roles.get(text, _NO_ROLES) for _, _, text in _runs(tokens)]
        return self._script_roles(tokens).union(*runs)

    def _context(self, name: str) -> bool:
        tokens = self._tokens(name)
        if not tokens or len(tokens) > _MOST_WORDS:
            return False
        roles = self._all_roles(tokens)
        return Role.CONTEXT in roles and not roles & _ENDS_CONTEXT

    def _is_harmless(self, name: str) -> bool:
        tokens = self._tokens(name)
        return bool(tokens) and self.meaning(name) is None and bool(self._all_roles(tokens) & _HARMLESS)

    def _tokens(self, name: str) -> list[str]:
        tokens: list[str] = []
        for token in _TOKEN.findall(_fold(name)):
            lower = token.lower()
            if lower.isdigit() or not lower.isascii():
                tokens.append(lower)
            else:
                tokens.extend(self._known_words(lower))
        return tokens

    def _known_words(self, token: str) -> Sequence[str]:
        """The token itself or, where it is several known words written together, those; the plural of a word is the word."""
        if token in self._whole_words:
            return (token,)
        if token.endswith("s") and token[:-1] in self._words:
            return (token[:-1],)
        if _SHORTEST_JOINED <= len(token) <= _LONGEST_JOINED:
            words = self._segments(token)
            if words and len(token) >= len(words) * _SHORTEST_MEAN_WORD:
                return words
        return (token,)

    def _segments(self, token: str) -> tuple[str, ...]:
        best: list[tuple[str, ...] | None] = [()] + [None] * len(token)
        for start in range(len(token) - 1):
            before = best[start]
            if before is None:
                continue
            for end in range(start + 2, min(start + self._longest, len(token)) + 1):
                if token[start:end] in self._words:
                    now = best[end]
                    if now is None or len(before) + 1 < len(now):
                        best[end] = (*before, token[start:end])
        return best[len(token)] or ()


_NAME = re.compile(r"[^\W\d](?:\w|-(?=\w))*")
_TOKEN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_A-Za-z]+(?:[0-9]+[^\W\d_A-Za-z]+)*")
_BEFORE_NAME = (*"_.\"'([{=-,/*:<> \t\n",)
_AFTER_NAME = (*"_.\"'[=-",)
_SHORT = 3
_MOST_WORDS = 16
_MOST_WORDS_IN_RUN = 6
_SHORTEST_JOINED = 5
_LONGEST_JOINED = 40
_SHORTEST_MEAN_WORD = 2.5
_NO_ROLES: frozenset[Role] = frozenset()
_NUMBER = frozenset({Role.NEUTRAL})
_SAYS_NOTHING = frozenset({Role.NEUTRAL, Role.CONTEXT})
_BEFORE_A_WHOLE = frozenset({Role.NEUTRAL, Role.CONTEXT, Role.OWNER})
_TURNS_OFF = frozenset({Role.QUALIFIER, Role.RESULT, Role.CONTAINER})
_ENDS_CONTEXT = frozenset({Role.QUALIFIER, Role.RESULT})
_HARMLESS = frozenset({Role.QUALIFIER, Role.RESULT, Role.OTHER})
_DOTLESS_I = str.maketrans({"ı": "i", "ß": "ss", "ø": "o", "æ": "ae"})


def _runs(tokens: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    for start in range(len(tokens)):
        for end in range(start + 1, min(len(tokens), start + _MOST_WORDS_IN_RUN) + 1):
            yield start, end, "".join(tokens[start:end])


def _fold(text: str) -> str:
    """Full-width letters made plain, and Latin accents dropped; the voiced sounds of Japanese keep theirs."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).translate(_DOTLESS_I))
    kept = "".join(char for char in decomposed if not "\u0300" <= char <= "\u036f")
    return unicodedata.normalize("NFC", kept)


def _spellings(text: str) -> Iterator[str]:
    """How a phrase of several words may stand in a source file, in lower case."""
    words = text.split()
    yield from {separator.join(words) for separator in ("", "_", "-", " ", ".", "[", "['", '["')}


def _as_word(text: str) -> Iterator[str]:
    """How a phrase may stand at the start of a name, or after an underscore in it; a short one must end there, too."""
    words = text.split()
    if len(words) > 1:
        yield from _spellings(text)
    elif len(text) > _SHORT:
        yield from (f"{before}{text}" for before in _BEFORE_NAME)
    else:
        yield from (f"{before}{text}{after}" for before in _BEFORE_NAME for after in _AFTER_NAME)


def words_in(text: str) -> set[str]:
    """The words of a text that may be names, with hyphens inside."""
    return set(_NAME.findall(text))


def telling_alone(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word means data that matters alone, whatever stands beside it."""
    meaning = vocabulary.meaning(word)
    return meaning is not None and not meaning.weak and vocabulary.kinds[meaning.kind].decides


def telling_together(words: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Whether words can make a source together: one that speaks for itself, or weak ones of two kinds in context."""
    kinds: set[str] = set()
    context = False
    for word in words:
        if telling_alone(word, vocabulary):
            return True
        meaning = vocabulary.meaning(word)
        if meaning is not None and not vocabulary.kinds[meaning.kind].whole:
            kinds.add(meaning.kind)
        context = context or vocabulary.gives_context(word)
    return context and len(kinds) > 1 and any(vocabulary.kinds[kind].decides for kind in kinds)
