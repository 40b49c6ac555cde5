# Golden values for rank tests, limits of the noncentral t, power, p.adjust and pi0, from R itself.
# Run from tests/reference/: Rscript make_ranks_effects.R   (Debian: r-base-core r-cran-jsonlite r-bioc-qvalue)
suppressMessages({library(jsonlite); library(qvalue)})
set.seed(20030)
number <- function(x) if (length(x) == 0 || is.na(x)) NA else unname(x)
test <- function(...) { r <- suppressWarnings(wilcox.test(...)); list(statistic = number(r$statistic), p = number(r$p.value)) }

## Mann-Whitney: sizes on both sides of R's line at 50, without ties, with ties, with missing values
two <- list()
for (s in list(c(2, 2), c(3, 3), c(5, 8), c(11, 27), c(25, 47), c(49, 49), c(49, 50), c(50, 12), c(4, 60)))
  for (kind in c("continuous", "shifted", "rounded", "missing")) {
    x <- rnorm(s[1]); y <- rnorm(s[2])
    if (kind == "shifted") x <- x + 6                      # perfectly separated: the smallest p-value there is
    if (kind == "rounded") { x <- round(x); y <- round(y) }
    x <- signif(x, 12); y <- signif(y, 12)
    if (kind == "missing") { x <- x + 1; y[2] <- NA; if (s[1] > 3) x[c(1, 3)] <- NA; y <- c(y, 0.5) }
    two[[length(two) + 1]] <- c(list(kind = kind, positive = x, negative = y), test(x, y))
  }

## signed ranks: n around 50, ties, zeros, missing values
pairs <- list()
for (n in c(2, 3, 5, 6, 12, 38, 49, 50, 51, 80))
  for (kind in c("continuous", "all above", "rounded", "one zero", "missing")) {
    d <- signif(rnorm(n) + 0.3, 12)
    if (kind == "all above") d <- abs(d)
    if (kind == "rounded") d <- round(2 * d) / 2
    if (kind == "one zero") d[1] <- 0
    if (kind == "missing") d <- c(d, NA, NA)
    # the second sample is 0, so that the difference is the first one to the last bit
    pairs[[length(pairs) + 1]] <- c(list(kind = kind, differences = d), test(d, rep(0, length(d)), paired = TRUE))
  }

## noncentrality limits by root finding on pt(); |ncp| <= 37.62, beyond which pt() is a rough approximation
grid <- expand.grid(t = c(0, 1e-6, 0.3, 1, 2, 3.5, 5, 8, 12, 20, -0.7, -2.5, -6), df = c(2, 3, 5, 10, 36, 70, 498), confidence = c(0.9, 0.95, 0.99))
limit <- function(t, df, p) {
  s <- sqrt(1 + t^2 / (2 * df)); start <- t - qnorm(p) * s
  uniroot(function(d) suppressWarnings(pt(t, df, d)) - p, start + c(-4, 4) * s, extendInt = "downX", tol = 1e-13, maxiter = 1000)$root
}
grid$low <- mapply(function(t, df, c) limit(t, df, (1 + c) / 2), grid$t, grid$df, grid$confidence)
grid$high <- mapply(function(t, df, c) limit(t, df, (1 - c) / 2), grid$t, grid$df, grid$confidence)
grid <- grid[pmax(abs(grid$low), abs(grid$high)) < 37, ]

## smallest effect by power.t.test, from 0.05 down to Bonferroni over 60,000 genes
power <- expand.grid(n = c(3, 5, 10, 20, 100), p_limit = c(0.05, 0.001, 0.05 / 7129, 0.05 / 60000), power = c(0.5, 0.8, 0.95))
power$delta <- mapply(function(n, a, w) power.t.test(n = n, sd = 1.7, sig.level = a, power = w, tol = 1e-12)$delta, power$n, power$p_limit, power$power)
power$paired <- mapply(function(n, a, w) if (n < 5) NA else power.t.test(n = n, sd = 1.7, sig.level = a, power = w, type = "paired", tol = 1e-12)$delta,
  power$n, power$p_limit, power$power)

## p.adjust with missing values, qvalue's pi0
p <- signif(c(rbeta(60, 0.2, 3), runif(40), 0.02, 0.02, 0.02, 1, NA, NA, 1e-300), 12); p <- sample(p)
adjust <- lapply(c(bh = "BH", by = "BY", holm = "holm", hochberg = "hochberg", bonferroni = "bonferroni"), function(m) p.adjust(p, m))
pi0 <- lapply(list(c(150, 350), c(0, 600), c(50, 50), c(400, 100), c(10, 900)), function(k) {
  q <- signif(c(rbeta(k[1], 0.2, 6), runif(k[2]), 0.99), 12)   # qvalue needs a p-value above the last limit
  list(p = q, smoother = qvalue(q)$pi0, bootstrap = qvalue(q, pi0.method = "bootstrap")$pi0) })

write_json(list(R = R.version.string, qvalue = as.character(packageVersion("qvalue")), two_groups = two, pairs = pairs,
  noncentrality = grid, power = power, adjust = c(list(p = p), adjust), pi0 = pi0), "ranks_effects.json", digits = NA, auto_unbox = TRUE, na = "null")
