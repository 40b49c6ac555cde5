# Small simulated cases with the values of limma's eBayes: plain, trend and robust.
# Run from the top level: Rscript tests/reference/make_limma_small.R   (R 4.2.2, limma 3.54.1, statmod 1.5.0)
suppressMessages(library(limma))
set.seed(20040301)

# Variances of p genes: s2_prior 0.3, d0 degrees of freedom of the prior, `out` of them far too large.
variances <- function(p, df, d0, out = 0) {
  true <- if (is.infinite(d0)) rep(0.3, p) else 0.3 * d0 / rchisq(p, d0)
  v <- true * rchisq(p, pmax(df, 1)) / pmax(df, 1)
  large <- sample(p, out)
  v[large] <- v[large] * exp(runif(out, 2, 5))
  v[rep_len(df, p) == 0] <- NA
  v
}
cases <- list()
# A gene in ten differs; every input is rounded so that it can be written down exactly.
case <- function(name, v, df, mean = rnorm(length(v), 8, 2)) {
  p <- length(v)
  df <- rep_len(df, p)
  unscaled <- signif(sqrt(1 / sample(9:12, p, TRUE) + 1 / sample(20:27, p, TRUE)), 8)
  spread <- ifelse(is.na(v), 0.5, sqrt(v) + 1e-3)
  effect <- signif(rnorm(p) * spread * unscaled + rbinom(p, 1, 0.1) * rnorm(p, 0, 2), 8)
  v <- signif(v, 8)
  mean <- signif(mean, 8)
  out <- data.frame(case = name, effect = effect, unscaled_sd = unscaled, variance = v, df = df, mean = mean)
  fit <- new("MArrayLM", list(coefficients = cbind(effect), stdev.unscaled = cbind(unscaled), sigma = sqrt(v),
                              df.residual = df, Amean = mean))
  for (kind in c("plain", "trend", "robust")) {
    bayes <- suppressWarnings(eBayes(fit, trend = kind == "trend", robust = kind == "robust"))
    out[[paste0(kind, "_df_prior")]] <- rep_len(bayes$df.prior, p)
    out[[paste0(kind, "_s2_prior")]] <- rep_len(bayes$s2.prior, p)
    out[[paste0(kind, "_t")]] <- bayes$t[, 1]
    out[[paste0(kind, "_p")]] <- bayes$p.value[, 1]
    out[[paste0(kind, "_B")]] <- bayes$lods[, 1]
  }
  cases[[name]] <<- out
}

case("five genes", variances(5, 36, 6), 36)
case("nine genes", variances(9, 4, 6), 4)
case("ten genes", variances(10, 36, 6), 36)
case("twenty genes", variances(20, 10, 4), 10)
case("one variance for all", variances(60, 20, Inf), 20)
case("one variance but for outliers", { v <- variances(60, 36, Inf); v[1:2] <- c(2.5, 4); v }, 36)
case("outliers", variances(60, 36, 8, 4), 36)
case("far outlier", { v <- variances(80, 70, Inf); v[1] <- 40; v }, 70)
case("zeros", { v <- variances(40, 20, 5); v[1:2] <- 0; v }, 20)
df <- sample(c(0, 5, 20, 34:36), 80, TRUE)
case("missing values", variances(80, df, 6, 3), df)
df <- sample(30:36, 60, TRUE)
case("missing values, one variance for all", variances(60, df, Inf), df)
mean <- rnorm(80, 8, 2)
df <- sample(c(0, 10, 30), 80, TRUE)
df[c(which.min(mean), which.max(mean))] <- 0   # the trend is continued beyond the genes that shape it
case("trend", variances(80, df, 6) * exp(2 - 0.3 * mean), df, mean)
case("means at the floor", variances(50, 30, 6), 30, c(rep(6.6438562, 20), runif(30, 7, 13)))
case("means in a heap", variances(60, 30, 6), 30, c(runif(12, 6, 9), rep(9, 36), runif(12, 9, 13)))
case("two means", variances(40, 30, 6), 30, rep(c(7, 9), 20))
case("one mean", variances(30, 30, 6), 30, rep(8, 30))
case("six genes", variances(6, 12, 6), 12)
case("thirty genes, one degree of freedom", variances(30, 1, 6), 1)
# the bulk differs by more than chance though all genes together do not: the robust fit is the plain one
repeat {
  v <- signif(variances(20, 1, 50), 8)
  plain <- fitFDist(v, 1)
  if (is.infinite(plain$df2) && fitFDistRobustly(v, 1)$scale == plain$scale) break
}
case("the bulk differs", v, 1)

table <- do.call(rbind, cases)
numbers <- sapply(table, is.numeric)
table[numbers] <- lapply(table[numbers], function(x) formatC(x, digits = 13, format = "g", width = 1))
write.csv(table, "tests/reference/limma_small.csv", row.names = FALSE, quote = 1)
