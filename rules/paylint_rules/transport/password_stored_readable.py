"""Passwords are kept as they are typed in.

## What it does

Reports a column for passwords in a program in which no file that deals with passwords hashes or encrypts anything. The finding stands
where code names the password and writes rows, else at the column. A program that leaves accounts to its framework declares no such
column and is no finding.

## Why it matters

Whoever gets to the table logs in as everybody, here and wherever else the same password is used.

## Example

```python
import sqlite3

from flask import Flask, request

app = Flask(__name__)
SCHEMA = "create table members (login_id text, password text)"


@app.post("/members")
def sign_up():
    told = request.form["login_id"], request.form["password"]  # expect: PAY806
    with sqlite3.connect("members.db") as connection:
        connection.execute("insert into members values (?, ?)", told)
    return "welcome"
```

## Use instead

```python
import sqlite3

from flask import Flask, request
from werkzeug.security import generate_password_hash

app = Flask(__name__)
SCHEMA = "create table members (login_id text, password text)"


@app.post("/members")
def sign_up():
    told = request.form["login_id"], generate_password_hash(request.form["password"])
    with sqlite3.connect("members.db") as connection:
        connection.execute("insert into members values (?, ?)", told)
    return "welcome"
```

## References

- PCI DSS v4.0.1, 8.3.2: all authentication factors are unreadable, in transmission and in storage.
"""

from __future__ import annotations

from collections.abc import Iterator

from paylint.facts import Program
from paylint.finding import Confidence, Severity
from paylint.rule import Rule, Verdict
from paylint_rules.scope import AUTHENTICATION, WEAKNESSES
from paylint_rules.sighted import in_tests, verdict

KIND = "personal.password"


def judge(program: Program) -> Iterator[Verdict]:
    """Judge the program as a whole: one verdict, at the first place where a password is on its way to a table."""
    columns = [s for s in program.sighted("column") if s.kind == KIND and not in_tests(s.location.path)]
    keys = [s for s in program.sighted("password-key") if s.kind == KIND and not in_tests(s.location.path)]
    files = {sighting.location.path for sighting in (*columns, *keys)}
    if not columns or any(sighting.location.path in files for sighting in program.sighted("hashes-passwords")):
        return
    declared = {sighting.location for sighting in columns}
    writing = {sighting.location.path for sighting in program.sighted("writes-rows")}
    written = [s for s in keys if s.location.path in writing and s.location not in declared]
    if written:
        column = columns[0].location
        message = f"a password is kept as it was typed in: nothing hashes what goes into the column at {column.path}:{column.line}"
        yield verdict(written[0], message, confidence=Confidence.MEDIUM, subject=columns[0].name)


rule = Rule(
    code="PAY806",
    name="password-stored-readable",
    summary="Passwords are kept as they are typed in.",
    severity=Severity.ERROR,
    judge=judge,
    remedy="Hash passwords with a function made for them (argon2, scrypt, bcrypt), and have the old ones changed.",
    meaning=AUTHENTICATION,
    requirements=("8.3.2",),
    guideline=(WEAKNESSES,),
)
