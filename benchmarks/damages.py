"""Ways to damage a rule file of ten rules: typing slips, and habits brought along from other languages."""

from __future__ import annotations

from dataclasses import dataclass

SOUND = """targets, factors
RANKL, (Wnt | PTHrP) & !Estrogen
OPG, Wnt & !PTHrP
RANK, RANKL & !OPG
NFkB, RANK | TNF
NFATc1, NFkB & !IFNb
IFNb, NFATc1
Osteoclast, NFATc1
TNF, TNF
PTHrP, Tumour
Wnt, !DKK1
DKK1, Tumour
Tumour, Tumour
Estrogen, Estrogen
"""
"""Ten rules with regulators, and three inputs."""


@dataclass(frozen=True)
class Damage:
    """One way to damage a file.

    Attributes
    ----------
    name
        What was done.
    text
        The damaged file.
    meant
        A file that says without doubt what the author means; empty where nobody can know, so that a reader may only
        refuse, or ask.
    """

    name: str
    text: bytes
    meant: str = SOUND


def _replaced(name: str, old: str, new: str, meant: str = "") -> Damage:
    assert old in SOUND, old
    return Damage(name, SOUND.replace(old, new, 1).encode(), meant)


def _as_meant(name: str, old: str, new: str) -> Damage:
    return _replaced(name, old, new, SOUND)


DAMAGES = (
    Damage("sound", SOUND.encode()),
    _replaced("misspelt regulator", "RANK, RANKL", "RANK, RANKLL"),
    _replaced("closing parenthesis too many", "OPG, Wnt & !PTHrP", "OPG, Wnt & !PTHrP)"),
    _replaced("closing parenthesis in the middle", "(Wnt | PTHrP) & !E", "Wnt & PTHrP) | !E"),
    _replaced("parenthesis never closed", "(Wnt | PTHrP) & !E", "(Wnt | PTHrP & !E"),
    _replaced("comma missing", "OPG, Wnt", "OPG Wnt"),
    _replaced("operator missing", "Wnt & !PTHrP", "Wnt !PTHrP"),
    _replaced("operand missing", "Wnt & !PTHrP", "Wnt & "),
    _replaced("two operators", "RANK | TNF", "RANK | & TNF"),
    _replaced("expression missing", "IFNb, NFATc1", "IFNb,"),
    _replaced("equals sign for the comma", "OPG, Wnt", "OPG = Wnt"),
    _replaced("semicolon for the comma", "OPG, Wnt", "OPG; Wnt"),
    _replaced("plus for or", "RANK | TNF", "RANK + TNF"),
    _replaced("slash in a name", "!DKK1", "!DKK/1"),
    _replaced("space in a name", "!DKK1", "!DKK 1"),
    _replaced("third column", "OPG, Wnt & !PTHrP", "OPG, Wnt & !PTHrP, 0.7"),
    _replaced("second rule", "OPG, Wnt & !PTHrP\n", "OPG, Wnt & !PTHrP\nOPG, Wnt\n"),
    _replaced("two rules in a line", "IFNb, NFATc1\n", "IFNb, NFATc1 "),
    _replaced("operator word as a name", "TNF, TNF", "and, TNF"),
    _replaced("comment with slashes", "targets", "// RANKL model\ntargets"),
    _replaced("semicolon at the end", "IFNb, NFATc1", "IFNb, NFATc1;"),
    Damage("NUL byte", SOUND.replace("IFNb, NFATc1", "IFNb, NFATc1\0").encode(), ""),
    Damage("Latin-1", SOUND.replace("IFNb", "IFN\xdf").encode("latin-1"), ""),
    _as_meant("words for operators", "Wnt & !PTHrP", "Wnt and not PTHrP"),
    _as_meant("doubled operators", "Wnt & !PTHrP", "Wnt && !PTHrP"),
    _as_meant("tilde for not", "Wnt & !PTHrP", "Wnt & ~PTHrP"),
    _as_meant("header in capitals", "targets, factors", "Targets, Factors"),
    _as_meant("header missing", "targets, factors\n", ""),
    _as_meant("comment behind a rule", "OPG, Wnt & !PTHrP", "OPG, Wnt & !PTHrP # decoy | RANKL"),
    _as_meant("rule over two lines", "OPG, Wnt & !PTHrP", "OPG, Wnt &\n  !PTHrP"),
    Damage("Windows line ends", SOUND.replace("\n", "\r\n").encode()),
    Damage("byte-order mark", b"\xef\xbb\xbf" + SOUND.encode()),
    _replaced("exclusive or", "RANK | TNF", "RANK ^ TNF",
              SOUND.replace("RANK | TNF", "RANK & !TNF | !RANK & TNF")),
    _replaced("constant as a word", "TNF, TNF", "TNF, true", SOUND.replace("TNF, TNF", "TNF, TNF | !TNF")),
    Damage("hyphen in a name", SOUND.replace("DKK1", "DKK-1").encode(), SOUND.replace("DKK1", "DKK-1")),
)  # fmt: skip
