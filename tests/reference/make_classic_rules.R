# Golden values for the classic rules: signal-to-noise by mean() and sd(), one-gene linear discriminants by MASS.
# Run from tests/reference/: Rscript make_classic_rules.R   (Debian: r-base-core r-cran-mass r-cran-jsonlite)
suppressMessages({library(MASS); library(jsonlite)})
set.seed(19990)
positive <- rep(c(FALSE, TRUE), c(9, 5))                      # unbalanced, so that priors matter
values <- matrix(rnorm(14 * 6, 9, 1.5), 14, 6)
values[positive, 1:3] <- values[positive, 1:3] + rep(c(2, -2, 1), each = 5)
values <- signif(values, 8)
new <- signif(matrix(rnorm(4 * 6, 9, 2), 4, 6), 8)
y <- factor(positive)

## log-odds of each gene alone, with training shares as priors and the pooled variance on n - 2
log_odds <- sapply(1:6, function(j) {
  fit <- lda(values[, j, drop = FALSE], y)
  p <- predict(fit, new[, j, drop = FALSE], method = "plug-in")$posterior[, "TRUE"]
  log(p) - log1p(-p)
})
ratio <- apply(values, 2, function(x)
  (mean(x[positive]) - mean(x[!positive])) / (sd(x[positive]) + sd(x[!positive])))
write_json(list(positive = positive, values = values, new = new, log_odds = log_odds, signal_to_noise = ratio),
           "classic_rules.json", digits = NA, auto_unbox = TRUE)
