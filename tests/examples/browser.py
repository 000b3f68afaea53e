"""The scripts of a payment page, run as a browser runs them, with a copy of everything that they send."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import requests
from py_mini_racer import MiniRacer

PAGE = """
var sent = [], answers = [], submitted = false;
var elements = {};
var document = {
  getElementById: function (id) {
    if (!elements[id]) {
      elements[id] = {
        value: "", textContent: "", dataset: {}, handlers: {},
        addEventListener: function (name, handler) { this.handlers[name] = handler; },
        submit: function () { submitted = true; }
      };
    }
    return elements[id];
  }
};
function URLSearchParams(fields) { this.fields = fields; }
URLSearchParams.prototype.toString = function () {
  var fields = this.fields;
  return Object.keys(fields).map(function (name) { return name + "=" + encodeURIComponent(fields[name]); }).join("&");
};
function fetch(url, options) {
  sent.push({url: url, body: String(options.body)});
  return new Promise(function (resolve) { answers.push(resolve); });
}
"""
SUBMIT = 'document.getElementById("pay").handlers.submit({preventDefault: function () {}}); JSON.stringify(sent)'


@dataclass(frozen=True)
class Outcome:
    """What the scripts sent, as address and text, and the form's fields once the scripts let it go."""

    sent: tuple[tuple[str, str], ...]
    fields: dict[str, str]


def submit_form(scripts: list[str], typed: dict[str, str], provider: str) -> Outcome:
    """Type into the fields of the form ``pay``, press its button, and carry out the calls to the provider. Nobody else is called."""
    engine = MiniRacer()
    engine.eval(PAGE)
    for script in scripts:
        engine.eval(script)
    for name, value in typed.items():
        engine.eval(f"document.getElementById({json.dumps(name)}).value = {json.dumps(value)}")
    sent: list[dict[str, Any]] = json.loads(str(engine.eval(SUBMIT)))
    for number, call in enumerate(sent):
        if call["url"].startswith(provider):
            answer = requests.post(call["url"], data=call["body"], timeout=20).json()
            engine.eval(f"answers[{number}]({{json: function () {{ return ({json.dumps(answer)}); }}}})")
    assert engine.eval("submitted"), engine.eval('document.getElementById("error").textContent')
    token = str(engine.eval('document.getElementById("token").value'))
    return Outcome(tuple((call["url"], call["body"]) for call in sent), {"token": token})
