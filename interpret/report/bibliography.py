"""The works that sentences of this package cite, by the identifier they give: authors, year, title and journal."""

from __future__ import annotations

BIBLIOGRAPHY: dict[str, str] = {
    "arXiv:1705.07874": "Lundberg SM, Lee SI (2017) A unified approach to interpreting model predictions. NeurIPS 30.",
    "arXiv:1711.00399": (
        "Wachter S, Mittelstadt B, Russell C (2018) Counterfactual explanations without opening the black box. Harvard "
        "J Law Technol 31."
    ),
    "arXiv:2006.02544": (
        "Romano Y, Sesia M, Candes EJ (2020) Classification with valid and adaptive coverage. NeurIPS 33."
    ),
    "doi:10.1002/sim.2324": (
        "Newcombe RG (2006) Confidence intervals for an effect size measure based on the Mann-Whitney statistic. Part "
        "2: asymptotic methods and evaluation. Stat Med."
    ),
    "doi:10.1002/sim.3095": (
        "Zou GY, Donner A (2008) Construction of confidence limits about effect measures: a general approach. Stat Med."
    ),
    "doi:10.1006/jcss.1997.1504": (
        "Freund Y, Schapire RE (1997) A decision-theoretic generalization of on-line learning and an application to "
        "boosting. J Comput Syst Sci."
    ),
    "doi:10.1007/BF00994018": "Cortes C, Vapnik V (1995) Support-vector networks. Mach Learn.",
    "doi:10.1007/BF02295996": (
        "McNemar Q (1947) Note on the sampling error of the difference between correlated proportions or percentages. "
        "Psychometrika."
    ),
    "doi:10.1007/s10115-013-0679-x": (
        "Strumbelj E, Kononenko I (2014) Explaining prediction models and individual predictions with feature "
        "contributions. Knowl Inf Syst."
    ),
    "doi:10.1007/s10994-006-6226-1": ("Geurts P, Ernst D, Wehenkel L (2006) Extremely randomized trees. Mach Learn."),
    "doi:10.1007/s10994-007-5018-6": (
        "Lin HT, Lin CJ, Weng RC (2007) A note on Platt's probabilistic outputs for support vector machines. Mach "
        "Learn."
    ),
    "doi:10.1016/0005-2795(75)90109-9": (
        "Matthews BW (1975) Comparison of the predicted and observed secondary structure of T4 phage lysozyme. Biochim "
        "Biophys Acta."
    ),
    "doi:10.1016/j.cor.2008.04.004": (
        "Castro J, Gomez D, Tejada J (2009) Polynomial calculation of the Shapley value based on sampling. Comput Oper "
        "Res."
    ),
    "doi:10.1016/j.csda.2009.04.009": (
        "Kim JH (2009) Estimating classification error rate: repeated cross-validation, repeated hold-out and "
        "bootstrap. Comput Stat Data Anal."
    ),
    "doi:10.1016/j.csda.2010.11.018": (
        "Airola A, Pahikkala T, Waegeman W, De Baets B, Salakoski T (2011) An experimental comparison of "
        "cross-validation techniques for estimating the area under the ROC curve. Comput Stat Data Anal."
    ),
    "doi:10.1016/j.jclinepi.2015.12.005": (
        "Van Calster B, Nieboer D, Vergouwe Y et al. (2016) A calibration hierarchy for risk models was defined: from "
        "utopia to empirical data. J Clin Epidemiol."
    ),
    "doi:10.1016/j.neuroimage.2014.01.060": (
        "Winkler AM, Ridgway GR, Webster MA, Smith SM, Nichols TE (2014) Permutation inference for the general linear "
        "model. NeuroImage."
    ),
    "doi:10.1016/j.neuroimage.2015.05.092": (
        "Winkler AM, Webster MA, Vidaurre D, Nichols TE, Smith SM (2015) Multi-level block permutation. NeuroImage."
    ),
    "doi:10.1023/A:1010933404324": "Breiman L (2001) Random forests. Mach Learn.",
    "doi:10.1038/323533a0": (
        "Rumelhart DE, Hinton GE, Williams RJ (1986) Learning representations by back-propagating errors. Nature."
    ),
    "doi:10.1038/s42256-019-0138-9": (
        "Lundberg SM, Erion G, Chen H et al. (2020) From local explanations to global understanding with explainable "
        "AI for trees. Nat Mach Intell."
    ),
    "doi:10.1073/pnas.082099299": (
        "Tibshirani R, Hastie T, Narasimhan B, Chu G (2002) Diagnosis of multiple cancer types by shrunken centroids "
        "of gene expression. PNAS."
    ),
    "doi:10.1073/pnas.102102699": (
        "Ambroise C, McLachlan GJ (2002) Selection bias in gene extraction on the basis of microarray gene-expression "
        "data. PNAS."
    ),
    "doi:10.1073/pnas.1530509100": (
        "Storey JD, Tibshirani R (2003) Statistical significance for genomewide studies. PNAS."
    ),
    "doi:10.1073/pnas.95.25.14863": (
        "Eisen MB, Spellman PT, Brown PO, Botstein D (1998) Cluster analysis and display of genome-wide expression "
        "patterns. PNAS."
    ),
    "doi:10.1080/00401706.1970.10488634": (
        "Hoerl AE, Kennard RW (1970) Ridge regression: biased estimation for nonorthogonal problems. Technometrics."
    ),
    "doi:10.1080/01621459.1927.10502953": (
        "Wilson EB (1927) Probable inference, the law of succession, and statistical inference. J Am Stat Assoc."
    ),
    "doi:10.1080/01621459.1961.10482090": "Dunn OJ (1961) Multiple comparisons among means. J Am Stat Assoc.",
    "doi:10.1080/01621459.1974.10482962": (
        "Hampel FR (1974) The influence curve and its role in robust estimation. J Am Stat Assoc."
    ),
    "doi:10.1080/01621459.1997.10474007": (
        "Efron B, Tibshirani R (1997) Improvements on cross-validation: the .632+ bootstrap method. J Am Stat Assoc."
    ),
    "doi:10.1093/bioinformatics/bti631": (
        "Tan AC, Naiman DQ, Xu L, Winslow RL, Geman D (2005) Simple decision rules for classifying human cancers from "
        "gene expression profiles. Bioinformatics."
    ),
    "doi:10.1093/bioinformatics/btr709": (
        "Kolde R, Laur S, Adler P, Vilo J (2012) Robust rank aggregation for gene list integration and meta-analysis. "
        "Bioinformatics."
    ),
    "doi:10.1093/biomet/26.4.404": (
        "Clopper CJ, Pearson ES (1934) The use of confidence or fiducial limits illustrated in the case of the "
        "binomial. Biometrika."
    ),
    "doi:10.1093/biomet/34.1-2.28": (
        "Welch BL (1947) The generalization of 'Student's' problem when several different population variances are "
        "involved. Biometrika."
    ),
    "doi:10.1093/biomet/38.1-2.141": (
        "Freeman GH, Halton JH (1951) Note on an exact treatment of contingency, goodness of fit and other problems of "
        "significance. Biometrika."
    ),
    "doi:10.1093/biomet/45.3-4.562": (
        "Cox DR (1958) Two further applications of a model for binary regression. Biometrika."
    ),
    "doi:10.1093/biomet/6.1.1": "Student (1908) The probable error of a mean. Biometrika.",
    "doi:10.1093/biomet/71.1.1": (
        "Albert A, Anderson JA (1984) On the existence of maximum likelihood estimates in logistic regression models. "
        "Biometrika."
    ),
    "doi:10.1093/biomet/75.4.800": (
        "Hochberg Y (1988) A sharper Bonferroni procedure for multiple tests of significance. Biometrika."
    ),
    "doi:10.1093/jnci/dji237": (
        "McShane LM, Altman DG, Sauerbrei W et al. (2005) Reporting recommendations for tumor marker prognostic "
        "studies (REMARK). J Natl Cancer Inst."
    ),
    "doi:10.1093/nar/gkv007": (
        "Ritchie ME, Phipson B, Wu D et al. (2015) limma powers differential expression analyses for RNA-sequencing "
        "and microarray studies. Nucleic Acids Res."
    ),
    "doi:10.1098/rsta.2015.0202": (
        "Jolliffe IT, Cadima J (2016) Principal component analysis: a review and recent developments. Philos Trans A."
    ),
    "doi:10.1109/ICPR.2010.764": (
        "Brodersen KH, Ong CS, Stephan KE et al. (2010) The balanced accuracy and its posterior distribution. ICPR."
    ),
    "doi:10.1109/TIT.1967.1053964": (
        "Cover T, Hart P (1967) Nearest neighbor pattern classification. IEEE Trans Inf Theory."
    ),
    "doi:10.1111/1467-9868.00346": "Storey JD (2002) A direct approach to false discovery rates. J R Stat Soc B.",
    "doi:10.1111/j.1467-9868.2004.00439.x": (
        "Storey JD, Taylor JE, Siegmund D (2004) Strong control, conservative point estimation and simultaneous "
        "conservative consistency of false discovery rates: a unified approach. J R Stat Soc B."
    ),
    "doi:10.1111/j.1467-9868.2007.00593.x": ("Field CA, Welsh AH (2007) Bootstrapping clustered data. J R Stat Soc B."),
    "doi:10.1111/j.1467-9868.2010.00740.x": ("Meinshausen N, Buehlmann P (2010) Stability selection. J R Stat Soc B."),
    "doi:10.1111/j.1467-9868.2011.01004.x": (
        "Tibshirani R, Bien J, Friedman J et al. (2012) Strong rules for discarding predictors in lasso-type problems. "
        "J R Stat Soc B."
    ),
    "doi:10.1111/j.1467-9868.2011.01034.x": (
        "Shah RD, Samworth RJ (2013) Variable selection with error control: another look at stability selection. J R "
        "Stat Soc B."
    ),
    "doi:10.1111/j.1751-5823.2001.tb00465.x": (
        "Hand DJ, Yu K (2001) Idiot's Bayes: not so stupid after all? Int Stat Rev."
    ),
    "doi:10.1111/j.2517-6161.1952.tb00104.x": "Good IJ (1952) Rational decisions. J R Stat Soc B.",
    "doi:10.1111/j.2517-6161.1974.tb00994.x": (
        "Stone M (1974) Cross-validatory choice and assessment of statistical predictions. J R Stat Soc B."
    ),
    "doi:10.1111/j.2517-6161.1995.tb02031.x": (
        "Benjamini Y, Hochberg Y (1995) Controlling the false discovery rate: a practical and powerful approach to "
        "multiple testing. J R Stat Soc B."
    ),
    "doi:10.1126/science.286.5439.531": (
        "Golub TR, Slonim DK, Tamayo P et al. (1999) Molecular classification of cancer: class discovery and class "
        "prediction by gene expression monitoring. Science."
    ),
    "doi:10.1136/bmj-2023-078378": (
        "Collins GS, Moons KGM, Dhiman P et al. (2024) TRIPOD+AI statement: updated guidance for reporting clinical "
        "prediction models that use regression or machine learning methods. BMJ."
    ),
    "doi:10.1136/bmj.308.6943.1552": (
        "Altman DG, Bland JM (1994) Diagnostic tests 1: sensitivity and specificity. BMJ."
    ),
    "doi:10.1136/bmj.309.6947.102": "Altman DG, Bland JM (1994) Diagnostic tests 2: predictive values. BMJ.",
    "doi:10.1145/1852102.1852106": (
        "Webber W, Moffat A, Zobel J (2010) A similarity measure for indefinite rankings. ACM Trans Inf Syst."
    ),
    "doi:10.1145/2939672.2939785": "Chen T, Guestrin C (2016) XGBoost: a scalable tree boosting system. KDD '16.",
    "doi:10.1145/872757.872795": (
        "Fagin R, Kumar R, Sivakumar D (2003) Efficient similarity search and classification via rank aggregation. "
        "SIGMOD '03."
    ),
    "doi:10.1148/radiology.143.1.7063747": (
        "Hanley JA, McNeil BJ (1982) The meaning and use of the area under a receiver operating characteristic (ROC) "
        "curve. Radiology."
    ),
    "doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2": (
        "Brier GW (1950) Verification of forecasts expressed in terms of probability. Mon Weather Rev."
    ),
    "doi:10.1177/0013164401614002": (
        "Cumming G, Finch S (2001) A primer on the understanding, use, and calculation of confidence intervals that "
        "are based on central and noncentral distributions. Educ Psychol Meas."
    ),
    "doi:10.1177/0272989X06295361": (
        "Vickers AJ, Elkin EB (2006) Decision curve analysis: a novel method for evaluating prediction models. Med "
        "Decis Making."
    ),
    "doi:10.1186/1471-2105-12-322": (
        "Miller JA, Cai C, Langfelder P et al. (2011) Strategies for aggregating gene expression data: the "
        "collapseRows R function. BMC Bioinformatics."
    ),
    "doi:10.1186/1471-2105-7-91": (
        "Varma S, Simon R (2006) Bias in error estimation when using cross-validation for model selection. BMC "
        "Bioinformatics."
    ),
    "doi:10.1186/gb-2014-15-2-r29": (
        "Law CW, Chen Y, Shi W, Smyth GK (2014) voom: precision weights unlock linear model analysis tools for RNA-seq "
        "read counts. Genome Biol."
    ),
    "doi:10.1198/004017004000000166": (
        "Hubert M, Rousseeuw PJ, Vanden Branden K (2005) ROBPCA: a new approach to robust principal component "
        "analysis. Technometrics."
    ),
    "doi:10.1198/016214502753479248": (
        "Dudoit S, Fridlyand J, Speed TP (2002) Comparison of discrimination methods for the classification of tumors "
        "using gene expression data. J Am Stat Assoc."
    ),
    "doi:10.1198/016214504000000539": (
        "Romano JP, Wolf M (2005) Exact and approximate stepdown methods for multiple hypothesis testing. J Am Stat "
        "Assoc."
    ),
    "doi:10.1214/16-AOAS920": (
        "Phipson B, Lee S, Majewski IJ, Alexander WS, Smyth GK (2016) Robust hyperparameter estimation protects "
        "against hypervariable genes and improves power to detect differential expression. Ann Appl Stat."
    ),
    "doi:10.1214/20-AOS1965": (
        "Barber RF, Candes EJ, Ramdas A, Tibshirani RJ (2021) Predictive inference with the jackknife+. Ann Stat."
    ),
    "doi:10.1214/aoms/1177704172": (
        "Hodges JL, Lehmann EL (1963) Estimates of location based on rank tests. Ann Math Stat."
    ),
    "doi:10.1214/aoms/1177730491": (
        "Mann HB, Whitney DR (1947) On a test of whether one of two random variables is stochastically larger than the "
        "other. Ann Math Stat."
    ),
    "doi:10.1214/aoms/1177731909": (
        "Wald A, Wolfowitz J (1940) On a test whether two samples are from the same population. Ann Math Stat."
    ),
    "doi:10.1214/aos/1013203451": (
        "Friedman JH (2001) Greedy function approximation: a gradient boosting machine. Ann Stat."
    ),
    "doi:10.1214/aos/1013699998": (
        "Benjamini Y, Yekutieli D (2001) The control of the false discovery rate in multiple testing under dependency. "
        "Ann Stat."
    ),
    "doi:10.1214/aos/1176345462": "Efron B, Stein C (1981) The jackknife estimate of variance. Ann Stat.",
    "doi:10.1214/ss/1056397487": (
        "Dudoit S, Shaffer JP, Boldrick JC (2003) Multiple hypothesis testing in microarray experiments. Stat Sci."
    ),
    "doi:10.12688/f1000research.8987.2": (
        "Chen Y, Lun ATL, Smyth GK (2016) From reads to genes to pathways: differential expression analysis of RNA-Seq "
        "experiments using Rsubread and the edgeR quasi-likelihood pipeline. F1000Research."
    ),
    "doi:10.12688/f1000research.9471.2": (
        "Toker L, Feng M, Pavlidis P (2016) Whose sample is it anyway? Widespread misannotation of samples in "
        "transcriptomics studies. F1000Research."
    ),
    "doi:10.1371/journal.pmed.1001216": (
        "Altman DG, McShane LM, Sauerbrei W, Taube SE (2012) Reporting recommendations for tumor marker prognostic "
        "studies (REMARK): explanation and elaboration. PLoS Med."
    ),
    "doi:10.18637/jss.v033.i01": (
        "Friedman J, Hastie T, Tibshirani R (2010) Regularization paths for generalized linear models via coordinate "
        "descent. J Stat Softw."
    ),
    "doi:10.2202/1544-6115.1027": (
        "Smyth GK (2004) Linear models and empirical Bayes methods for assessing differential expression in microarray "
        "experiments. Stat Appl Genet Mol Biol."
    ),
    "doi:10.2202/1544-6115.1071": (
        "Geman D, d'Avignon C, Naiman DQ, Winslow RL (2004) Classifying gene expression profiles from pairwise mRNA "
        "comparisons. Stat Appl Genet Mol Biol."
    ),
    "doi:10.2202/1544-6115.1585": (
        "Phipson B, Smyth GK (2010) Permutation P-values should never be zero: calculating exact P-values when "
        "permutations are randomly drawn. Stat Appl Genet Mol Biol."
    ),
    "doi:10.2307/1391660": (
        "Freedman D, Lane D (1983) A nonstochastic interpretation of reported significance levels. J Bus Econ Stat."
    ),
    "doi:10.2307/1403797": (
        "Fix E, Hodges JL (1989, written 1951) Discriminatory analysis. Nonparametric discrimination: consistency "
        "properties. Int Stat Rev."
    ),
    "doi:10.2307/2281952": "Fisher WD (1958) On grouping for maximum homogeneity. J Am Stat Assoc.",
    "doi:10.2307/2340521": (
        "Fisher RA (1922) On the interpretation of chi-square from contingency tables, and the calculation of P. J R "
        "Stat Soc."
    ),
    "doi:10.2307/2347496": (
        "Venzon DJ, Moolgavkar SH (1988) A method for computing profile-likelihood-based confidence intervals. J R "
        "Stat Soc C."
    ),
    "doi:10.2307/2531595": (
        "DeLong ER, DeLong DM, Clarke-Pearson DL (1988) Comparing the areas under two or more correlated receiver "
        "operating characteristic curves: a nonparametric approach. Biometrics."
    ),
    "doi:10.2307/3001968": "Wilcoxon F (1945) Individual comparisons by ranking methods. Biom Bull.",
    "doi:10.3102/10769986006002107": (
        "Hedges LV (1981) Distribution theory for Glass's estimator of effect size and related estimators. J Educ Stat."
    ),
}
