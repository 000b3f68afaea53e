"""A rule's page: its metadata and its documentation as Markdown."""

from __future__ import annotations

import inspect
import sys

from paylint.rule import Rule


def documentation(rule: Rule) -> str:
    """The docstring of the module that holds the rule, cleaned; empty for a rule that no module holds."""
    module = sys.modules.get(rule.judge.__module__)
    return inspect.cleandoc(module.__doc__ or "") if getattr(module, "rule", None) is rule else ""


def document(rule: Rule) -> str:
    """The rule's page in Markdown: title, metadata, then what its docstring says after the first line."""
    _, _, body = documentation(rule).partition("\n")
    facts = [
        ("Severity", rule.severity.label),
        ("PCI DSS v4.0.1", ", ".join(rule.requirements)),
        ("Guideline", ", ".join(rule.guideline)),
        ("Meaning", rule.meaning),
        ("Remedy", rule.remedy),
        ("Fix", _command(rule)),
    ]
    lines = [f"# {rule.code} {rule.name}", "", rule.summary, ""]
    lines += [f"- **{name}**: {value}" for name, value in facts if value]
    return "\n".join([*lines, "", body.strip(), ""]).rstrip() + "\n"


def _command(rule: Rule) -> str:
    if rule.fix is None:
        return ""
    return "`paylint fix`" if rule.fix.safe else "`paylint fix --unsafe`"
