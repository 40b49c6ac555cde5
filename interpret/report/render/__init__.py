"""How the report looks: one set of templates for screen and page, and a plain-text form."""

from interpret.report.render.html import render_html
from interpret.report.render.page_library import pdf_problem
from interpret.report.render.pdf import Attachment, render_pdf
from interpret.report.render.text import render_text

__all__ = ["Attachment", "pdf_problem", "render_html", "render_pdf", "render_text"]
