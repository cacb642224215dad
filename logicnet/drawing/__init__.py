"""Pictures of networks: layout, glyphs and renderers; the only importer of graphviz, pygraphviz and matplotlib."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Mapping

from logicnet.errors import FormatError, SettingError
from logicnet.interactions import condensed, interaction_graph
from logicnet.network import BooleanNetwork

FORMATS = ("svg", "pdf", "png", "dot")
# Type that journals still print, in points.
SMALLEST_TYPE = 5.0


def draw(
    network: BooleanNetwork,
    format: str = "svg",
    values: Mapping[str, int | str] | None = None,
    title: str = "",
    fixed: Mapping[str, int] | None = None,
    only: Collection[str] = (),
) -> bytes:
    """Draw the regulatory network, grouped as its file groups it.

    Parameters
    ----------
    network
        What to draw; inputs are drawn as inputs, without a loop.
    format
        ``svg``, ``pdf``, ``png`` (300 dots per inch) or ``dot``.
    values
        Values to paint the components with, such as an `Attractor`'s: 0, 1, ``*`` (both occur) or ``?``.
    title
        A line above the picture.
    fixed
        Components that the question holds; they are outlined.
    only
        Draw these components alone, each way through the others as one regulation; empty for all. See
        `interactions.condensed`.

    Returns
    -------
    bytes
        The file's content, at most 180 mm wide; the same input gives the same bytes. Labels under 5 points are warned
        of (`UserWarning`).

    Raises
    ------
    FormatError
        A format that is not among `FORMATS`.
    UnknownNameError
        A component in `values`, `fixed` or `only` that the network does not have.
    SettingError
        A component without a value in `values`, or with one that is no value.
    LimitReached
        A network past what a page can show (1,000 components or 4,000 regulations); DOT has no limit.

    Examples
    --------
    >>> import logicnet
    >>> logicnet.draw(logicnet.load("core_axis"), "svg")[:5]
    b'<?xml'
    """
    if format not in FORMATS:
        raise FormatError(f"unknown picture format {format!r}: logicnet draws {', '.join(FORMATS)}")
    _check(network, values, fixed or {})
    graph = interaction_graph(network)
    if only:
        graph = condensed(graph, only)
    if format == "dot":
        from logicnet.drawing.dot import write_dot

        return write_dot(network, graph, values, title, fixed or {}).encode()
    from logicnet.drawing.compose import compose
    from logicnet.drawing.render import render

    scene = compose(network, graph, values, title, fixed or {})
    if scene.type_size < SMALLEST_TYPE:
        told = f"{len(scene.nodes)} components leave {scene.type_size:.1f} points for the labels"
        warnings.warn(f"{told}, too small to be read: draw some of them only", stacklevel=2)
    description = f"Regulatory network of {network.name}: {len(scene.nodes)} components, {len(scene.edges)} regulations"
    return render(scene, format, description)


def _check(network: BooleanNetwork, values: Mapping[str, int | str] | None, fixed: Mapping[str, int]) -> None:
    for name in (*(values or ()), *fixed):
        network.position(name)
    if values is None:
        return
    for name in network.names:
        if name not in values:
            raise SettingError(f"{name} has no value to be painted with")
        if values[name] not in (0, 1, "*", "?"):
            raise SettingError(f"{name} cannot be painted with {values[name]!r}: values are 0, 1, '*' and '?'")
