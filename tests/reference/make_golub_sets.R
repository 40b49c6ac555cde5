# Camera and over-representation of the sets of a GMT file on Golub's 38 training patients, by limma and phyper.
# Run from the top level: Rscript tests/reference/make_golub_sets.R GOLUB_FOLDER HALLMARK.gmt   (R 4.2.2, limma 3.54.1)
# Genes: clamped to 100..16000, max / min > 5 and max - min > 500, no AFFX controls, log2. A gene with several probes is
# the one with the largest mean: `default` moderates over all probes tested, `collapsed` over these alone.
suppressMessages(library(limma)); options(digits = 15)
folder <- commandArgs(TRUE)[1]
d <- read.csv(file.path(folder, "data_set_ALL_AML_train.csv"), check.names = FALSE)
m <- as.matrix(d[, grep("^[0-9]+$", names(d))]); rownames(m) <- d[["Gene Accession Number"]]
m <- pmin(pmax(m[, order(as.integer(colnames(m)))], 100), 16000)
labels <- read.csv(file.path(folder, "actual.csv")); y <- as.integer(trimws(labels$cancer)[match(colnames(m), labels$patient)] == "AML")
mx <- apply(m, 1, max); mn <- apply(m, 1, min)
E <- log2(m[mx / mn > 5 & mx - mn > 500 & !grepl("^AFFX", rownames(m)), ])
E <- E[order(rownames(E), method = "radix"), ]
known <- read.delim(file.path(folder, "probe_symbols.tsv"), quote = ""); symbol <- known$symbol[match(rownames(E), known$probe)]
symbol[is.na(symbol) | symbol == ""] <- rownames(E)[is.na(symbol) | symbol == ""]
first <- order(-rowMeans(E), rownames(E), method = "radix"); chosen <- sort(first[!duplicated(symbol[first])])
lines <- strsplit(readLines(commandArgs(TRUE)[2]), "\t")
sets <- setNames(lapply(lines, function(l) which(symbol[chosen] %in% l[-(1:2)])), sapply(lines, `[`, 1))
sets <- sets[lengths(sets) >= 5 & lengths(sets) <= 500]
D <- model.matrix(~y)
answers <- data.frame(set = names(sets), tested = lengths(sets))
ask <- function(name, fit, rows, found) {
  tt <- topTable(fit, coef = 2, number = Inf, sort.by = "none")[rows, ]; called <- tt$adj.P.Val <= 0.05
  answers[[paste0(name, "_p")]] <<- found$PValue; answers[[paste0(name, "_q")]] <<- found$FDR
  answers[[paste0(name, "_up")]] <<- as.integer(found$Direction == "Up")
  for (side in c("over", "over_up", "over_down")) {
    yes <- called & switch(side, over = TRUE, over_up = tt$logFC > 0, over_down = tt$logFC < 0)
    hits <- sapply(sets, function(s) sum(yes[s]))
    answers[[paste0(name, "_", side, "_called")]] <<- hits
    answers[[paste0(name, "_", side, "_p")]] <<- phyper(hits - 1, sum(yes), sum(!yes), lengths(sets), lower.tail = FALSE)
  }
}
all <- eBayes(lmFit(E, D)); few <- eBayes(lmFit(E[chosen, ], D))
normal <- zscoreT(all$t[, 2], df = all$df.total, approx = TRUE, method = "hill")[chosen]  # as camera does
ask("default", all, chosen, cameraPR(normal, sets, sort = FALSE))
ask("collapsed", few, seq_along(chosen), camera(E[chosen, ], sets, D, sort = FALSE))
answers$estimated_p <- camera(E[chosen, ], sets, D, inter.gene.cor = NA, sort = FALSE)$PValue
cat(nrow(E), length(chosen), sum(p.adjust(all$p.value[, 2], "BH") <= 0.05), sum(answers$default_q <= 0.05), "\n")
write.csv(answers, "tests/reference/golub_hallmark.csv", row.names = FALSE, quote = FALSE)
