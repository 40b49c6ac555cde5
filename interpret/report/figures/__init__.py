"""Figures, one a file: findings in, SVG out."""
