"""What became of behavioural tests: lines for people, JSON, and JUnit's XML for CI systems."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import Any
from xml.etree import ElementTree

from logicnet.authoring.behaviours import Result, Suite
from logicnet.diagnostics import Diagnostic
from logicnet.diagnostics.exchange import facts
from logicnet.diagnostics.text import render
from logicnet.expectations import Shortfall

SCHEMA = "logicnet.test/1"
# The code of a claim that does not hold.
FAILS = "LN401"
OUTCOMES = ("passed", "failed", "undecided", "not run")
# Seconds from which a test's time is told.
SLOW = 1.0
# What XML cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Paint = Callable[[str, str], str]
"""Gets a text and an outcome; returns it coloured."""


def plain(text: str, _outcome: str) -> str:
    """Leave a text without colour."""
    return text


# --- for people -------------------------------------------------------------------------------------------------------


def line(result: Result, paint: Paint = plain, columns: tuple[int, int] = (0, 0)) -> str:
    """Return one line on a result, and for one that did not pass the lines that say why.

    Parameters
    ----------
    columns
        How wide the ids and the schemes are.
    """
    case = result.case
    words = f"{case.test.id:<{columns[0]}}  {case.update:<{columns[1]}}  {case.test.title}".rstrip()
    seconds = f"  ({result.seconds:.1f} s)" if result.seconds >= SLOW else ""
    head = f"{paint(f'{result.outcome:<9}', result.outcome)}  {words}{seconds}"
    return "\n".join([head, *(f"           {text}" for text in reasons(result))])


def reasons(result: Result) -> list[str]:
    """Return why a test did not pass: for each claim its place, the claim, and the counterexample."""
    verdict = result.verdict
    if verdict is None or verdict.outcome == "passed":
        return []
    told = []
    for shortfall in verdict.shortfalls:
        place = shortfall.claim.place or result.case.place
        told += [f"{place}: {'' if shortfall.open else f'error[{FAILS}]: '}{shortfall.claim}", f"  {shortfall.told}"]
    if not told:
        told.append(f"{result.case.place}: {verdict.reason}")
    return told


def summary(results: Sequence[Result], suites: Sequence[Suite], paint: Paint = plain) -> str:
    """Return how many passed, failed …, and for long runs the time."""
    counts = _counts(results)
    parts = [paint(f"{counts[outcome]} {outcome}", outcome) for outcome in OUTCOMES if counts[outcome]]
    refused = sum(suite.refused for suite in suites)
    if refused:
        parts.append(paint(f"{refused} file{'s' * (refused != 1)} refused", "failed"))
    seconds = sum(result.seconds for result in results)
    return ", ".join(parts) + (f" in {seconds:.1f} s" if seconds >= SLOW else "")


def refusal(suite: Suite) -> str:
    """Return what is wrong with the tests of a file."""
    return "\n".join(render(finding) for finding in suite.findings)


def _counts(results: Sequence[Result]) -> dict[str, int]:
    outcomes = [result.outcome for result in results]
    return {outcome: outcomes.count(outcome) for outcome in OUTCOMES}


# --- for other programs -----------------------------------------------------------------------------------------------


def to_json(results: Sequence[Result], suites: Sequence[Suite]) -> str:
    """Return results as JSON of the schema `SCHEMA`, which the README describes."""
    counts = {outcome.replace(" ", "_"): count for outcome, count in _counts(results).items()}
    answer = {
        "schema": SCHEMA,
        **counts,
        "tests": [_test(result) for result in results],
        "findings": [_finding(finding) for suite in suites if suite.refused for finding in suite.findings],
    }
    return json.dumps(answer, indent=2, ensure_ascii=False) + "\n"


def _test(result: Result) -> dict[str, Any]:
    case, verdict = result.case, result.verdict
    return {
        "file": case.place.file,
        "line": case.place.line,
        "model": case.suite.network.name if case.suite.network is not None else None,
        "id": case.test.id,
        "title": case.test.title,
        "keys": list(case.test.keys),
        "update": case.update,
        "outcome": result.outcome,
        "seconds": round(result.seconds, 3),
        "reason": verdict.reason if verdict is not None else "interrupted",
        "claims": [_claim(shortfall, result) for shortfall in verdict.shortfalls] if verdict is not None else [],
    }


def _claim(shortfall: Shortfall, result: Result) -> dict[str, Any]:
    return {
        "code": "" if shortfall.open else FAILS,
        "line": (shortfall.claim.place or result.case.place).line,
        "claim": str(shortfall.claim),
        "phase": shortfall.phase or 1,
        "inputs": dict(shortfall.inputs),
        "attractors": [
            {"id": item.id, "kind": item.kind, "classes": list(item.classes), "values": shortfall.values(item)}
            for item in shortfall.attractors
        ],
        "message": shortfall.told,
    }


def _finding(finding: Diagnostic) -> dict[str, Any]:
    return {key: value for key, value in facts(finding).items() if key != "fix"}


def to_junit(results: Sequence[Result], suites: Sequence[Suite]) -> str:
    """Return results as JUnit's XML: a suite a file, a case a test and scheme.

    A failed test is a ``failure``. One that is undecided, and a file whose tests are refused, is an ``error``: a CI
    system passes over what is skipped, and undecided is never passed. What an interrupt left is ``skipped``.
    """
    root = ElementTree.Element("testsuites", name="logicnet test")
    for suite in suites:
        mine = [result for result in results if result.case.suite is suite]
        if mine or suite.refused:
            _add_suite(root, suite, mine)
    _count(root, [case for part in root for case in part])
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _add_suite(root: ElementTree.Element, suite: Suite, results: Sequence[Result]) -> None:
    part = ElementTree.SubElement(root, "testsuite", name=_allowed(suite.file))
    for result in results:
        _add_case(part, result)
    if suite.refused:
        case = ElementTree.SubElement(part, "testcase", name="tests", classname=_allowed(suite.file), time="0")
        case.attrib |= {"file": _allowed(suite.findings[0].place.file), "line": str(suite.findings[0].place.line)}
        _told(case, "error", "refused", suite.findings[0].message, refusal(suite))
    _count(part, list(part))


def _add_case(part: ElementTree.Element, result: Result) -> None:
    case = result.case
    name = f"{case.test.id} {case.test.title}".rstrip()
    classname = f"{case.suite.network.name if case.suite.network is not None else ''}.{case.update}"
    told = {"classname": classname, "name": name, "file": case.place.file, "line": str(case.place.line)}
    element = ElementTree.SubElement(part, "testcase", {k: _allowed(v) for k, v in told.items()})
    element.set("time", f"{result.seconds:.3f}")
    text = "\n".join(reasons(result))
    message = result.verdict.detail if result.verdict is not None else "interrupted before it was run"
    if result.outcome == "failed":
        _told(element, "failure", "failed", message, text)
    elif result.outcome == "undecided":
        _told(element, "error", "undecided", message, text)
    elif result.outcome == "not run":
        ElementTree.SubElement(element, "skipped", message=message)


def _told(case: ElementTree.Element, tag: str, kind: str, message: str, text: str) -> None:
    ElementTree.SubElement(case, tag, type=kind, message=_allowed(message)).text = _allowed(text)


def _count(element: ElementTree.Element, cases: Sequence[ElementTree.Element]) -> None:
    element.set("tests", str(len(cases)))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(name, str(sum(case.find(tag) is not None for case in cases)))
    element.set("time", f"{sum(float(case.get('time', '0')) for case in cases):.3f}")


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("?", text)
