"""Random behavioural tests, from their text to the verdict, beside brute force over all states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest
import small_tests

from logicnet import RuleFileError, decide, expectations
from logicnet.diagnostics import Severity
from logicnet.expectations import Verdict
from logicnet.formats.bnet import read
from logicnet.network import BooleanNetwork
from logicnet.reachability import phases

SCHEMES = ("asynchronous", "synchronous")


def drawn_tests(seed: int, models: int) -> Iterator[tuple[small_tests.Model, small_tests.Test, str]]:
    """Yield models, tests, and both as a rule file."""
    random = Random(seed)
    for _ in range(models):
        model = small_tests.model(random)
        for _ in range(5):
            drawn = small_tests.test(random, model)
            yield model, drawn, model.text + "".join(f"#? {line}\n" for line in drawn.lines)


@pytest.mark.parametrize("seed", range(2))
def test_verdicts_are_those_of_brute_force(seed: int) -> None:
    seen = Counter[str]()
    for model, drawn, text in drawn_tests(seed, 250):
        if small_tests.vacuous(model, drawn):
            with pytest.raises(RuleFileError) as caught:
                read(text, "x.bnet", "x")
            errors = {d.code for d in caught.value.diagnostics if d.severity is Severity.ERROR}
            assert errors == {"LN405"}, text
            seen["vacuous"] += 1
            continue
        network = BooleanNetwork.from_rules(read(text, "x.bnet", "x"))
        for update in SCHEMES:
            expected = "passed" if small_tests.holds(model, drawn, update) else "failed"
            verdict = decide(network.tests[0], network, update)
            assert verdict.outcome == expected, f"{update}: {verdict.detail}\n{text}"
            check_counterexamples(model, drawn, verdict)
            seen[expected] += 1
    assert seen["passed"] + seen["failed"] > 1400
    assert min(seen["passed"], seen["failed"], seen["vacuous"]) > 400, seen


def check_counterexamples(model: small_tests.Model, drawn: small_tests.Test, verdict: Verdict) -> None:
    assert bool(verdict.shortfalls) == (verdict.outcome == "failed")
    for shortfall in verdict.shortfalls if len(drawn.phases) == 1 else ():
        inputs = dict(shortfall.inputs)
        assert shortfall.attractors
        for item in shortfall.attractors:
            assert small_tests.lies_in_breaking(model, drawn.phases[0], inputs, item.state, verdict.update)
            assert shortfall.values(item)


def test_many_valuations_are_decided_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expectations, "MOST_FREE", -1)
    seen = Counter[str]()
    for model, drawn, text in drawn_tests(7, 700):
        if len(drawn.phases) == 1 and drawn.phases[0].start is None and not small_tests.vacuous(model, drawn):
            network = BooleanNetwork.from_rules(read(text, "x.bnet", "x"))
            verdict = decide(network.tests[0], network, "asynchronous")
            expected = "passed" if small_tests.holds(model, drawn, "asynchronous") else "failed"
            assert verdict.outcome == expected, f"{verdict.detail}\n{text}"
            check_counterexamples(model, drawn, verdict)
            seen[verdict.outcome] += 1
    assert min(seen["passed"], seen["failed"]) > 100, seen


@pytest.mark.parametrize("one_state_known", [True, False])
def test_phases_after_attractors_of_unknown_states(monkeypatch: pytest.MonkeyPatch, one_state_known: bool) -> None:
    """Where an attractor's states are too many, bounds of them decide most tests, and none wrongly."""
    monkeypatch.setattr(phases, "located", lambda *_: None)
    if not one_state_known:
        monkeypatch.setattr(phases, "representative", lambda *_: None)
    seen = Counter[str]()
    for model, drawn, text in drawn_tests(11, 400):
        if len(drawn.phases) == 1 or small_tests.vacuous(model, drawn):
            continue
        network = BooleanNetwork.from_rules(read(text, "x.bnet", "x"))
        for update in SCHEMES:
            verdict = decide(network.tests[0], network, update)
            expected = "passed" if small_tests.holds(model, drawn, update) else "failed"
            assert verdict.outcome in (expected, "undecided"), f"{update}: {verdict.detail}\n{text}"
            assert verdict.outcome != "undecided" or "too many to start from" in verdict.detail
            seen[verdict.outcome] += 1
    assert min(seen["passed"], seen["failed"], seen["undecided"]) > 10, seen
    assert seen["passed"] + seen["failed"] > 2 * seen["undecided"], seen


def test_what_an_open_phase_left_out_may_still_be_reached_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """T latches in the second phase only where O meets a state that the bounds of the first do not settle."""
    monkeypatch.setattr(phases, "located", lambda *_: None)
    text = (
        "# logicnet: 1\nU, U\nV, V\nO, !O\nT, (!U & O) | (U & T)\nW, (!V & O) | (V & W)\n#? test T\n"
        "#?   given U=0 V=0\n#?   then given U=1 V=0\n#?   then given U=1 V=1\n#?   all attractors: T={}\n"
    )
    for value in (0, 1):
        network = BooleanNetwork.from_rules(read(text.format(value), "x.bnet", "x"))
        assert decide(network.tests[0], network, "asynchronous").outcome in ("undecided", "failed")


def test_a_start_with_too_many_free_inputs_is_undecided() -> None:
    inputs = "".join(f"I{k}, I{k}\n" for k in range(11))
    rules = read(f"# logicnet: 1\nA, I0\n{inputs}#? test T\n#?   from rest\n#?   no attractor: A=*\n", "x.bnet", "x")
    network = BooleanNetwork.from_rules(rules)
    verdict = decide(network.tests[0], network, "asynchronous")
    assert (verdict.outcome, verdict.detail) == ("undecided", "11 inputs are free: 2^11 valuations are too many")
