"""Works on tests, effects, corrections, measures of calls and the preparation of the values."""

from __future__ import annotations

NUMBERS: dict[str, str] = {
    "doi:10.1002/sim.2324": (
        "Newcombe RG (2006) Confidence intervals for an effect size measure based on the Mann-Whitney statistic. Part "
        "2: asymptotic methods and evaluation. Stat Med 25:559-573."
    ),
    "doi:10.1002/sim.3095": (
        "Zou GY, Donner A (2008) Construction of confidence limits about effect measures: a general approach. Stat "
        "Med 27:1693-1702."
    ),
    "doi:10.1002/sim.4780130513": (
        "Campbell G (1994) Advances in statistical methodology for the evaluation of diagnostic and laboratory tests. "
        "Stat Med 13:499-508."
    ),
    "doi:10.1007/BF02295996": (
        "McNemar Q (1947) Note on the sampling error of the difference between correlated proportions or percentages. "
        "Psychometrika 12:153-157."
    ),
    "doi:10.1016/0005-2795(75)90109-9": (
        "Matthews BW (1975) Comparison of the predicted and observed secondary structure of T4 phage lysozyme. "
        "Biochim Biophys Acta 405:442-451."
    ),
    "doi:10.1016/j.csda.2010.11.018": (
        "Airola A, Pahikkala T, Waegeman W, De Baets B, Salakoski T (2011) An experimental comparison of "
        "cross-validation techniques for estimating the area under the ROC curve. Comput Stat Data Anal 55:1828-1844."
    ),
    "doi:10.1016/j.jclinepi.2015.12.005": (
        "Van Calster B, Nieboer D, Vergouwe Y et al. (2016) A calibration hierarchy for risk models was defined: from "
        "utopia to empirical data. J Clin Epidemiol 74:167-176."
    ),
    "doi:10.1016/j.neuroimage.2014.01.060": (
        "Winkler AM, Ridgway GR, Webster MA, Smith SM, Nichols TE (2014) Permutation inference for the general linear "
        "model. NeuroImage 92:381-397."
    ),
    "doi:10.1016/j.neuroimage.2015.05.092": (
        "Winkler AM, Webster MA, Vidaurre D, Nichols TE, Smith SM (2015) Multi-level block permutation. NeuroImage "
        "123:253-268."
    ),
    "doi:10.1038/ng1032": (
        "Quackenbush J (2002) Microarray data normalization and transformation. Nat Genet 32 Suppl:496-501."
    ),
    "doi:10.1073/pnas.1530509100": (
        "Storey JD, Tibshirani R (2003) Statistical significance for genomewide studies. PNAS 100:9440-9445."
    ),
    "doi:10.1073/pnas.95.25.14863": (
        "Eisen MB, Spellman PT, Brown PO, Botstein D (1998) Cluster analysis and display of genome-wide expression "
        "patterns. PNAS 95:14863-14868."
    ),
    "doi:10.1080/01621459.1927.10502953": (
        "Wilson EB (1927) Probable inference, the law of succession, and statistical inference. J Am Stat Assoc "
        "22:209-212."
    ),
    "doi:10.1080/01621459.1961.10482090": "Dunn OJ (1961) Multiple comparisons among means. J Am Stat Assoc 56:52-64.",
    "doi:10.1080/01621459.1974.10482962": (
        "Hampel FR (1974) The influence curve and its role in robust estimation. J Am Stat Assoc 69:383-393."
    ),
    "doi:10.1093/biomet/26.4.404": (
        "Clopper CJ, Pearson ES (1934) The use of confidence or fiducial limits illustrated in the case of the "
        "binomial. Biometrika 26:404-413."
    ),
    "doi:10.1093/biomet/34.1-2.28": (
        "Welch BL (1947) The generalization of 'Student's' problem when several different population variances are "
        "involved. Biometrika 34:28-35."
    ),
    "doi:10.1093/biomet/38.1-2.141": (
        "Freeman GH, Halton JH (1951) Note on an exact treatment of contingency, goodness of fit and other problems "
        "of significance. Biometrika 38:141-149."
    ),
    "doi:10.1093/biomet/45.3-4.562": (
        "Cox DR (1958) Two further applications of a model for binary regression. Biometrika 45:562-565."
    ),
    "doi:10.1093/biomet/6.1.1": "Student (1908) The probable error of a mean. Biometrika 6:1-25.",
    "doi:10.1093/biomet/75.4.800": (
        "Hochberg Y (1988) A sharper Bonferroni procedure for multiple tests of significance. Biometrika 75:800-802."
    ),
    "doi:10.1093/nar/gks461": (
        "Wu D, Smyth GK (2012) Camera: a competitive gene set test accounting for inter-gene correlation. Nucleic "
        "Acids Res 40:e133."
    ),
    "doi:10.1093/nar/gkv007": (
        "Ritchie ME, Phipson B, Wu D et al. (2015) limma powers differential expression analyses for RNA-sequencing "
        "and microarray studies. Nucleic Acids Res 43:e47."
    ),
    "doi:10.1098/rsta.2015.0202": (
        "Jolliffe IT, Cadima J (2016) Principal component analysis: a review and recent developments. Philos Trans A "
        "374:20150202."
    ),
    "doi:10.1109/ICPR.2010.764": (
        "Brodersen KH, Ong CS, Stephan KE et al. (2010) The balanced accuracy and its posterior distribution. ICPR "
        "2010:3121-3124."
    ),
    "doi:10.1111/1467-9868.00346": (
        "Storey JD (2002) A direct approach to false discovery rates. J R Stat Soc B 64:479-498."
    ),
    "doi:10.1111/j.1467-9868.2004.00439.x": (
        "Storey JD, Taylor JE, Siegmund D (2004) Strong control, conservative point estimation and simultaneous "
        "conservative consistency of false discovery rates: a unified approach. J R Stat Soc B 66:187-205."
    ),
    "doi:10.1111/j.1467-9868.2007.00593.x": (
        "Field CA, Welsh AH (2007) Bootstrapping clustered data. J R Stat Soc B 69:369-390."
    ),
    "doi:10.1111/j.2517-6161.1952.tb00104.x": "Good IJ (1952) Rational decisions. J R Stat Soc B 14:107-114.",
    "doi:10.1111/j.2517-6161.1995.tb02031.x": (
        "Benjamini Y, Hochberg Y (1995) Controlling the false discovery rate: a practical and powerful approach to "
        "multiple testing. J R Stat Soc B 57:289-300."
    ),
    "doi:10.1136/bmj.308.6943.1552": (
        "Altman DG, Bland JM (1994) Diagnostic tests 1: sensitivity and specificity. BMJ 308:1552."
    ),
    "doi:10.1136/bmj.309.6947.102": "Altman DG, Bland JM (1994) Diagnostic tests 2: predictive values. BMJ 309:102.",
    "doi:10.1148/radiology.143.1.7063747": (
        "Hanley JA, McNeil BJ (1982) The meaning and use of the area under a receiver operating characteristic (ROC) "
        "curve. Radiology 143:29-36."
    ),
    "doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2": (
        "Brier GW (1950) Verification of forecasts expressed in terms of probability. Mon Weather Rev 78:1-3."
    ),
    "doi:10.1371/journal.pone.0013984": (
        "Merico D, Isserlin R, Stueker O, Emili A, Bader GD (2010) Enrichment map: a network-based method for gene-set "
        "enrichment visualization and interpretation. PLoS One 5:e13984."
    ),
    "doi:10.1177/0013164401614002": (
        "Cumming G, Finch S (2001) A primer on the understanding, use, and calculation of confidence intervals that "
        "are based on central and noncentral distributions. Educ Psychol Meas 61:532-574."
    ),
    "doi:10.1177/0272989X06295361": (
        "Vickers AJ, Elkin EB (2006) Decision curve analysis: a novel method for evaluating prediction models. Med "
        "Decis Making 26:565-574."
    ),
    "doi:10.1186/1471-2105-12-322": (
        "Miller JA, Cai C, Langfelder P et al. (2011) Strategies for aggregating gene expression data: the "
        "collapseRows R function. BMC Bioinformatics 12:322."
    ),
    "doi:10.1186/gb-2010-11-3-r25": (
        "Robinson MD, Oshlack A (2010) A scaling normalization method for differential expression analysis of RNA-seq "
        "data. Genome Biol 11:R25."
    ),
    "doi:10.1186/s13059-014-0550-8": (
        "Love MI, Huber W, Anders S (2014) Moderated estimation of fold change and dispersion for RNA-seq data with "
        "DESeq2. Genome Biol 15:550."
    ),
    "doi:10.1093/bioinformatics/btad547": (
        "Muzellec B, Telenczuk M, Cabeli V, Andreux M (2023) PyDESeq2: a python package for bulk RNA-seq differential "
        "expression analysis. Bioinformatics 39:btad547."
    ),
    "doi:10.1186/gb-2014-15-2-r29": (
        "Law CW, Chen Y, Shi W, Smyth GK (2014) voom: precision weights unlock linear model analysis tools for "
        "RNA-seq read counts. Genome Biol 15:R29."
    ),
    "doi:10.1198/004017004000000563": (
        "Hubert M, Rousseeuw PJ, Vanden Branden K (2005) ROBPCA: a new approach to robust principal component "
        "analysis. Technometrics 47:64-79."
    ),
    "doi:10.1198/016214504000000539": (
        "Romano JP, Wolf M (2005) Exact and approximate stepdown methods for multiple hypothesis testing. J Am Stat "
        "Assoc 100:94-108."
    ),
    "doi:10.1214/16-AOAS920": (
        "Phipson B, Lee S, Majewski IJ, Alexander WS, Smyth GK (2016) Robust hyperparameter estimation protects "
        "against hypervariable genes and improves power to detect differential expression. Ann Appl Stat 10:946-963."
    ),
    "doi:10.1214/aoms/1177704172": (
        "Hodges JL, Lehmann EL (1963) Estimates of location based on rank tests. Ann Math Stat 34:598-611."
    ),
    "doi:10.1214/aoms/1177730491": (
        "Mann HB, Whitney DR (1947) On a test of whether one of two random variables is stochastically larger than "
        "the other. Ann Math Stat 18:50-60."
    ),
    "doi:10.1214/aoms/1177731909": (
        "Wald A, Wolfowitz J (1940) On a test whether two samples are from the same population. Ann Math Stat "
        "11:147-162."
    ),
    "doi:10.1214/aos/1013699998": (
        "Benjamini Y, Yekutieli D (2001) The control of the false discovery rate in multiple testing under "
        "dependency. Ann Stat 29:1165-1188."
    ),
    "doi:10.1214/aos/1176344552": "Efron B (1979) Bootstrap methods: another look at the jackknife. Ann Stat 7:1-26.",
    "doi:10.1214/aos/1176345462": "Efron B, Stein C (1981) The jackknife estimate of variance. Ann Stat 9:586-596.",
    "doi:10.1214/ss/1056397487": (
        "Dudoit S, Shaffer JP, Boldrick JC (2003) Multiple hypothesis testing in microarray experiments. Stat Sci "
        "18:71-103."
    ),
    "doi:10.12688/f1000research.8987.2": (
        "Chen Y, Lun ATL, Smyth GK (2016) From reads to genes to pathways: differential expression analysis of "
        "RNA-Seq experiments using Rsubread and the edgeR quasi-likelihood pipeline. F1000Research 5:1438."
    ),
    "doi:10.12688/f1000research.9471.2": (
        "Toker L, Feng M, Pavlidis P (2016) Whose sample is it anyway? Widespread misannotation of samples in "
        "transcriptomics studies. F1000Research 5:2103."
    ),
    "doi:10.2202/1544-6115.1027": (
        "Smyth GK (2004) Linear models and empirical Bayes methods for assessing differential expression in "
        "microarray experiments. Stat Appl Genet Mol Biol 3:3."
    ),
    "doi:10.2202/1544-6115.1585": (
        "Phipson B, Smyth GK (2010) Permutation P-values should never be zero: calculating exact P-values when "
        "permutations are randomly drawn. Stat Appl Genet Mol Biol 9:39."
    ),
    "doi:10.2307/1391660": (
        "Freedman D, Lane D (1983) A nonstochastic interpretation of reported significance levels. J Bus Econ Stat "
        "1:292-298."
    ),
    "doi:10.2307/2281952": "Fisher WD (1958) On grouping for maximum homogeneity. J Am Stat Assoc 53:789-798.",
    "doi:10.2307/2340521": (
        "Fisher RA (1922) On the interpretation of chi-square from contingency tables, and the calculation of P. J R "
        "Stat Soc 85:87-94."
    ),
    "doi:10.2307/2347496": (
        "Venzon DJ, Moolgavkar SH (1988) A method for computing profile-likelihood-based confidence intervals. J R "
        "Stat Soc C 37:87-94."
    ),
    "doi:10.2307/2531595": (
        "DeLong ER, DeLong DM, Clarke-Pearson DL (1988) Comparing the areas under two or more correlated receiver "
        "operating characteristic curves: a nonparametric approach. Biometrics 44:837-845."
    ),
    "doi:10.2307/3001968": "Wilcoxon F (1945) Individual comparisons by ranking methods. Biom Bull 1:80-83.",
    "doi:10.2307/3002019": (
        "Satterthwaite FE (1946) An approximate distribution of estimates of variance components. Biom Bull 2:110-114."
    ),
    "doi:10.3102/10769986006002107": (
        "Hedges LV (1981) Distribution theory for Glass's estimator of effect size and related estimators. J Educ "
        "Stat 6:107-128."
    ),
}
