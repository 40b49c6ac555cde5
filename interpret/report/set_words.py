"""What is said of sets of genes: the answer, what was compared, which sets say the same, and the methods."""

from __future__ import annotations

from interpret.report import words
from interpret.report.findings import Findings
from interpret.stats.gene_sets import camera, over_representation, overlap
from interpret.stats.gene_sets.answer import MOST_COMPARED, AnsweredSets
from interpret.stats.two_group import EVERY_TEST

_NAME = 48
_NAMED = 4


def answer(findings: Findings, found: AnsweredSets) -> str:
    """Return in one sentence how many sets were found, and the first of them."""
    rate, fdr = words.percent(findings.settings.tests.fdr), findings.settings.tests.fdr
    called = found.table[found.table["camera_q"] <= fdr]
    sets = words.plural(len(found.table), "set")
    if called.empty:
        return (
            f"Of the {sets} of genes asked about, none has genes that tend to be higher in one class than the other "
            f"genes tested, at a false discovery rate of {rate}. That does not show that no set differs."
        )
    up = int((called["direction"] == "up").sum())
    higher, lower = (words.plain(findings.labels.name(positive=positive)) for positive in (True, False))
    sides = [(up, higher), (len(called) - up, lower)]
    said = " and ".join(
        f"{words.spelled(n)} {'has' if n == 1 else 'have'} genes that tend to be higher in {name}"
        for n, name in sides
        if n
    )
    first = words.listing([words.shorten(str(name), _NAME) for name in called["set"]], _NAMED)
    return (
        f"Of the {sets} of genes asked about, {said} than the other genes tested do, at a false discovery rate of "
        f"{rate}: {first}."
    )


def asked(found: AnsweredSets) -> str:
    """Return what the file holds, what of it was tested, and which sets were left out."""
    given, matched = found.given, found.matched
    universe = matched.universe
    named, unknown = len(given.members), len(given.unmatched)
    known = words.capital(words.of(named - unknown, named)) + f" {'is' if named - unknown == 1 else 'are'} in the study"
    tested = "all" if matched.n_tested == named - unknown else words.count(matched.n_tested)
    once = (
        f", each symbol once ({words.plural(universe.other_probes, 'other probe')} set aside for the one with the "
        "largest mean)"
        if universe.other_probes
        else ""
    )
    gaps = (
        f" {words.capital(words.plural(universe.with_gaps, 'gene'))} without the value of some sample "
        f"{'was' if universe.with_gaps == 1 else 'were'} left out here."
        if universe.with_gaps
        else ""
    )
    return (
        f"{words.shorten(given.file, 60)} holds {words.plural(len(given.sets), 'set')} and names "
        f"{words.plural(named, 'gene')}. {known}, {tested} of them among the "
        f"{words.plural(len(universe.rows), 'gene')} tested{once}, within which sets were compared.{gaps}"
        f"{_left_out(found)}"
    )


def _left_out(found: AnsweredSets) -> str:
    kinds = (
        (found.matched.too_small, "too few of its genes tested", "too few of their genes tested"),
        (found.matched.too_large, "too many", "too many"),
        (found.matched.whole, "every gene tested in it", "every gene tested in them"),
    )
    said = [
        f"{words.plural(len(sets), 'set')} with {one if len(sets) == 1 else many}" for sets, one, many in kinds if sets
    ]
    return f" Left out: {words.listing(said)}." if said else ""


def near(found: AnsweredSets) -> tuple[str, ...]:
    """Return the names that are probably misspelt, if any."""
    pairs = found.given.near_misses
    if not pairs:
        return ()
    listed = words.listing(
        [f"{words.shorten(name, _NAME)} (here {words.shorten(other, _NAME)})" for name, other in pairs], _NAMED
    )
    many = words.plural(len(pairs), "name that is no gene here resembles", "names that are no genes here resemble")
    return (f"{many} one that is, and may mean it: {listed}. Names are compared to the letter.",)


def families(findings: Findings, found: AnsweredSets) -> tuple[str, ...]:
    """Return how many families the sets found make; nothing where fewer than two were found."""
    q = found.table["camera_q"].head(MOST_COMPARED)
    called = int((q <= findings.settings.tests.fdr).sum())
    if called < 2:  # noqa: PLR2004  one set shares with none
        return ()
    led = len({int(leader) for leader in found.alike.leader[:called]})
    if led == called:
        return (f"No two of the {words.count(called)} sets found share half of the smaller one's genes tested.",)
    text = (
        f"Some of the {words.count(called)} sets found share half or more of the genes tested of the smaller one. "
        f"Joined by that, they are {words.plural(led, 'family', 'families')} and not as many findings as sets."
    )
    return (text,)


def methods(findings: Findings) -> tuple[str, ...]:
    """Return how sets were asked about, with every parameter."""
    settings, tests = findings.settings.gene_sets, findings.settings.tests
    primary = next((test for test in EVERY_TEST if test.name == tests.primary), None)
    by = {
        "voom": "with the weights of voom",
        "moderated_t_trend": "with a prior variance that follows the gene's mean",
    }.get(tests.primary, "with one prior variance for all genes")
    correlation = (
        "the correlation between the genes of a set was estimated from the residuals"
        if settings.correlation == "estimated"
        else f"the correlation between the genes of a set was taken to be {words.setting(settings.correlation)}"
    )
    which = (
        f"Sets: those with {words.count(settings.smallest)} to {words.count(settings.largest)} genes in the universe, "
        "which is the genes tested that have a value of every sample. Symbols, or the names of rows, were compared to "
        "the letter, Ensembl names also without their versions. A symbol counts once, by the probe with the largest "
        "mean over all samples."
    )
    ranked = (
        f"{words.closed(camera.METHOD)} Here the moderated t is that of the design of the differential expression, "
        f"over all genes tested without gaps, {by}; {correlation}."
    )
    counted = (
        f"{words.closed(over_representation.METHOD)} Called: q ≤ {words.setting(tests.fdr)} by "
        f"{words.the(words.plain(primary.title if primary else tests.primary))}; in either direction, and in each."
    )
    adjusted = (
        "Camera's p-values, and those of over-representation in each direction, were each adjusted for the number of "
        f"sets after Benjamini and Hochberg. {words.closed(overlap.RECORD.about)} Merico et al. 2010, "
        f"doi:10.1371/journal.pone.0013984. The first {MOST_COMPARED} sets were held against each other."
    )
    return which, ranked, counted, adjusted
