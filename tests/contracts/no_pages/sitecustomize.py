"""On the path of a run that is to draw no pages: they take most of its time."""

import sys

sys.modules["weasyprint"] = None  # type: ignore[assignment]  as if it were not installed
