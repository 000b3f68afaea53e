"""Each kind of a script's syntax and the intermediate representation that it becomes."""

from __future__ import annotations

from textwrap import dedent

import pytest

from paylint.frontend.decoding import Unparsed
from paylint.frontend.lowered import Lowered
from paylint.frontend.script import ScriptLanguage, lower_script
from paylint.frontend.script_names import imported, package, script_name
from paylint.ir.dump import dump
from paylint.ir.nodes import Module
from paylint.location import Path


def module(source: str, language: ScriptLanguage = "js", path: str = "static/pay.js") -> Module:
    lowered = lower_script(Path(path), dedent(source).encode(), script_name(Path(path)), language=language)
    assert isinstance(lowered, Lowered)
    assert lowered.partial == ()
    return lowered.module


def lines(source: str, language: ScriptLanguage = "js") -> list[str]:
    """The dump without places, and without the imports of what the browser gives."""
    shown = [line[8:] for line in dump(module(source, language)).splitlines()]
    return [line for line in shown if not line.startswith("from js import")]


def test_a_script_knows_its_name_its_language_and_its_lines() -> None:
    lowered = module("pay()\n")

    assert (lowered.name, lowered.language, lowered.lines) == ("js:static/pay.js", "script", ("pay()", ""))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("[null, undefined, true, 0x10, 1_000, 1.5, 10n]", "[None, None, True, 16, 1000, 1.5, 10]"),
        (r"'a\n\u0041\x41\'' + \"b\"".replace('\\"', '"'), "(\"a\\nAA'\" + 'b')"),
        ("`a${b}c${d}`", "format('a', b, 'c', d)"),
        ("`only text`", "'only text'"),
        ("a.b['c']['d-e'][0][f]", "a.b.c.d-e[0][f]"),
        ("a?.b?.[0]?.(c)", "a.b[0](c)"),
        ("[a === b, a !== b, a instanceof B, 'k' in a]", "[(a == b), (a != b), (a is B), ('k' in a)]"),
        ("a && b || c ?? d", "(((a and b) or c) or d)"),
        ("a ? b : c", "(b if a else c)"),
        ("[!a, -a, typeof a, void 0]", "[(not a), (-a), (not a), (not 0)]"),
        ("x = (a, b)", "x = (a and b)"),
        ("a % 10 + b ** 2", "((a // 10) + (b ** 2))"),
        ("new Card(a, ...b)", "Card(a, *b)"),
        ("new Card", "Card()"),
        ("[1, ...a]", "[1, *a]"),
        ("x = {a, b: 1, 'c-d': 2, [e]: 3, ...f}", "x = {'a': a, 'b': 1, 'c-d': 2, e: 3, **f}"),
        ("(x) => x + 1", "(<function>(x): return (x + 1))"),
        ("async function* f() { yield* await g() }", "generator def f()  local {}"),
        ("/^4[0-9]/gi.test(x)", "{'source': '^4[0-9]'}.test(x)"),
        ("tag`a${b}`", "tag(format('a', b))"),
        ("number.substring(number.length - 4)", "number.substring(-4)"),
        ("number.slice(number.length - 4, number.length)", "number.slice(-4)"),
        ("window.location.href", "location.href"),
        ("delete a.b", "del a.b"),
        ("throw new Error(a)", "Error(a)"),
        ("a ||= 1", "a = (a or 1)"),
        ("a += 1", "a += 1"),
        ("a = b.c = d", "a = b.c = d"),
        ("form.onsubmit = pay", "form.addEventListener('submit', pay)"),
        ("<Card number={n} {...rest}>text {x}</Card>", "Card({'number': n, **rest}, x)"),
        ("<input name='cvc' required/>", "jsx('input', {'name': 'cvc', 'required': True})"),
    ],
)
def test_an_expression(source: str, shown: str) -> None:
    assert lines(source)[0] == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("const {a, b: c = 1, ...d} = e", ["a = e.a", "c = (e.b or 1)", "d = {**e}"]),
        ("let [a, , b = 2, ...c] = f()", ["@1 = f()", "a = @1[0]", "b = (@1[2] or 2)", "c = @1[3:]"]),
        ("({a: b.c} = d)", ["@1 = d", "b.c = @1.a"]),
        (
            "if (a) b(); else if (c) { d() } else e()",
            ["if a", "    b()", "else", "    if c", "        d()", "    else", "        e()"],
        ),
        ("for (let i = 0; i < 3; i++) a(i)", ["i = 0", "while (i < 3)", "    a(i)", "    i"]),
        ("for (const [k, v] of a) b(k)", ["for @1 in a", "    k = @1[0]", "    v = @1[1]", "    b(k)"]),
        ("do { a() } while (b)", ["while b", "    a()"]),
        (
            "switch (a) { case 1: case 2: b(); break; default: c() }",
            [
                "for @1 in [None]",
                "    match a",
                "        case =1 | =2",
                "            b()",
                "            break",
                "        case _",
                "            c()",
            ],
        ),
        (
            "try { a() } catch (e) { b(e) } finally { c() }",
            ["try", "    a()", "except  as e", "    b(e)", "finally", "    c()"],
        ),
        ("a(); function a() { return 1 }", ["def a()  local {}", "    return 1", "a()"]),
        ("const pay = async (card) => charge(card)", ["def pay(card)  local {card}", "    return charge(card)"]),
        (
            "function f({number, cvc = ''}) {}",
            ["def f(@p0)  local {@p0, cvc, number}", "    number = @p0.number", "    cvc = (@p0.cvc or '')"],
        ),
        ("f((a.b = c))", ["@1 = c", "a.b = @1", "f(@1)"]),
        ("window.pay = 1", ["window.pay = pay = 1"]),
        ("let n; function f() { n = 1; m = 2 }", ["def f()  local {}", "    global m, n", "    n = 1", "    m = 2"]),
    ],
)
def test_a_statement(source: str, shown: list[str]) -> None:
    assert lines(source) == shown


def test_a_class_has_this_as_the_first_parameter_of_its_methods() -> None:
    source = """\
        class Card extends Base {
          #n = 1
          constructor(n) { super(n); this.n = n }
          static make() {}
          get last() { return this.n }
          pay = (e) => this.send(e)
        }
        """

    assert lines(source) == [
        "class Card(Base)",
        "    #n = 1",
        "    def __init__(this, n)  local {n, this}",
        "        super().__init__(n)",
        "        this.n = n",
        "    @classmethod",
        "    def make(this)  local {this}",
        "    @property",
        "    def last(this)  local {this}",
        "        return this.n",
        "    def pay(this, e)  local {e, this}",
        "        return this.send(e)",
    ]


def test_functions_of_an_object_mean_the_object_by_this() -> None:
    shown = lines("const shop = {pay() { this.send() }, send: function () { return () => this.a }}")

    pay, send = "(pay(): this@1:14.send())", "(send(): return (<function>(): return this@1:14.a))"
    assert shown == [f"shop = (this@1:14 := {{'pay': {pay}, 'send': {send}, **this@()}})"]


def test_names_that_no_scope_declares_come_from_the_browser() -> None:
    shown = dump(module("const a = 1; function f(b) { c = b; return $(a, b, fetch, document) }")).splitlines()[0]

    assert shown == "1:1     from js import dollar as $, document, fetch"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("import axios from 'axios'", ["import npm.axios as axios"]),
        (
            "import {loadStripe as load} from '@stripe/stripe-js'",
            ["from npm.stripe.stripe_js import loadStripe as load"],
        ),
        ("import * as bt from 'braintree-web'", ["import npm.braintree_web as bt"]),
        (
            "import pay, {send} from './lib/pay'",
            ["from js:static/lib/pay import default as pay", "from js:static/lib/pay import send"],
        ),
        ("import '../side'", ["import js:side as @js:side"]),
        ("const {post} = require('axios')", ["import npm.axios as @npm.axios", "post = @npm.axios.post"]),
        (
            "const m = await import('./late.js')",
            ["import js:static/late.js as @js:static/late.js", "m = @js:static/late.js"],
        ),
        (
            "export {a as b} from './c'; export * from './d'",
            ["from js:static/c import a as b", "from js:static/d import *"],
        ),
        ("export default class Pay {}", ["class Pay()", "default = Pay"]),
        ("export default {a: 1}", ["default = {'a': 1}"]),
        ("const a = 1; export {a as b}", ["a = 1", "b = a"]),
        ("module.exports = {pay: 1}", ["default = {'pay': 1}", "pay = 1"]),
        ("exports.pay = 1", ["pay = 1"]),
    ],
)
def test_imports_and_exports(source: str, shown: list[str]) -> None:
    assert lines(source) == shown


def test_types_are_left_out() -> None:
    source = """\
        import type {Card} from './types';
        interface Card { number: string }
        type Id = string;
        enum Kind { A }
        declare const Stripe: any;
        namespace shop { export const a = 1 }
        abstract class Gateway<T> implements Base { constructor(private key: string) {} abstract pay(): void; }
        function pay(this: Window, card: Card, n?: number): void { (card as any)!.send<string>(n satisfies number) }
        """

    assert lines(source, "ts") == [
        "def pay(card, n)  local {card, n}",
        "    card.send(n)",
        "a = 1",
        "class Gateway()",
        "    def __init__(this, key)  local {key, this}",
        "        this.key = key",
    ]


def test_columns_count_characters_and_lines_begin_where_the_script_does() -> None:
    lowered = lower_script(Path("a.html"), "x = 1;\n'カード'; pay()".encode(), "js:a.html", first_line=10)

    assert isinstance(lowered, Lowered)
    assert [line.split()[0] for line in dump(lowered.module).splitlines()] == ["10:1", "10:1", "11:1", "11:8"]
    assert lowered.module.lines[9:] == ("x = 1;", "'カード'; pay()")


def test_what_is_broken_is_named_and_the_rest_is_lowered() -> None:
    lowered = lower_script(Path("a.js"), b"before();\nvar 1x = = ;\nfunction f() { after() }\n", "js:a.js")

    assert isinstance(lowered, Lowered)
    assert lowered.partial == ("line 2 could not be read",)
    assert {line[8:] for line in dump(lowered.module).splitlines()} >= {"before()", "    after()"}


@pytest.mark.parametrize("content", [b"\0\1\2", b"a\0b", b'\n<?xml version="1.0"?><TS/>', b"<!DOCTYPE TS><TS/>"])
def test_a_binary_or_xml_file_is_not_read(content: bytes) -> None:
    assert isinstance(lower_script(Path("a.js"), content, "js:a.js"), Unparsed)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xef\xbb\xbfpay()",
        "pay()".encode("utf-16"),
        b"'\xff'",
        b"(" * 3_000,
        b"a+" * 20_000 + b"a",
        b"[" * 900 + b"]" * 900,
    ],
    ids=["empty", "byte order mark", "UTF-16", "not UTF-8", "open brackets", "long chain", "deep"],
)
def test_odd_files_do_not_make_it_fail(content: bytes) -> None:
    lower_script(Path("a.js"), content, "js:a.js")


@pytest.mark.parametrize(
    ("specifier", "name"),
    [
        ("@stripe/stripe-js", "npm.stripe.stripe_js"),
        ("braintree-web/client", "npm.braintree_web.client"),
        ("node:fs", "npm.fs"),
        ("socket.io-client", "npm.socket_io_client"),
        ("3d-card", "npm._3d_card"),
    ],
)
def test_a_package_has_one_dotted_name(specifier: str, name: str) -> None:
    assert package(specifier) == name


def test_an_import_of_a_script_is_its_path() -> None:
    assert imported("../lib/./pay", Path("static/js/a.js")) == "js:static/lib/pay"
