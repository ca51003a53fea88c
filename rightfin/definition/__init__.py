"""Model definitions as data: which rules hold, how the plan weighs things, which scenarios are applied."""

from rightfin.definition.definition import PARAMETERS, Definition
from rightfin.definition.read import default_definition, read_definition

__all__ = ["PARAMETERS", "Definition", "default_definition", "read_definition"]
