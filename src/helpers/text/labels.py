"""What each line of a report is: body, subhead, promo, related, post or post_byline."""

import re

BYLINE = re.compile(
    r"^[—–-]{1,2}\s*\S.{0,80}\(@\w{1,30}\)|^@\w{1,30}\s*·|^\S.{0,60}\(@\w{1,30}\)\s+\w+\.?\s+\d{1,2},\s+\d{4}$"
)
POST = re.compile(r"\bpic\.(?:twitter|x)\.com/|(?:^|\s)https?://t\.co/", re.IGNORECASE)
PROMO = re.compile(
    r"^(?:please\s+)?(?:join|follow|subscribe|sign\s+up|support|download|donate|like|watch|listen|share)\b.{0,30}\b(?:us|our|now|"
    r"telegram|whatsapp|facebook|twitter|instagram|youtube|newsletters?|channel|app|podcast|this\s+(?:article|story|post)|here)\b"
    r"|\bhighlight\s+(?:the|it|a)?\s*(?:text|it|and)?.{0,30}\bpress\b|\bctrl\s*\+\s*enter\b|\bour\s+(?:free\s+)?newsletters?\b"
    r"|^(?:©|copyright\b)|\ball\s+rights\s+reserved\b|^click\s+(?:here|to)\b|^advertise?ments?\b|\bthis\s+site\s+uses\s+cookies\b"
    r"|^(?:photo|image|picture|credit|source)s?(?:\s+credit)?:\s|^(?:(?:add\s+)?comments?|share|print|email|tweet|back\s+to\s+top|load\s+more)"
    r"(?:\s*\(?\d*\)?)?$|^(?:to\s+)?(?:suggest\s+a\s+correction|report\s+(?:a|an)\s+(?:error|typo|mistake))\b|^found\s+(?:a|an)\s+"
    r"(?:error|typo|mistake)\b|^become\s+a\s+(?:member|patron|supporter)\b|^(?:read|get)\s+(?:it|us|our)\b.{0,40}\b(?:app|inbox)\b",
    re.IGNORECASE,
)
RELATED = re.compile(
    r"^(?:read\s+(?:more|also|next|on)|also\s+read|see\s+also|more\s+on|related(?:\s+\w+)?|recommended|other\s+topics|you\s+may\s+(?:also\s+)?like"
    r"|don['’]t\s+miss|most\s+(?:read|popular)|editor['’]?s?['’]?\s+(?:picks?|choice)|watch|читайте\s+також|читайте\s+также|lesen\s+sie\s+auch|"
    r"lire\s+aussi|lea\s+también)\b\s*[:–—-]?",
    re.IGNORECASE,
)
ENDS = re.compile(r"(?:[.!?…:;,]|[\"”’»)\]])$")
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
    body = [i for i, label in enumerate(labels) if label == "body"]
    for i, label in enumerate(labels):
        if label == "headline":
            after = " ".join(lines[j] for j in body if i < j <= i + 4)
            labels[i] = "subhead" if _leads_to(lines[i], after) else "related"
    return labels


def _by_itself(line):
    if BYLINE.search(line):
        return "post_byline"
    if POST.search(line):
        return "post"
    words = line.split()
    if len(words) <= 40 and PROMO.search(line):
        return "promo"
    if len(words) <= 30 and RELATED.match(line) and (":" in line[:30] or not ENDS.search(line)):
        return "related"
    if (ENDS.search(line) and not line.endswith(("?", ")"))) or len(words) > 24 or len(line) < 3:
        return "body"
    return "headline" if len(words) <= 24 and not line.startswith(("•", "-", "–", "*", "·")) else "body"


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
