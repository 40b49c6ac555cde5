# Simulated counts with what edgeR and limma make of them: filter, TMM, log counts per million, voom, lowess, camera.
# Run from the top level: Rscript tests/reference/make_counts.R   (R 4.2.2, edgeR 3.40.2, limma 3.54.1)
suppressMessages({library(edgeR); library(limma); library(jsonlite)}); options(digits = 15)
set.seed(20200607)
n <- 16; p <- 300
positive <- rep(c(0, 1), c(9, 7)); batch <- rep(1:3, length.out = n)
mu <- exp(rnorm(p, 2.5, 2)); size <- 1 / (0.05 + 1 / sqrt(mu + 1))
level <- outer(mu, runif(n, 0.3, 3)) * exp(outer(rnorm(p, 0, 0.3), batch == 2))
level[1:25, positive == 1] <- 4 * level[1:25, positive == 1]
level[26:35, positive == 1] <- level[26:35, positive == 1] / 4
counts <- matrix(rnbinom(n * p, mu = level, size = size), p, n)
counts[36:40, ] <- 0; counts[41, 2:n] <- 0; counts[41, 1] <- 9
dimnames(counts) <- list(sprintf("g%03d", 1:p), sprintf("S%02d", 1:n))
person <- c(1:7, 8, 9, 1:7)
group <- factor(positive)
designs <- list(groups = model.matrix(~positive), batch = model.matrix(~factor(batch) + positive),
  pairs = model.matrix(~factor(person) + positive))
dge <- DGEList(counts, group = group)
keep <- list(group = filterByExpr(counts, group = group), plain = suppressMessages(filterByExpr(counts)),
  batch = filterByExpr(counts, design = designs$batch),
  strict = filterByExpr(counts, group = group, min.count = 25, min.total.count = 300, large.n = 4, min.prop = 0.5))
kept <- calcNormFactors(dge[keep$group, , keep.lib.sizes = FALSE])
other <- function(...) unname(calcNormFactors(kept$counts, ...))
libraries <- data.frame(sample = colnames(counts), positive, batch, person, library = kept$samples$lib.size,
  factor = kept$samples$norm.factors, all_genes = other(lib.size = colSums(counts)),
  plain = other(doWeighting = FALSE), trimmed = other(logratioTrim = 0.2, sumTrim = 0.1, Acutoff = -12, refColumn = 3))
table <- data.frame(gene = rownames(kept$counts))
for (name in names(designs)) {
  v <- voom(kept, designs[[name]], save.plot = TRUE); k <- ncol(designs[[name]])
  fit <- eBayes(lmFit(v, designs[[name]]))
  tt <- topTable(fit, coef = k, number = Inf, sort.by = "none", confint = TRUE)
  d <- data.frame(tt[, c("logFC", "CI.L", "CI.R", "AveExpr", "t", "P.Value", "adj.P.Val", "B")],
    weight_first = v$weights[, 1], weight_last = v$weights[, n], trend = sqrt(sqrt(lmFit(v, designs[[name]])$sigma^2)))
  names(d) <- paste0(name, "_", c("effect", "ci_low", "ci_high", "mean", "t", "p", "q", "log_odds", "weight_first", "weight_last", "after"))
  table <- cbind(table, d)
}
# weights with gaps
gaps <- voom(kept, designs$batch); E <- gaps$E
E[1, 1:4] <- NA; E[2, c(3, 9)] <- NA; E[3, batch == 3] <- NA; E[4, positive == 1] <- NA; gaps$E <- E
fit <- suppressWarnings(lmFit(gaps, designs$batch))
table$gaps_effect <- fit$coefficients[, 4]; table$gaps_unscaled <- fit$stdev.unscaled[, 4]
table$gaps_sigma <- fit$sigma; table$gaps_df <- fit$df.residual
v <- voom(kept, designs$groups, save.plot = TRUE)
o <- order(v$voom.xy$x)
curve <- data.frame(x = v$voom.xy$x[o], y = v$voom.xy$y[o], span_half = v$voom.line$y)
curve$span_fifth <- lowess(curve$x, curve$y, f = 0.2)$y
rough <- round(curve$x, 1); curve$ties <- rough; curve$of_ties <- lowess(rough, curve$y, f = 0.3)$y
sets <- list(up = 1:25, down = 26:35, mixed = 20:31, none = 60:99, one = 3, wide = seq(5, nrow(kept), 7), far = 120:140)
sets <- lapply(sets, function(rows) rows[rows <= nrow(kept)])
vb <- voom(kept, designs$batch); E <- cpm(kept, log = TRUE)
answers <- data.frame(set = names(sets), rows = sapply(sets, paste, collapse = " "))
ask <- function(name, y, design, ...) {
  r <- camera(y, sets, design, sort = FALSE, ...)
  answers[[paste0(name, "_p")]] <<- r$PValue; answers[[paste0(name, "_q")]] <<- r$FDR
  answers[[paste0(name, "_up")]] <<- as.integer(r$Direction == "Up")
  if (!is.null(r$Correlation)) answers[[paste0(name, "_correlation")]] <<- r$Correlation
}
ask("preset", E, designs$batch); ask("estimated", E, designs$batch, inter.gene.cor = NA)
ask("ranks", E, designs$batch, use.ranks = TRUE); ask("ranks_estimated", E, designs$batch, use.ranks = TRUE, inter.gene.cor = NA)
ask("trend", E, designs$groups, trend.var = TRUE); ask("strong", E, designs$groups, inter.gene.cor = 0.1)
ask("voom", vb, designs$batch); ask("voom_estimated", vb, designs$batch, inter.gene.cor = NA)
called <- p.adjust(table$groups_p, "BH") <= 0.05
answers$called <- sapply(sets, function(rows) sum(called[rows]))
answers$over_p <- sapply(sets, function(rows) phyper(sum(called[rows]) - 1, sum(called), sum(!called), length(rows), lower.tail = FALSE))
answers$over_q <- p.adjust(answers$over_p, "BH")
out <- function(d, name) write.csv(format(d, digits = 15, trim = TRUE), paste0("tests/reference/counts_", name, ".csv"), row.names = FALSE, quote = FALSE)
write.csv(counts, "tests/reference/counts_values.csv")
out(data.frame(gene = rownames(counts), lapply(keep, as.integer)), "filter")
out(libraries, "libraries"); out(table, "voom"); out(curve, "lowess"); out(answers, "camera")
out(data.frame(gene = rownames(E), E), "log_cpm")
