"""The gene explorer of report.html: what its scripts are given, and in which form.

The page holds two JSON texts (`build.explorer_of`), read by `templates/explorer/payload.js`. The first stands where the
table does, so that it can be used before the rest of the page has been read:

    format     "interpret-explorer/3"
    study      labels, scale, the word for one sample, the false discovery rate, marks of numbers: words, ready to print
    columns    one entry a column of numbers: name, meaning, group, and how it is written (see columns.py); `heading`
               where the table has it, `same` where another column holds the same numbers, which then stand there alone
    parts      name to base 85 of gzip of the part: of those marked * below
    later      the names of the other parts

The second, at the end of the page, is `parts` of the others. The parts are either JSON texts or arrays of bytes (see
packing.py):

    texts *    JSON: gene, symbol, description and block of every gene tested, smallest p-value first; what is shown of
               a text that holds marks nobody would see
    numbers *  decimals: columns times genes, column by column: of the columns that the table has, in their order
    lists *    JSON: named lists of genes, each a list of places among the genes; some under a heading, `group`
    further    decimals: the same of all other columns
    samples    JSON: names, class, set and sheet of every sample, and `pages`, the samples that have a page in the order
               of the pages; absent where no single values may be shown, as are
    scales     JSON: the genes whose values are there, with lowest value and step of each
    values     sixteen-bit: genes times samples, value = low + step * code
    explained  JSON: per model the genes whose SHAP values are there, with the step of each
    shap       sixteen-bit: for each of these models genes times samples, value = step * code
    patients   JSON: the page of every sample as blocks, drawings as SVG; a text that names genes is a list of pieces:
               words, gene or nothing, whether it is the gene's symbol
"""

from interpret.report.explorer.build import explorer_of

__all__ = ["explorer_of"]
