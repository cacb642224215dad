"""Text as LaTeX that every engine sets: signs with a meaning of their own escaped, letters no font has as formulas."""

from __future__ import annotations

import unicodedata

_SPECIAL = {**{c: "\\" + c for c in "&%$#_{}"}, "\\": r"\textbackslash{}", "~": r"\textasciitilde{}"}
_SPECIAL |= {"^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}"}
_SPECIAL |= {'"': "''", "\N{NO-BREAK SPACE}": "~"}
_SIGNS = {
    "→": r"\to", "←": r"\leftarrow", "↔": r"\leftrightarrow", "↑": r"\uparrow", "↓": r"\downarrow", "⊣": r"\dashv",
    "−": "-", "±": r"\pm", "×": r"\times", "·": r"\cdot", "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "≈": r"\approx",
    "∧": r"\land", "∨": r"\lor", "¬": r"\lnot", "⊕": r"\oplus", "∞": r"\infty", "°": r"^\circ", "µ": r"\mu",
}  # fmt: skip
# Greek letters that TeX has no command for look like Latin ones.
_LATIN_LIKE = {
    "ALPHA": "A", "BETA": "B", "EPSILON": "E", "ZETA": "Z", "ETA": "H", "IOTA": "I", "KAPPA": "K", "MU": "M", "NU": "N",
    "OMICRON": "O", "RHO": "P", "TAU": "T", "UPSILON": "Y", "CHI": "X",
}  # fmt: skip


def escaped(text: str) -> str:
    """Return a text as LaTeX.

    Greek letters, arrows and mathematical signs become formulas, sub- and superscript digits are set so; other letters
    stay as they are, which pdfTeX sets where they are Latin with accents.
    """
    return "".join(_sign(c) for c in text)


def _sign(c: str) -> str:
    if c in _SPECIAL:
        return _SPECIAL[c]
    if c.isascii():
        return c
    if c in _SIGNS:
        return f"${_SIGNS[c]}$"
    decomposed = unicodedata.decomposition(c)
    for tag, mark in (("<sub>", "_"), ("<super>", "^")):
        if decomposed.startswith(tag):
            return f"${mark}{{{_script(decomposed)}}}$"
    return _greek(c)


def _script(decomposed: str) -> str:
    return "".join(chr(int(code, 16)) for code in decomposed.split()[1:]).replace("−", "-")


def _greek(c: str) -> str:
    words = unicodedata.name(c, "").split()
    if words[:1] != ["GREEK"] or "LETTER" not in words:
        return c
    name = words[words.index("LETTER") + 1].replace("LAMDA", "LAMBDA")
    if words[1] == "CAPITAL" and name in _LATIN_LIKE:
        return _LATIN_LIKE[name]
    if name == "OMICRON":
        return "o"
    command = "varsigma" if name == "FINAL" else name.lower()
    return rf"$\{command.capitalize() if words[1] == 'CAPITAL' else command}$"
