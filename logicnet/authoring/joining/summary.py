"""What the joined file says of itself: title, authors, licence, bibliography, update scheme."""

from __future__ import annotations

from collections.abc import Sequence

from logicnet.authoring.joining.parts import Part
from logicnet.diagnostics import Diagnostic, Place, Severity
from logicnet.errors import SettingError
from logicnet.formats.bnet.annotations import tags_of

_UNITED = {"title": " + ", "authors": "; ", "licence": "; ", "license": "; ", "doi": " ", "ignore": " "}


def facts(
    parts: Sequence[Part], bridges: Sequence[Part], title: str, update: str
) -> tuple[dict[str, str], list[Diagnostic]]:
    """Return the metadata of the joined model, and where the parts contradict each other.

    A bridge speaks for all; else different titles, authors, licences, DOIs and ignored codes stand side by side, and a
    version that is not the same in all parts is left out. Update schemes must agree where they are named.
    """
    if title and tags_of(f"@title {title}") != ("", {"title": title}):
        raise SettingError(f"a title is one line without a tag: {title!r}")
    found: dict[str, str] = {}
    for key, between in _UNITED.items():
        values = _values(bridges, key) or _values(parts, key)
        found[key] = between.join(values)
    found["title"] = title or found["title"]
    versions = _values(bridges, "version") or _values(parts, "version")
    found["version"] = versions[0] if len(versions) == 1 else ""
    found["bibliography"] = ", ".join(dict.fromkeys(file for part in parts for file in part.bibliography))
    schemes = _values(bridges, "update") or _values(parts, "update")
    found["update"] = update or next(iter(schemes), "")
    told = [] if update or len(schemes) < 2 else _schemes_differ(bridges if _values(bridges, "update") else parts)
    order = ("title", "authors", "licence", "license", "doi", "version", "bibliography", "update", "ignore")
    return {key: found[key] for key in order if found[key]}, told


def _values(parts: Sequence[Part], key: str) -> list[str]:
    said = (" ".join(part.rules.metadata.get(key, "").split()) for part in parts)
    return list(dict.fromkeys(filter(None, said)))


def _schemes_differ(parts: Sequence[Part]) -> list[Diagnostic]:
    saying = [part for part in parts if part.rules.metadata.get("update")]
    first, places = saying[0], [_update_at(part) for part in saying]
    told = []
    for part, place in zip(saying[1:], places[1:], strict=True):
        one, other = first.rules.metadata["update"], part.rules.metadata["update"]
        if one.split() != other.split():
            message = f"two update schemes ({one} and {other})"
            related = places[0], first.line(places[0])
            hint = "settle it: --update SCHEME"
            told.append(Diagnostic("LN404", Severity.ERROR, place, message, hint, part.line(place), related))
    return told


def _update_at(part: Part) -> Place:
    for number, line in part.source.lines.items():
        column = line.find("@update")
        if column >= 0:
            return part.source.place(number, column + 1, len("@update"))
    return part.source.place(1)
