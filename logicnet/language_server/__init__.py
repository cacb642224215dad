"""Rule files in an editor: what `logicnet lsp` tells and does, over the Language Server Protocol.

One feature, one file, each a function of what a file says (`pages.Page`), in our own terms: lines and columns from 1,
columns in code points. `wire` turns them into the protocol's terms, `desk` keeps the files that are open, `answers`
puts the three together, and `server` is the session; only these four know the protocol. Nothing is imported here: the
rest of logicnet does without the extra ``logicnet[lsp]``.
"""
