"""From files to checked tables, one reader a format. Every fault names file, line, sample and gene."""
