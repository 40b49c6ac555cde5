# limma's avearrays, missing values among the arrays averaged: values for tests/data/test_persons.py.
# Run from the top level: Rscript tests/reference/make_replicates.R   (Debian: r-base-core r-bioc-limma)
suppressMessages(library(limma))
out <- "tests/reference"
set.seed(20240611)
values <- matrix(round(rnorm(12 * 9, 8, 2), 4), 12, 9)
values[sample(length(values), 25)] <- NA
values[1, 1:3] <- NA # nothing left to average
rownames(values) <- sprintf("g%02d", 1:12)
colnames(values) <- sprintf("S%d", 1:9)
averages <- avearrays(values, ID = c("a", "a", "a", "b", "c", "c", "d", "b", "e"))
averages[is.nan(averages)] <- NA
write.csv(values, file.path(out, "replicates_values.csv"), quote = FALSE)
write.csv(format(averages, digits = 17, trim = TRUE), file.path(out, "replicates_limma.csv"), quote = FALSE)
