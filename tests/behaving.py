"""A model with behavioural tests, and files of more."""

from __future__ import annotations

from pathlib import Path

# B follows A, and C whatever A is not; the input I is 0 unless something else is asked, F is free.
MODEL = """# logicnet: 1
targets, factors
# @rest 1
A, A | I
B, A
C, !A
# @default 0
I, I
F, F
#? condition pushed: I=1
#? class "high": A=1 B=1
#? test T1 "a push moves all" [K1 K2]
#?   given pushed
#?   from A=0
#?   all attractors: A=1 B=1 C=0
#? test T2 "both without a push"
#?   some attractor: A=1
#?   some attractor: A=0
#?   no attractor: A=1 B=0
"""


def written(folder: Path, text: str, name: str = "t.tests") -> None:
    (folder / name).write_text(text, "utf-8")
