"""SHAP values of sums of trees, on the scale on which they are added up.

Forests and a single tree: the probability. Boosted trees: the log-odds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interpret.contracts import FloatArray, IntArray
from interpret.explain.explained import Explained, Sampling, Task
from interpret.method import Basis, Method
from interpret.models.forest_trees import Tree
from interpret.models.forms import Booster, TreeSum


def explain_trees(tasks: Sequence[Task], sampling: Sampling | None = None) -> list[Explained]:
    """Return path-dependent SHAP values of the output that the trees add up to.

    What a tree expects when a gene is not known follows both branches of its splits, weighted by the training patients
    that went each way; the baseline is the mean output over these (Lundberg et al. 2020,
    doi:10.1038/s42256-019-0138-9). A sum's values are the sums of its trees', so a patient explained by held-out trees
    owes nothing to trees that drew them.

    Path-dependent and not interventional, because each tree then answers by the patients it was grown on and needs no
    background beside them: the held-out trees of one patient have seen different bootstraps, and there is no one set
    of patients for all of them. Where trees split by several genes this is another question than the one put to linear
    models: genes that are split below one another share credit as they occur together in the tree, and a gene that no
    tree splits by has none. For stumps both answers agree.

    A tree that is in several models, as in the held-out forests of many patients, is explained once for all of them.

    Parameters
    ----------
    tasks
        Models whose form is a `TreeSum` or a `Booster`, with their patients.
    sampling
        Not used: nothing is sampled.
    """
    del sampling
    sums = [task for task in tasks if isinstance(task.form, TreeSum)]
    found = {id(task): one for task, one in zip(sums, _of_sums(sums) if sums else [], strict=True)}
    return [found[id(task)] if id(task) in found else _of_booster(task) for task in tasks]


@dataclass(frozen=True, eq=False)
class _Patients:
    """The patients of all tasks below one another, and the genes of all models side by side.

    `entered (n, k)` values; `rows` and `columns` are where those of each task stand.
    """

    entered: FloatArray
    rows: list[IntArray]
    columns: list[IntArray]


@dataclass(frozen=True, eq=False)
class _Group:
    """Trees that the same tasks need, in the order of their numbers."""

    trees: list[Tree]
    tasks: tuple[int, ...]


def _of_sums(tasks: Sequence[Task]) -> list[Explained]:
    from interpret.explain.shap_explainers import TreeExplainer  # noqa: PLC0415  takes seconds to import

    forms: list[TreeSum] = [task.form for task in tasks]
    patients = _side_by_side(tasks)
    total = np.zeros(patients.entered.shape)
    expected = np.zeros(len(tasks))
    for group in _groups(forms):
        first, rows = group.tasks[0], np.concatenate([patients.rows[i] for i in group.tasks])
        numbers = np.unique(np.concatenate([tree.gene for tree in group.trees]))
        numbers = numbers[numbers >= 0]  # the columns that these trees split by, as they number them
        places = patients.columns[first][np.searchsorted(forms[first].columns, numbers)]
        if not places.size:  # every tree is a single leaf
            expected[list(group.tasks)] += sum(float(tree.positive_share[0]) for tree in group.trees)
            continue
        explainer = TreeExplainer(_plain(group.trees, numbers), feature_perturbation="tree_path_dependent")
        where = np.ix_(rows, places)
        # shap's own check predicts everything a second time; `Attribution.efficiency_gap` holds it against `output`.
        total[where] += explainer.shap_values(patients.entered[where], check_additivity=False)
        expected[list(group.tasks)] += float(np.asarray(explainer.expected_value).item())
    return [
        Explained(
            values=form.scale * total[np.ix_(rows, columns)],
            design=task.model.design(task.patients),
            baseline=float(form.offset + form.scale * base),
            output=_output(task),
        )
        for task, form, rows, columns, base in zip(tasks, forms, patients.rows, patients.columns, expected, strict=True)
    ]


def _side_by_side(tasks: Sequence[Task]) -> _Patients:
    place: dict[str, int] = {}
    columns = [np.array([place.setdefault(gene, len(place)) for gene in task.model.genes]) for task in tasks]
    sizes = np.array([task.patients.n_samples for task in tasks], dtype=np.int64)
    rows = np.split(np.arange(sizes.sum()), np.cumsum(sizes)[:-1])
    entered = np.full((int(sizes.sum()), len(place)), np.nan)
    for task, own_rows, own_columns in zip(tasks, rows, columns, strict=True):
        # in the precision in which the trees compare
        entered[np.ix_(own_rows, own_columns)] = task.model.entered(task.patients).astype(np.float32)
    return _Patients(entered, rows, columns)


def _groups(forms: Sequence[TreeSum]) -> list[_Group]:
    """Return every tree once, with those that the same tasks need; their order is that of the trees' numbers.

    So the order in which a patient's trees are added up depends on the draws of the forest alone, and not on the order
    of patients in a file.
    """
    trees: dict[int, Tree] = {}
    needed: dict[int, list[int]] = {}
    for i, form in enumerate(forms):
        for tree in form.trees:
            trees[id(tree)] = tree
            needed.setdefault(id(tree), []).append(i)
    together: dict[tuple[int, ...], list[Tree]] = {}
    for key, tasks in needed.items():
        together.setdefault(tuple(tasks), []).append(trees[key])
    groups = [_Group(sorted(own, key=lambda tree: tree.number), tasks) for tasks, own in together.items()]
    return sorted(groups, key=lambda group: (group.trees[0].number, group.tasks))


def _plain(trees: Sequence[Tree], numbers: IntArray) -> dict[str, object]:
    """Return the trees as the mapping that shap takes for models it does not know, genes numbered as `numbers`."""
    plain = [
        {
            "children_left": tree.left,
            "children_right": tree.right,
            "children_default": tree.left,  # for missing values, of which there are none
            "features": np.where(tree.gene < 0, -1, np.searchsorted(numbers, tree.gene)),
            "thresholds": tree.threshold,
            "values": tree.positive_share[:, None],
            "node_sample_weight": tree.weight,
        }
        for tree in trees
    ]
    return {"trees": plain}


def _of_booster(task: Task) -> Explained:
    """Explain by XGBoost's own form of the same algorithm, which shap calls; it adds up in single precision."""
    from interpret.explain.shap_explainers import TreeExplainer  # noqa: PLC0415  takes seconds to import

    form: Booster = task.form
    whole = np.zeros((task.patients.n_samples, form.used.size))
    whole[:, form.used] = task.model.entered(task.patients)
    explainer = TreeExplainer(form.booster, feature_perturbation="tree_path_dependent")
    values = np.asarray(explainer.shap_values(whole, check_additivity=False), dtype=np.float64)
    baseline = float(np.asarray(explainer.expected_value).item())
    return Explained(values[:, form.used], task.model.design(task.patients), baseline, _output(task))


def _output(task: Task) -> FloatArray:
    of_probability = task.model.family == "tree"
    output = task.model.probability(task.patients) if of_probability else task.model.margin(task.patients)
    return np.asarray(output, dtype=np.float64)


RECORD = Method(
    name="tree-shap",
    title="SHAP values of trees",
    room="explanations",
    about=(
        "Path-dependent SHAP values of the output that the trees add up to, by the trees that never drew the "
        "sample explained."
    ),
    basis=Basis(
        estimand="How far each gene moves the output of a sample from the average output of the training samples.",
        formula=(
            "phi_j = mean over orders of the genes of the change in E[f | genes before and j] - E[f | genes "
            "before]; unknown splits are weighted by the training samples on each side."
        ),
        assumptions=(
            "What the trees expect where a gene is unknown follows their own branches; another question than "
            "that put to linear models."
        ),
        reference="Lundberg et al. 2020, doi:10.1038/s42256-019-0138-9",
    ),
)
