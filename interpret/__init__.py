"""Study reports for two-group gene-expression studies: tests, honest classifiers, explanations, HTML and PDF."""
