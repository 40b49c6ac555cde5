"""What is learnt from samples before any question is asked, as learn/apply pairs."""
