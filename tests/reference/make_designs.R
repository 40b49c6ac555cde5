# limma's lmFit and eBayes in designs with covariates, pairs and missing values: values for tests/stats/test_linear_fit.py.
# Run from the top level: Rscript tests/reference/make_designs.R   (Debian: r-base-core r-bioc-limma)
suppressMessages(library(limma)); options(digits = 17)
out <- "tests/reference"
set.seed(31)
n <- 16; p <- 40
sheet <- data.frame(sample = sprintf("s%02d", 1:n), group = rep(0:1, n / 2), person = rep(1:(n / 2), each = 2),
  batch = sample(rep(c("a", "b", "c"), c(6, 5, 5))), age = round(runif(n, 20, 80), 1))
E <- matrix(rnorm(n * p, 8), p, n) * sqrt(rchisq(p, 5) / 5); E[1:6, sheet$group == 1] <- E[1:6, sheet$group == 1] + 1.5
E <- round(E, 4); rownames(E) <- sprintf("g%02d", 1:p); colnames(E) <- sheet$sample
gaps <- E; gaps[cbind(sample(11:p, 45, TRUE), sample(n, 45, TRUE))] <- NA
write.csv(sheet, file.path(out, "designs_sheet.csv"), row.names = FALSE)
write.csv(data.frame(gene = rownames(E), gaps, check.names = FALSE), file.path(out, "designs_values.csv"), row.names = FALSE)
designs <- list(groups = ~group, batch = ~group + batch, covariates = ~group + batch + age, pairs = ~group + factor(person))
rows <- NULL
for (name in names(designs)) {
  f <- eBayes(lmFit(gaps, model.matrix(designs[[name]], sheet)))
  rows <- rbind(rows, data.frame(design = name, gene = rownames(E), effect = f$coefficients[, "group"],
    unscaled_sd = f$stdev.unscaled[, "group"], sigma = f$sigma, df = f$df.residual, mean = f$Amean,
    t = f$t[, "group"], p = f$p.value[, "group"], df_total = f$df.total, df_prior = f$df.prior, s2_prior = f$s2.prior))
}
write.csv(rows, file.path(out, "designs_limma.csv"), row.names = FALSE)
