"""Pictures of networks: layout, glyphs and renderers; the only importer of graphviz, pygraphviz and matplotlib."""

from __future__ import annotations

from collections.abc import Mapping

from logicnet.errors import FormatError, SettingError
from logicnet.network import BooleanNetwork

FORMATS = ("svg", "pdf", "png", "dot")


def draw(
    network: BooleanNetwork,
    format: str = "svg",
    values: Mapping[str, int | str] | None = None,
    title: str = "",
    fixed: Mapping[str, int] | None = None,
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

    Returns
    -------
    bytes
        The file's content, at most 180 mm wide; the same input gives the same bytes.

    Raises
    ------
    FormatError
        A format that is not among `FORMATS`.
    UnknownNameError
        A component in `values` or `fixed` that the network does not have.
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
    if format == "dot":
        from logicnet.drawing.dot import write_dot

        return write_dot(network, values, title, fixed or {}).encode()
    from logicnet.drawing.compose import compose
    from logicnet.drawing.render import render

    scene = compose(network, values, title, fixed or {})
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
