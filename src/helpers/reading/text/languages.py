# ruff: noqa: E501 - tables of words
"""In which language a text is written, told by its letters and its commonest words."""

import re
from collections import Counter

__all__ = ["NAMES", "language"]

# language -> (letters beyond a-z that it uses, its commonest words)
LATIN = {
    "en": ("", "the of and to in a is that for it was on with as by at are be this from said which not has but have an they his their he would will been were who"),
    "fr": ("àâæçéèêëîïôœùûüÿ", "le la les de des du un une et est en que qui dans pour pas sur par plus ne se au aux avec son ce il elle sont été cette ont sa ses a d l qu n s mais ou leur"),
    "de": ("äöüß", "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über so zum war haben nur oder aber"),
    "es": ("áéíñóúü", "de la que el en y a los se del las un por con una para su al lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde no es fue ha dijo son"),
    "it": ("àèéìîòóù", "di che è la il un a per in una non sono mi si lo ho le con i ha da del della dei gli al alla nel anche più come ma se dal molti questo delle ai era detto sua suo"),
    "pt": ("áâãàçéêíóôõúü", "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela disse são"),
    "nl": ("éëïöü", "de het een van en in is dat op te zijn met voor niet aan er om ook als dan maar bij nog uit door naar hij heeft ze wordt werd haar hun over tot zich zei deze"),
    "sv": ("åäöé", "och i att det som en på är av för med den till inte om ett han men var sig så har vi de från kan hade när vid också efter sade skulle hon ska"),
    "da": ("åæø", "og i at det en den til er som på de med han af for ikke der var mig sig men et har om vi min havde ham hun nu over da fra du ud sin dem os op man siger efter ved"),
    "no": ("åæøé", "og i det på som er en til å han av for med at var de ikke den har jeg om et men så seg hun hadde fra vi kan ble da når etter eller være sier også skal"),
    "fi": ("äöå", "ja on ei se että oli hän mutta kuin joka myös ovat tai sen kun niin ole mukaan jos vain ollut sekä sanoi hänen vielä olisi tämä nyt kanssa jo mitä siitä"),
    "pl": ("ąćęłńóśźż", "w i na z do nie się że to jest o jak a za od po co ale przez tak dla jego tym był jej być już oraz które może ich tego także ma nad pod jako który która których w przed"),
    "cs": ("áčďéěíňóřšťúůýž", "a v se na je že to s z o do ve i za by jako pro po k jsou ale od při co byl jeho také už která který jen které podle ze si bude však nebo má po"),
    "sk": ("áäčďéíľĺňóôŕšťúýž", "a v sa na je že to s z o do vo aj za by ako pre po k sú ale od pri čo bol jeho už ktorá ktorý len ktoré podľa zo si bude však alebo má"),
    "hr": ("čćđšž", "i u je na se da su za od s o a kao koji iz ne bi što će to koja ali te do po nije biti samo već njegov koje sa kod rekao prema ili ga"),
    "sl": ("čšž", "in je v na se da za so pa z ki ne po tudi kot od pri bi o s iz do ali ter bo ni še lahko bila bil le ko"),
    "hu": ("áéíóöőúüű", "a az és hogy nem is egy meg volt de csak már ez el ha mint még azt aki vagy lesz van kell ki szerint mondta után amely során majd között"),
    "ro": ("ăâîșțşţ", "de și în a la cu pe din nu că este o un care mai pentru sa au fost prin sunt al ale se lui ca după dar sau acest fi ei spus această"),
    "tr": ("çğıöşüâîİ", "ve bir bu da de için ile çok olarak olan daha ne gibi kadar sonra en var o dedi ama ise ya her olduğu olduğunu göre değil ki yeni diye ancak iki mi"),
    "et": ("äöõüšž", "ja on ei et see oli ta kui ka aga mis oma seda või nii olla kes siis mida veel välja selle ning ütles tema peale mille"),
    "lv": ("āčēģīķļņšūž", "un ir ar no par uz ka tas bet kā lai tā kas pēc arī nav to vai kurš viņš līdz bija pie teica gan tiek savu"),
    "lt": ("ąčęėįšųūž", "ir kad į iš su yra tai kaip bet o jis per nuo po ne jau jo apie dėl iki taip pat buvo tik savo sakė bus"),
    "sq": ("ëç", "të e në dhe i për me një që nga është u se më ka po si do nuk por kjo ky janë ishte tha edhe"),
    "id": ("", "yang dan di dengan untuk dari ini itu pada tidak dalam akan juga ke oleh ada bahwa telah karena mereka tersebut kata saat bisa"),
    "vi": ("ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ", "và của là có cho không được trong người với các này đã một những đến khi ở về từ như ra"),
    "is": ("áæéíðóöúýþ", "og að í á er sem til það við um með af hann en var ekki fyrir því eru hún þeir frá hafa verið sagði"),
}  # fmt: skip
CYRILLIC = {
    "ru": ("ёъыэ", "и в не на что с по это как к но из у от за его о же для так было бы то а он она все её или уже после если их ему во со был до сказал"),
    "uk": ("ґєії", "і в не на що з та у до це як але за його від про є було він вона для по або вже після якщо їх які який яка яких так й її був сказав"),
    "bg": ("ъ", "и на да в за се е от са с не по че си като до при това ще но към той или след бе има му са каза който която"),
    "be": ("ёіўыэ", "і ў на не што з да у як за па гэта але ад яго для быў ён яна пра таксама калі або ўжо яны сказаў"),
    "sr": ("ђјљњћџ", "и у је на да се за су од са о а као који из не би што ће то која али те до по није"),
    "mk": ("ѓѕјљњќџ", "и на во да се од за со е не ќе што до го како ја по тоа но ги или при кој која"),
}  # fmt: skip
SCRIPTS = (
    ("el", "\u0370-\u03ff\u1f00-\u1fff"), ("he", "\u0590-\u05ff"), ("ar", "\u0600-\u06ff\u0750-\u077f"), ("hi", "\u0900-\u097f"),
    ("bn", "\u0980-\u09ff"), ("th", "\u0e00-\u0e7f"), ("ka", "\u10a0-\u10ff"), ("hy", "\u0530-\u058f"), ("ja", "\u3040-\u30ff"),
    ("ko", "\uac00-\ud7af"), ("zh", "\u4e00-\u9fff"),
)  # fmt: skip
NAMES = {
    "en": "English", "fr": "French", "de": "German", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch", "sv": "Swedish",
    "da": "Danish", "no": "Norwegian", "fi": "Finnish", "pl": "Polish", "cs": "Czech", "sk": "Slovak", "hr": "Croatian", "sl": "Slovenian",
    "hu": "Hungarian", "ro": "Romanian", "tr": "Turkish", "et": "Estonian", "lv": "Latvian", "lt": "Lithuanian", "sq": "Albanian",
    "id": "Indonesian", "vi": "Vietnamese", "is": "Icelandic", "ru": "Russian", "uk": "Ukrainian", "bg": "Bulgarian", "be": "Belarusian",
    "sr": "Serbian", "bs": "Bosnian", "mk": "Macedonian", "el": "Greek", "he": "Hebrew", "ar": "Arabic", "fa": "Persian", "hi": "Hindi", "bn": "Bengali",
    "th": "Thai", "ka": "Georgian", "hy": "Armenian", "ja": "Japanese", "ko": "Korean", "zh": "Chinese",
}  # fmt: skip
WORDS = {code: frozenset(words.split()) for code, (_, words) in (LATIN | CYRILLIC).items()}
WORD = re.compile(r"[^\W\d_]+")
READ = 5_000  # characters that tell the language
SURE = 0.12  # share of common words from which on a language is told
LETTER = re.compile(r"[^\W\d_]")
CYRILLIC_LETTER = re.compile("[\u0400-\u04ff]")
OF_SCRIPT = [(code, re.compile(f"[{letters}]")) for code, letters in SCRIPTS]


def language(text):
    """ISO code of the main language of a text; None where the text is too short or in no known language.

    Examples
    --------
    >>> language("The bank kept its rate, and that is not what it said."), language("Він сказав, що це не так.")
    ('en', 'uk')
    >>> language("42") is None
    True
    """
    code, share = likeliest(text[:READ])
    return code if share >= SURE else None


def likeliest(text):
    """``(language, share)``: the language that fits a text best, and the share of its words that are common in it."""
    letters = len(LETTER.findall(text))
    if not letters:
        return None, 0.0
    for code, pattern in OF_SCRIPT:
        letters_of_script = len(pattern.findall(text))
        if letters_of_script > (0.1 if code == "ja" else 0.5) * letters:
            if code == "ar" and len(re.findall("[پچژگ]", text)) > letters_of_script / 50:
                code = "fa"
            return code, letters_of_script / letters
    cyrillic = len(CYRILLIC_LETTER.findall(text)) > letters / 2
    lower = text.lower()
    counts = Counter(WORD.findall(lower))
    total = sum(counts.values())
    signs = Counter(sign for sign in lower if sign.isalpha() and not "a" <= sign <= "z" and not "а" <= sign <= "я")
    best = (None, 0.0)
    for code, (own, _) in (CYRILLIC if cyrillic else LATIN).items():
        common = sum(counts[word] for word in WORDS[code] & counts.keys())
        foreign = sum(n for sign, n in signs.items() if sign not in own)
        share = common / total - 3 * foreign / letters
        if own and cyrillic:
            share += min(0.05, sum(n for sign, n in signs.items() if sign in own) / letters)
        if share > best[1]:
            best = (code, share)
    return best
