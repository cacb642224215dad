"""Expressions: the parser against a tree evaluator and boolean.py, truth tables and diagrams against brute force."""

from __future__ import annotations

import random
import time
import unicodedata
from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judge import Tree, names_in, parsed, rendered, trees, value

from logicnet.errors import RuleFileError
from logicnet.expressions import Expression, algebra, functions, parse, signs
from logicnet.expressions.algebra import from_boolean_py, simplified, to_boolean_py
from logicnet.expressions.expression import CERTAIN, UNKNOWN, three_valued
from logicnet.expressions.functions import DiagramFunction, TableFunction, update_function
from logicnet.expressions.tokens import StrayCharacter, Vocabulary, set_apart, tokens_of
from logicnet.expressions.truth_tables import cofactors, columns, essential, implicants, sign
from logicnet.formats.bnet import read, write

NAMES = ["A", "b", "DKK-1", "β", "x.1", "_q", "NFκB", "not_x", "Android", "1a", "truex", "ORF"]
SPELT = {"and": ["&", "&&", " and ", " AND ", " And "], "or": ["|", "||", " or ", " OR "], "xor": ["^"]}
CONSTANTS = {0: ["0", "false", "FALSE"], 1: ["1", "true", "True"]}
BINDING = {"or": 1, "xor": 2, "and": 3, "not": 4}


def column_of(tree: Tree, names: Sequence[str]) -> int:
    """Return a tree's value under every assignment: bit k where name j has bit j of k."""
    rows = range(2 ** len(names))
    return sum(value(tree, {n: k >> j & 1 for j, n in enumerate(names)}) << k for k in rows)


def column(expression: Expression, names: Sequence[str]) -> int:
    """Return the same of an expression, one assignment at a time."""
    rows = range(2 ** len(names))
    return sum(expression.evaluate({n: k >> j & 1 for j, n in enumerate(names)}) << k for k in rows)


def same(expression: Expression, tree: Tree) -> bool:
    """Tell whether an expression is the same function as a tree."""
    names = sorted({*expression.symbols, *names_in(tree)})
    return column(expression, names) == column_of(tree, names)


# --- the parser -----------------------------------------------------------------------------------------------------


def spelt(tree: Tree, chance: random.Random, around: int = 0) -> str:
    """Write a tree in one of the many ways it may be written, with few parentheses or too many."""
    gap = chance.choice(["", "", " ", "  ", "\t", "\n", " # why not &\n"])
    if isinstance(tree, str):
        text, level = tree, 5
    elif isinstance(tree, int):
        text, level = chance.choice(CONSTANTS[tree]), 5
    else:
        level = BINDING[tree[0]]
        parts = [spelt(part, chance, level + (k > 0)) for k, part in enumerate(tree[1:])]
        if tree[0] == "not":
            text = chance.choice(["!", "~", "not ", "NOT\t", "! "]) + spelt(tree[1], chance, 4)
        else:
            text = parts[0]
            for part in parts[1:]:
                text += gap + chance.choice(SPELT[tree[0]]) + gap + part
    if level < around or chance.random() < 0.1:
        text = f"({gap}{text}{gap})"
    return text


TEXTS = [
    "A",
    "b-1",
    "-",
    "x.1",
    "é",
    "e\u0301",
    "\u212a",
    "_",
    "12",
    "²",
    "1",
    "True",
    "and",
    "NOT",
    "\ud800",
    "=",
    "/",
]
TEXTS += [*"!~&&||^(),# ", "&&", "||", "  ", "\t", "\x1f", "\x85", "\u2028", "\0"]


@settings(max_examples=2000)
@given(st.lists(st.sampled_from(TEXTS), max_size=20).map("".join))
def test_a_line_cut_at_its_signs_falls_into_its_tokens(line: str) -> None:
    """The reader cuts lines fast; the pattern, which knows the places, tells the same words apart."""
    cut = set_apart(line.partition("#")[0]).split()
    vocabulary = Vocabulary()
    try:
        codes = [vocabulary[word] for word in cut]
    except StrayCharacter:
        return  # such a line is read by the pattern
    assert [token.text for token in tokens_of(line, 1)] == cut
    named = [vocabulary.names[code] for code in codes if code >= 0]
    assert all(name == unicodedata.normalize("NFC", name) for name in named)
    assert len(set(vocabulary.names)) == len(vocabulary.names)


@settings(max_examples=1000)
@given(trees(NAMES, leaves=12), st.randoms(use_true_random=False))
def test_every_spelling_is_the_same_function(tree: Tree, chance: random.Random) -> None:
    text = spelt(tree, chance)
    expression = parse(text)
    if "\n" not in text:
        assert read(f"A, {text}").rules[0].expression == expression
    assert same(expression, tree)
    assert set(expression.symbols) == set(names_in(tree))
    assert len(set(expression.symbols)) == len(expression.symbols)


@settings(max_examples=500)
@given(trees("ABCD", leaves=12), st.randoms(use_true_random=False))
def test_text_is_read_back_as_the_same_expression(tree: Tree, chance: random.Random) -> None:
    expression = parse(spelt(tree, chance))
    assert parse(str(expression)) == expression
    assert str(parse(str(expression))) == str(expression)
    assert set(str(expression)) <= set("ABCD01!&|^() ")
    assert same(expression, parsed(str(expression)))


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("a | b & c", "a | (b & c)"),
        ("a & b | c", "(a & b) | c"),
        ("a ^ b & c", "a ^ (b & c)"),
        ("a & b ^ c", "(a & b) ^ c"),
        ("a | b ^ c", "a | (b ^ c)"),
        ("a ^ b | c", "(a ^ b) | c"),
        ("!a & b", "(!a) & b"),
        ("!a ^ b", "(!a) ^ b"),
        ("!a | b", "(!a) | b"),
        ("not a and b or c", "((!a) & b) | c"),
        ("!(a | b) & c", "(!(a | b)) & c"),
        ("a | b ^ c & !d", "a | (b ^ (c & (!d)))"),
        ("!!a & b", "a & b"),
    ],
)
def test_not_binds_before_and_before_xor_before_or(text: str, full: str) -> None:
    names = "abcd"
    assert column(parse(text), names) == column(parse(full), names) == column_of(parsed(full), names)


def test_symbols_stand_in_order_of_first_appearance() -> None:
    assert parse("c & (a | !c) ^ b | a").symbols == ("c", "a", "b")
    assert parse("0 | true").symbols == ()


def test_composed_and_decomposed_letters_are_one_name() -> None:
    assert parse("e\u0301 & \u00e9").symbols == ("\u00e9",)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "LN108", 1, 1),
        ("a &", "LN108", 1, 4),
        ("a b", "LN108", 1, 3),
        ("a & & b", "LN108", 1, 4),
        ("(a", "LN101", 1, 1),
        ("(a | (b & c)", "LN101", 1, 1),
        ("a)", "LN101", 1, 2),
        ("a | b) & c", "LN101", 1, 6),
        ("a + b", "LN102", 1, 3),
        ("a |\n  7", "LN102", 2, 3),
        ("a, b", "LN111", 1, 2),
        ("a & and", "LN102", 1, 5),
        ("!", "LN108", 1, 2),
        ("()", "LN108", 1, 2),
    ],
)
def test_what_is_no_expression(text: str, code: str, line: int, column: int) -> None:
    with pytest.raises(RuleFileError) as caught:
        parse(text)
    [finding] = caught.value.diagnostics
    assert (finding.code, finding.place.line, finding.place.column) == (code, line, column)


DEEP = 10_192


@pytest.mark.parametrize(
    "text",
    [
        "(" * DEEP + "A" + ")" * DEEP,
        "!" * DEEP + "A",
        "!(" * DEEP + "A" + ")" * DEEP,
        "(" * DEEP + "A" + "".join(f" {'&|'[k % 2]} A)" for k in range(DEEP)),
        "".join(f"A {'&|'[k % 2]} (" for k in range(DEEP)) + "A" + ")" * DEEP,
        " | ".join(f"A & !x{k}" for k in range(30_000)) + " | A",
        " & ".join(["A"] * 60_000),
    ],
    ids=["parentheses", "nots", "both", "left", "right", "products", "terms"],
)
def test_deep_and_long_expressions(text: str) -> None:
    start = time.process_time()
    expression = parse(text)
    for bit in (0, 1):
        assert expression.evaluate({**dict.fromkeys(expression.symbols, 1), "A": bit}) == bit
    assert parse(str(expression)) == expression
    [rule] = read(write(read(f"T, {text}\n"))).rules[:1]
    assert rule.expression == expression
    assert time.process_time() - start < 20


# --- boolean.py -----------------------------------------------------------------------------------------------------


@settings(max_examples=300)
@given(trees("ABC", leaves=7))
def test_there_and_back_through_boolean_py(tree: Tree) -> None:
    expression = parse(rendered(tree))
    assert same(from_boolean_py(to_boolean_py(expression)), tree)
    short = simplified(expression)
    assert same(short, tree)
    assert set(short.symbols) <= set(expression.symbols)


@settings(max_examples=300)
@given(trees("ABC", leaves=7))
def test_boolean_py_reads_our_text_as_we_do(tree: Tree) -> None:
    other = algebra._algebra().parse(rendered(without_xor(tree)))
    assert same(from_boolean_py(other), tree)


def without_xor(tree: Tree) -> Tree:
    """Return a tree that boolean.py can read."""
    if not isinstance(tree, tuple):
        return tree
    operator, *parts = (tree[0], *map(without_xor, tree[1:]))
    if operator != "xor":
        return (operator, *parts)
    left, right = parts
    return ("or", ("and", left, ("not", right)), ("and", ("not", left), right))


# --- truth tables and update functions ------------------------------------------------------------------------------

tables = st.integers(0, 5).flatmap(lambda width: st.tuples(st.just(width), st.integers(0, 2**2**width - 1)))


def bit(row: int, variable: int) -> int:
    return row >> variable & 1


@settings(max_examples=400)
@given(tables)
def test_truth_tables(drawn: tuple[int, int]) -> None:
    width, table = drawn
    rows = range(2**width)
    cols, mask = columns(width)
    assert mask == sum(1 << k for k in rows)
    assert list(cols) == [sum(bit(k, j) << k for k in rows) for j in range(width)]
    needed = []
    for j in range(width):
        pairs = {(bit(table, k), bit(table, k | 1 << j)) for k in rows if not bit(k, j)}
        needed += [j] if pairs & {(0, 1), (1, 0)} else []
        expected = {(True, True): "?", (True, False): "+", (False, True): "-", (False, False): ""}
        assert sign(table, j, width) == expected[(0, 1) in pairs, (1, 0) in pairs]
        low, high = cofactors(table, j, width)
        assert low == sum(bit(table, k) << k for k in rows if not bit(k, j))
        assert high == sum(bit(table, k | 1 << j) << k for k in rows if not bit(k, j))
    assert essential(table, width) == needed


def covered(cubes: Sequence[tuple[tuple[int, int], ...]], width: int) -> int:
    return sum(any(all(bit(k, j) == b for j, b in cube) for cube in cubes) << k for k in range(2**width))


@settings(max_examples=400)
@given(tables)
def test_implicants_are_an_irredundant_cover_by_primes(drawn: tuple[int, int]) -> None:
    width, table = drawn
    cubes = implicants(table, width)
    assert covered(cubes, width) == table
    for k, cube in enumerate(cubes):
        assert covered(cubes[:k] + cubes[k + 1 :], width) != table
        assert len({j for j, _ in cube}) == len(cube)
        for literal in cube:
            wider = tuple(other for other in cube if other != literal)
            assert covered([wider], width) & ~table


LETTERS = "ABCDE"


@pytest.mark.parametrize(("widest", "pairs"), [(16, 0), (2, 1000), (0, 1000), (0, 3)])
@settings(max_examples=200)
@given(
    tree=trees(LETTERS, leaves=9),
    fixed=st.dictionaries(st.integers(0, 4), st.integers(0, 1), max_size=2),
    space=st.dictionaries(st.integers(0, 4), st.integers(0, 1), max_size=3),
)
def test_update_functions(widest: int, pairs: int, tree: Tree, fixed: dict[int, int], space: dict[int, int]) -> None:
    """Both forms, tables and diagrams, over the regulators that have an effect."""
    index = {name: i for i, name in enumerate(LETTERS)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(functions, "WIDEST_TABLE", widest)
        patch.setattr(signs, "MOST_PAIRS", pairs)
        function = update_function(parse(rendered(tree)).linked(index), fixed)
        acting = function.signs()
    states = [s for s in product((0, 1), repeat=5) if all(s[i] == v for i, v in fixed.items())]
    image = {s: value(tree, dict(zip(LETTERS, s, strict=True))) for s in states}
    flips = {i: {(image[s], image[_set(s, i, 1)]) for s in states if not s[i]} for i in range(5) if i not in fixed}
    assert list(function.regulators) == [i for i, pairs in flips.items() if pairs & {(0, 1), (1, 0)}]
    assert isinstance(function, DiagramFunction if len(function.regulators) > widest else TableFunction)
    assert list(acting) == list(function.regulators)
    for i in function.regulators:
        assert (
            acting[i]
            == {(True, True): "?", (True, False): "+", (False, True): "-"}[(0, 1) in flips[i], (1, 0) in flips[i]]
        )
    assert function.constant == (min(image.values()) if len(set(image.values())) == 1 else None)
    inside = {i: v for i, v in space.items() if i not in fixed}
    reached = {v for s, v in image.items() if all(s[i] == b for i, b in inside.items())}
    assert [function.reaches(v, inside) for v in (0, 1)] == [v in reached for v in (0, 1)]


def _set(state: tuple[int, ...], i: int, bit: int) -> tuple[int, ...]:
    return (*state[:i], bit, *state[i + 1 :])


@settings(max_examples=500)
@given(trees(LETTERS, leaves=9), st.dictionaries(st.integers(0, 4), st.integers(0, 1)))
def test_three_valued_logic_concludes_nothing_wrong(tree: Tree, fixed: dict[int, int]) -> None:
    program = parse(rendered(tree)).linked({name: i for i, name in enumerate(LETTERS)})
    concluded = three_valued(program, [CERTAIN[fixed[i]] if i in fixed else UNKNOWN for i in range(5)])
    constant = update_function(program, fixed).constant
    assert concluded == UNKNOWN or constant is not None
    assert concluded == UNKNOWN or concluded == CERTAIN[constant or 0]
    if len(fixed) == 5:
        assert concluded != UNKNOWN
