"""A model of the classical panel that has learnt: its preparation, its genes, their scaling and its rule."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.expression import Expression
from interpret.models.digest import digest
from interpret.models.forms import Family, Form
from interpret.models.rules.protocol import ByLogOdds, Rule
from interpret.models.scaling import Scaled
from interpret.prep.preparation import Preparation, apply_preparation
from interpret.prep.select import select_genes


@dataclass(frozen=True, eq=False)
class FittedPanel:
    """A model of the panel that has learnt.

    Attributes
    ----------
    name
        Of its kind.
    preparation
        From values as read to those of `columns`.
    columns
        `k` genes chosen, by name; `genes` are those of them that the rule uses.
    scaled
        Centre and spread of each.
    rule
        What says the probability.
    chosen
        The choice of the grid.
    inner_brier
        Mean Brier score of the inner held-out patients at that choice; NaN where nothing was tuned.
    """

    name: str
    preparation: Preparation
    columns: tuple[str, ...]
    scaled: Scaled
    rule: Rule
    chosen: tuple[tuple[str, float], ...]
    inner_brier: float

    @property
    def family(self) -> Family:
        """That of its rule."""
        return self.form.family

    @property
    def form(self) -> Form:
        """What its rule is to whoever explains it, over `genes` as `entered` gives them."""
        return self.rule.form()

    @property
    def genes(self) -> tuple[str, ...]:
        """The genes that the rule uses."""
        return tuple(gene for gene, used in zip(self.columns, self.rule.used(), strict=True) if used)

    @cached_property
    def model_id(self) -> str:
        """Hash of everything that decides the probability of a sample as read."""
        prep = self.preparation
        whole = prep.genes if prep.scales_arrays else ()  # then other genes take part in the scaling of an array
        steps = (
            prep.scale_read.value,
            prep.intensities,
            prep.scales_arrays,
            prep.gene_scaling,
            whole,
            *prep.more_steps,
        )
        return digest(self.name, steps, self.columns, self.scaled, self.rule)

    def design(self, expression: Expression) -> FloatArray:
        """Return `(m, q)` prepared values of the `q` `genes`, as they are before they are brought to one scale."""
        return self._prepared(expression)[:, self.rule.used()]

    def entered(self, expression: Expression) -> FloatArray:
        """Return `(m, q)` values of `genes` as the rule is given them: prepared and scaled."""
        return self.scaled.apply(self._prepared(expression))[:, self.rule.used()]

    def probability(self, expression: Expression) -> FloatArray:
        """Return `(m,)` probabilities of the positive class for `m` samples as read."""
        return self.rule.probability(self.scaled.apply(self._prepared(expression)))

    def margin(self, expression: Expression) -> FloatArray:
        """Return `(m,)` log-odds of the positive class, of a rule that adds them up.

        Raises
        ------
        TypeError
            It does not.
        """
        if not isinstance(self.rule, ByLogOdds):
            message = f"{self.name} adds up no log-odds"
            raise TypeError(message)
        return self.rule.log_odds(self.scaled.apply(self._prepared(expression)))

    def _prepared(self, expression: Expression) -> FloatArray:
        """Return `(m, k)` prepared values of `columns` for `m` samples as read."""
        return select_genes(apply_preparation(self.preparation, expression), self.columns).values

    def facts(self) -> dict[str, float]:
        """Return what was tuned, and how many genes the rule uses."""
        facts = {"genes_used": float(len(self.genes)), **dict(self.chosen)}
        return facts if np.isnan(self.inner_brier) else {**facts, "inner_brier": self.inner_brier}
