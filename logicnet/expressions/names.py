"""Names that differ only a little from another one: near misses, found without comparing all pairs."""

from __future__ import annotations

from collections.abc import Iterable

from logicnet.errors import nearest_names


class Neighbours:
    """Finds near misses among many names: names one edit apart share a shortened form."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names: dict[str, list[str]] = {}
        for name in names:
            for form in _shortened(name):
                self.names.setdefault(form, []).append(name)

    def nearest(self, name: str) -> str:
        """Return the name that is most like a name among its near misses; empty where it has none."""
        near = self.of(name)
        return next(iter(nearest_names(name, near, 1)), "") if near else ""

    def of(self, name: str) -> set[str]:
        """Return the names that are near misses of a name."""
        candidates = {other for form in _shortened(name) for other in self.names.get(form, ())}
        return {other for other in candidates if _near_miss(name, other)}


def _shortened(name: str) -> set[str]:
    return {name, name.casefold(), *(name[:i] + name[i + 1 :] for i in range(min(len(name), 64)))}


def _near_miss(name: str, other: str) -> bool:
    """Tell whether two names differ only in letter case or by one edit (a letter more, less or other)."""
    if name.casefold() == other.casefold():
        return True
    if min(len(name), len(other)) < 3 or abs(len(name) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(name, other, strict=False)) if a != b), min(len(name), len(other)))
    rest, other_rest = name[start:], other[start:]
    digits = rest[:1].isdigit() and other_rest[:1].isdigit()
    return not digits and (rest[1:] == other_rest[1:] or rest[1:] == other_rest or rest == other_rest[1:])
