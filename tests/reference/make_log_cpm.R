# Simulated counts with their log2 counts per million as voom makes them before it weighs.
# Run from the top level: Rscript tests/reference/make_log_cpm.R   (R 4.2.2, limma 3.54.1)
suppressMessages(library(limma))
set.seed(20140203)
n <- 9
p <- 40
library_factor <- runif(n, 0.3, 3)
mu <- exp(rnorm(p, 3, 2.5))
counts <- matrix(rnbinom(n * p, mu = outer(mu, library_factor), size = 4), p, n)
counts[1, ] <- 0
rownames(counts) <- sprintf("g%02d", 1:p)
colnames(counts) <- sprintf("S%d", 1:n)
logged <- voom(counts, model.matrix(~ rep(0:1, length.out = n)))$E
write.csv(counts, "tests/reference/log_cpm_counts.csv")
write.csv(signif(logged, 15), "tests/reference/log_cpm_voom.csv")
