"""Works on models, on choosing genes and judging them inside the fold, on explanations and on reporting."""

from __future__ import annotations

MODELS: dict[str, str] = {
    "arXiv:1705.07874": (
        "Lundberg SM, Lee SI (2017) A unified approach to interpreting model predictions. NeurIPS 30:4765-4774."
    ),
    "arXiv:1711.00399": (
        "Wachter S, Mittelstadt B, Russell C (2018) Counterfactual explanations without opening the black box: "
        "automated decisions and the GDPR. Harvard J Law Technol 31."
    ),
    "arXiv:2006.02544": (
        "Romano Y, Sesia M, Candès EJ (2020) Classification with valid and adaptive coverage. NeurIPS 33."
    ),
    "doi:10.1001/jama.2012.87802": (
        "Piaggio G, Elbourne DR, Pocock SJ, Evans SJW, Altman DG (2012) Reporting of noninferiority and equivalence "
        "randomized trials: extension of the CONSORT 2010 statement. JAMA 308:2594-2604."
    ),
    "doi:10.1006/jcss.1997.1504": (
        "Freund Y, Schapire RE (1997) A decision-theoretic generalization of on-line learning and an application to "
        "boosting. J Comput Syst Sci 55:119-139."
    ),
    "doi:10.1007/BF00994018": "Cortes C, Vapnik V (1995) Support-vector networks. Mach Learn 20:273-297.",
    "doi:10.1007/s10115-013-0679-x": (
        "Štrumbelj E, Kononenko I (2014) Explaining prediction models and individual predictions with feature "
        "contributions. Knowl Inf Syst 41:647-665."
    ),
    "doi:10.1007/s10994-006-6226-1": (
        "Geurts P, Ernst D, Wehenkel L (2006) Extremely randomized trees. Mach Learn 63:3-42."
    ),
    "doi:10.1007/s10994-007-5018-6": (
        "Lin HT, Lin CJ, Weng RC (2007) A note on Platt's probabilistic outputs for support vector machines. Mach "
        "Learn 68:267-276."
    ),
    "doi:10.1016/j.cor.2008.04.004": (
        "Castro J, Gómez D, Tejada J (2009) Polynomial calculation of the Shapley value based on sampling. Comput "
        "Oper Res 36:1726-1730."
    ),
    "doi:10.1016/j.csda.2009.04.009": (
        "Kim JH (2009) Estimating classification error rate: repeated cross-validation, repeated hold-out and "
        "bootstrap. Comput Stat Data Anal 53:3735-3745."
    ),
    "doi:10.1023/A:1010933404324": "Breiman L (2001) Random forests. Mach Learn 45:5-32.",
    "doi:10.1038/323533a0": (
        "Rumelhart DE, Hinton GE, Williams RJ (1986) Learning representations by back-propagating errors. Nature "
        "323:533-536."
    ),
    "doi:10.1038/s42256-019-0138-9": (
        "Lundberg SM, Erion G, Chen H et al. (2020) From local explanations to global understanding with explainable "
        "AI for trees. Nat Mach Intell 2:56-67."
    ),
    "doi:10.1073/pnas.082099299": (
        "Tibshirani R, Hastie T, Narasimhan B, Chu G (2002) Diagnosis of multiple cancer types by shrunken centroids "
        "of gene expression. PNAS 99:6567-6572."
    ),
    "doi:10.1073/pnas.102102699": (
        "Ambroise C, McLachlan GJ (2002) Selection bias in gene extraction on the basis of microarray gene-expression "
        "data. PNAS 99:6562-6566."
    ),
    "doi:10.1080/00401706.1970.10488634": (
        "Hoerl AE, Kennard RW (1970) Ridge regression: biased estimation for nonorthogonal problems. Technometrics "
        "12:55-67."
    ),
    "doi:10.1080/01621459.1997.10474007": (
        "Efron B, Tibshirani R (1997) Improvements on cross-validation: the .632+ bootstrap method. J Am Stat Assoc "
        "92:548-560."
    ),
    "doi:10.1093/bioinformatics/bti631": (
        "Tan AC, Naiman DQ, Xu L, Winslow RL, Geman D (2005) Simple decision rules for classifying human cancers from "
        "gene expression profiles. Bioinformatics 21:3896-3904."
    ),
    "doi:10.1093/bioinformatics/btr709": (
        "Kolde R, Laur S, Adler P, Vilo J (2012) Robust rank aggregation for gene list integration and meta-analysis. "
        "Bioinformatics 28:573-580."
    ),
    "doi:10.1093/bioinformatics/btu279": (
        "Bernau C, Riester M, Boulesteix AL et al. (2014) Cross-study validation for the assessment of prediction "
        "algorithms. Bioinformatics 30:i105-i112."
    ),
    "doi:10.1093/biomet/71.1.1": (
        "Albert A, Anderson JA (1984) On the existence of maximum likelihood estimates in logistic regression models. "
        "Biometrika 71:1-10."
    ),
    "doi:10.1093/biostatistics/kxl002": (
        "Park MY, Hastie T, Tibshirani R (2007) Averaged gene expressions for regression. Biostatistics 8:212-227."
    ),
    "doi:10.1093/jnci/dji237": (
        "McShane LM, Altman DG, Sauerbrei W et al. (2005) Reporting recommendations for tumor marker prognostic "
        "studies (REMARK). J Natl Cancer Inst 97:1180-1184."
    ),
    "doi:10.1109/TIT.1967.1053964": (
        "Cover T, Hart P (1967) Nearest neighbor pattern classification. IEEE Trans Inf Theory 13:21-27."
    ),
    "doi:10.1111/j.1467-9868.2005.00503.x": (
        "Zou H, Hastie T (2005) Regularization and variable selection via the elastic net. J R Stat Soc B 67:301-320."
    ),
    "doi:10.1111/j.1467-9868.2010.00740.x": (
        "Meinshausen N, Bühlmann P (2010) Stability selection. J R Stat Soc B 72:417-473."
    ),
    "doi:10.1111/j.1467-9868.2011.01004.x": (
        "Tibshirani R, Bien J, Friedman J et al. (2012) Strong rules for discarding predictors in lasso-type "
        "problems. J R Stat Soc B 74:245-266."
    ),
    "doi:10.1111/j.1467-9868.2011.01034.x": (
        "Shah RD, Samworth RJ (2013) Variable selection with error control: another look at stability selection. J R "
        "Stat Soc B 75:55-80."
    ),
    "doi:10.1111/j.1751-5823.2001.tb00465.x": (
        "Hand DJ, Yu K (2001) Idiot's Bayes: not so stupid after all? Int Stat Rev 69:385-398."
    ),
    "doi:10.1111/j.2517-6161.1974.tb00994.x": (
        "Stone M (1974) Cross-validatory choice and assessment of statistical predictions. J R Stat Soc B 36."
    ),
    "doi:10.1126/science.286.5439.531": (
        "Golub TR, Slonim DK, Tamayo P et al. (1999) Molecular classification of cancer: class discovery and class "
        "prediction by gene expression monitoring. Science 286:531-537."
    ),
    "doi:10.1136/bmj-2023-078378": (
        "Collins GS, Moons KGM, Dhiman P et al. (2024) TRIPOD+AI statement: updated guidance for reporting clinical "
        "prediction models that use regression or machine learning methods. BMJ 385:e078378."
    ),
    "doi:10.1145/1852102.1852106": (
        "Webber W, Moffat A, Zobel J (2010) A similarity measure for indefinite rankings. ACM Trans Inf Syst 28:20."
    ),
    "doi:10.1145/2939672.2939785": (
        "Chen T, Guestrin C (2016) XGBoost: a scalable tree boosting system. KDD 2016:785-794."
    ),
    "doi:10.1145/872757.872795": (
        "Fagin R, Kumar R, Sivakumar D (2003) Efficient similarity search and classification via rank aggregation. "
        "SIGMOD 2003."
    ),
    "doi:10.1186/1471-2105-7-91": (
        "Varma S, Simon R (2006) Bias in error estimation when using cross-validation for model selection. BMC "
        "Bioinformatics 7:91."
    ),
    "doi:10.1198/016214502753479248": (
        "Dudoit S, Fridlyand J, Speed TP (2002) Comparison of discrimination methods for the classification of tumors "
        "using gene expression data. J Am Stat Assoc 97:77-87."
    ),
    "doi:10.1214/20-AOS1965": (
        "Barber RF, Candès EJ, Ramdas A, Tibshirani RJ (2021) Predictive inference with the jackknife+. Ann Stat "
        "49:486-507."
    ),
    "doi:10.1214/aos/1013203451": (
        "Friedman JH (2001) Greedy function approximation: a gradient boosting machine. Ann Stat 29:1189-1232."
    ),
    "doi:10.1371/journal.pmed.1001216": (
        "Altman DG, McShane LM, Sauerbrei W, Taube SE (2012) Reporting recommendations for tumor marker prognostic "
        "studies (REMARK): explanation and elaboration. PLoS Med 9:e1001216."
    ),
    "doi:10.18637/jss.v033.i01": (
        "Friedman J, Hastie T, Tibshirani R (2010) Regularization paths for generalized linear models via coordinate "
        "descent. J Stat Softw 33:1-22."
    ),
    "doi:10.2202/1544-6115.1071": (
        "Geman D, d'Avignon C, Naiman DQ, Winslow RL (2004) Classifying gene expression profiles from pairwise mRNA "
        "comparisons. Stat Appl Genet Mol Biol 3:19."
    ),
    "doi:10.2307/1403797": (
        "Fix E, Hodges JL (1989, written 1951) Discriminatory analysis. Nonparametric discrimination: consistency "
        "properties. Int Stat Rev 57:238-247."
    ),
}
