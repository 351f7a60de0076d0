# ruff: noqa: E501 - tables of letters
"""Decode bytes as browsers do, guess where nothing is told, and see what was decoded wrongly before."""

import codecs
import re
from itertools import pairwise

from .languages import likeliest

__all__ = ["decode", "garbled", "guessed"]

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
# A label means what it means to browsers (WHATWG Encoding Standard): the wider encoding of the same family.
LABELS = {
    "cp1252": "ascii us-ascii iso-8859-1 iso8859-1 iso88591 latin1 latin-1 l1 ansi_x3.4-1968 cp819 ibm819 windows-1252 x-cp1252",
    "cp1254": "iso-8859-9 iso8859-9 latin5 l5 windows-1254 x-cp1254",
    "cp874": "iso-8859-11 iso8859-11 tis-620 dos-874 windows-874",
    "gb18030": "gb2312 gb_2312 gb_2312-80 gbk x-gbk gb18030 chinese csgb2312 iso-ir-58",
    "big5hkscs": "big5 big5-hkscs cn-big5 csbig5 x-x-big5",
    "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji ms932 windows-31j csshiftjis",
    "cp949": "euc-kr euckr ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 korean windows-949 cseuckr iso-ir-149",
    "euc_jp": "euc-jp x-euc-jp cseucpkdfmtjapanese", "koi8_u": "koi8-u koi8-ru koi8-r koi8 koi cskoi8r", "cp866": "ibm866 cp866 866",
    "iso8859_8": "iso-8859-8 iso-8859-8-i logical visual hebrew", "mac_roman": "macintosh mac x-mac-roman",
    "mac_cyrillic": "x-mac-cyrillic x-mac-ukrainian", "utf-8": "utf-8 utf8 unicode-1-1-utf-8 x-unicode20utf8 utf-16 utf-16le utf-16be unicode",
}  # fmt: skip
CODEC = {label: codec for codec, labels in LABELS.items() for label in labels.split()}
# Of encodings that suit equally well the first is taken: Spanish and German are the same text in most of them.
LIKELY = ("cp1252", "cp1250", "cp1251", "koi8_u", "cp1254", "iso8859_2", "cp1257", "cp1253", "cp1256", "cp1255", "cp866", "mac_cyrillic",
          "iso8859_5", "iso8859_7", "iso8859_6", "cp874", "mac_roman", "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "utf_16_le",
          "utf_16_be")  # fmt: skip
WIDE = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949")
NAMES = {"cp1252": "Windows-1252", "cp1250": "Windows-1250", "cp1251": "Windows-1251", "cp1254": "Windows-1254", "cp1253": "Windows-1253",
         "cp1255": "Windows-1255", "cp1256": "Windows-1256", "cp1257": "Windows-1257", "cp932": "Shift_JIS", "cp949": "EUC-KR",
         "big5hkscs": "Big5", "cp874": "TIS-620"}  # fmt: skip
SAMPLE = 20_000  # bytes that are enough to guess by
# Characters that stand in no word of a text that is read rightly: controls, halves of signs, drawn boxes.
ODD = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\u2500-\u25ff¤¦¨¬¯´¸ªº¹²³¼½¾×÷ƒˆ˜†‡‹›ˇ˘˙˛˝¶]")
IN_WORD = re.compile(
    r"[^\W\d_][^\w\s'’.,;:!?()\[\]“”«»„\"–—/&@-]+[^\W\d_]|[A-Za-z][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-z]"
)
# The commonest characters of each written language, as text that is read wrongly does not have them.
_COMMON = {
    "zh": "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏兴切"
    "這來國個說們為時對過學後發當無開經頭長動樣現將與實點聲話問機幾業間電門東聽氣關並內產萬體別處總場師書員華報馬張難數車應親務記邊風戰許覺題統請愛讓認論義術結連遠資隊帶條變聯權領傳紅決達辦運強區轉眾輕語滿寫識極錢黨設雙歷廣議際則單據導專誰讀飛觀爭組視濟離雖壞興",
    "ja": "のにはをたがでてとしれさいるなもかりこっらよあすまき日一国人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨町述始工事議会",
    "ko": "이다는의에을가고은하지를서한로기도사자대어정인리시일나과부장해아여있으전보수들에게그것만구주상적조원공제었년라국미동안성소선화했말관방신경연위중중생면오물교문개우민세유내무분회현거발계김모등까차심비스두합니",
}  # fmt: skip
COMMON = {code: frozenset(signs) for code, signs in _COMMON.items()}
RARE = {
    "cp1252": 0.0,
    "mac_roman": 0.06,
    "mac_cyrillic": 0.03,
    "iso8859_5": 0.02,
    "iso8859_6": 0.02,
    "iso8859_7": 0.01,
    "iso8859_2": 0.01,
}


def _as_latin(error):
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("as_latin", _as_latin)


def decode(data, declared=None):
    """Text of bytes in any encoding.

    By the byte order mark; as UTF-16 where every other byte is zero; as UTF-8, also where a few bytes are broken; as
    `declared` by the page, the label read as browsers read it; else by the likeliest guess.

    Examples
    --------
    >>> decode("Café".encode("cp1252")), decode("Café".encode() + b"\\xff"), decode(b"\\x93No\\x94", "iso-8859-1")
    ('Café', 'Café\\ufffd', '“No”')
    """
    return _decoded(data, declared)[0]


def guessed(data, declared=None):
    """Name of the encoding that was guessed for bytes; None where they or their page declare it.

    >>> guessed("Café".encode()), guessed("Łódź żyje".encode("cp1250"))
    (None, 'Windows-1250')
    """
    name = _decoded(data, declared)[1]
    return name and NAMES.get(name, name.replace("_", "-").upper())


def _decoded(data, declared):
    """``(text, codec)``, the codec only where it was guessed."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace"), None
    wide = _wide(data)
    if wide:
        return data.decode(wide, errors="replace"), None
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    if broken == 0 or sum(not sign.isascii() for sign in text) >= 2 * broken:
        return text, None
    declared_text = _as_declared(data, declared)
    if declared_text is not None:
        return declared_text, None
    name = _likeliest(data)
    return _read(data, name), name


def _as_declared(data, declared):
    """The text in the encoding that the page declares; None where there is none or it does not fit."""
    label = (declared or "").strip().lower()
    if not label:
        return None
    try:
        name = CODEC.get(label) or codecs.lookup(label).name
        text = _read(data, name)
    except (LookupError, ValueError, UnicodeError):
        return None
    return text if text.count("\ufffd") <= len(text) / 50 else None


def _read(data, name):
    single = name.startswith(("cp12", "cp874", "iso8859", "koi8"))
    return data.decode(name, errors="as_latin" if single else "replace")


def _wide(data):
    """The UTF-16 codec of bytes without a mark, or None: every other byte of Latin text and half of a space are 0."""
    if b"\x00" not in data:
        return None
    halves = data[::2], data[1::2]
    for low, high, name in (*halves, "utf-16-le"), (*halves[::-1], "utf-16-be"):
        spaces = sum(one in b" \n" for one, other in zip(low, high, strict=False) if other == 0)
        if high.count(0) > 2 * low.count(0) and (high.count(0) > len(high) / 3 or spaces > len(high) / 30):
            return name
    return None


def _likeliest(data):
    """The encoding in which bytes resemble a language most."""
    some = data[:SAMPLE]
    best, name = None, "cp1252"
    for codec in LIKELY:
        try:
            text = some.decode(codec, errors="strict" if len(data) <= SAMPLE else "ignore")
        except UnicodeDecodeError:
            if codec not in ("cp1252", "cp1253", "cp1255", "cp1257", "cp874", "iso8859_7", "iso8859_6"):
                continue
            text = some.decode(codec, errors="replace")
        score = _fit(text, codec)
        if best is None or score > best + 1e-9:
            best, name = score, codec
    return name


def _fit(text, codec):
    """How closely a text resembles one of the known languages."""
    if not text:
        return -1.0
    rises = sum(one.islower() and two.isupper() for one, two in pairwise(text) if not two.isascii())
    odd = 4 * len(ODD.findall(text)) + 2 * len(IN_WORD.findall(text)) + 2 * rises
    code, share = likeliest(text)
    if code in COMMON and (codec in WIDE or codec.startswith("utf")):
        signs = [sign for sign in text if "\u2e80" < sign < "\uffef"]
        share = sum(sign in COMMON[code] for sign in signs) / max(len(signs), 1)
    elif code in ("zh", "ja", "ko"):
        share = 0.0
    elif code in SCRIPT_ORDER:
        share = _by_frequency(text, SCRIPT_ORDER[code])
    return share - odd / len(text) - RARE.get(codec, 0)


# Letters of a script, the commonest first, to tell one single-byte encoding from another.
SCRIPT_ORDER = {
    "el": "αοιετνσηρπκμλςυωγδάόίήέθχύφβξώζψ", "he": "יוהלארתבמשנכדםעקפחטןסזגץצךף",
    "ar": "اليمونترهبسدعكفقحجةأشطصخزضثذىءإغئظؤآ", "fa": "ایندرهمتسوبشزکگخپفعقجلحصطچغژثضظذ", "th": "านรอกเงมยลวดทสตะปบคหแจพชขใไโผซถฟ",
}  # fmt: skip


def _by_frequency(text, order):
    """Share of the letters of a text that are among the ten commonest of its script."""
    letters = [sign for sign in text.lower() if sign.isalpha() and not sign.isascii()]
    top, rest = frozenset(order[:10]), frozenset(order)
    return sum((sign in top) * 0.6 - (sign not in rest) * 2 for sign in letters) / max(len(letters), 1)


RUN = re.compile("[\u0080-\u00ff\u0100-\u017f\u0192\u02c6\u02dc\u2010-\u203a\u20ac\u2116\u2122\u0400-\u04ff]{2,}")


def garbled(text):
    """Signs that a text was once decoded wrongly, in words; None without signs.

    Examples
    --------
    >>> garbled("It isnâ€™t CafÃ© society")
    '2 places where UTF-8 was misread as Windows-1252, as in "â€™"'
    >>> garbled("Ângela Möwe") is None
    True
    """
    for name, codec, least in (
        ("Windows-1252", "cp1252", 1),
        ("Windows-1251", "cp1251", 2),
        ("Windows-1250", "cp1250", 2),
    ):
        places = [run.group() for run in RUN.finditer(text) if _misread(run.group(), codec)]
        if len(places) >= least:
            plural = "places" if len(places) > 1 else "place"
            return f'{len(places)} {plural} where UTF-8 was misread as {name}, as in "{places[0][:20]}"'
    lost = text.count("\ufffd")
    return f"{lost} character{'s' if lost > 1 else ''} that could not be decoded" if lost else None


def _misread(run, codec):
    """Whether a run of characters is UTF-8 once read in another encoding."""
    try:
        raw = b"".join(sign.encode(codec) if not 0x80 <= ord(sign) < 0xA0 else bytes([ord(sign)]) for sign in run)
        text = raw.decode("utf-8")
    except UnicodeError:
        return False
    return len(text) < len(run) and text.isprintable()
