"""How to read each figure, for somebody who has not seen its kind before.

Three plain sentences each: what a mark is, where to look, what it does not say. They are the same for every study:
what was found stands in captions and text alternatives. Who is counted is called a sample, which holds in every study.
"""

from __future__ import annotations

PATIENT_MARKS = (
    "Each mark is one sample, its shape gives the class, and a hollow mark with a cross was called wrong. Look at "
    "how many marks of each class are crossed, since a model can do well on the larger class alone. A filled mark "
    "says that the call was right, not that the model was sure of it."
)
CERTAINTY = (
    "Each mark is one sample, placed by the chance that the model gave it. Look at how far the two classes stand "
    "apart and which marks lie near the middle or on the wrong side of it. A chance near an end is a statement of the "
    "model, and it is only as good as the calibration shown elsewhere."
)
ARRAYS = (
    "Each vertical bar is one array: its mark is the middle of all values, the thick part holds half of them and the "
    "thin part nearly all. Look for a bar that lies higher, lower or wider than its neighbours. Bars that look alike "
    "do not prove that the arrays are comparable in every gene."
)
SAMPLES = (
    "Each vertical bar is one sample: its mark is the middle of all values, the thick part holds half of them and the "
    "thin part nearly all. Look for a bar that lies higher, lower or wider than its neighbours. Bars that look alike "
    "do not prove that the samples are comparable in every gene."
)
COMPONENTS = (
    "Each mark is one sample, and samples with similar activity over all genes lie near each other. Look whether the "
    "classes part, whether light and full marks of a class lie together, and whether one mark lies far from all. The "
    "axes show part of the variation only, and a gap can come from the laboratory as well as from the class."
)
DENDROGRAM = (
    "Each line that ends at the foot is one array, and two arrays that are alike are joined low down. Look whether "
    "the rows below, which give class and set, form runs. Neighbours at the foot that are joined high up are not "
    "alike, and left and right of a joint could be swapped."
)
PRESENT = (
    "Each mark is one array, placed by the share of its genes that the scanner called present. Look for an array far "
    "below the others of its group. A group that lies apart as a whole points to how the samples were handled, not to "
    "a single bad array."
)
LIBRARIES = (
    "Each mark is one sample, placed by how many reads it has and how many genes had none. Look for samples with few "
    "reads and many silent genes. Few reads make small counts uncertain, but they do not make a sample wrong."
)
LIBRARY_BARS = (
    "Each bar is one sample and shows how many reads it has; the mark below it says by what its library was corrected. "
    "Look whether the bars or the marks of one class lie higher as a whole. A correction is far from one where "
    "few genes take many reads, and it cannot tell whether the tissue or the laboratory did that."
)
TOP_SHARE = (
    "Each mark is one sample, placed by the share of its reads that go to its richest genes. Look whether one class "
    "lies higher, or one mark far from its group. A high share is not wrong by itself, since some tissues make much of "
    "few genes."
)
VOOM_TREND = (
    "Each dot is one gene, placed by how many reads it has and by how much it varies beyond the model. Look at the "
    "line: on the left it falls, on the right, where every value has its weight, it should be nearly level. The "
    "scatter of single dots about the line is expected."
)
SEX = (
    "Each mark is one sample, placed by a gene that is active in women and by genes that only men have. Look for "
    "ringed marks, where the sample sheet says otherwise, and for marks in the shaded middle. A contradiction points "
    "to swapped samples or to an error in the sheet, but not always, since some illnesses change these genes too."
)
VOLCANO = (
    "Each dot is one gene: the further from the middle the larger its difference, the higher the stronger the "
    "evidence. Look at the upper corners, where a difference is both large and hard to explain by chance. A high dot "
    "does not say that the gene causes anything, nor that its difference matters in practice."
)
HEATMAP = (
    "Each row is a gene, each column a sample, and each cell tells how far the gene's activity lies from its average. "
    "Look whether the blocks of colour seen in training come back in the independent samples. The genes were picked "
    "because they differ in training, so a clear pattern there is no evidence by itself."
)
CALLS = (
    "Each mark is one sample called by the model of its row, each column the same sample. Look for columns that "
    "several models call wrong, or that are ringed as uncertain. Models that agree do not confirm each other, since "
    "they learnt from the same samples."
)
ROC = (
    "Each curve is one model, and each of its steps a stricter or laxer rule for calling somebody positive. Look at "
    "how near a curve comes to the upper left corner and how wide the shaded band is that belongs to it. The curve "
    "says how well samples are ranked, not whether the chances given are right."
)
COMPARISON = (
    "Each mark is one model's estimate, and the line through it the range that the data allow. Look whether the lines "
    "of two models overlap before calling one of them better. Overlap does not prove that they are equal either: few "
    "samples leave long lines."
)
CALIBRATION = (
    "Each dot is a group of samples that were given similar chances, placed by how often they were positive in truth. "
    "Look whether the dots lie near the dashed diagonal, where chances come true. With few samples the vertical "
    "ranges are long, and a dot off the diagonal may be chance."
)
DECISION = (
    "Each curve tells what acting on a model's calls is worth for every chance from which one would act. Look whether "
    "the model lies above the curves of acting on everybody and on nobody in the range where you would act. Worth is "
    "counted as found positives here, and neither costs nor side effects were measured."
)
PERMUTED = (
    "Each bar counts runs of the whole procedure in which the labels had been shuffled, so that nothing could be "
    "found. Look whether the line of the real labels lies beyond the bars of the procedure as used. The other bars "
    "show what a frequent mistake would have seemed to reach, and no result of this study rests on them."
)
PANEL = (
    "Each mark is one model's share of right calls, and the line through it the range that the data allow. Look how "
    "far the lines lie from the dashed one, which names the larger class for everybody. The order of the models is "
    "not a ranking: most of these lines overlap."
)
STRENGTHS = (
    "Each mark is one sample, placed by the strength of its call as published and as computed here. Look for marks "
    "far from the diagonal, where the two disagree. Agreement shows that the method was rebuilt as it was, not that "
    "its calls are right."
)
TREE = (
    "Each box is a question about one gene, and each sample goes left or right by the answer until it reaches a call. "
    "Look at how few samples reach each end. Other trees would fit these samples as well, so the genes named here are "
    "not the only ones that would do."
)
BEESWARM = (
    "Each dot is one sample, placed by how far that gene moved its output, and coloured by how active the gene was. "
    "Look whether high activity lies on one side and low on the other, which shows a steady direction. A gene that "
    "moves the model need not be a cause, and one that stands in for a correlated gene looks the same."
)
TOP_GENES = (
    "Each bar is how far a gene moves the model on average, and the lines to the right say how firm its rank is. Look "
    "at the length of these lines before reading anything into the order. A gene without a bar is not without "
    "information: it may carry the same as one that has one."
)
EVIDENCE = (
    "Each row is one gene, and each column one kind of evidence about it. Look for genes for which all columns agree, "
    "and for hollow marks, where the models do not. The columns rest on the same samples, so they are not independent "
    "confirmations."
)
WATERFALL = (
    "Each bar is one gene that moves this sample's output from the average towards one of the classes. Look at the "
    "longest bars, and at where this sample stands among the others of each class. It explains what the model did, "
    "not why the sample is of its class."
)
BARCODE = (
    "Each upright mark is one gene of the set, placed among all genes from those higher in one class to those higher "
    "in the other. Look whether the marks crowd at one end, where the curve rises above the dashed line. Genes of a "
    "set often move together for reasons of their own, so a crowd says neither why they do nor what makes a difference."
)
BLOCK_MAP = (
    "Each group of rows is a block of genes that rise and fall together, with their correlations beside them. Look at "
    "the bold bars, which weigh a block as a whole, rather than at the genes within. Which gene of a block a model "
    "picks is close to chance, and it says little of biology."
)
NEAREST = (
    "Each mark is a sample that resembles this one most, over the genes that the model looks at. Look which classes "
    "they are of and whether they are closer than usual. Likeness of these genes does not mean that the samples are of "
    "one class for the same reason."
)
POSITION = (
    "The large mark is this sample's chance by each model, and the ticks are those of the others. Look whether the "
    "models agree and how far the mark lies from the dashed middle. Models that learnt from the same samples share "
    "their mistakes."
)
CLOUD = (
    "Each mark is one sample, placed by how little it resembles the training samples. Look for independent samples to "
    "the right of the dashed line. A sample far out is one for which the models have little to go by, whether or not "
    "its call is right."
)
RIGHT_BY_GENES = (
    "Each curve follows the share of right calls as the model is given more genes. Look where it stops rising and how "
    "wide the shaded range is there. The best place on a curve is the best of many, and would do less well on new "
    "samples."
)
BRIER_BY_GENES = (
    "Each curve follows how far the chances lie from the truth as the model is given more genes; lower is better. "
    "Look where it stops falling. The lowest place on a curve is the best of many, and would do less well on new "
    "samples."
)
P_VALUES = (
    "Each bar counts the genes whose p-values fall into its range. Look whether the first bar towers over a level "
    "rest, which is what true differences among many unchanged genes look like. Which genes of the first bar are the "
    "true ones it does not say."
)
QUANTILES = (
    "Each dot compares a gene's evidence with what the gene of that rank would show by chance. Look where the dots "
    "leave the shaded band. Leaving it near the left end points to a difference in nearly all genes, which does not "
    "point to the class itself: it is more often technical."
)
MEAN_VARIANCE = (
    "Each dot is one gene, placed by its average activity and by how much it varies within the classes. Look whether "
    "the solid line is far from level, which would speak for a test that follows it. The scatter of single dots about "
    "the line is expected."
)
MEAN_DIFFERENCE = (
    "Each dot is one gene, placed by its average activity and by its difference between the classes. Look whether the "
    "cloud lies along the middle line over its whole width. A bent cloud points to arrays that are not comparable, "
    "and a straight one does not exclude that."
)
