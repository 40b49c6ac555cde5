"""Which genes the sparse model chooses, how steadily, and what fewer genes would cost."""

from __future__ import annotations

from interpret.contracts import Stage
from interpret.data.cohort import Cohort
from interpret.errors import AnalysisError
from interpret.models.gene_count_curve import GeneCountCurve, filter_curve, path_curve
from interpret.models.kinds.sparse_logistic import FittedSparseLogistic
from interpret.models.rules import learn_diagonal_discriminant
from interpret.models.signature import Signature, signature
from interpret.models.stability_selection import StabilitySelection, stability_selection
from interpret.pipeline.judging import Judged
from interpret.report.findings import Selection
from interpret.scoring.streams import named_stream
from interpret.settings import Settings
from interpret.validation.judgement import Workers


def select(training: Cohort, settings: Settings, workers: Workers) -> Selection:
    """Return the stability of the choice and the curves of error, all on the training patients, without a signature.

    They ask for no model that is judged elsewhere.
    """
    sparse, preparation = settings.models.sparse, settings.preparation
    # The alpha of the halves is fixed in advance, as the bound asks; the smallest shares weight between genes that say
    # the same, where the lasso would take one of them at random.
    alpha, pairs = min(sparse.alphas), settings.models.selection.pairs
    sparse = sparse.model_copy(update={"alphas": (alpha,)})

    def chosen(stage: Stage) -> tuple[StabilitySelection | None, str, GeneCountCurve, GeneCountCurve]:
        stability, unfit = None, ""
        try:
            stability = stability_selection(
                training,
                sparse,
                preparation,
                named_stream(settings.seed, "stability-selection"),
                pairs=pairs,
                threads=workers.threads,
                stage=stage,
            )
        except AnalysisError as error:  # half of a small study may be too little; the rest of the report stands
            unfit = error.found
        path = path_curve(training, sparse, preparation, threads=workers.threads, stage=stage)
        by_filter = filter_curve(training, preparation, learn_diagonal_discriminant, stage=stage)
        return stability, unfit, path, by_filter

    stability, unfit, path, by_filter = workers.stage(
        "Choice of genes", 2 * pairs + 2 * training.n, chosen, training, sparse, preparation, pairs, settings.seed
    )
    return Selection(None, stability, alpha, path, by_filter, unfit)


def signature_of(judged: Judged) -> Signature | None:
    """Return the first sparse model written out, among those run in full and then among those beside them."""
    for model in (*judged.models, *judged.beside.models):
        if isinstance(model.frozen, FittedSparseLogistic):
            return signature(model.frozen)
    return None
