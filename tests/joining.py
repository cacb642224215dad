"""Parts to join, and joining them."""

from __future__ import annotations

import pytest

from logicnet.authoring.joining import Joined, joined, part_of
from logicnet.errors import RuleFileError
from logicnet.formats.bnet import read
from logicnet.loading import Text
from logicnet.rules import RuleSet

STROMA = """# logicnet: 1
# @title         Stroma and osteoblasts
# @licence       MIT
# @bibliography  refs/stroma.bib
#
# Kinetics are left out.

targets, factors

#= Hormones
# Estradiol  @label Estrogen  @kind hormone  @default 1
#   * SEED3  estrogen deficiency is a cause of osteoporosis
Estrogen, Estrogen

#= RANKL/OPG balance  @flow LR
# RANK ligand  @label RANKL  @kind ligand  @hgnc TNFSF11  @rest 1
# Raised after menopause.
#   - Estrogen  EGHBALI03  RANKL up after menopause  [B63]
RANKL, !Estrogen

# --- the decoy ---

# Osteoprotegerin  @kind decoy-receptor
#   + Bone_Resorption  TANG09  coupling
OPG, Bone_Resorption  # matrix TGF-beta

# Bone resorption  @default 0
#   * BOYCE07  an assumption here
Bone_Resorption, Bone_Resorption

#? condition menopause: Estrogen=0
#? condition quiet: Bone_Resorption=0
#? class "RANKL on": RANKL=1

# The decoy is missing.
#? test S1 "menopause raises RANKL"  [B63]
#?   given menopause quiet
#?   all attractors: RANKL=1 OPG=0
"""

OSTEOCLAST = """# logicnet: 1
# @title         Osteoclast
# @licence       MIT
# @bibliography  osteoclast.bib
# @update        synchronous
targets, factors

#= RANKL/OPG balance
# @label RANKL  @chebi 1
#   * KONG99  needed for osteoclasts
RANKL, RANKL

#= Osteoclast lineage
# RANK  @kind receptor
#   + RANKL  SEED0
#   - OPG    SEED0
RANK, RANKL and not OPG

#= Phenotypes
# Bone resorption  @kind phenotype
#   + RANK  SEED3
Bone_Resorption, RANK & M_CSF

#? condition menopause: OPG=0 RANKL=1
#? condition quiet: Bone_Resorption=0
#? test T1
#?   given menopause M_CSF=1
#?   all attractors: Bone_Resorption=1
#?   then given quiet
#?   no attractor: Bone_Resorption=1 RANK=0
"""


def join(*parts: str | tuple[str, str], **settled: object) -> Joined:
    """Join texts; they are named A, B, C … unless a name is given."""
    named = [part if isinstance(part, tuple) else (name, part) for name, part in zip("ABCDE", parts, strict=False)]
    read = [part_of(Text(text, f"{name}.bnet", name, ".bnet"), f"{name}.bnet", "") for name, text in named]
    return joined(read, **settled)  # type: ignore[arg-type]


def rules_of(text: str) -> RuleSet:
    """Read what was joined; it gives no finding."""
    rules = read(text, "joined.bnet", "joined")
    assert not rules.findings
    return rules


def refused(*parts: str, **settled: object) -> list[tuple[str, str, str, str]]:
    """Return code, both places and message of each contradiction."""
    with pytest.raises(RuleFileError) as caught:
        join(*parts, **settled)
    return [(d.code, str(d.place), str(d.related[0]) if d.related else "", d.message) for d in caught.value.diagnostics]


def note(*lines: str) -> str:
    return "\n".join(("# logicnet: 1", "targets, factors", *lines, ""))
