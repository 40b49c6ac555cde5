"""Numbers about predictions: measures, intervals, splits. Knows no model."""
