"""Which fields of a page take which kind of data, by the words of the packs and the markup of the providers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from paylint.browser.forms import Contents, Field, Form
from paylint.browser.holes import Widget
from paylint.finding import Confidence
from paylint.models.schema import BrowserRow
from paylint.models.vocabulary import Role, Vocabulary

_TAKES_NO_TEXT = frozenset(
    {"submit", "button", "reset", "image", "file", "checkbox", "radio", "range", "color", "search", "email", "url"}
)
_CHOICES = frozenset({"select", "date", "month", "datetime-local", "week"})
_BOUND = ("v-model", "ng-model", "data-ng-model", "x-model", "wire:model", "bind:value", "formcontrolname", "ngmodel")
_MARKUP = re.compile(r"""([\w-]+)=["']([^"']+)["']""")
_NAME_LIKE = re.compile(r"[\w.\[\]-]{2,60}")
_SEARCH = re.compile(r"(?:^|[^a-z])(?:search|filter)(?:$|[^a-z])", re.IGNORECASE)
_MASK = re.compile(r"[*x•●]{4,}", re.IGNORECASE)
_NUMBERED = re.compile(r"[_\-\[]?\d{1,2}\]?$")
_NEAR = 6
_MOST_WORDS_OF_A_CAPTION = 8


@dataclass(frozen=True, slots=True)
class Markup:
    """What providers' scripts read from a form: attributes that they look for, and values that mean a kind of data."""

    attributes: frozenset[str]
    kinds: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Intake:
    """A place in a page that takes data of a kind.

    ``form`` is the form that it belongs to, ``None`` where it stands in none of this page. ``reason`` is what says so, as
    written (``name="card_number"``). ``posted`` tells whether a browser sends it with its form.
    """

    form: Form | None
    source: Field | Widget
    kind: str
    confidence: Confidence
    reason: str
    posted: bool


@dataclass(frozen=True, slots=True)
class _Guess:
    """What one field seems to take. ``weak``: only if something around it says so, too; ``doubt``: something speaks against."""

    kind: str
    confidence: Confidence
    reason: str
    weak: bool = False
    doubt: bool = False


def provider_markup(rows: Iterable[BrowserRow]) -> Markup:
    """The attributes in the markup of providers' rows, and the kinds that the same rows give to their values."""
    attributes: set[str] = set()
    kinds: dict[tuple[str, str], str] = {}
    for row in rows:
        fields = dict(row.fields)
        found = [match.groups() for text in row.markup if (match := _MARKUP.fullmatch(text)) is not None]
        for name, value in found:
            if name.startswith("data-"):
                attributes.add(name)
                kinds.update({(name, each): kind for each, kind in fields.items()})
            if value in fields:
                kinds[name, value] = fields[value]
    return Markup(frozenset(attributes), kinds)


def intakes(contents: Contents, vocabulary: Vocabulary, markup: Markup) -> tuple[Intake, ...]:
    """The fields and server-rendered fields of a page that take labelled data, form by form, each in page order."""
    found: list[Intake] = []
    for form in contents.forms:
        found.extend(_Group(form, form.fields, form.widgets, vocabulary, markup).intakes())
    found.extend(_Group(None, contents.fields, contents.widgets, vocabulary, markup).intakes())
    return tuple(found)


class _Group:
    """The fields of one form, or those that stand in none: what is clear of some of them decides about the others."""

    def __init__(
        self,
        form: Form | None,
        fields: Sequence[Field],
        widgets: Sequence[Widget],
        vocabulary: Vocabulary,
        markup: Markup,
    ) -> None:
        self.form = form
        self.words = vocabulary
        self.markup = markup
        self.sources: list[Field | Widget] = sorted((*fields, *widgets), key=lambda one: one.location)
        names = (form.id, form.name, *form.classes) if form is not None else ()
        self.context = any(vocabulary.gives_context(name) and len(name) > 4 for name in names)
        address = form.action.text if form is not None and form.action.kind != "expression" else ""
        self.doubt = any(vocabulary.another_thing(name) for name in (*names[:2], *address.split("/")) if name)
        self.search = form is not None and _is_search(form)

    def intakes(self) -> Iterator[Intake]:
        guesses = [self._guess(source) for source in self.sources]
        sure = [(index, guess) for index, guess in enumerate(guesses) if guess and not guess.weak and not guess.doubt]
        for index, (source, guess) in enumerate(zip(self.sources, guesses, strict=True)):
            if guess is None or not self._believed(index, guess, sure):
                continue
            confidence = Confidence.MEDIUM if guess.weak or guess.doubt else guess.confidence
            posted = source.posted if isinstance(source, Field) else True
            yield Intake(self.form, source, guess.kind, min(confidence, guess.confidence), guess.reason, posted)

    def _believed(self, index: int, guess: _Guess, sure: Sequence[tuple[int, _Guess]]) -> bool:
        others = [(place, one) for place, one in sure if place != index and one.kind != guess.kind]
        if self.doubt or guess.doubt or self.search:
            return len({one.kind for _, one in sure}) > 1 and bool(others)
        if guess.weak:
            return (self.context and self.words.kinds[guess.kind].decides) or self._near(index, others)
        return True

    def _near(self, index: int, others: Sequence[tuple[int, _Guess]]) -> bool:
        return any(abs(place - index) <= _NEAR for place, _ in others)

    def _guess(self, source: Field | Widget) -> _Guess | None:
        if isinstance(source, Widget):
            return self._of_widget(source)
        if source.type in _TAKES_NO_TEXT:
            return None
        token = self._of_token(source)
        if token is not None:
            return token if token.kind else None
        guess = self._of_provider(source) or self._of_names(source)
        if guess is None or guess.weak:
            guess = self._stronger(guess, source)
        return guess if guess is not None and self._possible(source, guess) else None

    def _of_widget(self, widget: Widget) -> _Guess | None:
        if widget.whole or not widget.field:
            return None
        meaning = self.words.meaning(widget.field)
        if meaning is None or self.words.kinds[meaning.kind].whole:
            return None
        context = meaning.weak and self.words.gives_context(widget.form)
        return _Guess(meaning.kind, Confidence.MEDIUM, widget.expression, weak=meaning.weak and not context)

    def _of_token(self, field: Field) -> _Guess | None:
        """What ``autocomplete`` says; a guess without a kind where it says that the field takes something else."""
        for text in field.autocomplete.split():
            phrase = self.words.token("autocomplete", text)
            if phrase is not None:
                if phrase.role is Role.QUALIFIER:
                    return _Guess("", Confidence.LOW, "")
                return _Guess(phrase.kind, Confidence.HIGH, f'autocomplete="{text}"')
        return None

    def _of_provider(self, field: Field) -> _Guess | None:
        for name, value in field.attributes:
            text = "".join(part for part in value if isinstance(part, str)).strip()
            for each in (text, *text.split()) if name in {"class", "name"} else (text,):
                kind = self.markup.kinds.get((name, each))
                if kind is not None:
                    return _Guess(kind, Confidence.HIGH, f'{name}="{each}"')
            if name in self.markup.attributes:
                meaning = self.words.meaning(text)
                if meaning is not None:
                    return _Guess(meaning.kind, Confidence.HIGH, f'{name}="{text}"')
        return None

    def _of_names(self, field: Field) -> _Guess | None:
        doubt = any(self.words.another_thing(text) for text in self._captions(field))
        weak: _Guess | None = None
        for attribute, text in _names(field):
            meaning = self.words.meaning(text)
            if meaning is None or self.words.kinds[meaning.kind].whole:
                if attribute == "name" and (self.words.harmless(text) or field.type == "hidden"):
                    return None
                continue
            surely = Confidence.HIGH if attribute == "name" and field.type != "hidden" else Confidence.MEDIUM
            guess = _Guess(meaning.kind, surely, f'{attribute}="{text}"', meaning.weak, doubt)
            if not meaning.weak:
                return guess
            weak = weak or guess
        if weak is None or field.type == "hidden":
            return None
        told = any(self.words.gives_context(text) for text in (*self._captions(field), _plain_id(field)))
        return _Guess(weak.kind, Confidence.MEDIUM, weak.reason, weak=not told, doubt=doubt)

    def _stronger(self, guess: _Guess | None, field: Field) -> _Guess | None:
        """What is written beside a field, where its names say nothing, or too little of the same."""
        told = None if guess is None and self._otherwise(field) else self._of_texts(field)
        if guess is None or told is None:
            return guess or told
        return told if told.kind == guess.kind and not told.weak else guess

    def _otherwise(self, field: Field) -> bool:
        """Whether a field's own name says that it takes something else, whatever is written beside it."""
        return field.type == "hidden" or (bool(field.name) and self.words.harmless(field.name))

    def _of_texts(self, field: Field) -> _Guess | None:
        """What is written beside the field, and its classes."""
        doubt = any(self.words.another_thing(text) for text in self._captions(field))
        weak: _Guess | None = None
        for attribute, text in _texts(field):
            meaning = self.words.meaning(text) if len(text.split()) <= _MOST_WORDS_OF_A_CAPTION else None
            if meaning is None or self.words.kinds[meaning.kind].whole:
                continue
            guess = _Guess(meaning.kind, Confidence.MEDIUM, f'{attribute} "{text}"', meaning.weak, doubt)
            if not meaning.weak:
                return guess
            weak = weak or guess
        return weak

    def _captions(self, field: Field) -> Iterator[str]:
        """The texts that speak of this field and could say that it is another thing."""
        texts = (field.label, field.placeholder, field.caption, _plain_id(field))
        yield from (text for text in texts if text and len(text.split()) <= _MOST_WORDS_OF_A_CAPTION)

    def _possible(self, field: Field, guess: _Guess) -> bool:
        """Whether the field can hold data of that kind at all."""
        kind = self.words.kinds[guess.kind]
        if field.type in _CHOICES:
            return not kind.decides
        if _MASK.search(_text(field, "value")):
            return False
        room = _text(field, "maxlength")
        short = room.isdigit() and 0 < int(room) < kind.shortest
        return not short or self._parts(field, kind.shortest) > 1

    def _parts(self, field: Field, shortest: int) -> int:
        """Over how many short fields of the same numbered name the data may be split."""
        stem = _NUMBERED.sub("", field.name or field.id)
        return sum(
            1
            for other in self.sources
            if isinstance(other, Field)
            and _NUMBERED.sub("", other.name or other.id) == stem
            and (room := _text(other, "maxlength")).isdigit()
            and int(room) < shortest
        )


def _names(field: Field) -> Iterator[tuple[str, str]]:
    if field.name:
        yield "name", field.name
    for attribute in _BOUND:
        text = _written(field, attribute)
        if text:
            yield attribute, text
    if field.id:
        yield "id", _plain_id(field)


def _texts(field: Field) -> Iterator[tuple[str, str]]:
    for what, text in (("label", field.label), ("placeholder", field.placeholder), ("title", _text(field, "title"))):
        if text:
            yield what, text
    if field.caption:
        yield "caption", field.caption
    yield from (("class", name) for name in field.classes)
    for name, value in field.attributes:
        text = "".join(part for part in value if isinstance(part, str))
        if name.startswith("data-") and _NAME_LIKE.fullmatch(text):
            yield name, text


def _plain_id(field: Field) -> str:
    """A field's id without the ``id_`` that Django puts before its name."""
    return field.id.removeprefix("id_")


def _text(field: Field, attribute: str) -> str:
    return "".join(part for part in field.attribute(attribute) or () if isinstance(part, str)).strip()


def _written(field: Field, attribute: str) -> str:
    """An attribute's text where it begins with the name, whatever modifiers follow (``v-model.trim``)."""
    for name, value in field.attributes:
        if name.lower() == attribute or name.lower().startswith(f"{attribute}."):
            return "".join(part if isinstance(part, str) else "".join(part.arguments) for part in value)
    return ""


def _is_search(form: Form) -> bool:
    role = dict(form.attributes).get("role", ())
    address = form.action.text if form.action.kind in {"url", "route"} else ""
    return "search" in role or any(_SEARCH.search(text) for text in (form.id, form.name, *form.classes, address))
