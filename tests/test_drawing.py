"""Pictures: opened and measured, never only made."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import warnings
from itertools import pairwise
from xml.etree import ElementTree

import pytest

import logicnet
from logicnet.drawing.compose import compose
from logicnet.drawing.glyphs import text_width
from logicnet.drawing.scene import Scene
from logicnet.errors import FormatError, LimitReached, LogicnetError
from logicnet.formats.bnet import read
from logicnet.network import BooleanNetwork

SHIPPED = sorted(logicnet.shipped_models())
# What a page can show whole; of larger models a part is drawn.
READABLE = [name for name in SHIPPED if len(logicnet.load(name).names) < 100]
SVG = "{http://www.w3.org/2000/svg}"


def network_of(*rules: str, head: str = "") -> BooleanNetwork:
    return BooleanNetwork.from_rules(read("\n".join([head, "targets, factors", *rules]), "t.bnet", "t"))


def scene_of(network: BooleanNetwork) -> Scene:
    return compose(network, logicnet.interaction_graph(network), None, "", {})


def ids(svg: bytes) -> list[str]:
    return [e.get("id", "") for e in ElementTree.fromstring(svg).iter() if e.get("id")]


def texts(svg: bytes) -> list[str]:
    return ["".join(e.itertext()).strip() for e in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.filterwarnings("ignore:252 components")
@pytest.mark.parametrize("name", SHIPPED)
def test_every_component_and_regulation_is_drawn_once(name: str) -> None:
    network = logicnet.load(name)
    svg = logicnet.draw(network)
    found = ids(svg)
    graph = logicnet.interaction_graph(network)
    assert [f"node:{n}" for n in network.names] == [i for i in found if i.startswith("node:")]
    edges = sorted(f"edge:{a}:{b}:{sign}" for a, b, sign in graph.edges(data="sign"))
    assert sorted(i for i in found if i.startswith("edge:") and not i.startswith("edge:legend")) == edges
    assert [f"group:{g}" for g in network.groups] == [i for i in found if i.startswith("group:")]
    written = texts(svg)
    assert {network.label(n) for n in network.names} <= set(written)
    assert "NF-κB" in written or "NFkB" not in network.index


@pytest.mark.parametrize("name", READABLE)
def test_nothing_overlaps_and_labels_can_be_read(name: str) -> None:
    scene = scene_of(logicnet.load(name))
    assert scene.width <= 180 * 72 / 25.4 + 0.01
    assert scene.height <= 200 * 72 / 25.4
    assert scene.type_size >= 5
    boxes = [node.box for node in scene.nodes] + [group.title_box for group in scene.groups]
    assert not any(a.overlaps(b) for k, a in enumerate(boxes) for b in boxes[:k])
    frames = [group.frame for group in scene.groups]
    assert not any(a.overlaps(b) for k, a in enumerate(frames) for b in frames[:k])
    for node in scene.nodes:
        assert max(text_width(line, scene.type_size) for line in node.lines) <= node.box.width
        assert len(node.lines) * scene.type_size <= node.box.height


@pytest.mark.parametrize("name", SHIPPED)
def test_hardly_a_regulation_runs_through_a_foreign_component(name: str) -> None:
    scene = scene_of(logicnet.load(name))
    assert crossings(scene) <= 2


def crossings(scene: Scene) -> int:
    """Count (regulation, component) pairs where the regulation passes through a component it does not touch."""
    count = 0
    for edge in scene.edges:
        points = list(sampled(edge.spline))
        for node in scene.nodes:
            box = node.box
            inside = (abs(x - box.x) < box.width / 2 - 0.5 and abs(y - box.y) < box.height / 2 - 0.5 for x, y in points)
            count += node.name not in (edge.source, edge.target) and any(inside)
    return count


def sampled(spline: tuple[tuple[float, float], ...]):
    """Yield points along a Bézier spline."""
    for start in range(0, len(spline) - 3, 3):
        a, b, c, d = spline[start : start + 4]
        for k in range(31):
            u, v = k / 30, 1 - k / 30
            yield tuple(v**3 * a[i] + 3 * v * v * u * b[i] + 3 * v * u * u * c[i] + u**3 * d[i] for i in (0, 1))


def test_a_long_legend_does_not_widen_the_page() -> None:
    network = logicnet.load("bone_metastasis")
    values: dict[str, int | str] = dict(zip(network.names, (0, 1, "*", "?") * 19, strict=True))
    scene = compose(network, logicnet.interaction_graph(network), values, "", {"Estrogen": 1})
    assert len(scene.legend) == 10
    assert scene.width <= 180 * 72 / 25.4 + 0.01
    words = [(entry.at[0] + 24 + text_width(entry.words, 7.0)) for entry in scene.legend]
    assert max(words) <= scene.width - 5


def test_regulations_end_at_their_target() -> None:
    scene = scene_of(logicnet.load("bone_metastasis"))
    boxes = {node.name: node.box for node in scene.nodes}
    for edge in scene.edges:
        for (x, y), box in ((edge.spline[0], boxes[edge.source]), (edge.tip, boxes[edge.target])):
            outside = max(abs(x - box.x) - box.width / 2, abs(y - box.y) - box.height / 2)
            assert abs(outside) < 2, (edge.source, edge.target)


def test_inputs_have_no_loop_but_self_regulation_has() -> None:
    found = ids(logicnet.draw(logicnet.load("bone_metastasis")))
    assert "edge:Tumor_in_bone:Tumor_in_bone:+" in found
    assert not any(i.startswith("edge:Estrogen:Estrogen") for i in found)


def test_a_part_of_the_components_is_drawn_with_the_ways_through_the_others() -> None:
    network = network_of("A, !X", "X, !B | C", "B, A & I", "C, C & !A", "I, I")
    edges = [i for i in ids(logicnet.draw(network, only=["A", "B", "C"])) if i.startswith("edge:")]
    assert sorted(i for i in edges if not i.startswith("edge:legend")) == [
        "edge:A:B:+", "edge:A:C:-", "edge:B:A:+", "edge:C:A:-", "edge:C:C:+",
    ]  # fmt: skip
    dot = logicnet.draw(network, "dot", only=["A", "B", "C"]).decode()
    assert dot.count("->") == 5
    assert "X" not in dot
    with pytest.raises(LogicnetError, match="unknown component 'Y'"):
        logicnet.draw(network, only=["A", "Y"])


def test_signs_differ_in_shape_and_colour() -> None:
    def body(rule: str) -> str:
        svg = logicnet.draw(network_of(rule, "B, B")).decode()
        return re.sub(r"edge:\S+|legend:\S+|words:\S+|m[0-9a-f]{10}|>(activates|inhibits)<", "", svg)

    assert "#0072b2" in body("A, B")
    assert "#d55e00" not in body("A, B")
    assert "#d55e00" in body("A, !B")
    assert "#595959" in logicnet.draw(network_of("A, B ^ C", "B, B", "C, C")).decode()
    # Not by colour alone: in one colour the two are still not the same drawing.
    assert body("A, B").replace("#0072b2", "") != body("A, !B").replace("#d55e00", "")


def test_the_legend_lists_exactly_what_is_used() -> None:
    def legend(svg: bytes) -> set[str]:
        return {i.removeprefix("words:") for i in ids(svg) if i.startswith("words:")}

    assert legend(logicnet.draw(network_of("A, B", "B, A"))) == {"shape:component", "sign:+"}
    assert legend(logicnet.draw(network_of("A, !B", "B, B"))) == {"shape:component", "shape:input", "sign:-"}
    painted = logicnet.draw(network_of("A, !B", "B, B"), values={"A": "*", "B": 1}, fixed={"B": 1})
    assert legend(painted) == {"shape:component", "shape:input", "sign:-", "paint:1", "paint:*", "held:"}


def test_paint_shows_each_value() -> None:
    network = network_of("A, !B", "B, A", "C, C", "D, C")
    svg = logicnet.draw(network, values={"A": "*", "B": 1, "C": 0, "D": "?"}).decode()
    for name, colour in (("A", "#f0e442"), ("B", "#0072b2"), ("C", "#ffffff"), ("D", "#d9d9d9")):
        (style,) = re.findall(rf'<g id="node:{name}">\s*<path [^>]*?style="([^"]*)"', svg)
        assert f"fill: {colour}" in style or (name == "D" and "fill: url(" in style)
    assert "~" in texts(svg.encode())


@pytest.mark.parametrize("form", ["svg", "pdf", "png", "dot"])
def test_same_bytes_in_every_process(form: str) -> None:
    script = (
        "import sys, hashlib, logicnet; n = logicnet.load('core_axis');"
        f"print(hashlib.sha256(logicnet.draw(n, {form!r}, values=dict.fromkeys(n.names, '*'))).hexdigest())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "7")
    }
    assert len(printed) == 1


def test_no_installed_graphviz_is_needed() -> None:
    script = "import logicnet; print(len(logicnet.draw(logicnet.load('core_axis'), 'svg')))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PATH": "", "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert int(done.stdout) > 10_000
    assert done.stderr == b""


@pytest.mark.parametrize("name", READABLE)
def test_drawing_is_silent(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    logicnet.draw(logicnet.load(name))
    assert capfd.readouterr() == ("", "")


def test_labels_that_are_too_small_are_told() -> None:
    atlas = logicnet.load("atlas")
    with pytest.warns(UserWarning, match=r"252 components leave \d\.\d points for the labels"):
        logicnet.draw(atlas)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        logicnet.draw(atlas, only=["PTHrP", "RANKL_high", "Bone_Resorption", "Tumor_growth"])


def test_pdf_embeds_its_font_and_png_has_print_resolution() -> None:
    network = logicnet.load("core_axis")
    pdf = logicnet.draw(network, "pdf")
    assert pdf.startswith(b"%PDF")
    assert b"/FontFile2" in pdf
    assert b"/CreationDate" not in pdf
    png = logicnet.draw(network, "png")
    width = int.from_bytes(png[16:20], "big")
    assert abs(width - scene_of(network).width / 72 * 300) <= 1


def test_dot_reads_back_with_groups_and_heads() -> None:
    import pygraphviz

    network = logicnet.load("bone_metastasis")
    graph = pygraphviz.AGraph(string=logicnet.draw(network, "dot").decode())
    assert graph.number_of_nodes() == 76
    assert graph.number_of_edges() == logicnet.interaction_graph(network).number_of_edges()
    assert [s.graph_attr["label"] for s in graph.subgraphs()] == list(network.groups)
    assert graph.get_edge("OPG", "RANKL_OPG_ratio_high").attr["arrowhead"] == "tee"
    assert graph.get_node("NFkB").attr["label"] == "NF-κB"


LONG = "A_very_long_name_without_any_label_at_all_number_"
ODD = '# logicnet: 1\n# @title  $x_1$ <&> "quoted" \\n\n'


@pytest.mark.parametrize(
    "network",
    [
        network_of("A, A"),
        network_of("A, 1"),
        network_of("A, !A"),
        network_of("# <b>$\\alpha$</b> & \"more\"  @label $a_1$<&>\"\\N", "A, B", "B, A", head=ODD),
        network_of(*(f"{LONG}{k}, {LONG}{k - 1}" for k in range(1, 4))),
    ],
    ids=["one input", "constant", "negative loop", "odd labels", "long names"],
)  # fmt: skip
@pytest.mark.parametrize("form", ["svg", "pdf", "png", "dot"])
def test_odd_networks(network: BooleanNetwork, form: str) -> None:
    data = logicnet.draw(network, form, title=network.metadata.get("title", ""))
    assert len(data) > 50
    if form == "svg":
        assert {f"node:{n}" for n in network.names} <= set(ids(data))


def test_labels_are_shown_literally() -> None:
    network = network_of("# Full  @label $a_1$<&>", "A, B", "B, A", head=ODD)
    assert "$a_1$<&>" in texts(logicnet.draw(network))


def test_many_components_without_groups() -> None:
    rules = [f"X{k}, X{(7 * k + 3) % 300} & !X{(11 * k + 5) % 300}" for k in range(300)]
    scene = scene_of(network_of(*rules))
    boxes = [node.box for node in scene.nodes]
    assert not any(a.overlaps(b) for k, a in enumerate(boxes) for b in boxes[:k])
    assert all(a != b for edge in scene.edges for a, b in pairwise(edge.spline[:2]))


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(FormatError, match="svg, pdf, png, dot"):
        logicnet.draw(logicnet.load("core_axis"), "gif")


def test_what_no_page_can_show_is_refused() -> None:
    network = network_of(*(f"X{k}, X{k - 1}" for k in range(1, 1100)))
    with pytest.raises(LimitReached, match="1100 components"):
        logicnet.draw(network)
    assert logicnet.draw(network, "dot").count(b"->") == 1099


@pytest.mark.parametrize(
    ("values", "fixed", "says"),
    [
        ({"A": 1}, {}, "B has no value"),
        ({"A": 1, "B": 2}, {}, "cannot be painted with 2"),
        ({"A": 1, "B": 0, "C": 0}, {}, "unknown component 'C'"),
        (None, {"C": 0}, "unknown component 'C'"),
    ],
)
def test_values_that_do_not_fit_are_refused(values: dict[str, int], fixed: dict[str, int], says: str) -> None:
    network = BooleanNetwork.from_rules(read("A, B\nB, A\n", "n.bnet", "n"))
    with pytest.raises(LogicnetError, match=says):
        logicnet.draw(network, "dot", values=values, fixed=fixed)
