"""The words in which official letters, e-mails and memos ask."""

from __future__ import annotations

import re

from analysis.cued import cued

CUE = re.compile(
    r"\?|^That\b|['’]d\s+like\b|\b(?:please|pls|plz|kindly|request|ask|urge|implore|demand|beg|petition|appeal|invit"
    r"|encourage|recommend|would|could|can"
    r"|wish|hope|prefer|let\s+(?:me|us)|look(?:ing)?\s+forward|need|expect|want|seek|call\s+(?:up)?on|RSVP|due"
    r"|provide|send|respond|reply|advise|confirm"
    r"|requir|owes?|respons|repl(?:y|ies)|obtain|propos|tell|describe|explain|identify|submit|forward|contact|notify|alert|must|should|copy|call|bring|show|give|get|join\s+us|honou?r|welcome|grateful|appreciate)",
    re.I,
)
COURTESY = re.compile(
    r"\b(?:please|kindly)\s+(?:(?:direct|address|refer)\s+(?:any\s+|all\s+|your\s+"
    r"|further\s+)*(?:questions|inquiries|comments)\b|be\s+(?:assured|advised|aware|sure)"
    r"|rest\s+assured|note\b|know\b|find\b|accept\b|do\s+not\s+hesitate"
    r"|don['’]t\s+hesitate|feel\s+free|keep\s+in\s+mind|understand\b|consider\s+the\s+environment|pardon|forgive|excuse"
    r"|remember|give\s+my|see\s+(?:the\s+)?(?:attached"
    r"|enclosed|below)|(?:do\s+not|don['’]t)\s+(?:reply|respond)(?:\s+directly)?(?:\s+(?:to\s+)?all\b|\s+to\s+(?:this|the)\s+(?:automated\s+)?(?:e-?mail|message|address|mailbox|notice|notification|account|thread)\b|\W*$))|\b(?:do\s+not|don['’]t)\s+hesitate"
    r"|\b(?:with|have|has|for|regarding|in\s+case\s+of)\s+(?:any\s+)?(?:further\s+|other\s+"
    r"|additional\s+|follow-?up\s+)*(?:questions?|concerns?"
    r"|inquiries)\b.{0,160}\b(?:contact|call|e-?mail|reach|at\s+\(?\d)|\b(?:contact|call"
    r"|reach)\b.{3,200}\b(?:questions?|concerns?|further"
    r"\s+information|more\s+information|assistance)\b|\bfor\s+(?:further|more"
    r"|additional)\s+information,?\s+(?:please\s+)?contact"
    r"|^(?:again,?\s+)?thank(?:s|\s+you)\b(?!.{0,200}\bplease\b)|\bif\s+(?:I|we)\s+(?:can"
    r"|may)\s+be\s+of\b|\bif\s+you\s+need\s+any\s+(?:help"
    r"|assistance|more)",
    re.I | re.S,
)
NAMES_CONTACT = re.compile(
    r"(?:designate|name|appoint|identify|provide|assign|send|nominate|select)\s+(?:us\s+|me\s+)?(?:an?|the|your|one|somebody|someone)\b",
    re.I,
)
"""A deed about a contact, which is no line of courtesy that names one."""
_ADV = (
    r"(?:(?:also|therefore|hereby|further|again|do|must|now|thus|accordingly|would|simply"
    r"|once\s+again|kindly|\w+ly)\s+){0,3}"
)
PLEASE = cued(
    "please pls plz kindly",
    r"\b(?:please|pls|plz"
    r"|(?<!very )(?<!so )(?<!most )(?<!too )kindly(?!\s+(?:\w+ed|sent|gave|took|made|brought|wrote|came)\b))"
    r"\s+(?:also\s+|then\s+|\w+ly\s+)?(?P<do>[a-z][a-z'’-]*)",
    re.I,
)
WE_ASK = re.compile(
    rf"(?<!if )(?<!as )(?<!when )\b(?:I|we)(?:,\s[^,]{{3,80}},)?\s+{_ADV}(?P<verb>ask|request|urge"
    rf"|implore|beg|petition|call\s+(?:up)?on|demand"
    rf"|encourage|recommend|invite|seek|direct|insist)\b(?!\s+(?:permission|leave|confidential"
    rf"|to\s+speak|to\s+be\s+(?!sent|given|told|informed|provided|notified|heard)))"
    rf"|\b(?:I|we)\s+(?:am|are)\s+{_ADV}(?P<prog>asking|requesting|urging|calling\s+(?:up)?on"
    rf"|inviting|seeking|recommending)\b"
    rf"|\b(?:I|we)\s+(?:am\s+writing|are\s+writing"
    rf"|write)(?:\s+\w+){{0,4}}?\s+to\s+{_ADV}(?P<write>ask|request|urge|invite|seek|petition|call"
    rf"\s+(?:up)?on)\b"
    rf"|\b(?:I|we)\s+(?:am\s+writing|are\s+writing|write)\b[^.;?]{{0,300}}?\band\s+to\s+{_ADV}(?P<also>ask|request|urge|seek)\b"
    rf"|\b(?:I|we)\s+{_ADV}(?P<want>want)\s+(?=(?:somebody|someone|anybody|anyone)\s+to\s)"
    rf"|\b(?:I|we)(?:\s+(?:would|will|shall)|['’](?:d|ll))?\s+{_ADV}(?P<learn>need)\s+(?:to\s+(?:know|hear|receive|have)\s+(?!been\b|an?\b)|(?=it\s+(?:by|before|no\s+later)\b))"
    rf"|\b(?:I|we)\s+{_ADV}(?P<need>need|want|expect|require)\s+(?=you\b|your\b"
    r"|at\s+least\b|(?:an?|the)\s+(?:\w+,?\s+){0,4}(?:yes|response|reply|answer|copy|briefing|draft|numbers|list|information|report)\b"
    r"|the\s+(?:department|agency|administration|bureau|commission)\b)",
    re.I,
)
_LEARN = (
    r"(?:have|know|receive|see|hear|get|learn)\b(?!\s+(?:(?:my|our|the|an?)\s+)?(?:staff|opportunity|chance|people)\b"
    r"|\s+(?:you|your\s+(?:staff|team|people|folks))\b)"
)
_WOULD = r"(?:\b(?:would|should)|'d|’d)"
WISH = cued(
    "would should 'd ’d could grateful",
    rf"{_WOULD}\s+(?:\w+ly\s+)?help\s+(?:\w+ly\s+|us\s+|me\s+){{0,2}}(?:to\s+{_LEARN}|if\b)"
    rf"|(?P<whole>{_WOULD}\s+(?:feel|be)\s+(?:\w+\s+)?(?:better|happier|easier|more\s+\w+)\s+if\s+you\s"
    rf"|\b(?:an?|the|your|any)\s+(?:\w+\s+){{0,2}}(?:answer|response|reply|acknowledge?ment|update|briefing|call|meeting|copy|decision|extension)\b"
    rf"[^.;?]{{0,80}}?{_WOULD}\s+(?:also\s+)?be\s+(?:\w+\s+)?(?:appreciated|welcome|helpful)\b)"
    rf"|{_WOULD}\s+be\s+(?:\w+ly\s+|most\s+|very\s+)?(?:ideal|best|good|great|nice|wonderful|preferable|desirable)\s+"
    rf"(?:if\b|to\s+{_LEARN})"
    rf"|{_WOULD}\s+(?:also\s+)?be\s+(?:\w+ly\s+|most\s+|very\s+)?(?:glad|happy|pleased|delighted|grateful)\s+to\s+{_LEARN}"
    rf"|{_WOULD}\s+(?:also\s+|\w+ly\s+)?(?:like\s+(?:you|your|the|this|that|it|his|her|my|our"
    r"|their|an?\b|to\s+(?:request|ask|invite|receive|know|meet|hear|understand|schedule|urge|see|have|hold|arrange|set\s+up|convene|visit|discuss))"
    r"|appreciate\s+(?!the\s+opportunity)|welcome\b"
    r"|be\s+(?:most\s+|very\s+|of\s+(?:great\s+)?)?(?:helpful|useful|help|use|value)\b(?!\s+in\b)"
    r"|be\s+(?:\w+ly\s+|most\s+|very\s+)?(?:grateful|honou?red|pleased|delighted|obliged|appreciative)\s+(?:if|for|of|by)\b)"
    r"|\bwould\s+be\s+(?:\w+\s+)?(?:appreciated|grateful|obliged)\s+if\b|\bgrateful\s+if\s+you\b|\bif\s+(?:I|we)\s+could\s+(?:have|receive|get|see)\b|\bcould\s+(?:it|they|this|these|that|a\s+copy)\s+be\s+\w+ed\b",
    re.I,
)
THEY_ASK = cued(
    "agencies each offices bureaus components you",
    r"\b(?:requests|asks|urges|recommends|directs|invites|advises(?=\s+(?:you|agencies|components|\w+\s+\w+)\s+to\b)"
    r"|(?<=s )(?:request|ask|urge|recommend|direct|invite))"
    r"\s+(?:that\s+)?(?P<whom>you|your\s+(?:agency|department|office|administration|bureau|component|company|staff|team)"
    r"|agencies|each\s+agency|all\s+agencies|all\s+components|each\s+\w+|components|bureaus|offices)\b(?:\s+to)?\s+(?!do\b)",
    re.I,
)
COULD_YOU = re.compile(
    r"\b(?:[Cc]ould|[Cc]an|[Ww]ould|[Ww]ill|[Mm]ay|[Mm]ight)\s+(?P<whom>[Yy]ou(?:\s+(?:and|or)\s+your\s+\w+)?|(?:someone|somebody|anyone)(?:\s+from\s+(?:the\s+|your\s+)?[\w’'-]+(?:\s+(?:of|[A-Z][\w’'-]*)){0,5})?|[Yy]our\s+(?:[A-Z][\w’'-]*(?:\s+of)?(?:\s+the)?\s+){0,4}?\w+|we|I"
    r"|[A-Z]{2,8}|(?:the|my)\s+[A-Z]\w+(?:\s+[A-Z]\w+){0,3})\s+(?:also\s+|please\s+|kindly\s+|\w+ly\s+)?(?:be\s+(?:able|willing|available)\s+to\s+)?(?P<do>(?!(?:of|from|for|and|or|in|at|please|kindly)\b)[a-z]+)"
    r"|\b(?:[Ww]ould|[Ii]s)\s+it\s+(?:be\s+)?possible\s+(?:for\s+\w+\s+)?to\s+(?P<able>[a-z]+)"
)
WHAT_WE_ASK = re.compile(
    r"What\s+(?:I|we)\s+(?:(?:am|are)\s+)?(?:\w+ly\s+)?(?:asking|ask|requesting|request|seeking|seek|need|want)(?:\s+(?:for|of\s+you|from\s+you)){0,2}"
    r"\s+(?:is|are)\b\s*(?P<led>(?:this|these|the\s+following|as\s+follows)\s*[:—–]\s*|(?:that|for)\s+you\s+(?:to\s+)?)?"
)
"""A request turned round: "What we are asking for is this:"."""
CAN_YOU = re.compile(
    r"(?:[A-Z][\w'’]+(?:,|\s[-–—])\s+)?(?i:can|could|would|will)\s+(?P<whom>you)\s+(?:also\s+|please\s+|kindly\s+|\w+ly\s+)?(?P<do>(?!be\b|have\b)[a-z]+)"
    r"(?P<able>)"
)
"""A request in the form of a question whose mark the writer left out: "Can you check the dates."."""
LET_KNOW = re.compile(
    r"\b(?:let|keep)\s+(?:me|us|my\s+\w+|our\s+\w+)\s+(?:know|informed|apprised|updated|posted|advised)\b"
    r"|\bget\s+back\s+to\s+(?:me|us)\b|\bRSVP\b|\bS\.?V\.?P\b",
    re.I,
)
YOU_MUST = re.compile(
    r"\b(?P<whom>you|your\s+(?:agency|department|office|administration|company|organization"
    r"|staff))\s+(?:must|should|shall|(?:will\s+)?need\s+to|will\s+have\s+to"
    r"|(?:is|are)\s+(?:(?:hereby\s+)?(?:requested|asked|required|directed|urged|invited"
    r"|instructed|expected|encouraged)\s+)?to)"
    r"\s+(?:also\s+|\w+ly\s+)?(?P<do>(?!also\b|be\b|have\b|know\b|expect\b|note\b|see\b|find\b|feel\b|already\b|not\b|understand\b)\w+)",
    re.I,
)
_PAPERS = (
    r"(?:responses?|repl(?:y|ies)|answers?|comments?|input|submissions?|reports?|materials?"
    r"|drafts?|edits|clearances?|updates?|plans?|packages?|nominations?|information|documents?|data|requests?"
    r"|this|it|they|these)"
)
DUE = re.compile(
    rf"\b{_PAPERS}\b(?:\s+(?:on|to|for|from)\s+[^,.;]{{2,60}}?)?\s+(?:(?:is|are)\s+(?:requested|needed|required|expected)"
    r"|(?:should|must|shall|(?:is|are)\s+to)\s+be\s+(?:sent|submitted|provided|returned|received|forwarded|delivered"
    r"|e-?mailed)|go)\b|\b(?:is|are)\s+due\b(?!\s+to\b)"
    r"|\b(?:your|(?-i:[A-Z])\w+['’]s?|the\s+\w+['’]s)\s+(?:\w+\s+){0,2}(?:decision|approval|signature|concurrence|consent)\s+"
    r"(?:is|are)\s+(?:needed|requested|required|sought)\b",
    re.I,
)
FORWARD = cued(
    "look await",
    r"\blook(?:ing)?\s+forward\s+to\s+(?:your\s+|the\s+\w+['’]s\s+(?=\w+\s+)?|receiving\s+|hearing\s+|a\s+"
    r"|an\s+)+(?:\w+\s+){0,2}(?:response|reply|answers?|from\s+you"
    r"|reaction|decision|determination|acknowledg\w+|back|hearing)?|\bawait(?:ing)?\s+your\b",
    re.I,
)
INVITATION = re.compile(
    r"\b(?:invites?\s+you\s+to|invite\s+you|inviting\s+you|invited\s+to|invitation\s+to\s+(?:you|speak|attend|join)"
    r"|join\s+us\b|pleasure\s+of\s+your\s+company"
    r"|honou?red?\s+(?:if|by|to\s+have)\s+you|accept\s+(?:our|this|my)\s+invitation|extend\s+(?:an|our|this|my)\s+(?:\w+\s+)?invitation)",
    re.I,
)
THEIR_WISH = re.compile(
    r"(?:^|,\s+|;\s+)(?:(?:and|but|so)\s+)?(?P<who>(?:The|Our|My|the|our|my)\s+(?:[\w’'-]+\s+){1,5}?|(?:Mr|Ms|Mrs|Dr)\.?\s+[\w’'-]+\s+|[Ss]?[Hh]e\s+|[Tt]hey\s+)(?=would\s+(?:also\s+|very\s+much\s+)?like\s+to\b)",
)
"""Who has a wish that the writer tells: "The Director would like to visit"."""
BIDDEN = re.compile(
    r"(?P<whom>(?:The|Each|Your|All)\s+[^,;:.?]{2,80}?)\s+(?:is|are)\s+(?:also\s+|\w+ly\s+)?invited\s+to\b"
)
"""Whom an invitation names that is not simply "you": "The Chairman is invited to"."""
OPENING = re.compile(
    r"(?:(?:and|but|so)\s+)?(?:(?:in\s+addition|additionally|also|further|finally|then|next|first|second(?:ly)?"
    r"|third(?:ly)?|therefore|specifically|accordingly|instead|to\s+that\s+end|as\s+such),?\s+|(?:if|to\s+the\s+extent"
    r"|where|when|while|for|with|by|within|no\s+later|not\s+later|before|upon|after|once|until)\b[^,]{2,160},\s+"
    r"|(?:in|on|under|as|throughout|during|using)\b[^,]{2,60},\s+|(?!apply|supply|reply|comply|rely|multiply|only|early)(?-i:[A-Z])\w+ly,?\s+(?=[a-z])"
    r"|(?:action|actions|task|tasking|request)(?:\s+(?:required|requested|needed))?\s*:\s+)?",
    re.I,
)
# "Within 30 days, count all hooks.": a bare word where a subject with its modal would stand
AFTER_TERM = re.compile(
    r"(?!(?:the|an?|each|every|all|any|no|such|its|their|his|her|our|my|your|this|that|these|those|there|it|we|you|they|he|she|who|what"
    r"|federal|agencies|and|or|but|in|on|at|by|for|as)\b)[a-z]+\s(?!.*\b(?:shall|must|will|should|may|can|could|would|is|are|was|were"
    r"|has|have|had)\b)",
    re.S,
)
DELIVER = re.compile(
    r"(?:provide|send|confirm|advise|submit|forward|reply|respond|report|return|complete|notify|designate|transmit"
    r"|certify|tell\s+(?:me|us)|furnish|bring|copy\s+(?:me|us)|call\s+(?:me|us)|email\s+(?:me|us)|give\s+(?:me|us))\b",
    re.I,
)
CLAUSE_ASK = re.compile(
    r"[,;–—-]\s+(?:and\s+|then\s+)?(?P<do>(?:copy|send|call|e-?mail|give|tell|show|get|(?:contact|notify|alert|ask)(?=\s+\w+\s+(?:before|prior|first|when|if|as\s+soon)\b))\s+(?:me|us)\b)",
    re.I,
)
NO_REPLY = re.compile(r"\bno\s+(?:[\w-]+\s+){1,4}(?:is|are)\s+\w+$", re.I)
SUSPENSE = re.compile(
    r"^\W*(?:(?-i:S)(?=:\s)|subject\s*:.*\b(?:due|suspense|NLT|reply\s+by|respond\s+by)\b|suspense|decision\s+needed|(?:response|reply|comments?|input)\s+due|due(?:\s+date)?|deadline)\b|\(suspense\b",
    re.I,
)
ADDRESSED = re.compile(
    r"(?!(?:action|note|format|subject|suspense|deadline|due|date|dates|re|question|answer|example|warning|attachment|tab|options?|alternative|issue|subject|purpose)"
    r"s?\b)(?P<whom>(?-i:[A-Z])[\w&/.,’'() -]{0,58}?[^\W\d](?:\s?\))?)(?::|\s[-–—])\s+",
    re.I,
)
ALL_HANDS = re.compile(
    r"(?P<whom>All\s+(?:addressees|recipients|hands|offices|units|components|staff|commands|activities))\s+"
    r"(?!are\b|have\b|will\b|of\b|in\b|who\b|with\b)(?P<do>[a-z]+)"
)
IT_IS = cued(
    "your requested asked directed desired recommended",
    r"\bit\s+is\s+(?:(?:hereby|further|also|respectfully|therefore)\s+)*(?:requested|asked|directed|desired|recommended)\s+that\s+(?P<do>\w)"
    r"|^to\s+(?P<obtain>(?:obtain|seek|request|secure|get)\s+your\s+(?:\w+\s+)?(?:decision|approval|signature|concurrence))",
    re.I,
)
"""Requests without a speaker; the purpose line of a decision memo asks for the decision."""
DECISION = re.compile(
    r"That\s+(?P<whom>you|the\s+(?:Secretary|Deputy|Administrator|Director))\s+(?P<do>[a-z]+)"
)
OWED = re.compile(
    r"(?:(?:here\s+is\s+)?what\s+(?:we|I)\s+need|who\s+owes\s+what|(?:open\s+)?(?:action\s+items|due-?outs|deliverables|taskings"
    r"|to-?dos?))\b[^.]{0,60}:$",
    re.I,
)
"""The lead of a list whose members name only the thing: "What we need from each bureau:"."""
ELLIPSIS = re.compile(
    r"(?:(?-i:[A-Z])\w+(?:\s+and\s+(?-i:[A-Z])\w+)?,\s+|(?:also|still|and|then)\s+)*"
    r"(?P<verb>request(?:s|ing)?|recommend|need|looking\s+for)\s+"
    r"(?!of\b|by\b|from\b|is\b|was\b|(?:are|were|have|had|should|must|shall|may|will|can|made|received|submitted|under)\b|for\b(?!\s+(?:you|your)\b)|no\.|number\b|to\s+be\b|title\b|id\b)",
    re.I,
)
"""Staff leave out who asks: "Request your office nominate two officers", "Also need the table by noon"."""
SO_DO = re.compile(r",\s+so\s+(?:then\s+|just\s+)?(?P<do>[a-z]+)\s")
LEADS = re.compile(
    r"\s+(?:that\s+)?(?P<whom>(?:the|your|each|all)\s+[^:;]{3,160}?|you|[A-Z]{2,8})(?:,?\s+(?:to|should|must|shall))?\s*[:—–]$"
)
"""A request that breaks off before its list: "We recommend that the Chief Financial Officer:"."""
WRITER_ASKS = re.compile(
    r"\b(?:[Uu]nion|(?:[Ss]ub)?[Cc]ommittee|[Cc]ongress(?:man|woman)|[Ss]enator|[Dd]elegation|[Mm]embers?|[Aa]ssociation|[Bb]oard"
    r"|[Cc]hair(?:man)?|[A-Z]{3,8}|[Tt]he\s+[A-Z][a-z]+|(?!It|He|She|They|This|That|Who|Which)[A-Z][a-z]+(?=\s+(?:\w+ly\s+|hereby\s+)?\w+s\s+(?:that|the|you)\b))\s+"
    r"(?:(?:also|further|hereby|therefore|\w+ly)\s+){0,2}(?P<verb>requests?|asks?|urges?|recommends?|demands?|expects(?=\s+(?:the|you|your)\b)|directs|proposes\s+that"
    r"|calls\s+(?:for|(?:up)?on))"
    r"\b(?!\s+(?:made|received|submitted|from|is|are|was|were|has|have)\b)"
)
OF_NOBODY = re.compile(
    r"\b[Tt]he\s+(?:Department|Agency|Administration|Bureau|Service|Office|Court|Form|Rule)\b"
)
SECOND = re.compile(r"\s+(?:that|you|your|the)\b", re.I)
"""What an office asks for each year ("The Department requests proposals") is asked of nobody by name."""
REQUEST_LEAD = re.compile(
    r"\b(?:questions?|requests?|respond|response|answers?|provide|please|information|documents?|ask|following|address)\b",
    re.I,
)
ANSWERS = re.compile(
    r"\b(?:answers?|responses?|respond|reply|information|documents?)\b.{0,80}\b(?:these"
    r"|the\s+following|above|below|each\s+of|all\s+of|this)\b"
    r".{0,30}\b(?:questions?|requests?|inquir\w+|information|documents?|items|matters?|letter)\b"
    r"|\b(?:provide|send|submit)\s+(?:this|these|the\s+requested|all\s+of\s+this)\s+(?:information|documents?|materials?|answers?|responses?)\b",
    re.I | re.S,
)
PARTY = r"(?:(?:the|your|each|all)\s+[^,;:]{2,120}?|you|agencies|components|[A-Z]{2,8}|Congress)"
WHOM = re.compile(
    rf"\s+(?:(?P<whom>{PARTY})\s+to|that\s+(?P<that>{PARTY}))\s+(?:\w+ly\s+)?"
    r"(?P<do>(?!(?:of|for|and|in|to|on|at|with|from|the|an?|its|their)\b|do\W*$)[a-z]+)"
)


CONTENT = cued(
    "should must shall",
    r"(?<!that )(?<!how )(?<!what )(?<!which )(?<!whether )\b"
    r"(?P<thing>(?:your|the|each|any)\s+(?:written\s+|consolidated\s+)?(?:response|reply|answer)s?)\s+"
    r"(?:should|must|shall)\s+(?:also\s+|\w+ly\s+)?(?P<do>state|include|describe|identify|explain|address|indicate|specify|set\s+forth|list|give|contain|note)\b",
    re.I,
)
"""What an answer that is asked for should say: whoever answers is told so."""
PREFERRED = cued(
    "prefer",
    r"(?:^|[,;]\s+(?:and\s+|but\s+)?)(?P<thing>(?!which\b|that\b|it\b|this\b|these\b)[A-Za-z][^,;:]{3,120}?)\s+(?:is|are|would\s+be)\s+(?:\w+ly\s+)?(?P<word>preferred|preferable)\b"
    r"(?!\s+(?:by|to|over|stock|shares)\b)",
    re.I,
)
"""What somebody asks for by saying how he would have it: "A single reply is preferred"."""
WOULD_DO = cued(
    "would",
    r"(?:^|,\s+)(?P<thing>(?:an?|your|the)\s+(?:[\w’'-]+\s+){0,2}(?:letter|note|line|word|call|pages?|paragraph|reply|response|answer"
    r"|confirmation|copy|concurrence|approval|decision|consent|summary|list|briefing|meeting|extension|visit|statement|support)\b"
    r"(?!\s+(?:we|I|you|that|which)\b)[^.;]{0,200}?)\s+would\s+(?P<serves>(?:let|allow|enable|help|permit|assist)\s+(?:us|me|our|my)\b|do\b(?=\W*$|,)|suffice\b|be\s+enough\b)",
    re.I,
)
"""What somebody asks for by saying what it would do for him: "A line from you would let us plan"."""
REPLY_VERB = re.compile(
    r"\b(?:respon(?:d|se)|repl(?:y|ies)|answers?|let\s+(?:me|us)\s+know"
    r"|hear(?:ing)?\s+(?:back\s+)?(?:from\s+you|about|whether)|signatures?|decision|get\s+back\s+to|inform\s+(?:me|us)"
    r"|advise\s+(?:me|us)|provide|send|call\s+(?:me|us)|tell\s+(?:me|us)|RSVP|written|confirm"
    r"|concur(?:s|rence)?|approv(?:e|al)|waivers?|consent|permission)\b",
    re.I,
)
