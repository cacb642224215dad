"""Rule files in an editor: what `logicnet lsp` tells and does, over the Language Server Protocol.

One feature, one file, each a function of what a file says (`pages.Page`), in our own terms: lines and columns from 1,
columns in code points. `wire` turns them into the protocol's terms, `desk` keeps the files that are open, and `server`
puts the three together; these are the only ones that know the protocol. Nothing is imported here: without the extra
``logicnet[lsp]`` the rest of logicnet must not miss it.
"""
