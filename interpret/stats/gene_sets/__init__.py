"""What sets of genes say together: matched to the genes tested, ranked against the others, counted among the called."""
