"""A rule's page: its metadata and its documentation as Markdown."""

from __future__ import annotations

from paylint.finding import RuleInfo
from paylint.rule import Rule


def described(rule: Rule) -> RuleInfo:
    """A rule's metadata and page, for reporters."""
    return RuleInfo(
        rule.code,
        rule.name,
        rule.summary,
        rule.severity,
        rule.requirements,
        rule.guideline,
        rule.remedy,
        document(rule),
    )


def document(rule: Rule) -> str:
    """The rule's page in Markdown: title, metadata, then what its docstring says after the first line."""
    _, _, body = rule.documentation.partition("\n")
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
