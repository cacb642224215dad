"""Text that Markdown shows as it is."""

from __future__ import annotations

import re

# What would be taken for mark-up. Underscores only where a word begins or ends: inside one they are letters.
_MARKUP = re.compile(r"[\\`*\[\]<]|\b_|(?<=\w)_(?!\w)|(?<!\w)_")


def plain(text: str) -> str:
    """Return a text with its mark-up escaped; bars are left to `Table.markdown`."""
    return _MARKUP.sub(lambda mark: "\\" + mark.group(), text)
