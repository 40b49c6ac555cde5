"""Finish a PDF that claims PDF/A-3a so that it is PDF/UA-1 too.

WeasyPrint writes one standard at a time. Both standards live in the document's XMP metadata; what PDF/UA-1 asks of the
content (tags, titles, text alternatives, table headers) is the templates' work.
"""

from __future__ import annotations

import zlib
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
_LEVEL = 6  # 9 takes half as long again for a file that is a hundredth smaller
_NO_DRAWING = frozenset({"Type", "Subtype", "Length1", "FunctionType", "N"})  # fonts, files, pictures, profiles


def claim_accessibility(_document: Any, pdf: Any) -> None:  # noqa: ANN401  neither package ships types
    """Add the PDF/UA-1 claim to the metadata; a finisher for `weasyprint.HTML.write_pdf`.

    Also leaves the metadata uncompressed, for tools that search a file for them, names every attachment once
    where WeasyPrint names it twice, and packs every stream (see `_pack`).

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
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.compress:
            _pack(item)


def _pack(stream: Any) -> None:  # noqa: ANN401  neither package ships types
    """Compress a stream now: the writer asks for its bytes twice, and would compress it anew each time.

    Drawn pages whose packed bytes would end in a carriage return are given one more line end. It draws nothing, and
    the checksum at the end of the packed bytes is then another: a reader who takes the return for a part of the line
    end behind it would find the stream one byte short.
    """
    packed = _packed(stream)
    if packed.endswith(b"\r") and not _NO_DRAWING & set(stream.extra):
        stream.stream = [*stream.stream, b""]
        packed = _packed(stream)
    stream.stream, stream.compress = [packed], False
    stream.extra["Filter"] = "/FlateDecode"


def _packed(stream: Any) -> bytes:  # noqa: ANN401  neither package ships types
    return zlib.compress(b"\n".join(map(_written, stream.stream)), _LEVEL)


def _written(operator: Any) -> bytes:  # noqa: ANN401  bytes, text, a number or an object of the file
    if isinstance(operator, str):
        return operator.encode("ascii")
    written: bytes = operator if isinstance(operator, bytes) else pydyf._to_bytes(operator)  # noqa: SLF001
    return written
