# ruff: noqa: E501 - tables of words and patterns
"""What each line of a report is: body, subhead, promo, related, post or post_byline."""

import re
from itertools import pairwise

DAY = r"(?:[^\W\d_]+\.?\s+\d{1,2},?|\d{1,2}\.?\s+[^\W\d_]+\.?,?)\s+\d{4}"
BYLINE = re.compile(
    rf"^[—–-]{{1,2}}\s*(?:\S+\s+){{1,10}}\(@[\w.-]{{1,60}}\)|^@[\w.-]{{1,60}}\s*·|^[^\s—–][^—–]{{0,60}}\(@[\w.-]{{1,60}}\)\s+{DAY}$"
)
# A post ends with its link, or with who wrote it; a paragraph that goes on after the link only shows one.
POST = re.compile(
    r"(?:\bpic\.(?:twitter|x)\.com/|(?:^|\s)https?://t\.co/)\S*(?:\s+(?:https?://\S+|pic\.\S+|[#@]\w+|[^\w\s]+))*"
    r"(?:\s*[—–-]+\s*[^—–]{1,60}\(@[\w.-]{1,60}\).{0,30})?$"
    rf"|\s[—–]\s*[^—–]{{1,60}}\(@[\w.-]{{1,60}}\)\s+{DAY}$",
    re.IGNORECASE,
)
# Who reports speech is no call to the reader.
CUE = re.compile(
    r"\b(?:said|says|saying|told|tells|added|adds|wrote|writes|urged|urges|warned|warns|asked|asks|argued|argues|claimed|claims|"
    r"stated|states|announced|announces|admitted|joked|found|finds|shows?|showed|reported|according\s+to|insisted|noted|replied|"
    r"stressed|declared|quipped|vowed|pledged|demanded|explained|repeated|pleads?|pleaded|begs|begged|remarked|tweeted|posted|concluded|believes?)\b"
)
PLATFORM = (
    r"(?:telegram|whatsapp|facebook|twitter|x|instagram|youtube|tiktok|linkedin|threads|bluesky|spotify|google\s+news)"
)
# "us" and "JOIN US ON ...", but not "the US"
CALL = re.compile(
    rf"""\bour\s+(?:\w+\s+)?newsletters?\b | ^(?:this|our)\s+(?:web)?site\s+uses\s+cookies\b
    | ^(?:(?:photo(?:graph)?s?|image|picture)(?:\s+(?:credit|by|courtesy))?|credit|source|foto|bild|quelle|crédit|фото|джерело|источник)
      s?\s*:\s
    | ^(?:please\s+)?(?:
      (?:join|follow|like|find|support|help|watch|visit|contact|email)\s+(?:(?-i:us|US(?=\W*$|\s+[A-Z]{{2}}))\b|our\b|@\w)
    | (?:join|follow|like|watch|subscribe|listen|share|find)\b(?!-).{{0,40}}\bon\s+{PLATFORM}\b
      (?:\W+(?:and|or|formerly|now|for|{PLATFORM}|@\w+)\b)*\W*$
    | (?:join|subscribe\s+to|follow|like|watch|get|download)\s+(?:the\s+)?(?:[\w’']+\s+){{0,3}}
      (?:channel|newsletters?|podcast|app|community|updates)\b
    | subscribe(?:\s+(?:to|now|today|here|for|and)\b|\W*$) | sign\s+up(?:\s+(?:to|for|here|now|today)\b|\W*$)
    | donate(?:\s+(?:now|here|today|to\s+(?:us|our)|via)\b|\W*$)
    | (?:watch|listen|download|share|join|register)\s+(?:now|here|live)\b
    | share\s+(?:this|the)\s+(?:article|story|post|page|news)\b | support\s+(?:[\w-]+\s+){{0,2}}journalism\b
    | support\s+(?:the\s+)?(?-i:[A-Z]\w+)(?:\s+(?-i:[A-Z]\w+))?\s+
      (?:post|times|news|independent|tribune|herald|press|journal|guardian|daily)$
    | become\s+an?\s+(?:\w+\s+)?(?:member|patron|supporter|subscriber)(?:\W*$|\s+(?:today|now|here)\b)
    | (?:read|get)\s+(?:it|us|our|the\s+news)\b.{{0,40}}\b(?:app|inbox|newsletter)\b
    | (?:tell|send|write\s+to)\s+us\b | click\s+(?:here|to|on)\b | (?:to\s+)?(?:suggest|submit)\s+a\s+correction\b
    | (?:to\s+)?report\s+an?\s+(?:error|typo|mistake)\b
    | (?:have\s+you\s+)?(?:found|spotted|noticed|see|spot)\s+an?\s+(?:error|typo|mistake)\b
    | (?:abonnieren|folgen|unterstützen|hören|teilen|laden|melden|besuchen)\s+sie\b.{{0,50}}
      \b(?:uns|unser\w*|newsletter|kanal|podcast|app|an)\b
    | (?:jetzt|newsletter|hier)\s+(?:\w+\s+)?(?:abonnieren|anmelden|spenden|bestellen)\b | zum\s+newsletter\b
    | (?:abonnez|inscrivez|rejoignez|suivez|soutenez|retrouvez)-(?:vous|nous)\b
    | (?:soutenez|suivez|téléchargez|partagez|recevez)\s+(?:notre|nos|cet)\b
    | (?:suscr[íi]b(?:ete|ase|e|a)|únete|únase|reg[íi]strate|as[óo]ciate)\b | s[íi]g(?:ue|a)nos\b | ap[óo]y(?:a|e)nos\b
    | (?:descarg(?:a|ue)|compart(?:e|a))\s+(?:nuestr|est|la\s+app)\w*
    | (?:підписуйтес[ья]|підпишіться|приєднуйтес[ья]|долучайтес[ья]|подписывайтесь|подпишитесь|присоединяйтесь)\b
    | (?:стежте|слідкуйте|следите)\s+за\s+(?:нами|наш\w+)\b
    | (?:підтримайте|підтримуйте|поддержите|читайте)\s+(?:нас|наш\w*)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
PROMO = re.compile(
    rf"""\b(?:highlight|select)\w*\s+(?:the\s+|a\s+)?(?:text|it|error|typo|mistake|word|passage)\b.{{0,30}}\bpress(?:ing)?\b
    | \bctrl\s*\+\s*enter\b | ^(?:©|copyright\W*(?:©|\(c\)|\d{{4}}|$)) | \ball\s+rights\s+reserved\W*$
    | ^(?:advertise?ments?|advertising|sponsored(?:\s+content)?|anzeige|werbung|publicité|publicidad|реклама)\W*$
    | ^(?:(?:add\s+)?comments?|back\s+to\s+top|load\s+more|show\s+more|advertise\s+with\s+us)(?:\s*\(?\d+\)?)?\W*$
    | ^(?:(?:print|share|email|e-mail|tweet|copy\s+link|save|{PLATFORM})(?:\s*\(?\d+\)?)?\W*)+$
    | ^by\s+(?-i:[A-Z])[\w.’'-]+(?:\s+(?-i:[A-Z])[\w.’'-]*){{1,3}}
      (?:(?:,|\s+and|\s+&)\s+(?-i:[A-Z])[\w.’'-]+(?:\s+(?-i:[A-Z])[\w.’'-]*){{0,3}})*$
    | ^\(?(?:additional\s+)?(?:reporting|writing|editing)\s+by\s+(?-i:[A-Z])
    | ^(?:last\s+)?(?:updated|published|posted|modified)(?:\s+(?:on|at))?:?\s+
      (?:(?:\d[\w:./-]*|[ap]\.?m\.?|gmt|utc|[ec]es?t|at|on|[|·–—-]|(?-i:[A-Z])[a-z]{{2,8}}|(?:hour|minute|day)s?|ago)[.,]*(?:\s+|$))+$
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Offers, notes on cookies and the small print of a page, told by their own words; who reports speech makes none.
OFFER = re.compile(
    r"""^\W*\d{1,3}\s*[-–]?\s*min(?:ute)?s?\.?\s+(?:read|lesezeit|de\s+lecture|de\s+lectura)\b\W*$
    | ^(?:(?:estimated\s+)?reading\s+time|lesezeit|temps\s+de\s+lecture|tiempo\s+de\s+lectura|час\s+читання|время\s+чтения)\W*\d+\W*\w*\W*$
    | \bfree\s+(?:article|stor(?:y|ie))s?\s+(?:left|remaining|this\s+month)\b | \breached\s+your\s+(?:monthly\s+)?(?:article\s+)?(?:free|limit)\b
    | ^already\s+(?:an?\s+)?(?:subscriber|member|registered|subscribed|have\s+an\s+account)\b.{0,40}\b(?:log|sign)\s+in\b
    | \b(?:subscribe|sign\s+up|join|register|try\s+it)\s+(?:now\s+|today\s+)?(?:from|for|at)\s+(?:only\s+|just\s+|as\s+little\s+as\s+)?[$€£]\s?\d
    | (?:^|[.?!]\s+)(?:sign\s+(?:up|in)|subscribe|register|log\s+in|donate|join)(?:\s+(?:here|now|today|free|for\s+free))?\W*$
    | ^enjoy(?:ed|ing)\s+(?:this|our|the)\s+(?:story|article|piece|reporting)\b
    | ^get\s+(?:our|the)\s+(?:\w+\s+){0,3}(?:stories|news|newsletter|headlines|briefing)\s+(?:by|in|to|every|delivered|straight)\b
    | ^(?:continue|keep)\s+reading\b.{0,60}$ | ^(?:this\s+(?:article|story)\s+is\s+)?for\s+subscribers\s+only\W*$
    | ^(?:advertisement|story\s+continues\s+below|scroll\s+to\s+continue)\b.{0,30}$""",
    re.IGNORECASE | re.VERBOSE,
)
SMALL_PRINT = re.compile(
    r"""\b(?:imprint|impressum|terms\s+(?:of|and)\s+(?:use|service|conditions)|privacy\s+(?:policy|notice)|all\s+prices\s+(?:include|are)|
    mentions\s+légales|aviso\s+legal)\b""",
    re.IGNORECASE | re.VERBOSE,
)
COOKIES = re.compile(
    r"""\bcookies?\b.*\b(?:consent|partners?|vendors?|devices?|phone|browser|polic(?:y|ies)|preferences|settings|accept|agree|adverts?|ads|privacy|
    leave|continu\w+|use)\b | \b(?:we|our|you|your)\b.*\b(?:use|stores?|accept|agree\s+to)\b.*\bcookies?\b
    | \b(?:our|your)\b.*\bprivacy\s+(?:notice|policy|settings|choices)\b | \bprivacy\s+(?:notice|policy|settings|choices)\b.*\b(?:you|your)\b
    | \bwe\s+and\s+our\s+(?:\d+\s+)?(?:partners|vendors)\b | \b(?:verwendet|nutzen|verwenden)\s+(?:wir\s+)?cookies\b
    | \butilis\w+\s+des\s+cookies\b""",
    re.IGNORECASE | re.VERBOSE,
)
ADDRESSED = re.compile(r"\b(?:we|us|our|you|your|wir|ihre?|nous|votre|vos)\b", re.IGNORECASE)
RELATED = re.compile(
    r"^(?:read\s+(?:more|also|next|on)|also\s+read|see\s+also|читайте\s+також|читайте\s+также|lesen\s+sie\s+(?:auch|mehr)|"
    r"lire\s+aussi|à\s+lire|lea\s+también|leer\s+más|mehr\s+(?:dazu|zum\s+thema))\b\s*[:–—-]?"
    r"|^(?:more\s+on|related(?:\s+\w+)?|recommended|other\s+topics|you\s+may\s+(?:also\s+)?like|don['’]t\s+miss|"
    r"most\s+(?:read|popular)|editor['’]?s?['’]?\s+(?:picks?|choice)|watch)\b\s*[:–—-]?",
    re.IGNORECASE,
)
ENDS = re.compile(r"(?:[.!?…:;,]'{0,2}|[\"”’»)\]])$")
REPORTS = re.compile(rf"{CUE.pattern}[^:]*\.$")  # "..., Ann said."
LINK = re.compile(r"pic\.|t\.co/|\(@", re.IGNORECASE)
SENTENCE = re.compile(r"[.!?…][\"”’»)]*\s+[\"“‘«(]?[^\W\d_a-zа-яґєії]")
SHORT, POST_LENGTH = 40, 400
WORD = re.compile(r"[^\W\d_]{3,}")
SMALL = frozenset(
    ["with", "from", "into", "over", "after", "amid", "that", "than", "this", "their", "about", "will", "have"]
)


def labels_of(lines):
    """Labels of the lines of a report: what a line is often shows only in the lines beside it."""
    labels = [_by_itself(line) for line in lines]
    for i, label in enumerate(labels):
        if label == "post_byline" and i and labels[i - 1] not in ("post_byline", "promo"):
            labels[i - 1] = "post"
    broken = wrapped(lines)
    body = [i for i, label in enumerate(labels) if label == "body"]
    for i, label in enumerate(labels):
        if label == "headline":
            after = " ".join(lines[j] for j in body if i < j <= i + 4)
            run_on = broken and (len(lines[i]) > SHORT or (i and not ENDS.search(lines[i - 1])))
            heads = not run_on and body
            labels[i] = ("subhead" if _leads_to(lines[i], after) else "related") if heads else "body"
    return labels


def wrapped(lines):
    """Whether lines break off within sentences, as in mails and terminals.

    >>> wrapped(["The bank of Norland kept its rate on Monday and said that it", "would not move before the summer."])
    True
    """
    runs = [two[:1].islower() and len(one) > SHORT and not ENDS.search(one) for one, two in pairwise(lines)]
    return sum(runs) > len(runs) / 3


def _by_itself(line):
    if BYLINE.search(line) and not CUE.search(line):
        return "post_byline"
    if len(line) <= POST_LENGTH and LINK.search(line) and POST.search(line):
        return "post"
    words = line.split()
    if len(words) <= 40 and (PROMO.search(line) or (CALL.search(line) and not CUE.search(line))):
        return "promo"
    if len(words) <= 150 and _offers(line, len(words)):
        return "promo"
    related = RELATED.match(line) if len(words) <= 30 else None
    if (
        related
        and (not ENDS.search(line) or related.group().rstrip().endswith((":", "–", "—", "-")))
        and not REPORTS.search(line)
    ):
        return "related"
    if (ENDS.search(line) and not _heads(line, words)) or len(words) > 24 or len(line) < 3:
        return "body"
    return "body" if line.startswith(("•", "-", "–", "*", "·")) else "headline"


def _offers(line, length):
    """Whether a line sells a subscription, asks for leave to store cookies or is the small print of the page."""
    if CUE.search(line):
        return False
    if length <= 40 and OFFER.search(line):
        return True
    if length <= 20 and SMALL_PRINT.search(line):
        return True
    return COOKIES.search(line) is not None and ADDRESSED.search(line) is not None


def _heads(line, words):
    """Whether a line that ends with a question mark or bracket is short enough for a headline, and one sentence."""
    one = not SENTENCE.search(line)
    return one and len(words) <= (12 if line.endswith("?") else 7 if line.endswith(")") else 0)


def _leads_to(head, after):
    """Whether a headline belongs to the paragraphs below it, or is a link to another story."""
    words = [word for word in WORD.findall(head) if word.lower() not in SMALL]
    if not after:
        return False
    below = {word.lower()[:5] for word in WORD.findall(after)}
    shared = sum(word.lower()[:5] in below for word in words)
    long = [word for word in words if len(word) > 3]
    titled = len(long) >= 4 and sum(word[0].isupper() for word in long) >= 0.75 * len(long)
    if titled:
        return shared >= 3 and shared >= 0.4 * len(words)
    return shared >= 1 or len(words) < 7
