# What DESeq2 makes of Bottomly's counts (two strains of mice, three batches), over the genes that pass edgeR's filter.
# Run from the top level: Rscript tests/reference/make_bottomly_deseq2.R FOLDER   (R 4.2.2, DESeq2 1.38.3, edgeR 3.40.2)
# FOLDER holds bottomly_count_table.tsv and bottomly_phenodata.tsv. Every 17th gene is kept, and how many are called.
suppressMessages({library(DESeq2); library(edgeR)}); options(digits = 15)
folder <- commandArgs(TRUE)[1]
counts <- as.matrix(read.delim(file.path(folder, "bottomly_count_table.tsv"), row.names = 1))
sheet <- read.delim(file.path(folder, "bottomly_phenodata.tsv")); stopifnot(identical(sheet$sample.id, colnames(counts)))
strain <- factor(sheet$strain, levels = c("C57BL/6J", "DBA/2J")); levels(strain) <- c("B6", "D2")
sheet <- data.frame(strain, batch = factor(sheet$experiment.number))
counts <- counts[filterByExpr(counts, group = sheet$strain), ]
counts <- counts[order(rownames(counts), method = "radix"), ]
few <- seq(1, nrow(counts), by = 17)
table <- data.frame(gene = rownames(counts)[few]); called <- data.frame()
for (name in c("groups", "batch")) {
  design <- list(groups = ~strain, batch = ~batch + strain)[[name]]
  found <- suppressMessages(DESeq(DESeqDataSetFromMatrix(counts, sheet, design), quiet = TRUE))
  r <- results(found, name = "strain_D2_vs_B6", independentFiltering = FALSE)
  d <- data.frame(r$log2FoldChange, r$stat, r$pvalue)[few, ]; names(d) <- paste0(name, "_", c("effect", "statistic", "p"))
  table <- cbind(table, d)
  q <- p.adjust(r$pvalue, "BH")
  called <- rbind(called, data.frame(design = name, genes = nrow(counts), without_p = sum(is.na(r$pvalue)),
    called = sum(q <= 0.05, na.rm = TRUE)))
  if (length(commandArgs(TRUE)) > 1) write.csv(data.frame(gene = rownames(counts), r$log2FoldChange, r$stat, r$pvalue),
    file.path(commandArgs(TRUE)[2], paste0(name, ".csv")), row.names = FALSE)
}
write.csv(table, "tests/reference/bottomly_deseq2_r.csv", row.names = FALSE)
write.csv(called, "tests/reference/bottomly_deseq2_called_r.csv", row.names = FALSE, quote = FALSE)
