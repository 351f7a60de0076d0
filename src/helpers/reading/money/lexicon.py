# ruff: noqa: E501 - tables of words
"""Words of the money grammar: currencies, magnitudes, numbers and qualifiers in six languages.

Every table maps a lower-case word to its meaning, so that reading a text is looking words up. A word
that stands for several currencies ("peso", "kroner") maps to "?" and its family, which `context` settles.
"""

import re


def words_of(text):
    """The words of a list written as one string."""
    return frozenset(text.split())


def _spread(table):
    """Turn ``{meaning: "word word"}`` into ``{word: meaning}``."""
    return {word: meaning for meaning, words in table.items() for word in words.split()}


def _endings(stem, endings):
    """Forms of an inflected word: the stem with each ending (``-`` is the bare stem)."""
    return " ".join(stem + ending.replace("-", "") for ending in endings.split())


# --- currencies ------------------------------------------------------------------------------------------------------

CODES = words_of("""AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
    CLP CNH CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK
    HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA
    MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB
    RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU
    UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW""")
# Codes that are also words or acronyms: they need a magnitude beside them ("COP29", "TOP 10", "ALL 27 states").
WORDLIKE = words_of("ALL BAM BOB COP CUP ERN GEL MAD MOP PAB PEN RON SOS STN TOP TRY")
# Codes that mean nothing else; the others ("SDG", "AMD", "SAR") need a magnitude, or a phrase that ends with them.
SURE = words_of("USD EUR GBP CHF JPY UAH RUB PLN CZK HUF NOK DKK AUD NZD HKD KRW ZAR BRL MXN KZT TWD")

# Bare symbols as in the English locale of the Unicode CLDR: "$" is the US dollar, "¥" the yen.
SYMBOLS = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₴": "UAH", "₽": "RUB", "₩": "KRW", "₹": "INR", "₺": "TRY",
    "₪": "ILS", "₫": "VND", "₦": "NGN", "₸": "KZT", "₾": "GEL", "₼": "AZN", "฿": "THB", "₱": "PHP", "₨": "?rupee",
    "₵": "GHS", "₡": "CRC", "₲": "PYG", "₮": "MNT", "֏": "AMD", "৳": "BDT", "₭": "LAK", "S/": "PEN", "S/.": "PEN",
    "＄": "USD", "￥": "JPY", "￡": "GBP", "￦": "KRW", "﹩": "USD",
}  # fmt: skip
# Letters before a sign name another currency; letters that are not here leave it missing.
DOLLARS = {
    "US": "USD", "U.S.": "USD", "U.S": "USD", "C": "CAD", "CA": "CAD", "CAN": "CAD", "CDN": "CAD", "A": "AUD",
    "AU": "AUD", "AUS": "AUD", "NZ": "NZD", "HK": "HKD", "NT": "TWD", "S": "SGD", "SG": "SGD", "R": "BRL", "MX": "MXN",
    "MEX": "MXN", "BR": "BRL", "AR": "ARS", "ARG": "ARS", "COL": "COP", "CO": "COP", "CL": "CLP", "CLP": "CLP",
    "RD": "DOP", "UY": "UYU", "BDS": "BBD", "BS": "BSD", "FJ": "FJD", "GY": "GYD", "CI": "KYD", "BZ": "BZD", "EC": "XCD",
    "J": "JMD", "JA": "JMD", "TT": "TTD", "N": "NAD", "MOP": "MOP", "CU": "CUP",
}  # fmt: skip
POUNDS = {
    "GB": "GBP", "UK": "GBP", "STG": "GBP", "E": "EGP", "EG": "EGP", "L": "LBP", "LL": "LBP", "SY": "SYP", "SYR": "SYP",
    "SD": "SDG", "SSD": "SSP", "SS": "SSP", "FK": "FKP", "GI": "GIP", "SH": "SHP",
}  # fmt: skip
YENS = {"CN": "CNY", "RMB": "CNY", "JP": "JPY"}

ADJECTIVES = _spread(
    {
        "us": "us u.s. u.s american united-states usa америк американських американских amerikanische amerikanischen "
        "américains américain estadounidenses estadounidense сша",
        "ca": "canadian canadiens canadien canadienses canadiense kanadische kanadischen канадських канадских",
        "au": "australian aussie australiens australianos australische australischen австралійських австралийских",
        "nz": "new-zealand", "hk": "hong-kong", "tw": "new-taiwan taiwan taiwanese", "sg": "singapore singaporean",
        "jm": "jamaican", "bb": "barbadian", "bs": "bahamian", "na": "namibian", "fj": "fijian", "lr": "liberian",
        "gb": "british uk u.k. sterling britische britischen britanniques británicas esterlinas стерлінгів стерлингов",
        "it": "italian", "cy": "cypriot", "mt": "maltese", "ie": "irish", "eg": "egyptian", "lb": "lebanese", "sy": "syrian", "sd": "sudanese", "ss": "south-sudanese",
        "tr": "turkish турецьких турецких", "ch": "swiss suisses suizos schweizer швейцарських швейцарских",
        "cfa": "cfa", "cd": "congolese", "rw": "rwandan", "cz": "czech tschechische чеських чешских",
        "se": "swedish schwedische suédoises suecas шведських шведских",
        "no": "norwegian norwegische norvégiennes noruegas норвезьких норвежских",
        "dk": "danish dänische danoises danesas данських датских", "is": "icelandic", "mx": "mexican mexicanos",
        "ar": "argentine argentinian argentinos", "ph": "philippine filipino", "cl": "chilean chilenos",
        "co": "colombian colombianos", "cu": "cuban cubanos", "uy": "uruguayan", "do": "dominican", "in": "indian",
        "pk": "pakistani", "lk": "sri-lankan", "np": "nepalese nepali", "mu": "mauritian", "ru": "russian російських "
        "российских russische russischen russes rusos", "by": "belarusian belarusan білоруських белорусских",
        "kp": "north-korean", "kr": "south-korean korean", "rs": "serbian", "kw": "kuwaiti", "iq": "iraqi",
        "jo": "jordanian", "dz": "algerian", "tn": "tunisian", "ly": "libyan", "bh": "bahraini", "ir": "iranian",
        "om": "omani", "ye": "yemeni", "sa": "saudi", "qa": "qatari", "ae": "uae emirati", "ma": "moroccan",
        "ke": "kenyan", "ug": "ugandan", "tz": "tanzanian", "so": "somali", "ro": "romanian румунських румынских",
        "md": "moldovan молдовських молдавських молдавских", "az": "azerbaijani", "tm": "turkmen", "am": "armenian",
        "jp": "japanese japanische japonais японських японских", "cn": "chinese chinesische chinois китайських китайских",
        "br": "brazilian", "ua": "ukrainian українських украинских", "pl": "polish польських польских", "za": "south-african",
        "kg": "kyrgyz", "uz": "uzbek",
    }
)  # fmt: skip

# Names of states, of their people and of a town or two: they tell whose pounds, lira or pesos a text means.
STATES = _spread(
    {
        "gb": "britain british uk london scotland scottish england english wales welsh", "eg": "egypt egyptian egyptians cairo",
        "sy": "syria syrian syrians damascus", "lb": "lebanon lebanese beirut", "sd": "sudan sudanese khartoum",
        "ss": "south-sudan south-sudanese juba", "ie": "ireland irish", "cy": "cyprus cypriot", "tr": "turkey turkish turks "
        "türkiye ankara istanbul milyon milyar", "it": "italy italian italians", "ch": "switzerland swiss", "cd": "congo congolese",
        "rw": "rwanda rwandan", "cz": "czech czechia prague", "se": "sweden swedish swedes stockholm", "no": "norway norwegian "
        "norwegians oslo", "dk": "denmark danish copenhagen", "is": "iceland icelandic reykjavik", "mx": "mexico mexican mexicans",
        "ar": "argentina argentine argentinian", "ph": "philippines philippine filipino manila", "cl": "chile chilean",
        "co": "colombia colombian bogotá", "cu": "cuba cuban havana", "uy": "uruguay uruguayan", "do": "dominican", "in": "india indian delhi",
        "pk": "pakistan pakistani islamabad karachi", "lk": "sri-lanka sri-lankan colombo", "np": "nepal nepali nepalese kathmandu",
        "mu": "mauritius mauritian", "rs": "serbia serbian belgrade", "kw": "kuwait kuwaiti", "iq": "iraq iraqi baghdad",
        "jo": "jordan jordanian amman", "dz": "algeria algerian algiers", "tn": "tunisia tunisian", "ly": "libya libyan tripoli",
        "bh": "bahrain bahraini", "ir": "iran iranian iranians tehran", "om": "oman omani muscat", "ye": "yemen yemeni sanaa aden",
        "sa": "saudi riyadh saudi-arabia", "qa": "qatar qatari doha", "br": "brazil brazilian", "ae": "emirates emirati uae dubai",
        "ma": "morocco moroccan rabat", "ke": "kenya kenyan nairobi", "ug": "uganda ugandan kampala", "tz": "tanzania tanzanian",
        "so": "somalia somali mogadishu", "ro": "romania romanian bucharest", "md": "moldova moldovan", "az": "azerbaijan azerbaijani baku",
        "tm": "turkmenistan turkmen", "am": "armenia armenian yerevan", "kg": "kyrgyzstan kyrgyz", "uz": "uzbekistan uzbek",
    }
)  # fmt: skip

# family -> (currency of the bare noun, or None where several states use it; {country: currency}). Where the bare noun is
# open, "?" and the family stand for the currency until the whole text has been read: see `context`.
FAMILIES = {
    "dollar": ("USD", {"us": "USD", "ca": "CAD", "au": "AUD", "nz": "NZD", "hk": "HKD", "tw": "TWD", "sg": "SGD", "jm": "JMD", "bb": "BBD",
                           "bs": "BSD", "na": "NAD", "fj": "FJD", "lr": "LRD"}),
    "pound": ("?pound", {"gb": "GBP", "eg": "EGP", "lb": "LBP", "sy": "SYP", "sd": "SDG", "ss": "SSP", "ie": None, "cy": None}),
    "franc": ("?franc", {"ch": "CHF", "cd": "CDF", "rw": "RWF"}),
    "crown": ("?crown", {"cz": "CZK", "se": "SEK", "no": "NOK", "dk": "DKK", "is": "ISK"}),
    "peso": ("?peso", {"mx": "MXN", "ar": "ARS", "ph": "PHP", "cl": "CLP", "co": "COP", "cu": "CUP", "uy": "UYU", "do": "DOP"}),
    "rupee": ("?rupee", {"in": "INR", "pk": "PKR", "lk": "LKR", "np": "NPR", "mu": "MUR"}),
    "rouble": ("RUB", {"ru": "RUB", "by": "BYN"}),
    "won": ("KRW", {"kr": "KRW", "kp": "KPW"}),
    "dinar": ("?dinar", {"rs": "RSD", "kw": "KWD", "iq": "IQD", "jo": "JOD", "dz": "DZD", "tn": "TND", "ly": "LYD", "bh": "BHD"}),
    "rial": ("?rial", {"ir": "IRR", "om": "OMR", "ye": "YER", "sa": "SAR", "qa": "QAR", "br": "BRL"}),
    "dirham": ("?dirham", {"ae": "AED", "ma": "MAD"}),
    "shilling": ("?shilling", {"ke": "KES", "ug": "UGX", "tz": "TZS", "so": "SOS"}),
    "lira": ("?lira", {"tr": "TRY", "lb": "LBP", "sy": "SYP", "it": "ITL"}),
    "leu": ("?leu", {"ro": "RON", "md": "MDL"}),
    "manat": ("?manat", {"az": "AZN", "tm": "TMT"}),
    "dram": ("?dram", {"am": "AMD"}),
    "som": ("?som", {"kg": "KGS", "uz": "UZS"}),
}  # fmt: skip

# A noun names a family, or one currency outright.
NOUNS = _spread(
    {
        "dollar": "dollar dollars dólar dólares dollari dolar doları dolara dolarlık dolarów dolary " + _endings("долар", "- а и у ів ам ами ах ом")
        + " " + _endings("доллар", "- а ы у ов ам ами ах ом") + " дол долл",
        "pound": "pound pounds pfund livre livres libra libras " + _endings("фунт", "- а и ы ів ов"),
        "franc": "franc francs franken franco francos " + _endings("франк", "- а и ів ов"),
        "crown": "crown crowns krone kroner krona kr kronen couronnes coronas "
        + _endings("крон", "- а и ы у"),
        "peso": "peso pesos песо", "rupee": "rupee rupees rs rupien roupies rupias рупій рупий",
        "rouble": "ruble rubles rouble roubles rubel rublo rublos " + _endings("рубл", "ь і я ів и ей ям ями")
        + " руб", "won": "won вон", "dinar": "dinar dinars dinares динарів динаров", "rial": "rial rials riyal riyals",
        "dirham": "dirham dirhams", "shilling": "shilling shillings", "lira": "lira liras lire lirası liralık liraya лір лир ліри лиры",
        "leu": "leu lei лей леїв леев", "manat": "manat manats манатів манатов", "dram": "dram drams",
        "som": "som soms",
        "EUR": "euro euros avro avroluk євро евро", "GBP": "sterling sterlin", "JPY": "yen yens yenes єн єни иен йен иены",
        "CNY": "yuan yuans yuanes renminbi rmb юанів юаней юань", "CZK": "koruna korunas korun kč",
        "SEK": "kronor", "ISK": "krónur króna", "BRL": "reais", "ZAR": "rand rands", "BGN": "lev leva",
        "UAH": "hryvnia hryvnias hryvnya hryvnyas hryvna hryvnas hrywnja griwna grivna grivnas grn грн гривень гривен "
        + _endings("гривн", "я і и ы у ю ею ям"), "THB": "baht", "IDR": "rupiah", "MYR": "ringgit", "KZT": "tenge тенге",
        "ILS": "shekel shekels sheqel sheqels nis шекелів шекелей", "PLN": "zloty zlotys zlotych złoty złotych zł zlotis "
        "злотих злотых", "HUF": "forint forints форинтів форинтов", "BDT": "taka", "NGN": "naira nairas",
        "GHS": "cedi cedis", "ETB": "birr", "VND": "dong", "GEL": "lari laris", "MKD": "denar denars", "KHR": "riel riels",
        "TWD": "ntd", "CHF": "sfr", "TRY": "tl", "KWD": "kd", "KES": "ksh kshs", "DEM": "dm deutschmark deutschmarks", "?cfa": "fcfa",
    }
)  # fmt: skip
NEEDS_COUNTRY = words_of("livre livres libra libras")  # also books and weights
SINGULAR = words_of("dollar euro pound ruble rouble rubel yen yuan hryvnia peso rupee franc won")
TITLES = words_of("sterling crown crowns franco francos")  # names where they are written with a capital
RISKY = words_of("won вон dong rand lev som kr rs dram drams")  # only in lower case, or after a magnitude
CROWNS = words_of("crown crowns couronnes coronas крон крона крони кроны крону")  # not only money
NOT_MONEY_AFTER_EURO = words_of("area zone countries nations members member states qualifiers matches games")
CAPITALS = words_of("tl kd dm nis")  # money in capitals only
# Abbreviations that stand before the number. Those of `LOOSE` are also other things (a room, a road, a rank): they
# need a magnitude, thousands, or a word of spending before them.
PREFIXES = {
    "rs": "?rupee", "tk": "BDT", "sfr": "CHF", "rmb": "CNY", "kr": "?crown", "ksh": "KES", "kshs": "KES", "ush": "UGX", "ushs": "UGX",
    "tsh": "TZS", "tshs": "TZS", "sh": "?shilling", "shs": "?shilling", "rp": "IDR", "php": "PHP", "nis": "ILS", "kd": "KWD", "rm": "MYR", "tl": "TRY",
    "dm": "DEM", "dh": "?dirham", "dhs": "?dirham", "qr": "QAR", "sr": "SAR", "le": "EGP", "ll": "LBP", "jd": "JOD", "bd": "BHD",
    "n": "NGN", "p": None, "bs": None, "kz": "AOA", "fcfa": "?cfa", "ghc": "GHS", "ft": "HUF", "kč": "CZK",
}  # fmt: skip
LOOSE = words_of("sh kd rm tl dm dh qr sr le ll jd bd n p bs kz ft")
GLUED = words_of("n p")  # "N5 billion", never "N 5 billion"
FILLERS = words_of("taxpayer taxpayers tax public federal")

# --- numbers ---------------------------------------------------------------------------------------------------------

# word -> (value, habit); the habit says how "1.234" and "1,234" are meant before this word
MAGNITUDES = {
    word: (value, habit)
    for habit, value, words in (
        ("point", 1e3, "thousand thousands"),
        ("point", 1e5, "lakh lakhs"),
        ("point", 1e6, "million mn mln mm"),
        ("point", 1e7, "crore crores"),
        ("point", 1e9, "billion bn bln"),
        ("point", 1e12, "trillion tn trn"),
        ("comma", 1e3, "mil mille tausend tsd"),
        ("comma", 1e6, "milyon miljoen miljoner"),
        ("comma", 1e9, "milyar miljard miljarder"),
        ("comma", 1e12, "trilyon"),
        ("both", 1e6, "milion miliony milionów milione"),
        ("both", 1e9, "miliard miliardy miliardów miliardo"),
        ("comma", 1e6, "milhões milhão millionen mio millions millón millon millones milioni"),
        (
            "comma",
            1e9,
            "bilhões bilhão milliarde milliarden mrd mld milliard milliards md mds millardo millardos miliardi",
        ),
        ("comma", 1e12, "billionen bio billón billones trln"),
        ("both", 1e3, _endings("тисяч", "- а і у") + " " + _endings("тысяч", "- а и у") + " тис тыс"),
        ("both", 1e6, _endings("мільйон", "- а и ів у") + " " + _endings("миллион", "- а ы ов у") + " млн"),
        ("both", 1e9, _endings("мільярд", "- а и ів у") + " " + _endings("миллиард", "- а ы ов у") + " млрд"),
        ("both", 1e12, _endings("трильйон", "- а и ів") + " " + _endings("триллион", "- а ы ов") + " трлн"),
    )
    for word in words.split()
}
MAGNITUDES["billions"] = (1e9, "point")
TURKISH_THOUSAND = words_of("lira lirası tl dolar avro euro milyon milyar")  # "bin" is a thousand only before these
LETTERS = {"k": (1e3, "point"), "m": (1e6, "point"), "b": (1e9, "point"), "t": (1e12, "point")}
ABBREVIATIONS = words_of("mrd mio tsd md mds mld mln bln bn mn млрд млн тис тыс трлн дол долл руб грн rs")

ARTICLES = words_of("a an one another un une uno una ein eine einer einen один одна одну одного")
# What follows a French "cents" that is a hundred; else cents are the hundredth part of a currency.
AFTER_CENTS = words_of("mille million millions milliard milliards euros euro dollars francs") | words_of(
    "un deux trois quatre cinq six sept huit neuf dix vingt trente quarante cinquante soixante"
)
HUNDREDTHS = {"cents": "?cent", "cent": "?cent", "¢": "?cent", "pence": "GBP", "penny": "GBP", "centimes": "?cent"}
WITH_CENTS = words_of("USD EUR AUD CAD NZD SGD HKD ZAR ?cent")
HUNDREDS = words_of("hundred hundert cent cents cien ciento")
BARE_MAGNITUDES = words_of(
    "mil mille tausend тисяча тысяча тисячу тысячу мільйон миллион "
    "мільйона миллиона мільярд миллиард мільярда миллиарда трильйон триллион трильйона триллиона"
)


def _german_numbers():
    """German writes a number as one word: ``zweihundertfünfzig``, ``zehntausend``, ``viereinhalb``."""
    ones = ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
    teens = [
        "zehn",
        "elf",
        "zwölf",
        *(f"{unit}zehn" for unit in ["drei", "vier", "fünf", "sech", "sieb", "acht", "neun"]),
    ]
    tens = ["zwanzig", "dreißig", *(f"{unit}zig" for unit in ["vier", "fünf", "sech", "sieb", "acht", "neun"])]
    small = dict(enumerate(["", *ones, *teens]))
    for ten, word in enumerate(tens, start=2):
        small[10 * ten] = word
        small |= {10 * ten + one: f"{unit}und{word}" for one, unit in enumerate(ones, start=1)}
    numbers = {word: value for value, word in small.items() if value > 1}
    for hundred, unit in enumerate(["", *ones], start=0):
        numbers |= {f"{unit}hundert{word}": 100 * max(hundred, 1) + value for value, word in small.items()}
    del numbers["hundert"]  # the grammar multiplies with it
    numbers |= {f"{word}tausend": 1000 * value for word, value in numbers.items()} | {"hunderttausend": 100_000}
    return numbers | {f"{unit}einhalb": one + 0.5 for one, unit in enumerate(ones, start=1)}


UNITS = {
    word: value
    for value, words in {
        1: "one eins un uno una один одна",
        2: "two zwei deux dos два дві две двух двох",
        3: "three drei trois tres três три трьох трех трёх",
        4: "four vier quatre cuatro чотири чотирьох четыре четырех четырёх",
        5: "five fünf cinq cinco п'ять п’ять п'яти п’яти пять пяти",
        6: "six sechs seis шість шести шесть",
        7: "seven sieben sept siete сім семи семь",
        8: "eight acht huit ocho вісім восьми восемь",
        9: "nine neun neuf nueve дев'ять дев’ять дев'яти дев’яти девять девяти",
        10: "ten zehn dix diez десять десяти",
        11: "eleven elf onze once одинадцять одиннадцать одиннадцати",
        12: "twelve zwölf douze doce dozen дванадцять дванадцяти двенадцать двенадцати",
        13: "thirteen treize trece тринадцять тринадцать", 14: "fourteen quatorze catorce чотирнадцять четырнадцать",
        15: "fifteen quinze quince п'ятнадцять п’ятнадцять пятнадцать пятнадцати",
        16: "sixteen seize dieciséis шістнадцять шестнадцать", 17: "seventeen diecisiete сімнадцять семнадцать",
        18: "eighteen dieciocho вісімнадцять восемнадцать", 19: "nineteen diecinueve дев'ятнадцять девятнадцать",
        20: "twenty vingt veinte двадцять двадцяти двадцать двадцати",
        21: "veintiún veintiuno", 22: "veintidós", 23: "veintitrés", 24: "veinticuatro", 25: "veinticinco",
        26: "veintiséis", 27: "veintisiete", 28: "veintiocho", 29: "veintinueve",
        30: "thirty trente treinta тридцять тридцяти тридцать тридцати", 40: "forty fourty quarante cuarenta сорок сорока",
        50: "fifty cinquante cincuenta п'ятдесят п’ятдесят п'ятдесяти п’ятдесяти пятьдесят пятидесяти",
        60: "sixty soixante sesenta шістдесят шістдесяти шестьдесят шестидесяти",
        70: "seventy setenta сімдесят семьдесят семидесяти", 80: "eighty ochenta вісімдесят восемьдесят восьмидесяти",
        90: "ninety noventa дев'яносто девяносто девяноста", 100: "сто ста",
        200: "doscientos двісті двохсот двести двухсот", 300: "trescientos триста трьохсот трехсот трёхсот",
        400: "cuatrocientos чотириста четыреста четырехсот", 500: "quinientos п'ятсот п'ятисот пятьсот пятисот",
        600: "seiscientos шістсот шестьсот", 700: "setecientos сімсот семьсот", 800: "ochocientos вісімсот восемьсот",
        900: "novecientos дев'ятсот девятьсот",
        0.5: "medio media halbe halben demi пів", 1.5: "anderthalb півтора полтора полторы полутора",
        2.5e5: "viertelmillion", 2.5e8: "viertelmilliarde", 7.5e5: "dreiviertelmillion", 7.5e8: "dreiviertelmilliarde",
        5e5: "півмільйона полмиллиона полумиллиона", 5e8: "півмільярда полмиллиарда полумиллиарда", 5e11: "півтрильйона полтриллиона",
    }.items()
    for word in words.split()
}  # fmt: skip
UNITS.update(_german_numbers())
FRACTIONS = {
    word: value
    for value, words in {
        1 / 2: "half halves hälfte moitié mitad половина половини половину половины половиною половиной demi medio media",
        1 / 3: "tercera third thirds drittel tiers tercio третина третини третину треть трети",
        1 / 4: "cuarta quarter quarters viertel quart cuarto чверть чверті четверть четверти",
        1 / 5: "fifth fifths fünftel quinta п'ята", 1 / 10: "tenth tenths zehntel",
    }.items()
    for word in words.split()
}  # fmt: skip
VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
JOINERS = words_of("and und et y e с з із")
LINKS = words_of("of de di d in")
TO = words_of("to bis à a до")
OR = words_of("or oder ou o або или")
BETWEEN = words_of("between zwischen entre між между")
AND = OR | words_of("and und et y і и та")

# --- qualifiers, read backwards from an amount or forwards from its end ----------------------------------------------

AT_LEAST = r"""at\s+(?:the\s+very\s+)?least|(?:no|not)\s+(?:less|fewer)\s+than|(?:at\s+)?(?:an?\s+)?minimum(?:\s+of)?|(?:much|far|slightly|
    |just|little|well)?\s*(?:more|greater|larger|bigger|higher)\s+than|beyond|(?:just|well|far|slightly|a\s+little)?\s*(?<!hand)(?:over|above)|in\s+excess\s+of|
    exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|upwards?\s+of|north\s+of|topp(?:ed|ing)|tops|(?:will|would|could|may|might|to)\s+top|[>≥]=?|
    pass(?:es|ed|ing)?(?:\s+the)?|cross(?:es|ed|ing)?(?:\s+the)?|(?:br[eo]ak(?:s|ing)?|broke|hit)(?:\s+through)?\s+the(?=\s*$)|past(?:\s+the)?|
    mehr\s+als|über|mindestens|wenigstens|plus\s+d(?:e|['’])|au\s+moins|au\s+minimum|más\s+de|al\s+menos|por\s+lo\s+menos|
    como\s+mínimo|понад|більш(?:е)?(?:\s+(?:ніж|як|за))?|щонайменше|не\s+менше(?:\s+ніж)?|не\s+менш\s+(?:як|ніж)|принаймні|
    мінімум|перевищу\w+|перевищи\w+|свыше|более(?:\s+чем)?|больше(?:\s+чем)?|не\s+менее(?:\s+чем)?|не\s+меньше|как\s+минимум|
    по\s+меньшей\s+мере|минимум|превы[сш]\w+"""
AT_MOST = r"""(?:anywhere\s+)?up\s+to|as\s+(?:much|high|many)\s+as|at\s+(?:the\s+)?most|(?:no|not)\s+(?:more|greater|larger|higher)\s+than|
    not\s+exceed(?:ing)?|(?:a\s+)?maximum(?:\s+of)?|(?:just|slightly|little)?\s*(?:less|fewer|lower|smaller)\s+than|(?:just|well|slightly)?\s*(?:under|below)|
    [<≤]=?|bis\s+zu|höchstens|maximal|weniger\s+als|unter|nicht\s+mehr\s+als|jusqu['’]\s?à|au\s+plus|au\s+maximum|
    pas\s+plus\s+d(?:e|['’])|moins\s+d(?:e|['’])|hasta|como\s+máximo|a\s+lo\s+sumo|menos\s+de|no\s+más\s+de|
    до|щонайбільше|не\s+більш(?:е)?(?:\s+(?:ніж|як))?|менш(?:е)?(?:\s+(?:ніж|як))?|максимум|не\s+более(?:\s+чем)?|не\s+больше|
    менее(?:\s+чем)?|меньше(?:\s+чем)?"""
NEARLY = r"""about|around|roughly|some|approximately|approx\.?|circa|c\.|ca\.?|nearly|almost|close\s+to|(?:an?\s+)?estimated|[~≈]|
    in\s+the\s+region\s+of|on\s+the\s+order\s+of|rund|etwa|ungefähr|zirka|knapp|fast|nahezu|gut|environ|près\s+de|presque|quelque|
    à\s+peu\s+près|autour\s+de|unos|unas|cerca\s+de|alrededor\s+de|casi|aproximadamente|близько|майже|приблизно|орієнтовно|
    около|почти|примерно|приблизительно|порядка|ориентировочно"""
# Who passes a sum has voted it: no bound.
VOTERS = re.compile(
    r"\b(?:parliament\w*|congress\w*|senat\w+|house|assembly|council\w*|lawmakers?|legislat\w+|committee|cabinet|government|"
    r"deput(?:y|ies)|board|mps?|bundestag|duma|rada|knesset|voters?)\b",
    re.IGNORECASE,
)
PASSING = re.compile(r"\b(?:pass\w*|cross\w*|past|br[eo]ak\w*|broke|hit)\b", re.IGNORECASE)
MARK = re.compile(r"[\s-]*(?:mark|barrier|threshold|line|milestone)s?\b", re.IGNORECASE)
# Words after which "over" names a subject or belongs to the verb: "talks over $50 billion", "handed over $20 billion".
OVER_NOT_MORE = re.compile(
    r"""(?:disputes?|rows?|talks|negotiat\w+|fights?|clash\w*|questions?|concerns?|debates?|agree\w*|split|standoff|impasse|
    battles?|deals?|decisions?|disagree\w*|wrangling|arg\w+|quarrel\w*|hand\w*|turn\w*|sign\w*|roll\w*|carr\w+|pass\w*|took|take\w*|
    taking|g[ai]ve\w*|lawsuits?|sued|suing|anger|angry|outrage\w*|fur(?:y|ore?|ious)|uproar|outcry|scandals?|tensions?|controvers\w+|
    protest\w*|spats?|feud\w*|probes?|inquir\w+|investigat\w+|trials?|charge[sd]?|arrest\w*|jailed|convicted|critici\w+|backlash|
    worr\w+|fears?|doubts?|alarm\w*|confusion|uncertainty|struggles?|crisis|complain\w*|accus\w+|condemn\w*|sacked|resign\w*|quit|
    grilled|questioned|anxiety|divided|divisions?|storm|showdown|stand-?offs?|face-?offs?|votes?|discussions?)\s+over\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
