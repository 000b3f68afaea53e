"""Request input becomes part of an SQL statement.

## What it does

Follows every value that a request brings (form, query, JSON body, cookie, header, part of the path) to statements that are run as
they are: `execute` of a DB-API cursor or connection, SQLAlchemy's `text`, Django's `raw`, `extra` and `RawSQL`, pandas' `read_sql`.
What is bound as a parameter is no part of the statement. Neither is a number, a date or a UUID made from the input, a value that a
test has found among known ones, or one that was looked up in a table of constants.

The message names the data that the application holds: card data, if it takes or keeps cards anywhere, else personal data. An
application in which paylint sees neither is not judged.

## Why it matters

Whoever can write into a statement reads and changes the whole database. Cards that pass the same server are in reach too, even
when they are not stored, and after the payment has moved to a provider's page the data of the customers is still there.

## Example

```python
import sqlite3

from flask import Flask, request

app = Flask(__name__)
SCHEMA = "create table members (login_id text, password text, koza_bango text)"


@app.get("/members")
def find():
    name = request.args.get("name", "")
    with sqlite3.connect("members.db") as connection:
        found = connection.execute(f"select login_id from members where login_id = '{name}'")  # expect: PAY701
        return {"members": found.fetchall()}
```

## Use instead

```python
import sqlite3

from flask import Flask, request

app = Flask(__name__)
SCHEMA = "create table members (login_id text, password text, koza_bango text)"


@app.get("/members")
def find():
    name = request.args.get("name", "")
    with sqlite3.connect("members.db") as connection:
        found = connection.execute("select login_id from members where login_id = ?", (name,))
        return {"members": found.fetchall()}
```

## References

- PCI DSS v4.0.1, 6.2.4: software is written so that injection attacks do not work.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Program
from paylint.finding import Severity
from paylint.flows import Flows
from paylint.rule import Rule, Verdict
from paylint_rules.data_at_risk import CARD, data_at_risk
from paylint_rules.scope import APPLICATION_SECURITY, WEAKNESSES

INPUT = frozenset({"request.input"})


def judge(program: Program) -> Iterator[Verdict]:
    """Judge the statements of an application that holds something worth stealing."""
    held = data_at_risk(program)
    if not held:
        return
    at_risk = "card data passes the same application" if held == CARD else "the application holds personal data"
    yield from Flows(
        channels=frozenset({"sql"}),
        kinds=INPUT,
        message=f"SQL that {{callee}} takes as it is holds {{origin}}; {at_risk}",
    )(program)


rule = Rule(
    code="PAY701",
    name="sql-injection",
    summary="Request input becomes part of an SQL statement.",
    severity=Severity.ERROR,
    judge=judge,
    remedy="Bind the value as a parameter, and take names of columns from a list of known ones.",
    meaning=APPLICATION_SECURITY,
    requirements=("6.2.4",),
    guideline=(WEAKNESSES,),
)
