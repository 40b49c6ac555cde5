"""Why: attributions, stability, evidence."""
