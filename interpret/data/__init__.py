"""What is measured: expression, cohort, readers, the simulated study."""
