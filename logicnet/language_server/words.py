"""The words of the rule language beside the names of a model: what may be written where, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

METADATA: Mapping[str, str] = MappingProxyType(
    {
        "title": "What the model is called.",
        "authors": "Who wrote it.",
        "licence": "Under which terms it may be used.",
        "doi": "Where it is published.",
        "version": "Of the model.",
        "update": "The update scheme that its questions are asked under: asynchronous or synchronous.",
        "bibliography": "The BibTeX file beside it that evidence cites by key.",
        "ignore": "Codes of findings that are not told in this file.",
        "resting": "In a bridge between parts, for logicnet join: NODE=0 NODE=1, rest values of the joined model.",
        "owner": "In a bridge between parts, for logicnet join: NODE PART, the part that a component is taken from.",
        "gather": "In a bridge, for logicnet join: GROUP: GROUP | PART/GROUP …, groups of the parts that become one.",
    }
)
"""Tags before the header or the first rule, which speak of the whole model."""

TAGS: Mapping[str, str] = MappingProxyType(
    {
        "label": "The short name that is drawn, 16 characters at most.",
        "kind": "What the component is: gene, protein, drug …",
        "default": "An input's value where a question does not name it: 0 or 1.",
        "rest": "The component's value in the rest state: 0 or 1.",
        "hgnc": "Gene symbols, with / between several.",
        "uniprot": "Accession of the protein in UniProt.",
        "chebi": "Identifier of the molecule in ChEBI.",
        "ignore": "Codes of findings that are not told of this rule.",
    }
)
"""Tags in the comment above a rule."""

KINDS = (
    "gene", "protein", "ligand", "receptor", "transcription-factor", "kinase", "complex", "hormone", "cytokine", "drug",
    "genotype", "signal", "cell-state", "phenotype", "process",
)  # fmt: skip

SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "+": "evidence that the regulator activates",
        "-": "evidence that the regulator inhibits",
        "?": "evidence for a regulator that acts both ways, or nobody knows how",
        "*": "evidence for the whole rule",
    }
)
"""How evidence lines begin."""

OPENINGS: Mapping[str, str] = MappingProxyType(
    {
        "condition": "Names a set of fixed values.",
        "class": "Names an outcome: the values that an attractor must have.",
        "test": "States what the model must do.",
        "given": "Fixes components: inputs, knock-outs (0), over-expression (1).",
        "from rest": "Starts from the rest state.",
        "from": "Starts from these values, all others at rest.",
        "then given": "Goes on from every attractor reached so far, under new fixed values.",
        "all attractors:": "Every attractor has these values.",
        "some attractor:": "At least one attractor has these values.",
        "no attractor:": "No attractor has all of these values.",
    }
)
"""How the lines of conditions, classes and tests begin."""

VALUES: Mapping[str, str] = MappingProxyType(
    {"0": "0 in every state of the attractor", "1": "1 in every state", "*": "both occur"}
)
"""The values of a component in a class or a claim."""
