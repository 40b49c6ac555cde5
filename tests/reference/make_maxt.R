# multtest's mt.maxT with every labelling, on small cases: values for tests/stats/test_resampling_against_r.py.
# Run from the top level: Rscript tests/reference/make_maxt.R   (Debian: r-base-core r-bioc-multtest)
suppressMessages(library(multtest)); options(digits = 15)
out <- "tests/reference"
set.seed(20260215)
n <- 14; genes <- 30
in_pair <- rep(0:1, n / 2)                          # seven pairs, side by side
E <- matrix(rnorm(n * genes, 8, 1.5), genes, n, dimnames = list(sprintf("g%02d", 1:genes), sprintf("s%02d", 1:n)))
E <- E + rep(rnorm(n / 2), each = 2)[col(E)]; E[1:4, in_pair == 1] <- E[1:4, in_pair == 1] + c(3, -3, 2, 1.5)
E <- round(E, 3)
first <- 1:10; group <- as.integer(first %in% c(2, 4, 6, 8))  # 4 of the first ten samples: 210 labellings
gaps <- E[, first]; gaps[2, 1] <- NA; gaps[5, c(2, 9)] <- NA; gaps[9, 3] <- NA; gaps[12, 10] <- NA
gaps[7, c(1, 3, 5)] <- NA; gaps[8, c(2, 9, 10)] <- NA   # some labellings leave these two a single value of the smaller group
run <- function(case, x, label, test) {
  invisible(capture.output(m <- mt.maxT(x, label, test = test, side = "abs", B = 0)))
  m <- m[order(m$index), ]
  data.frame(case = case, gene = rownames(x), statistic = m$teststat, raw_p = m$rawp, adjusted_p = m$adjp)
}
made <- rbind(run("groups", E[, first], group, "t"), run("gaps", gaps, group, "t"),
  run("pairs", E, in_pair, "pairt"), run("blocks", E, in_pair, "blockf"))
write.csv(data.frame(gene = rownames(E), E), file.path(out, "maxt_values.csv"), row.names = FALSE)
write.csv(data.frame(gene = rownames(E), gaps), file.path(out, "maxt_gaps.csv"), row.names = FALSE)
write.csv(made, file.path(out, "maxt_multtest.csv"), row.names = FALSE)
