"""Whether the class can be told from everything else that is known of the patients."""

from interpret.validation.identifiability.identify import identify
from interpret.validation.identifiability.record import STRATA_COLUMNS, Identifiability, Relation

__all__ = ["STRATA_COLUMNS", "Identifiability", "Relation", "identify"]
