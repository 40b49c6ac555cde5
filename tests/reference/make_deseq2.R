# What DESeq2 makes of the simulated counts of make_counts.R, over the genes that pass the filter, in three designs.
# Run from the top level: Rscript tests/reference/make_deseq2.R   (R 4.2.2, DESeq2 1.38.3, edgeR 3.40.2)
suppressMessages({library(DESeq2); library(edgeR)}); options(digits = 15)
counts <- as.matrix(read.csv("tests/reference/counts_values.csv", row.names = 1))
sheet <- read.csv("tests/reference/counts_libraries.csv", row.names = 1)
counts <- counts[filterByExpr(counts, group = sheet$positive), ]
sheet <- data.frame(positive = factor(sheet$positive), batch = factor(sheet$batch), person = factor(sheet$person))
table <- data.frame(gene = rownames(counts))
for (name in c("groups", "batch", "pairs")) {
  design <- list(groups = ~positive, batch = ~batch + positive, pairs = ~person + positive)[[name]]
  found <- suppressMessages(DESeq(DESeqDataSetFromMatrix(counts, sheet, design), quiet = TRUE))
  r <- results(found, name = "positive_1_vs_0", independentFiltering = FALSE)
  d <- data.frame(r$log2FoldChange, r$stat, r$pvalue); names(d) <- paste0(name, "_", c("effect", "statistic", "p"))
  table <- cbind(table, d)
}
write.csv(table, "tests/reference/counts_deseq2_r.csv", row.names = FALSE)
