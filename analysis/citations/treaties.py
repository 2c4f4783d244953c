"""Treaties and conventions by name, and the statutes of States."""

from __future__ import annotations

import re

from analysis.citations.found import Family, Found, Scene, pointed
from analysis.citations.provisions import members
from pipeline.findings import AuthorityType

_TREATY = re.compile(r"Treaty\b(?!\s+Organi[sz]ation)")
_NAME_BEFORE = re.compile(r"(?:[A-Z][\w'-]*\s+(?:(?:of|and|on|for)\s+)?){1,7}\Z")
_NAME_AFTER = re.compile(
    r"\s+(?:of|on|for|between|with)\s+(?:the\s+)?[A-Z][\w'-]*(?:\s+(?:[A-Z][\w'-]*|of|and|on|the"
    r"|in)){0,12}"
)
_ONWARD = (
    r"(?:,\s+(?!(?:United|Executive|Public|Section|Title|Article|Department|Secretary|Protocol|Convention|Covenant|Treaty"
    r"|Act|Congress|President)\b)[A-Z][\w'-]*\s+(?:and|or)\s+[A-Z][\w'-]*(?:\s+(?:[A-Z][\w'-]*|of|and|on|the|in|to|for|or"
    r"|at)){0,12})?"
)
"""A name that goes on behind a comma: "and Other Cruel, Inhuman or Degrading Treatment or Punishment"."""
_CONVENTION = re.compile(
    r"Convention\s+(?:on|for|[Aa]gainst|[Rr]elat(?:ing|ive)\s+to"
    r"|[Cc]oncerning)\s+(?:the\s+)?[A-Z][\w'-]*(?:\s+(?:[A-Z][\w'-]*|of|and|on|the|in|to|for|or"
    r"|against)|,\s+[A-Z][\w'-]*(?=,\s+[A-Z]|\s+and\s+[A-Z][\w'-]*\s+(?:of|and|on)\b)){0,20}" + _ONWARD
)
# instruments of the same rank under another word
_COVENANT = re.compile(
    r"(?:Covenant|Protocol)\s+(?:on|[Aa]gainst|[Rr]elat(?:ing|ive)\s+to|[Cc]oncerning)\s+(?:the\s+)?"
    r"[A-Z][\w'-]*(?:\s+(?:[A-Z][\w'-]*|of|and|on|the|in|to|for|or|against)){0,20}"
)
_COVENANTS = (re.compile("Covenant"), re.compile("Protocol"))
# known by the town in which they were signed
_SIGNED_IN = re.compile(
    r"\b(?:Hague|Geneva|Chicago|Warsaw|Montreal|Kyoto|Vienna|Basel|Berne|Paris|Stockholm|Rotterdam|Minamata|Algiers)\s+\Z"
)
_TOWN_KIND = (
    re.compile(r"Conventions?\b(?!\s+(?:on|for|[Aa]gainst|[Rr]elat|[Cc]oncern|Cent|and\s+[A-Z]|Hall))"),
    re.compile(r"Protocols?\b"),
    re.compile(r"(?:Agreement|Accord)s?\b(?!\s+(?:on|[A-Z]))"),
)
_TRADE = re.compile(r"Trade\s+(?:Promotion\s+)?Agreement(?![A-Za-z]|\s+[A-Z])")
_CHARTER = (re.compile(r"Charter\s+of\s+the\s+United\s+Nations"), re.compile(r"United\s+Nations\s+Charter"))
_SERIES = (
    re.compile(r"U\.\s?S\.\s?T\.\s+(?P<page>\d{1,5})(?!\d)"),
    re.compile(r"T\.\s?I\.\s?A\.\s?S\.\s+(?:No\.\s*)?(?P<page>\d{2}-\d{3,4}|\d{3,5})(?!\d)"),
)
_VOLUME = re.compile(r"(?<![\d.,-])(?P<volume>\d{1,3})\s\Z")
_TRAILING = re.compile(r"(?:\s+(?:of|and|on|the|in|to|for|or|with|against))+\Z")
_LEADING = re.compile(
    r"(?:(?:See|Cf|Per|With|To|For|From|Consistent|Pursuant|Both|The|This|That|Under|A|An|In|And|By|Each|Any)\s+(?:(?:of|and|on|for)\s+)?)+"
)
# "Chemical Weapons Convention Implementation Act" is read as an Act
_STATUTE = re.compile(r"\b(?:Acts?|Amendments?|Code)\b")
_ALTERNATIVE = re.compile(r"\s+(?:or|and)\s+the\s")
_SECTION_OF = r"(?:\s+Ann\.)?(?P<mark>\s*,?\s*(?:§[\s§]{0,3}|[Ss]ections?\s+|[Ss]ec\.\s+))(?=\d)"
_STATE_CODES = tuple(re.compile(word + _SECTION_OF) for word in ("Code", r"Stat(?:\.|utes)", "Laws?"))
_STATE = re.compile(
    r"\b(?:Ala\.|Alabama|Alaska|Ariz\.|Arizona|Ark\.|Arkansas|Cal\.|California|Colo\.|Colorado|Conn\.|Connecticut"
    r"|Del\.|Delaware|D\.C\.|Fla\.|Florida|Ga\.|Georgia|Haw\.|Hawaii|Idaho|Ill\.|Illinois|Ind\.|Indiana|Iowa|Kan\."
    r"|Kansas|Ky\.|Kentucky|La\.|Louisiana|Me\.|Maine|Md\.|Maryland|Mass\.|Massachusetts|Mich\.|Michigan|Minn\."
    r"|Minnesota|Miss\.|Mississippi|Mo\.|Missouri|Mont\.|Montana|Neb\.|Nebraska|Nev\.|Nevada|N\.H\.|New\s+Hampshire"
    r"|N\.J\.|New\s+Jersey|N\.M\.|New\s+Mexico|N\.Y\.|New\s+York|N\.C\.|North\s+Carolina|N\.D\.|North\s+Dakota"
    r"|Ohio|Okla\.|Oklahoma|Or\.|Oregon|Pa\.|Pennsylvania|R\.I\.|Rhode\s+Island|S\.C\.|South\s+Carolina|S\.D\."
    r"|South\s+Dakota|Tenn\.|Tennessee|Tex\.|Texas|Utah|Vt\.|Vermont|(?<!W\.\s)Va\.|(?<!West\s)Virginia|W\.\s?Va\."
    r"|West\s+Virginia|Wash\.|Washington|Wis\.|Wisconsin|Wyo\.|Wyoming)\s+"
    r"(?:(?:[A-Z][a-z]+(?:'[a-z]+)?\.?|&)\s+){0,4}\Z"
)


_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_MONTH_END = re.compile(rf"(?:\s+of)?\s+{_MONTH}\Z")
_OF_DAY = re.compile(rf"(?:\s+of)?(?:\s+{_MONTH})?(?:\s+\d{{1,2}},)?\s+(?P<year>1[6-9]\d\d|20\d\d)(?!\d)")
"""The day or the year that a treaty is known by: "the Treaty of 1855", "with the Crow of May 7, 1868"."""


def read_treaty(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """A treaty with a name before or after the word."""
    text = scene.text
    low = max(0, anchor.start() - 120)
    other = text.rfind("Treaty", low, anchor.start())
    low = other + len("Treaty") if other >= 0 else low
    before = _NAME_BEFORE.search(text, low, anchor.start())
    start = before.start() if before else anchor.start()
    lead = _LEADING.match(text, start, anchor.start())
    start = lead.end() if lead else start
    after = _NAME_AFTER.match(text, anchor.end(), anchor.end() + 160)
    end = anchor.end() if after is None or start < anchor.start() else after.end()
    named = text[start:end].rstrip()
    day = _OF_DAY.match(text, start + len(_MONTH_END.sub("", named)), end + 40)
    end = day.end() if day and start == anchor.start() else end
    name = _TRAILING.sub("", " ".join(text[start:end].split()))
    if name == "Treaty" or _STATUTE.search(name):
        return []
    return pointed(scene, Found(start, start + len(text[start:end].rstrip()), AuthorityType.TREATY, name))


def read_convention(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """A convention with its subject."""
    text = scene.text
    words = _TRAILING.sub("", _ALTERNATIVE.split(anchor.group())[0])
    if _STATUTE.search(words):
        return []
    before = _NAME_BEFORE.search(text, max(0, anchor.start() - 80), anchor.start())
    start = before.start() if before else anchor.start()
    lead = _LEADING.match(text, start, anchor.start())
    start, end = lead.end() if lead else start, anchor.start() + len(words)
    return pointed(scene, Found(start, end, AuthorityType.TREATY, " ".join(text[start:end].split())))


def read_covenant(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """A covenant or a protocol with its subject."""
    named = _COVENANT.match(scene.text, anchor.start())
    return read_convention(scene, named) if named else []


def read_town(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """An instrument called after a town: "the Geneva Conventions", "the Paris Agreement"."""
    text = scene.text
    town = _SIGNED_IN.search(text, max(0, anchor.start() - 20), anchor.start())
    if town is None:
        return []
    name = " ".join(text[town.start() : anchor.end()].split())
    return pointed(scene, Found(town.start(), anchor.end(), AuthorityType.TREATY, name))


def read_trade(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """A trade agreement by its parties: "the North American Free Trade Agreement"."""
    text = scene.text
    before = _NAME_BEFORE.search(text, max(0, anchor.start() - 80), anchor.start())
    lead = _LEADING.match(text, before.start(), anchor.start()) if before else None
    start = lead.end() if lead else before.start() if before else anchor.start()
    name = " ".join(text[start : anchor.end()].split())
    if len(name.split()) < 4:
        return []
    return pointed(scene, Found(start, anchor.end(), AuthorityType.TREATY, name))


def read_charter(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """The Charter of the United Nations in either order of its words."""
    row = Found(*anchor.span(), AuthorityType.TREATY, "Charter of the United Nations")
    return pointed(scene, row)


def read_series(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """A place in the two series in which treaties are printed."""
    if anchor.group().startswith("T"):
        return [Found(*anchor.span(), AuthorityType.TREATY, f"T.I.A.S. {anchor.group('page')}")]
    volume = _VOLUME.search(scene.text, max(0, anchor.start() - 5), anchor.start())
    if volume is None:
        return []
    normal = f"{volume.group('volume')} U.S.T. {anchor.group('page')}"
    return [Found(volume.start(), anchor.end(), AuthorityType.TREATY, normal)]


def read_state(scene: Scene, anchor: re.Match[str]) -> list[Found]:
    """Sections of a State's code, one row each."""
    start = _STATE.search(scene.text, max(0, anchor.start() - 80), anchor.start())
    if start is None:
        return []
    place = (start.start(), anchor.start("mark"))
    code = " ".join(scene.text[slice(*place)].split())
    listed = members(scene.text, anchor.end(), anchor.end() + 300)
    return [
        Found(
            place[0] if index == 0 else member.start,
            member.end,
            AuthorityType.STATE_LAW,
            f"{code} sec. {member.label}",
            head=place if index else None,
        )
        for index, member in enumerate(listed)
    ]


FAMILIES = (
    Family("Treaties", (_TREATY,), read_treaty),
    Family("Conventions", (_CONVENTION,), read_convention),
    Family("Treaties by town", _TOWN_KIND, read_town),
    Family("Covenants and protocols", _COVENANTS, read_covenant),
    Family("Trade agreements", (_TRADE,), read_trade),
    Family("Charter of the United Nations", _CHARTER, read_charter),
    Family("Treaty series", _SERIES, read_series),
    Family("State codes", _STATE_CODES, read_state),
)
