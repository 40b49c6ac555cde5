"""Finish a PDF that claims PDF/A-3a so that it is PDF/UA-1 too.

WeasyPrint writes one standard at a time. Both standards live in the document's XMP metadata; what PDF/UA-1 asks of the
content (tags, titles, text alternatives, table headers) is the templates' work.
"""

from __future__ import annotations

from typing import Any

import pydyf

_RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""'
_UA_NAMESPACE = "http://www.aiim.org/pdfua/ns/id/"

UA_PART = (
    f"""<rdf:Description {_RDF} xmlns:pdfuaid="{_UA_NAMESPACE}"><pdfuaid:part>1</pdfuaid:part></rdf:Description>"""
)
"""The claim: this file is PDF/UA, part 1."""

UA_SCHEMA = (
    # PDF/A admits a property that it does not know only with a description of it
    f"""<rdf:Description {_RDF}"""
    """ xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" """
    """xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" """
    """xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">"""
    """<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">"""
    """<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"""
    f"""<pdfaSchema:namespaceURI>{_UA_NAMESPACE}</pdfaSchema:namespaceURI>"""
    """<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"""
    """<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">"""
    """<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"""
    """<pdfaProperty:category>internal</pdfaProperty:category>"""
    """<pdfaProperty:description>PDF/UA part number</pdfaProperty:description>"""
    """</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
)
_END = b"</rdf:RDF>"


def claim_accessibility(_document: Any, pdf: Any) -> None:  # noqa: ANN401  neither package ships types
    """Add the PDF/UA-1 claim to the metadata; a finisher for `weasyprint.HTML.write_pdf`.

    Also leaves the metadata uncompressed, for tools that search a file for them, and names every attachment once
    where WeasyPrint names it twice.

    Raises
    ------
    RuntimeError
        The metadata are not as this WeasyPrint writes them.
    """
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    if len(metadata.stream) != 1 or metadata.stream[0].count(_END) != 1:
        raise RuntimeError("WeasyPrint writes its metadata in another form; archive.py must follow")
    metadata.stream = [metadata.stream[0].replace(_END, (UA_PART + UA_SCHEMA).encode() + _END)]
    metadata.compress = False
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
