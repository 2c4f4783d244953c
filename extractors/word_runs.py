"""The words of one Word paragraph: runs, changes, comments, notes, fields, hidden and struck words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from extractors.canonical import Passage
from extractors.numbering import roman
from extractors.web import STRUCK_FLAG
from extractors.word_styles import Style, Styles, W, is_on, value
from pipeline.documents import AnnotationKind

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVE = f"{_MC}AlternateContent"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_READABLE_HALF_POINTS = 3

_FIXED = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_INNER = frozenset(
    f"{W}{name}" for name in ("smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "dir", "bdo", "ruby")
)


def chosen(alternative: etree._Element) -> etree._Element:
    """The one of several forms of the same content that is read; the others repeat it."""
    choice = alternative.find(f"{_MC}Choice")
    fallback = alternative.find(f"{_MC}Fallback")
    best = choice if choice is not None else fallback
    return best if best is not None else alternative


@dataclass(slots=True)
class Ribbon:
    """What is gathered of one paragraph. `label` and `gap` are said before its first word."""

    shown: Passage = field(default_factory=Passage)
    hidden: Passage = field(default_factory=Passage)
    struck: str = ""
    label: str = ""
    numbered: bool = False
    gap: str = ""
    boxes: list[etree._Element] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Say words that are shown."""
        if self.gap and text.strip():
            self.shown.say(self.gap)
            self.gap = ""
        if self.label and text.strip():
            self.shown.say(f"{self.label} ")
            self.label = ""
        self.shown.say(text)

    def raise_number(self, text: str) -> None:
        """Say a raised note mark; it must not join what stands before it: 30 with note 1 is not 301."""
        apart = text.strip().isdigit() and self.shown.last.isalnum()
        self.say(f"[{text.strip()}]" if apart else text)


class Notes:
    """Footnotes, endnotes and comments by their id."""

    def __init__(self, *trees: etree._Element | None) -> None:
        feet, ends, comments = trees
        self.feet = _by_id(feet, "footnote")
        self.ends = _by_id(ends, "endnote")
        self._comments = _by_id(comments, "comment")

    def comment(self, key: str) -> tuple[str, str, str] | None:
        """A comment's words, author and date."""
        node = self._comments.get(key)
        if node is None:
            return None
        paragraphs = ("".join(part.text or "" for part in p.iter(f"{W}t")) for p in node.iter(f"{W}p"))
        return "\n".join(paragraphs), node.get(f"{W}author", ""), node.get(f"{W}date", "")


def _by_id(tree: etree._Element | None, name: str) -> dict[str, etree._Element]:
    nodes = tree.iter(f"{W}{name}") if tree is not None else iter(())
    return {node.get(f"{W}id", ""): node for node in nodes}


@dataclass(frozen=True, slots=True)
class _Mode:
    """What holds for the runs inside an element."""

    style: Style
    deleted: bool = False


class RunReader:
    """Reads paragraphs one after another; fields and comments may reach over several."""

    def __init__(self, styles: Styles, notes: Notes, links: dict[str, str]) -> None:
        self._styles = styles
        self._notes = notes
        self._links = links
        self._fields: list[bool] = []
        self._comments: dict[str, tuple[Ribbon, int]] = {}
        self._commented: set[str] = set()
        self._feet = 0
        self._ends = 0
        self.footnotes: list[tuple[str, etree._Element]] = []
        self.endnotes: list[tuple[str, etree._Element]] = []
        self.flags: list[str] = []

    def read(self, node: etree._Element, ribbon: Ribbon, style: Style) -> None:
        """Say the paragraph's words into the ribbon."""
        self._children(node, ribbon, _Mode(style))
        self._settle(ribbon)

    def _children(self, node: etree._Element, ribbon: Ribbon, mode: _Mode) -> None:
        for child in node:
            self._child(child, ribbon, mode)

    def _child(self, node: etree._Element, ribbon: Ribbon, mode: _Mode) -> None:
        tag = node.tag
        if tag == f"{W}r":
            self._run(node, ribbon, mode)
        elif tag in _INNER or tag == f"{W}rubyBase":
            self._children(node, ribbon, mode)
        elif tag == f"{W}hyperlink":
            self._link(node, ribbon, mode)
        elif tag in (f"{W}ins", f"{W}moveTo"):
            start = ribbon.shown.length
            self._children(node, ribbon, mode)
            if ribbon.shown.length > start and not mode.deleted:
                ribbon.shown.mark(AnnotationKind.INSERTED, start, "", *_by(node))
        elif tag in (f"{W}del", f"{W}moveFrom"):
            self._deleted(node, ribbon, mode)
        elif tag == ALTERNATIVE:
            self._children(chosen(node), ribbon, mode)
        elif tag == _MATH:
            ribbon.say("".join(part.text or "" for part in node.iter(_MATH_TEXT)))
        else:
            self._comment(tag, node, ribbon)

    def _deleted(self, node: etree._Element, ribbon: Ribbon, mode: _Mode) -> None:
        aside = Ribbon()
        self._children(node, aside, replace(mode, deleted=True))
        words, _ = aside.shown.done()
        if words:
            ribbon.shown.mark(AnnotationKind.DELETED, ribbon.shown.length, words, *_by(node))

    def _link(self, node: etree._Element, ribbon: Ribbon, mode: _Mode) -> None:
        start = ribbon.shown.length
        self._children(node, ribbon, mode)
        target = self._links.get(node.get(_REL_ID, ""), "")
        if target and ribbon.shown.length > start:
            ribbon.shown.mark(AnnotationKind.LINK, start, target)

    def _comment(self, tag: object, node: etree._Element, ribbon: Ribbon) -> None:
        key = node.get(f"{W}id", "")
        if tag == f"{W}commentRangeStart":
            self._comments[key] = (ribbon, ribbon.shown.length)
        elif tag == f"{W}commentRangeEnd":
            begun, start = self._comments.pop(key, (ribbon, ribbon.shown.length))
            self._put_comment(key, ribbon, start if begun is ribbon else 0)

    def _put_comment(self, key: str, ribbon: Ribbon, start: int) -> None:
        said = self._notes.comment(key)
        if said and key not in self._commented:
            self._commented.add(key)
            ribbon.shown.mark(AnnotationKind.COMMENT, start, *said)

    # --- runs ---------------------------------------------------------------------------------------

    def _run(self, run: etree._Element, ribbon: Ribbon, mode: _Mode) -> None:
        properties = run.find(f"{W}rPr")
        hidden = self._is_hidden(properties, mode.style)
        struck = bool(is_on(properties, "strike") or is_on(properties, "dstrike")) and not mode.deleted
        raised = value(properties, f"{W}vertAlign") == "superscript"
        for text in self._texts(run, ribbon, mode):
            if hidden:
                ribbon.hidden.say(text)
            elif struck:
                ribbon.struck += text
            else:
                self._settle(ribbon)
                (ribbon.raise_number if raised else ribbon.say)(text)

    def _settle(self, ribbon: Ribbon) -> None:
        if ribbon.struck.strip():
            ribbon.shown.mark(AnnotationKind.DELETED, ribbon.shown.length, ribbon.struck)
            if STRUCK_FLAG not in self.flags:
                self.flags.append(STRUCK_FLAG)
        ribbon.struck = ""

    def _is_hidden(self, properties: etree._Element | None, style: Style) -> bool:
        own = is_on(properties, "vanish")
        if own is None:
            named = self._styles.get(value(properties, f"{W}rStyle"))
            own = named.vanish or style.vanish
        if own or properties is None:
            return bool(own)
        size = value(properties, f"{W}sz")
        if size and size.isdigit() and int(size) < _READABLE_HALF_POINTS:
            return True
        white = (value(properties, f"{W}color") or "").upper() == "FFFFFF"
        return white and not _is_shaded(properties)

    def _texts(self, run: etree._Element, ribbon: Ribbon, mode: _Mode) -> Iterator[str]:
        """The run's words, piece by piece; marks, boxes and notes are taken on the way."""
        for part in run:
            tag = part.tag
            if tag == f"{W}fldChar":
                self._field(part.get(f"{W}fldCharType"))
            elif tag == f"{W}delText" and mode.deleted:
                yield part.text or ""
            elif any(self._fields):
                continue
            elif tag == f"{W}t":
                yield (part.text or "").replace("\n", " ")
            elif tag == f"{W}br":
                yield "\n"
            elif tag in _FIXED:
                yield _FIXED[str(tag)]
            elif tag == f"{W}sym":
                yield _symbol(part.get(f"{W}char", ""))
            else:
                self._object(part, ribbon, mode)

    def _field(self, kind: str | None) -> None:
        """Between a field's begin and its separator stands its code, which nobody sees."""
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _object(self, part: etree._Element, ribbon: Ribbon, mode: _Mode) -> None:
        tag = part.tag
        if tag == f"{W}footnoteReference" and part.get(f"{W}id") in self._notes.feet:
            self._feet += 1
            self._refer(part, ribbon, str(self._feet), self._notes.feet, self.footnotes)
        elif tag == f"{W}endnoteReference" and part.get(f"{W}id") in self._notes.ends:
            self._ends += 1
            self._refer(part, ribbon, roman(self._ends), self._notes.ends, self.endnotes)
        elif tag == f"{W}commentReference":
            self._put_comment(part.get(f"{W}id", ""), ribbon, ribbon.shown.length)
        elif tag == ALTERNATIVE:
            for inner in chosen(part):
                self._object(inner, ribbon, mode)
        elif tag == f"{W}ruby":
            self._children(part, ribbon, mode)
        else:
            boxes = list(part.iter(f"{W}txbxContent"))
            ribbon.boxes += [box for box in boxes if not any(outer in boxes for outer in box.iterancestors())]

    def _refer(
        self,
        part: etree._Element,
        ribbon: Ribbon,
        mark: str,
        notes: dict[str, etree._Element],
        waiting: list[tuple[str, etree._Element]],
    ) -> None:
        own = is_on_attribute(part, "customMarkFollows")
        if not own:
            ribbon.raise_number(mark)
        waiting.append(("" if own else mark, notes[part.get(f"{W}id", "")]))


def is_on_attribute(node: etree._Element, name: str) -> bool:
    """Whether a switch that is an attribute is on."""
    return node.get(f"{W}{name}", "0") not in ("0", "false", "off")


def _by(node: etree._Element) -> tuple[str, str]:
    return node.get(f"{W}author", ""), node.get(f"{W}date", "")


def _is_shaded(properties: etree._Element) -> bool:
    """Whether the run or anything around it has a colour behind it."""
    if properties.find(f"{W}highlight") is not None:
        return True
    around = properties.iterancestors(f"{W}p", f"{W}tc", f"{W}tbl")
    holders = [properties, *(node.find(f"{node.tag}Pr") for node in around)]
    return any(
        shade is not None and (shade.get(f"{W}fill", "auto") or "auto").upper() not in ("AUTO", "FFFFFF")
        for shade in (holder.find(f"{W}shd") if holder is not None else None for holder in holders)
    )


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
