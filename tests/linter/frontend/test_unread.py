"""Functions whose code stays unread until somebody asks: nobody can tell from what is found."""

from pathlib import Path as FilePath

import pytest

import paylint
from paylint.frontend.lowered import Lowered, UnreadCode, lower_file
from paylint.frontend.survey import survey, without
from paylint.graph.symbols import FunctionInfo, ModuleInfo, index_module
from paylint.ir.dump import dump
from paylint.location import Path

OWN = sorted(FilePath(paylint.__file__).parent.rglob("*.py"))


def lowered(text: str) -> ModuleInfo:
    result = lower_file(Path("shop.py"), text.encode(), "shop", package=False)
    assert isinstance(result, Lowered)
    return index_module(result.module)


def whole(text: str, monkeypatch: pytest.MonkeyPatch) -> ModuleInfo:
    with monkeypatch.context() as patch:
        patch.setattr("paylint.frontend.lowered.survey", lambda *_: ())
        return lowered(text)


def unread(module: ModuleInfo) -> list[str]:
    return [info.name for info in module.functions if is_unread(info)]


def is_unread(info: FunctionInfo) -> bool:
    return isinstance(info.node.code, UnreadCode) and not info.node.code.is_read


SHOP = '''
import logging


class Pay(View):
    """Takes a card."""

    fields = ["number"]

    @method_decorator(never_cache)
    async def post(self, request, *args, retries=LIMIT, **kwargs):
        """
        Pay.
        """
        self.number, self.rest["x"] = request.POST["card_number"], 1
        if (found := self.find(card=self.number)) and request:
            self.found: int = 3
            return f"{found:>{WIDTH}} of {self.number!r}"

    def get(self, request): return render(request, "pay.html")

    def later(self):
        return lambda: self.number

    def log(self, text):
        # the card
        for line in text:
            try:
                logging.info("a text that is far too long to be the name of anything, so that it is not a word %s", line)
            except ValueError as error:
                self.failed = error
        else:
            yield


def after(a, /, b=Pay.fields, *, c: "Card" = None):
    match a:
        case {"cvv": code, **rest}:
            return code
    global seen
    seen = [item.number for item in b if item]
'''


def test_what_defines_nothing_stays_unread() -> None:
    assert unread(lowered(SHOP)) == ["post", "log", "after"]


@pytest.mark.parametrize("text", [SHOP, SHOP.replace("\n", "\r\n"), SHOP.replace("    ", "\t")])
def test_it_is_what_it_would_be_without(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    same(lowered(text), whole(text, monkeypatch))


@pytest.mark.parametrize("file", [f for f in OWN if f.name != "__init__.py"][::9], ids=lambda file: file.stem)
def test_our_own_files_are_what_they_would_be(file: FilePath, monkeypatch: pytest.MonkeyPatch) -> None:
    text = file.read_text(encoding="utf-8")
    same(lowered(text), whole(text, monkeypatch))


def same(one: ModuleInfo, other: ModuleInfo) -> None:
    assert not unread(other)
    assert [info.mentions for info in one.functions] == [info.mentions for info in other.functions]
    assert [cls.writers for cls in one.classes] == [cls.writers for cls in other.classes]
    assert one.mentions == other.mentions
    assert dump(one.node) == dump(other.node)  # it reads everything, with places
    assert [info.names for info in one.functions] == [info.names for info in other.functions]
    assert [info.captured for info in one.functions] == [info.captured for info in other.functions]


def test_the_rest_stands_where_it_stood() -> None:
    text = "def a(x):\n    '''Long\n    text'''\n    return x\n\nb = 1\n"
    lines = tuple(text.split("\n"))
    assert without(lines, survey(text, lines)) == "def a(x):\n    pass\n\n\n\nb = 1\n"


@pytest.mark.parametrize(
    "text",
    [
        "def f(): return 1\n",
        "def f(): \\\n  return 1\n",
        "def f(x):\n    y = \\\n    x; z = x \\\n\n",
        "def f(x):\n    def g():\n        return x\n    return g\n",
        "def f(x):\n    class G:\n        pass\n    return G\n",
        "print 'Python 2'\ndef f(x):\n    return x\n",
    ],
)
def test_what_is_read_at_once(text: str) -> None:
    assert unread(lowered(text)) == []


def test_what_cannot_be_read_hides_nothing_else() -> None:
    module = lowered("def f(x):\n    return x\n\n\ndef g(x):\n    return " + " and ".join(["x"] * 4000) + "\n")
    problems = []
    for info in module.functions:
        info.node.read()
        assert isinstance(info.node.code, UnreadCode)
        problems.append(info.node.code.problem)
    assert problems == [
        "",
        "shop.py nests expressions or blocks too deep to be analysed; split the longest expression.",
    ]
