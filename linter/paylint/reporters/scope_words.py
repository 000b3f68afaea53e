"""What every report on the scope says in the same words: verdicts, ways of paying, account data, and the limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from paylint.messages import count, key, say
from paylint.scope import Extent, Saq, Scope

ASSESSMENTS: Mapping[str, str] = {
    "A": key("SAQ A"),
    "A-EP": key("SAQ A-EP"),
    "A/A-EP": key("SAQ A or SAQ A-EP"),
    "D": key("SAQ D-Merchant"),
    "D-SP": key("SAQ D-Service Provider"),
    "none": key("no card flow found"),
}
WAYS: Mapping[str, str] = {
    "api": key("API type"),
    "merchant-form-token": key("own form with the provider's script"),
    "direct-post": key("direct post from an own form"),
    "hosted-fields": key("hosted fields"),
    "redirect": key("redirect"),
    "offline": key("offline"),
    "none": key("no card flow"),
}
ELEMENTS: Mapping[str, str] = {
    "card.pan": key("card number"),
    "card.code": key("security code"),
    "card.pin": key("PIN"),
    "card.track": key("track data"),
    "card.object": key("card data"),
    "card.expiry": key("expiry date"),
    "card.holder": key("cardholder name"),
}
MARKS: Mapping[str, str] = {
    "last4": key("last four digits"),
    "bin": key("leading digits"),
    "truncated": key("truncated"),
    "masked": key("masked"),
    "masked-number": key("numbers masked"),
    "tokenised": key("tokenised"),
    "keyed-hash": key("keyed hash"),
    "hashed": key("hashed without a key"),
    "encrypted": key("encrypted"),
    "encoded": key("encoded"),
}
STAGES: Mapping[str, str] = {
    "enters": key("enters"),
    "passes": key("passes"),
    "rests": key("rests"),
    "leaves": key("leaves"),
}
SIDES: Mapping[str, str] = {"server": key("server side"), "browser": key("browser side")}
STANDINGS: Mapping[str, str] = {
    "shown": key("shown by the code"),
    "suspected": key("suspected, to be looked at"),
    "not-shown": key("looked for and not found"),
    "person": key("only a person can confirm"),
}
ZONES: Mapping[str, str] = {
    "browser": key("Customer's browser"),
    "server": key("This server"),
    "storage": key("Storage"),
    "third-party": key("Third parties"),
}
_LIMITS = (
    key("which versions are deployed, on servers and on appliances in front of them (OpenSSL on a load balancer)"),
    key("whether production logs are kept, for how long, and what stands in them"),
    key("code or pages altered after deployment"),
    key("contracts with providers and other third parties, and whether these are PCI DSS compliant"),
    key("vulnerability scans, penetration tests, training and supervision"),
    key("other channels: telephone, mail, fax, paper, terminals in shops"),
    key("which assessment the acquirer or the card brand asks for"),
)


def named(language: str, words: Mapping[str, str], word: str) -> str:
    """What ``word`` is called; the word itself where no table knows it."""
    return say(language, words.get(word, word))


def elements(language: str, kinds: Sequence[str]) -> str:
    """The names of kinds of account data, those that decide before those that count only beside them."""
    order = list(ELEMENTS)
    known = sorted(kinds, key=lambda kind: order.index(kind) if kind in ELEMENTS else len(order))
    return _joined(language, [named(language, ELEMENTS, kind) for kind in known])


def marks(language: str, names: Sequence[str]) -> str:
    """The names of marks, in the order given."""
    return _joined(language, [named(language, MARKS, name) for name in names])


def consistent(language: str, saq: Saq) -> str:
    """``consistent with SAQ D-Merchant``; ``no card flow found`` where there is no reading at all."""
    if saq == "none":
        return say(language, ASSESSMENTS["none"])
    return say(language, "consistent with {saq}", saq=say(language, ASSESSMENTS[saq]))


def statement(language: str, saq: Saq) -> str:
    """The verdict as one or two whole sentences, which never promise what the acquirer or the card brand decides."""
    if saq == "none":
        return say(language, "No card flow found. That alone does not say which assessment applies.")
    return say(
        language,
        "Consistent with {saq}; the acquirer or the card brand decides.",
        saq=say(language, ASSESSMENTS[saq]),
    )


def way(language: str, flow_type: str) -> str:
    """The name of a way of paying."""
    return named(language, WAYS, flow_type)


def coverage(language: str, extent: Extent) -> str:
    """How far the run saw, in one sentence: without it, nothing found means nothing."""
    if not extent.posts:
        said = say(language, "no route that accepts a POST is known")
    elif extent.reading:
        said = count(
            language,
            extent.posts,
            "of {n} route that accepts a POST, card data is read by {reading}",
            "of {n} routes that accept a POST, card data is read by {reading}",
            reading=extent.reading,
        )
    else:
        said = count(
            language,
            extent.posts,
            "of {n} route that accepts a POST, none reads card data",
            "of {n} routes that accept a POST, none reads card data",
        )
    unread = count(language, len(extent.unread), "{n} file not analysed", "{n} files not analysed")
    calls = count(
        language,
        extent.unresolved,
        "{n} call unresolved, of which {path} on a payment path",
        "{n} calls unresolved, of which {path} on a payment path",
        path=extent.on_path,
    )
    return say(language, "{routes}; {files}; {calls}.", routes=capitalised(said), files=unread, calls=calls)


def seen(language: str, extent: Extent) -> str:
    """What was looked at, in numbers."""
    return say(
        language,
        "{files}, {analysed} analysed; {pages}; {routes}; {calls}.",
        files=count(language, extent.files, "{n} file", "{n} files"),
        analysed=f"{extent.analysed:,}",
        pages=count(language, extent.pages, "{n} page template", "{n} page templates"),
        routes=count(language, extent.routes, "{n} route", "{n} routes"),
        calls=count(language, extent.calls, "{n} call", "{n} calls"),
    )


def limits(language: str) -> tuple[str, ...]:
    """What no repository can show; stands in every report."""
    return tuple(say(language, limit) for limit in _LIMITS)


def codebase(scope: Scope) -> str:
    """The name of the folder that was looked at."""
    return scope.root.rstrip("/\\").replace("\\", "/").rpartition("/")[2] or scope.root


def capitalised(text: str) -> str:
    """``text`` with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def _joined(language: str, names: Sequence[str]) -> str:
    return say(language, ", ").join(names)
