"""Findings for other programs: JSON of our own, SARIF for code scanning, annotations of GitHub's workflows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from logicnet.diagnostics import Diagnostic, Edit, Fix, Place, Severity
from logicnet.diagnostics.codes import CODES

SCHEMA = "logicnet.check/1"
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def to_json(findings: Iterable[Diagnostic]) -> str:
    """Return findings as JSON: schema ``logicnet.check/1``; places count from 1, `fix` is null where none is known."""
    return _dumped({"schema": SCHEMA, "diagnostics": [facts(finding) for finding in findings]})


def facts(finding: Diagnostic) -> dict[str, Any]:
    """Return a finding ready for JSON, as the README describes it."""
    place = finding.place
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "length": place.length,
        "message": finding.message,
        "help": finding.help,
        "fix": None if finding.fix is None else _fix(finding.fix),
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {"title": fix.title, "safe": fix.safe, "edits": [edit._asdict() for edit in fix.edits]}


def to_sarif(findings: Sequence[Diagnostic], version: str) -> str:
    """Return findings as SARIF 2.1.0 (OASIS), columns counted in code points.

    Parameters
    ----------
    version
        Of logicnet.
    """
    names = sorted({finding.code for finding in findings})
    driver = {"name": "logicnet", "version": version, "rules": [_rule(name) for name in names]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, names.index(finding.code)) for finding in findings],
    }
    return _dumped({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(name: str) -> dict[str, Any]:
    code = CODES[name]
    return {
        "id": name,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.explanation},
        "defaultConfiguration": {"level": str(code.severity)},
    }


def _result(finding: Diagnostic, index: int) -> dict[str, Any]:
    text = f"{finding.message}; {finding.help}" if finding.help else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": str(finding.severity),
        "message": {"text": text},
        "locations": [_location(finding.place)],
    }
    if finding.related is not None:
        other = _location(finding.related[0])
        result["relatedLocations"] = [{**other, "id": 1, "message": {"text": "the other place"}}]
    if finding.fix is not None:
        changes = {
            "artifactLocation": _artifact(finding.place),
            "replacements": list(map(_replaced, finding.fix.edits)),
        }
        result["fixes"] = [{"description": {"text": finding.fix.title}, "artifactChanges": [changes]}]
    return result


def _artifact(place: Place) -> Mapping[str, str]:
    # A name that is no text goes by its bytes.
    return {"uri": quote(place.file.replace("\\", "/"), errors="surrogateescape")}


def _location(place: Place) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column, "endColumn": place.column + place.length}
    return {"physicalLocation": {"artifactLocation": _artifact(place), "region": region}}


def _replaced(edit: Edit) -> dict[str, Any]:
    line, column, end_line, end_column, text = edit
    deleted = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
    return {"deletedRegion": deleted, "insertedContent": {"text": text}}


def to_github(findings: Iterable[Diagnostic]) -> str:
    """Return findings as workflow commands, which GitHub shows beside the lines of a change."""
    return "".join(_command(finding) for finding in findings)


def _command(finding: Diagnostic) -> str:
    place = finding.place
    marks = {
        "file": place.file,
        "line": place.line,
        "col": place.column,
        "endColumn": place.column + place.length,
        "title": f"{finding.code} {CODES[finding.code].title}",
    }
    told = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in marks.items())
    text = f"{finding.message}; {finding.help}" if finding.help else finding.message
    return f"::{_GITHUB[finding.severity]} {told}::{_escaped(text)}\n"


def _escaped(text: str, more: str = "") -> str:
    for sign in f"%\r\n{more}":
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def _dumped(facts: Mapping[str, Any]) -> str:
    return json.dumps(facts, indent=2, ensure_ascii=False) + "\n"
