"""Pages, XML, rich text and plain text that nest, swell, fetch or mislead."""

from __future__ import annotations

from collections.abc import Iterator

from tests.extractors.hostile.case import (
    FAILED,
    PARTLY,
    READ,
    SET_ASIDE,
    UNKNOWN,
    Hostile,
    Trap,
    fixed,
    hostile,
)
from tests.extractors.hostile.hostile_office import laughs, leaking

LETTER = "A letter of plain words."
METADATA = "169.254.169.254"
"""Where machines in a cloud tell their secrets; nobody here may call."""

ENDS = (READ, PARTLY)
ANY = (READ, PARTLY, SET_ASIDE, FAILED, UNKNOWN)
REFUSED = (SET_ASIDE, FAILED, UNKNOWN)


def cases() -> Iterator[Hostile]:
    """All of them."""
    yield from _pages()
    yield from _trees()
    yield from _rich()
    yield from _plain()
    yield from _misnamed()


def page(body: str) -> bytes:
    """An HTML page."""
    return f"<!doctype html><html><body>{body}</body></html>".encode()


def _pages() -> Iterator[Hostile]:
    said = f"<p>{LETTER}</p>"
    many = " ".join(f"a{number}" for number in range(60_000))
    table = "<table><tr><td>" * 3000
    shapes = (
        ("deep", "<div>" * 50_000 + said, "50,000 nested elements"),
        ("deep-lists", "<ul><li>" * 20_000 + said, "20,000 nested lists"),
        ("deep-tables", table + said, "3,000 nested tables"),
        ("deep-quotes", "<blockquote>" * 30_000 + said, "30,000 nested quotations"),
        ("formats", "<b><i><u><a href=x>" * 5000 + said, "20,000 open formats"),
        ("attributes", f"<p {many}>{LETTER}</p>", "60,000 attributes on an element"),
        ("value", f'<p title="{"x" * (4 << 20)}">{LETTER}</p>', "an attribute of 4 MB"),
        ("entity", said + "&" + "x" * 1_000_000 + ";", "an entity with a name of 1 MB"),
        ("numbers", said + "&#99999999999999999999;&#0;&#xD800;&#x110000;" * 5000, "characters beyond all"),
        ("cells", f'<table><tr><td colspan="2000000000" rowspan="2000000000">{LETTER}</td></table>', "spans"),
        ("style", f"<style>{'.a,' * 200_000}{{display:none}}</style>{said}", "200,000 selectors"),
        ("comment", said + "<!--" * 200_000, "200,000 open comments"),
        ("open", said + "<" * 500_000, "500,000 open brackets"),
        ("script", said + "<script>" + "while(1);" * 100_000, "a script without end"),
        ("nulls", said + "\0" * 100_000, "100,000 nulls"),
    )
    for name, body, note in shapes:
        yield hostile(f"page-{name}.html", fixed(page(body)), *ENDS, SET_ASIDE, note=note)
    yield hostile(
        "million.html", _million_attributes, *ENDS, SET_ASIDE, note="a million attributes", dear=True
    )
    yield hostile("fetch.html", _fetching, *ENDS, note="everything a page can fetch", told=LETTER)
    yield hostile("picture.svg", _drawing, *ANY, note="a drawing that fetches")


def _million_attributes(_: Trap) -> bytes:
    many = " ".join(f"a{number}" for number in range(1_000_000))
    return page(f"<p {many}>{LETTER}</p>")


def _fetching(trap: Trap) -> bytes:
    here, there = f"http://{trap.address}/x", f"http://{METADATA}/latest/meta-data/"
    tags = "".join(
        f'<img src="{to}"><iframe src="{to}"></iframe><link rel="stylesheet" href="{to}"><script src="{to}">'
        f'</script><object data="{to}"></object><embed src="{to}"><meta http-equiv="refresh" content="0;{to}">'
        f'<base href="{to}"><video src="{to}"></video><style>@import url({to});</style>'
        for to in (here, there, f"file://{trap.file}")
    )
    return page(f"{tags}<p>{LETTER}</p>")


def _drawing(trap: Trap) -> bytes:
    picture = f'<image href="http://{trap.address}/x"/><use href="file://{trap.file}"/>'
    return f'{leaking("svg", trap)}<svg xmlns="http://www.w3.org/2000/svg">{picture}&leak;</svg>'.encode()


def _trees() -> Iterator[Hostile]:
    yield hostile("laughs.xml", fixed(f"{laughs('x')}<x>&e11;</x>".encode()), *REFUSED, note="billion laughs")
    grown = f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]><x>{"&a;" * 10_000}</x>'
    yield hostile(
        "quadratic.xml", fixed(b'<?xml version="1.0"?>' + grown.encode()), *REFUSED, note="one big entity"
    )
    yield hostile(
        "leak.xml", lambda trap: f"{leaking('x', trap)}<x>&leak;</x>".encode(), *ANY, note="entities"
    )
    include = (
        '<?xml version="1.0"?><x xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="{}" {}/>{}</x>'
    )
    yield hostile(
        "include.xml",
        lambda trap: include.format(f"file://{trap.file}", 'parse="text"', LETTER).encode(),
        *ANY,
        note="XInclude of a file",
    )
    sheet = '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="http://{}/x.xsl"?><x>{}</x>'
    yield hostile(
        "sheet.xml", lambda trap: sheet.format(trap.address, LETTER).encode(), *ANY, note="a stylesheet"
    )
    deep = b'<?xml version="1.0"?>' + b"<a>" * 100_000 + b"x" + b"</a>" * 100_000
    yield hostile("deep.xml", fixed(deep), *REFUSED, note="100,000 nested elements")
    many = " ".join(f'a{number}="x"' for number in range(300_000))
    yield hostile(
        "attributes.xml", fixed(f'<?xml version="1.0"?><x {many}/>'.encode()), *ANY, note="attributes"
    )
    spaces = " ".join(f'xmlns:n{number}="u{number}"' for number in range(50_000))
    yield hostile(
        "spaces.xml", fixed(f'<?xml version="1.0"?><x {spaces}>x</x>'.encode()), *ANY, note="namespaces"
    )
    yield hostile("cut.xml", fixed(b'<?xml version="1.0"?><bill><a>x</a><b'), *ANY, note="cut short")


def _rich() -> Iterator[Hostile]:
    deep = b"{" * 100_000 + b" x " + b"}" * 100_000
    shapes: tuple[tuple[str, bytes, str], ...] = (
        ("deep", deep, "groups nested 100,000 deep"),
        ("open", b"{\\b" * 200_000, "200,000 open groups"),
        ("closed", b"}" * 200_000, "200,000 closed groups"),
        ("binary", b"\\bin2147483647 " + b"x" * 1000, "two billion binary bytes claimed"),
        ("binary-negative", b"\\bin-5 " + b"x" * 1000, "a negative count of binary bytes"),
        ("picture", b"{\\pict\\picw60000\\pich60000 " + b"0" * 1_000_000 + b"}", "a huge picture"),
        (
            "object",
            b"{\\object\\objautlink\\objupdate{\\*\\objdata " + b"d0cf11e0" * 20_000 + b"}}",
            "an object",
        ),
        ("unicode", b"\\u-99999999?\\u55296?\\u56320?\\uc999999999 " * 500, "characters that are none"),
        ("hex", b"\\'" * 200_000, "hex escapes without digits"),
        ("words", b"\\" + b"a" * 1_000_000, "a control word of 1 MB"),
        (
            "charset",
            b"\\ansicpg99999{\\fonttbl{\\f0\\fcharset255 x;}}\\f0 \\'e4 words",
            "a code page of nowhere",
        ),
    )
    ends = (READ, PARTLY, SET_ASIDE, FAILED, UNKNOWN)
    for name, body, note in shapes:
        yield hostile(f"rich-{name}.rtf", fixed(b"{\\rtf1\\ansi " + body + b"}"), *ends, note=note)
    yield hostile("rich-remote.rtf", _template, *ends, note="a template on the network")
    yield hostile("rich-cut.rtf", fixed(b"{\\rtf1\\ansi A letter of plain wor"), *ends, note="cut short")


def _template(trap: Trap) -> bytes:
    remote = f"{{\\*\\template http://{trap.address}/x}}"
    fields = f"{remote}{{\\field{{\\*\\fldinst INCLUDETEXT {trap.file}}}}}"
    return f"{{\\rtf1\\ansi {fields} {LETTER}}}".encode()


def _plain() -> Iterator[Hostile]:
    controls = "".join(map(chr, range(1, 32))) * 9 + "\x7f\x85\u2028\u2029\ufeff\ufffe\U000e0041"
    mixed = "A letter. " * 2000 + controls
    yield hostile("controls.txt", fixed(mixed.encode()), READ, note="every control character")
    yield hostile(
        "marks.txt", fixed(("a" + "\u0301" * 100_000).encode()), READ, note="100,000 accents on a letter"
    )
    yield hostile(
        "jamo.txt", fixed(("\u1100\u1161\u11a8" * 100_000).encode()), READ, note="letters that compose"
    )
    yield hostile("grows.txt", fixed(("\ufdfa\ufb2c" * 100_000).encode()), READ, note="characters that grow")
    yield hostile("wide.txt", fixed(b"\xff\xfe" + LETTER.encode()), *ANY, note="UTF-16 that is none")
    yield hostile(
        "half.txt",
        fixed(b"\xff\xfe" + "\ud800\udc00".encode("utf-16-le", "surrogatepass") * 99 + b"\0"),
        *ANY,
        note="an odd UTF-16",
    )
    yield hostile(
        "overlong.txt", fixed(b"\xc0\xaf\xe0\x80\xaf\xf8\x88" * 500), *ANY, note="UTF-8 that is forbidden"
    )
    yield hostile(
        "line.csv", fixed(b"a,b;" * 3_000_000), *ENDS, SET_ASIDE, note="one line of 12 MB", dear=True
    )
    yield hostile("quotes.csv", fixed(b'"' * 1_000_001), *ENDS, note="a million quotation marks")
    yield hostile(
        "feeds.txt", fixed(b"\f" * 1_000_000 + b"x"), *ENDS, SET_ASIDE, note="a million empty pages"
    )
    yield hostile("lines.txt", fixed(b"\n\n" * 1_000_000 + b"x"), READ, note="two million empty lines")
    yield hostile(
        "paragraphs.txt",
        fixed(b"x\n\n" * 1_000_000),
        *ENDS,
        SET_ASIDE,
        note="a million paragraphs",
        dear=True,
    )
    yield hostile("empty.pdf", fixed(b""), FAILED, note="nothing")
    yield hostile("one.txt", fixed(b"x"), READ, note="one letter")
    yield hostile("zero.txt", fixed(b"\0"), FAILED, UNKNOWN, note="one null")
    yield hostile("blank.docx", fixed(b" \n" * 5000), FAILED, note="white space alone")


def _misnamed() -> Iterator[Hostile]:
    program = b"MZ\x90\0" + bytes(range(256)) * 8
    names = (
        "../../x.txt",
        "C:\\x.txt",
        "CON",
        "a\0b.txt",
        "x" * 300 + ".txt",
        "\u202etxt.exe",
        "/etc/passwd",
        "",
    )
    for number, name in enumerate(names):
        yield hostile(
            name, fixed(LETTER.encode()), READ, note=f"a name that is a trap ({number})", told=LETTER
        )
    yield hostile("program.pdf", fixed(program), UNKNOWN, note="a program that is called a PDF")
    yield hostile(
        "page.txt", fixed(page(f"<p>{LETTER}</p>")), READ, note="a page that is called a text", told=LETTER
    )
    yield hostile("letter.pdf", fixed(LETTER.encode()), READ, note="a text that is called a PDF", told=LETTER)
    yield hostile("elf.doc", fixed(b"\x7fELF" + bytes(900)), UNKNOWN, note="a program called a letter")
