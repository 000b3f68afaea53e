from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import xmlschema
from junitparser import Error, Failure, JUnitXml, TestSuite

from paylint.finding import Report
from paylint.reporters import junit

SCHEMA = xmlschema.XMLSchema(Path(__file__).parents[2] / "schemas" / "junit-10.xsd")


def written(report: Report) -> str:
    stream = io.StringIO()
    junit.report(report, stream)
    SCHEMA.validate(stream.getvalue().encode())
    return stream.getvalue()


def suite(report: Report) -> TestSuite:
    (only,) = JUnitXml.fromstring(written(report).encode())
    return only


def test_each_finding_is_a_failed_test_and_each_problem_an_error(report: Report) -> None:
    cases = list(suite(report))

    assert [type(case.result[0]) for case in cases] == [Failure, Failure, Error]
    assert cases[0].classname == "src/shop/checkout/views.py"
    assert cases[0].name == "PAY101 card-data-received 41:18"
    assert cases[0].result[0].message == "card number and security code enter this server"


def test_the_numbers_are_those_of_the_tests(report: Report) -> None:
    only = suite(report)

    assert (only.tests, only.failures, only.errors) == (3, 2, 1)


def test_nothing_found_is_one_passed_test(report: Report) -> None:
    only = suite(replace(report, findings=(), problems=()))

    assert (only.tests, only.failures, only.errors) == (1, 0, 0)
    assert [case.is_passed for case in only] == [True]


def test_characters_that_xml_refuses_do_not_break_the_document(report: Report) -> None:
    finding = replace(report.findings[0], message="\x00\x1b[31m<&\ufffe\ud800]]>")

    (case, *_) = suite(replace(report, findings=(finding,)))

    assert "<&" in case.result[0].message
