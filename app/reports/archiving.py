"""Archiving: what a file must hold beside its pages so that it can be read in twenty years, by the rules of PDF/A-3b.

Metadata that any program can read, the profile of its colours, and streams whose ends stand on lines of their own.
"""

from datetime import datetime
from typing import Any, Final, NamedTuple
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc

from app.reports import srgb

_UNREADABLE: Final = dict.fromkeys((65534, 65535, *range(55296, 57344)), "�")
"""Signs that no XML may hold."""


class Stream(pdfdoc.PDFStream):  # type: ignore[misc]  # reportlab has no types
    """A stream whose end stands on a line of its own."""

    def format(self, document: Any) -> bytes:
        """Return the stream as it stands in the file; one that is not packed names no filter."""
        made: bytes = super().format(document)
        return made.removesuffix(b"endstream\n") + b"\nendstream\n"


class Properties(NamedTuple):
    """What a file says of itself, each on one line."""

    title: str
    author: str
    subject: str
    keywords: str
    language: str
    creator: str
    producer: str
    moment: datetime


def archive(document: Any, properties: Properties) -> None:
    """Put metadata and colour profile into a document of reportlab, and its pages into streams that end well."""
    for page in document.Pages.pages:
        page.Contents = Stream(content=page.stream, filters=[pdfdoc.PDFZCompress])
    catalog = document.Catalog
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents", "AF"]
    kind = pdfdoc.PDFDictionary({"Type": "/Metadata", "Subtype": "/XML"})
    catalog.Metadata = Stream(kind, _metadata(properties))
    colours = Stream(pdfdoc.PDFDictionary({"N": 3}), srgb.profile(), filters=[pdfdoc.PDFZCompress])
    intent = {
        "Type": "/OutputIntent",
        "S": "/GTS_PDFA1",
        "OutputConditionIdentifier": pdfdoc.PDFString(srgb.NAME),
        "Info": pdfdoc.PDFString(srgb.NAME),
        "DestOutputProfile": document.Reference(colours, "colours"),
    }
    catalog.OutputIntents = pdfdoc.PDFArray([pdfdoc.PDFDictionary(intent)])


def _metadata(properties: Properties) -> bytes:
    """Write the properties once more as XMP, together with the rules that the file is made by."""
    said = {name: _said(value) for name, value in properties._asdict().items() if isinstance(value, str)}
    moment = properties.moment.strftime("%Y-%m-%dT%H:%M:%S+00:00")
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{said["title"]}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{said["author"]}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{said["subject"]}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{said["language"]}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<pdf:Producer>{said["producer"]}</pdf:Producer><pdf:Keywords>{said["keywords"]}</pdf:Keywords>
<xmp:CreatorTool>{said["creator"]}</xmp:CreatorTool>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>""".encode()


def _said(text: str) -> str:
    return escape(text.translate(_UNREADABLE))
