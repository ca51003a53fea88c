"""Model definitions as data: which rules hold, how the plan weighs things, which scenarios are applied."""

from rightfin.definition.definition import PARAMETERS, SWITCHES, Definition
from rightfin.definition.read import default_definition, read_definition

__all__ = ["PARAMETERS", "SWITCHES", "Definition", "default_definition", "read_definition"]
