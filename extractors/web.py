"""HTML as a browser shows it: folded white space, list numbers, tables by rows, unseen text marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractors.canonical import Builder, Passage
from extractors.crowded import check_attributes
from extractors.numbering import labelled
from extractors.plain import decoded
from extractors.unseen import Attributes, hides, paints, unseen_selectors
from pipeline.documents import AnnotationKind, BlockKind, ExtractedDocument
from pipeline.problems import Quarantined

MEDIA_TYPES = frozenset({"text/html"})

_MOST_NODES = 2_000_000
_MOST_COMMENTS = 200
_LONGEST_COMMENT = 2000
_LONGEST_CELL = 400

_DECLARED = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_.:-]+)""", re.I)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_DROPPED = frozenset(
    {"script", "style", "template", "svg", "math", "iframe", "object", "audio", "video", "canvas", "head"}
)
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl"}
    | {"dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary"}
    | {"table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption", "option"}
)
_KINDS = {
    "li": BlockKind.LIST_ITEM,
    "caption": BlockKind.CAPTION,
    "figcaption": BlockKind.CAPTION,
    "nav": BlockKind.HEADER,
    "footer": BlockKind.FOOTER,
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_STRUCK = frozenset({"del", "s", "strike"})
_LISTS = frozenset({"ol", "ul", "menu"})
_OWN_MARKER = re.compile(r"\(?(?:[0-9]{1,3}|[A-Za-z]|[ivxlIVXL]{1,6})[.)]\s|[•▪–—*-]\s")
STRUCK_FLAG = "Words that are struck out are left out of the text and kept beside it."


def extract(data: bytes, name: str) -> ExtractedDocument:
    """The page's text as shown; scripts and styles are left out, unseen text is kept and marked.

    Raises Quarantined where there is too much.
    """
    declared = _DECLARED.search(data[:4096])
    text, charset, sure = decoded(data, declared[1].decode("ascii") if declared else None)
    document = extract_text(text)
    if sure:
        return document
    return replace(document, flags=(*document.flags, f"Its character set is a guess: {charset}."))


def extract_text(html: str) -> ExtractedDocument:
    """The same for HTML that is decoded already."""
    check_attributes(html)
    tree = LexborHTMLParser(html)
    page = _Page(unseen_selectors(html))
    if tree.root is not None:
        page.walk(tree.root)
    return page.document(_metadata(tree))


def _metadata(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    title = tree.css_first("head > title")
    if title is not None:
        found["title"] = " ".join(title.text().split())
    for node in tree.css("head > meta"):
        label = (node.attributes.get("name") or "").lower().removeprefix("dc.").removeprefix("dcterms.")
        if label in ("author", "creator", "date", "subject", "publisher"):
            found.setdefault(label, node.attributes.get("content") or "")
    return found


@dataclass(slots=True)
class _Scope:
    """What holds inside one element."""

    tag: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    hidden: bool = False
    painted: bool = False
    pre: bool = False
    struck: bool = False
    raised: bool = False
    dropped: bool = False
    aside: bool = False
    counter: int = 1
    nested: int = 0
    style: str = ""
    start: int = 0
    note: str = ""


class _Page:
    """Walks the tree without recursion, so that depth costs memory and nothing else."""

    def __init__(self, unseen: frozenset[str]) -> None:
        self._builder = Builder()
        self._builder.page()
        self._unseen = unseen
        self._scopes = [_Scope("")]
        self._passage, self._hidden, self._struck, self._aside = (Passage() for _ in range(4))
        self._marker = ""
        self._gap = ""
        self._grids = 0
        self._comments = 0
        self._flags: list[str] = []

    def walk(self, root: LexborNode) -> None:
        """Take in everything under the root. Raises Quarantined where there is too much."""
        for count, (node, entering) in enumerate(_steps(root)):
            if count > _MOST_NODES:
                raise Quarantined("It has too many elements.", f"There are more than {_MOST_NODES:,}.")
            tag = node.tag or ""
            if not entering:
                self._leave(tag)
            elif tag == "-text":
                self._text(node.text_content or "")
            elif tag == "-comment":
                self._comment(node.comment_content or "")
            else:
                self._enter(node, tag)
        self._flush(self._scopes[0])

    def document(self, metadata: dict[str, str]) -> ExtractedDocument:
        """What was taken in."""
        flags = tuple(dict.fromkeys(self._flags))
        return self._builder.document(flags=flags, metadata=metadata, reader="selectolax")

    # --- elements -----------------------------------------------------------------------------------

    def _enter(self, node: LexborNode, tag: str) -> None:
        outer = self._scopes[-1]
        if tag in _BLOCKS:
            self._break(tag, outer)
        attributes = node.attributes
        scope = replace(
            outer,
            tag=tag,
            kind=_kind(tag, attributes, outer.kind),
            level=_HEADINGS.get(tag, outer.level),
            hidden=outer.hidden or hides(attributes, self._unseen, outer.painted),
            painted=outer.painted or paints(attributes),
            pre=outer.pre or tag in ("pre", "textarea"),
            struck=outer.struck or tag in _STRUCK,
            raised=outer.raised or tag == "sup",
            dropped=outer.dropped or tag in _DROPPED,
            aside=outer.aside or _stands_aside(attributes),
            style="",
            start=self._passage.length,
            note="",
        )
        self._scopes.append(scope)
        self._begin(node, scope, attributes)

    def _begin(self, node: LexborNode, scope: _Scope, attributes: Attributes) -> None:
        tag = scope.tag
        if tag in _LISTS:
            scope.style = (attributes.get("type") or "1") if tag == "ol" else "•"
            scope.counter = _number(attributes.get("start"), 1)
            scope.nested += 1
            scope.level = scope.nested
        elif tag == "li":
            self._number_item(attributes)
        elif tag == "br":
            self._say("\n" if not self._grids else " ")
        elif tag == "q":
            self._say("“")
        elif tag in ("a", "ins"):
            scope.note = attributes.get("href" if tag == "a" else "datetime") or ""
        elif tag == "table" and (self._grids or _is_grid(node)):
            self._grids += 1
            scope.nested += 1
            scope.style = "grid"

    def _number_item(self, attributes: Attributes) -> None:
        owner = next((scope for scope in reversed(self._scopes[:-1]) if scope.tag in _LISTS), None)
        if owner is None:
            return
        owner.counter = _number(attributes.get("value"), owner.counter)
        self._marker = "•" if owner.style == "•" else f"{labelled(owner.counter, owner.style)}."
        owner.counter += 1

    def _leave(self, tag: str) -> None:
        scope = self._scopes[-1]
        if tag == "q":
            self._say("”")
        elif tag == "a" and scope.note.lower().startswith(("http:", "https:", "mailto:")):
            self._passage.mark(AnnotationKind.LINK, scope.start, scope.note)
        elif tag == "ins" and self._passage.length > scope.start:
            self._passage.mark(AnnotationKind.INSERTED, scope.start, "", date=scope.note)
        self._scopes.pop()
        if scope.struck and not self._scopes[-1].struck:
            self._strike()
        if tag in _BLOCKS:
            self._break(tag, scope)
        if scope.style == "grid":
            self._grids -= 1
            if not self._grids:
                self._flush(replace(scope, kind=BlockKind.TABLE))

    def _strike(self) -> None:
        words, _ = self._struck.done()
        self._struck = Passage()
        if words:
            self._passage.mark(AnnotationKind.DELETED, self._passage.length, words)
            self._flags.append(STRUCK_FLAG)

    # --- words --------------------------------------------------------------------------------------

    def _text(self, text: str) -> None:
        scope = self._scopes[-1]
        if not scope.dropped:
            self._say(text if scope.pre else _SPACE.sub(" ", text))

    def _say(self, text: str) -> None:
        scope = self._scopes[-1]
        target = self._target(scope)
        if not scope.pre and text[:1] == " " and target.ends_with_space:
            text = text[1:]
        if text.strip() and target is self._passage:
            text = self._introduced(text, scope)
        target.say(text)

    def _target(self, scope: _Scope) -> Passage:
        if scope.hidden:
            return self._hidden
        return self._aside if scope.aside else self._struck if scope.struck else self._passage

    def _introduced(self, text: str, scope: _Scope) -> str:
        """The text with what a browser draws before it: a list marker, a cell's edge."""
        if self._gap:
            self._passage.say(self._gap)
            self._gap = ""
        if self._marker:
            own = self._marker == "•" and _OWN_MARKER.match(text)
            text = text if own else f"{self._marker} {text}"
            self._marker = ""
        # A raised note number must not join what stands before it: 30 with note 1 is not 301.
        if scope.raised and text.strip().isdigit() and self._passage.last.isalnum():
            return f"[{text.strip()}]"
        return text

    def _comment(self, text: str) -> None:
        words = text.strip()
        if not words or words.startswith(("[if", "[endif", "<![")) or self._comments >= _MOST_COMMENTS:
            return
        self._comments += 1
        self._passage.mark(AnnotationKind.COMMENT, self._passage.length, words[:_LONGEST_COMMENT])

    # --- blocks -------------------------------------------------------------------------------------

    def _break(self, tag: str, scope: _Scope) -> None:
        if not self._grids:
            self._flush(scope)
        elif self._passage.length:
            if tag in ("tr", "table", "caption"):
                self._gap = "\n"
            elif tag in ("td", "th") and self._gap != "\n":
                self._gap = " " if self._passage.tail == ":" else " | "
            elif not self._gap:
                self._gap = " "

    def _flush(self, scope: _Scope) -> None:
        self._gap = ""
        if self._passage.length:
            self._builder.add(self._passage, scope.kind, level=scope.level)
        if self._hidden.length:
            self._builder.add(self._hidden, scope.kind, hidden=True)
        if self._aside.length:
            self._builder.add(self._aside, BlockKind.HEADER)
        self._passage, self._hidden, self._aside = Passage(), Passage(), Passage()


def _steps(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Every node on entering it, and every element again on leaving it."""
    open_nodes: list[LexborNode] = []
    node: LexborNode | None = root
    while node is not None or open_nodes:
        if node is None:
            last = open_nodes.pop()
            yield last, False
            node = last.next if open_nodes else None
            continue
        yield node, True
        if (node.tag or "-")[0] in "-!":
            node = node.next
        else:
            open_nodes.append(node)
            node = node.child


def _stands_aside(attributes: Attributes) -> bool:
    """Whether the page itself says that its paper has no such words there.

    The Federal Register's pages mark so where a printed page starts, in the middle of a sentence.
    """
    return "unprinted-element" in (attributes.get("class") or "").split()


def _kind(tag: str, attributes: Attributes, outer: BlockKind) -> BlockKind:
    if tag in _HEADINGS:
        return BlockKind.HEADING
    if outer is BlockKind.REPLY or _is_reply(tag, attributes):
        return BlockKind.REPLY
    if "gmail_signature" in (attributes.get("class") or ""):
        return BlockKind.SIGNATURE
    return _KINDS.get(tag, outer)


def _is_reply(tag: str, attributes: Attributes) -> bool:
    """How mail programs wrap the message that is answered."""
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    if tag == "blockquote":
        return attributes.get("type") == "cite" or "gmail_quote" in named or "protonmail_quote" in named
    return tag == "div" and ("gmail_quote" in named or "yahoo_quoted" in named)


def _is_grid(table: LexborNode) -> bool:
    """Whether a table holds data rather than a layout: rows of several short cells, no table inside."""
    if len(table.css("table")) > 1 or table.css_first("td table, th table") is not None:
        return False
    rows = 0
    for row in table.css("tr"):
        cells = [len(cell.text().strip()) for cell in row.css("td, th")]
        if max(cells, default=0) > _LONGEST_CELL:
            return False
        rows += sum(length > 0 for length in cells) >= 2
    return rows >= 2


def _number(text: str | None, default: int) -> int:
    try:
        return int(text) if text and len(text) < 10 else default
    except ValueError:
        return default
