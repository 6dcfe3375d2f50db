"""
What comes out of every format, every encoding, and broken or hostile files.

    python benchmarks/reading.py

Writes one small story in every way, and a list of files that are no story or worse, reads each in a
process of its own, and prints what came out, as Markdown. Where a file is refused, the first sentence
of the message is printed, with the wall-clock seconds and the peak memory of the reading process,
and of the one that it starts for a PDF. Only on Linux.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from docx import Document

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from books import book, packed, pdf, xhtml

Case = tuple[str, bytes | Callable[[Path], None]]

_STORY = (
    ("第一章 归人", ("大雨倾盆，林夏站在路灯下，一动不动。", "林夏说：“你来了。”", "“我来了。”陈默说。")),
    ("第二章 重逢", ("天亮了，街上没有人。", "“我们走吧。”林夏说。")),
)
_LINES = [line for title, body in _STORY for line in (title, *body)]
_TEXT = "\n".join(_LINES)
_MARKDOWN = "\n\n".join(part for title, body in _STORY for part in (f"# {title}", *body))
_FOUNTAIN = """INT. KITCHEN - NIGHT

Ann looks at the door. It rains.

ANN
(softly)
You came.

BEN
I came.
"""
_SRT = "1\n00:00:01,000 --> 00:00:02,500\n你来了。\n\n2\n00:00:03,000 --> 00:00:04,000\n我来了。\n"
_FDX = """<?xml version="1.0" encoding="UTF-8"?>
<FinalDraft DocumentType="Script" Version="5"><Content>
<Paragraph Type="Scene Heading"><Text>INT. KITCHEN - NIGHT</Text></Paragraph>
<Paragraph Type="Action"><Text>Ann looks at the door. It rains.</Text></Paragraph>
<Paragraph Type="Character"><Text>ANN</Text></Paragraph>
<Paragraph Type="Parenthetical"><Text>(softly)</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>You came.</Text></Paragraph>
<Paragraph Type="Character"><Text>BEN</Text></Paragraph>
<Paragraph Type="Dialogue"><Text>I came.</Text></Paragraph>
</Content></FinalDraft>"""
_BIG5 = _TEXT.translate(str.maketrans("归倾灯动说来陈没们", "歸傾燈動說來陳沒們"))
_ENTITIES = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'

_HEAD = """
| file | language | episodes | scenes | lines | by somebody | s | peak MiB |
|---|---|---|---|---|---|---|---|"""
_READ = """
import json, re, resource, sys, time
from pathlib import Path
from pipeline.errors import ScriptError
from pipeline.script import container_of, read
began = time.perf_counter()
try:
    script = read(Path(sys.argv[1]))
    parts = [part for episode in script.episodes for scene in episode.scenes for part in scene.elements]
    scenes = sum(len(episode.scenes) for episode in script.episodes)
    heard = [part for part in parts if part.kind == "dialogue"]
    said = [part for part in heard if part.speaker]
    out = [script.language, len(script.episodes), scenes, len(heard), len(said)]
except ScriptError as error:
    out = error.happened
seconds = time.perf_counter() - began
# Of this program alone: what getrusage says of a process begins with the memory of the one that started it.
own = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
started = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps([out, seconds, max(own, started) / 1024]))
"""


def _docx() -> bytes:
    document, data = Document(), BytesIO()
    for title, body in _STORY:
        document.add_heading(title, 1)
        for line in body:
            document.add_paragraph(line)
    document.save(data)
    return data.getvalue()


def _epub(**options: dict[str, str | bytes]) -> bytes:
    pages = {
        f"{number}.xhtml": xhtml(f"<h2>{title}</h2>" + "".join(f"<p>{line}</p>" for line in body))
        for number, (title, body) in enumerate(_STORY)
    }
    return packed(book({"cover.xhtml": xhtml("<p>封面</p>", "cover"), **pages}, **options))


def _pdf() -> bytes:
    return pdf([[(72, 780 - 20 * row, line) for row, line in enumerate(_LINES)]])


def formats() -> Iterator[Case]:
    """The story in every format, once with each ending that is right."""
    yield "story.txt", _TEXT.encode()
    yield "story.md", _MARKDOWN.encode()
    yield "story.docx", _docx()
    yield "story.epub", _epub()
    yield "story.pdf", _pdf()
    yield "story.fountain", _FOUNTAIN.encode()
    yield "story.fdx", _FDX.encode()
    yield "story.srt", _SRT.encode()
    yield "an EPUB named story.docx", _epub()
    yield "a Word document named story.txt", _docx()
    yield "Final Draft named story.txt", _FDX.encode()


def encodings() -> Iterator[Case]:
    """The story as text, in every encoding."""
    yield "UTF-8", _TEXT.encode()
    yield "UTF-8 with BOM", _TEXT.encode("utf-8-sig")
    for order, bom in (("le", b"\xff\xfe"), ("be", b"\xfe\xff")):
        yield f"UTF-16 {order.upper()}", _TEXT.encode(f"utf-16-{order}")
        yield f"UTF-16 {order.upper()} with BOM", bom + _TEXT.encode(f"utf-16-{order}")
    yield "GB18030", _TEXT.encode("gb18030")
    yield "GBK", _TEXT.encode("gbk")
    yield "Big5", _BIG5.encode("big5")


def broken() -> Iterator[Case]:
    """Files that are no story, damaged, locked, or made to do harm."""
    noise = random.Random(1).randbytes(4000)
    locked = bytearray(_docx())
    locked[locked.index(b"PK\1\2") + 8] |= 1
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
    cipher = '<a><EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/></a>'
    key = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'11' * 32}>/U<{'22' * 32}>/P -4>>/ID[<33><33>]/Root"
    yield "nothing", b""
    yield "noise", noise
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(50) + noise
    yield "a program", b"MZ\x90\0" + noise
    yield "an archive", packed({"story.txt": _TEXT})
    yield "an old Word document", ole + "WordDocument".encode("utf-16-le")
    yield "a Word document with a password", ole + "EncryptedPackage".encode("utf-16-le")
    yield "an RTF document", rb"{\rtf1\ansi Hello}"
    yield "a web page", b"<!DOCTYPE html><html><body>Hello</body></html>"
    yield "a Kindle book", bytes(60) + b"BOOKMOBI" + noise
    yield "half a Word document", _docx()[:-9000]
    yield "half an EPUB", _epub()[:-300]
    yield "half a PDF", _pdf()[:900]
    yield "a ZIP archive with a password", bytes(locked)
    yield "an EPUB with DRM", _epub(extra={"META-INF/encryption.xml": cipher})
    yield "a PDF with a password", _pdf().replace(b"/Root", key.encode())
    yield "a scan as PDF", pdf([[], []])
    yield "entities that grow, in an EPUB", packed(book({"1.xhtml": f"{_ENTITIES}<p>&b;</p>"}))
    yield "entities that grow, in Word", _exchanged(_docx(), f"{_ENTITIES}<w>&b;</w>".encode())
    yield "entities that grow, in Final Draft", f"{_ENTITIES}<FinalDraft>&b;</FinalDraft>".encode()
    yield "tags in tags, 100,000 deep, in an EPUB", packed(book({"1.xhtml": "<div>" * 100_000 + "x"}))
    yield "49 MB of tags, in Word", _exchanged(_docx(), b"<w>" + b"<p/>" * 12_000_000 + b"</w>")
    yield "a ZIP bomb as EPUB, 2 GB", lambda path: _bomb(path, 20, 100_000_000)
    yield "a ZIP bomb as EPUB, 200,000 parts", lambda path: _bomb(path, 200_000, 0)
    yield "a page that unpacks to 2 GB, in a PDF", _pdf_bomb()
    yield "a loop of pages, in a PDF", _pdf().replace(b"/Kids[6 0 R]", b"/Kids[2 0 R]")
    yield "a text without a line end, 9 MB", b"a" * 9_000_000
    yield "500 MB of nothing", lambda path: _grow(path, b"")
    yield "500 MB that begin as a PDF", lambda path: _grow(path, b"%PDF-1.7\n")
    yield "500 MB that begin as an archive", lambda path: _grow(path, b"PK\3\4")


def _exchanged(data: bytes, text: bytes) -> bytes:
    """A Word document with *text* for its main part."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return packed({**parts, "word/document.xml": text})


def _bomb(path: Path, parts: int, size: int) -> None:
    """An archive that seems to be a book, with that many *parts* of *size* bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for number in range(parts):
            archive.writestr(f"{number}", bytes(size))


def _pdf_bomb() -> bytes:
    data, squeeze = pdf([[]]), zlib.compressobj(9)
    page = squeeze.compress(b"BT ")
    for _ in range(2000):
        page += squeeze.compress(b"() Tj " * 170_000)
    page += squeeze.flush()
    at, end = data.rindex(b"<</Length"), data.rindex(b"endobj")
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream\n" % (len(page), page)
    return data[:at] + stream + data[end:]


def _grow(path: Path, start: bytes) -> None:
    with path.open("wb") as file:
        file.write(start)
        file.truncate(500_000_000)


def measure(path: Path) -> tuple[list[object] | str, float, float]:
    """What came out of the file (language, episodes, scenes, lines; or a sentence), seconds, peak MiB."""
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=True
    )
    out, seconds, peak = json.loads(done.stdout)
    return out, seconds, peak


def _print(work: Path, cases: Iterator[Case]) -> None:
    print(_HEAD)
    for name, content in cases:
        last = name.rsplit(maxsplit=1)[-1]
        path = work / (last if "." in last else "story.txt")
        path.write_bytes(content) if isinstance(content, bytes) else content(path)
        out, seconds, peak = measure(path)
        cells = f"{out} | | | |" if isinstance(out, str) else " | ".join(map(str, out))
        print(f"| {name} | {cells} | {seconds:.2f} | {peak:.0f} |", flush=True)
        path.unlink()


def main() -> None:
    """Print a table each for formats, encodings and broken files."""
    with tempfile.TemporaryDirectory() as work:
        for cases in (formats(), encodings(), broken()):
            _print(Path(work), cases)


if __name__ == "__main__":
    main()
