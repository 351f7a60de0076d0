"""Names of the bundled case in Ukrainian and Russian sentences: recall at least .95 at a precision of at least .98."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import case
from helpers.reading import actors

# sentence -> the names in it, each with its actor
SENTENCES = {
    "Буданов сказав, що перші підрозділи прибудуть завтра.": [("Буданов", "Kyrylo Budanov")],
    "За словами Кирила Буданова, їх було дві тисячі.": [("Кирила Буданова", "Kyrylo Budanov")],
    "Журналісти спитали Буданова про це двічі.": [("Буданова", "Kyrylo Budanov")],
    "Путін зустрівся з Сі Цзіньпіном у Казані.": [
        ("Путін", "Vladimir Putin"), ("Сі Цзіньпіном", "Xi Jinping"), ("Казані", "Kazan")],
    "Зеленський подякував Байдену та Рютте.": [
        ("Зеленський", "Volodymyr Zelensky"), ("Байдену", "Joe Biden"), ("Рютте", "Mark Rutte")],
    "Президента Зеленського чекали в Брюсселі.": [
        ("Зеленського", "Volodymyr Zelensky"), ("Брюсселі", "European Union|Brussels")],
    "Єллен оголосила про двадцять мільярдів.": [("Єллен", "Janet Yellen")],
    "Розмова з Джанет Єллен тривала годину.": [("Джанет Єллен", "Janet Yellen")],
    "Росія заперечує, Північна Корея мовчить.": [("Росія", "Russia"), ("Північна Корея", "North Korea")],
    "Війська Північної Кореї бачили на Курщині.": [
        ("Північної Кореї", "North Korea"), ("Курщині", "Kursk region")],
    "У Південній Кореї це підтвердили.": [("Південній Кореї", "South Korea")],
    "Пєсков назвав це вигадкою, Захарова теж.": [("Пєсков", "Dmitry Peskov"), ("Захарова", "Maria Zakharova")],
    "Захаровій ставили те саме запитання.": [("Захаровій", "Maria Zakharova")],
    "ГУР і СБУ мають спільні дані.": [("ГУР", "HUR"), ("СБУ", "SBU")],
    "США дали гроші через Світовий банк.": [("США", "United States"), ("Світовий банк", "World Bank")],
    "НАТО не підтверджує, у ЄС чекають.": [("НАТО", "NATO"), ("ЄС", "European Union")],
    "Рада Безпеки ООН збереться в середу.": [("Рада Безпеки ООН", "UN Security Council")],
    "Остін і Блінкен говорили з Умєровим.": [
        ("Остін", "Lloyd Austin"), ("Блінкен", "Antony Blinken"), ("Умєровим", "Rustem Umerov")],
    "Шмигаль дякує Марченкові й Свириденко.": [
        ("Шмигаль", "Denys Shmyhal"), ("Марченкові", "Serhiy Marchenko"), ("Свириденко", "Yuliia Svyrydenko")],
    "Кислиця виступив в ООН одразу після Небензі.": [
        ("Кислиця", "Sergiy Kyslytsya"), ("ООН", "United Nations"), ("Небензі", "Vassily Nebenzia")],
    "Андрій Єрмак був у Лондоні.": [("Андрій Єрмак", "Andriy Yermak"), ("Лондоні", "London|United Kingdom")],
    "Про це пише Українська правда.": [("Українська правда", "Ukrainska Pravda")],
    "У Міністерстві фінансів України зраділи.": [
        ("Міністерстві фінансів України", "Ministry of Finance of Ukraine")],
    "Угорщина проти, Словаччина утрималася.": [("Угорщина", "Hungary"), ("Словаччина", "Slovakia")],
    "Орбану відповів Туск.": [("Орбану", "Viktor Orban"), ("Туск", "Donald Tusk")],
    "Вучич поїхав до Москви замість Вуліна.": [
        ("Вучич", "Aleksandar Vucic"), ("Москви", "Moscow|Russia"), ("Вуліна", "Aleksandar Vulin")],
    "Буданов заявил, что первые части прибудут завтра.": [("Буданов", "Kyrylo Budanov")],
    "По словам Кирилла Буданова, их две тысячи.": [("Кирилла Буданова", "Kyrylo Budanov")],
    "Путина спросили о солдатах из КНДР.": [("Путина", "Vladimir Putin"), ("КНДР", "North Korea")],
    "Песков и Лавров не ответили.": [("Песков", "Dmitry Peskov"), ("Лавров", "Sergey Lavrov")],
    "Лаврову задали вопрос в Казани.": [("Лаврову", "Sergey Lavrov"), ("Казани", "Kazan")],
    "Россия и Северная Корея подписали договор.": [("Россия", "Russia"), ("Северная Корея", "North Korea")],
    "Договор с Северной Кореей ратифицировала Госдума.": [
        ("Северной Кореей", "North Korea"), ("Госдума", "State Duma")],
    "Зеленского поддержал Байден.": [("Зеленского", "Volodymyr Zelensky"), ("Байден", "Joe Biden")],
    "Йеллен говорила с Марченко в Вашингтоне.": [
        ("Йеллен", "Janet Yellen"), ("Марченко", "Serhiy Marchenko"), ("Вашингтоне", "Washington|United States")],
    "Рютте и Столтенберг были в Сеуле.": [
        ("Рютте", "Mark Rutte"), ("Столтенберг", "Jens Stoltenberg"), ("Сеуле", "Seoul|South Korea")],
    "Кирби ничего не подтвердил.": [("Кирби", "John Kirby")],
    "Великобритания даёт деньги, сказал Хили.": [("Великобритания", "United Kingdom"), ("Хили", "John Healey")],
    "Кремль молчит, Пентагон проверяет.": [("Кремль", "Kremlin"), ("Пентагон", "Pentagon")],
    "В Кремле об этом не знают.": [("Кремле", "Kremlin")],
    "Ким Чен Ын написал Си Цзиньпину.": [("Ким Чен Ын", "Kim Jong Un"), ("Си Цзиньпину", "Xi Jinping")],
    "Национальная служба разведки сообщила об этом.": [("Национальная служба разведки", "NIS")],
    "Гутерриш приехал на саммит БРИКС.": [("Гутерриш", "Antonio Guterres"), ("БРИКС", "BRICS")],
    "Эрдоган и Моди прилетели из Турции и Индии.": [
        ("Эрдоган", "Recep Tayyip Erdogan"), ("Моди", "Narendra Modi"), ("Турции", "Turkey"), ("Индии", "India")],
    "Во Владивостоке видели поезд, в Хабаровске нет.": [
        ("Владивостоке", "Vladivostok"), ("Хабаровске", "Khabarovsk")],
    "МИД России вызвал посла Японии.": [("МИД России", "Russia Foreign Ministry"), ("Японии", "Japan")],
    "ТАСС и Интерфакс молчали.": [("ТАСС", "TASS"), ("Интерфакс", "Interfax")],
    "Ушаков подтвердил, Рябков уклонился.": [("Ушаков", "Yury Ushakov"), ("Рябков", "Sergey Ryabkov")],
    "Сырский доложил в Киеве.": [("Сырский", "Oleksandr Syrskyi"), ("Киеве", "Kyiv|Ukraine")],
    "Трамп и Харрис спорили об Украине.": [
        ("Трамп", "Donald Trump"), ("Харрис", "Kamala Harris"), ("Украине", "Ukraine")],
    "Ляйен? Урсула фон дер Ляйен ответила Метсоле.": [
        ("Урсула фон дер Ляйен", "Ursula von der Leyen"), ("Метсоле", "Roberta Metsola")],
    # nobody of the table
    "Ірина Буданова відкрила виставку.": [],
    "Микола Коваленко живе в селі.": [],
    "Парк закрили на ремонт, будинок теж.": [],
    "Мода на капелюхи минула. Газ подорожчав.": [],
    "Ким он был, никто не знал. Лист упал.": [],
    "Суд у середу, казав сусід; рада була довгою.": [],
    "Юнак читав книгу, а дід спав біля вікна.": [],
    "Осень была тёплой, и остин в саду не было.": [],
}  # fmt: skip


@pytest.fixture(scope="module")
def table():
    return case.load(Path(__file__).parents[1] / "data" / "kursk_kazan_2024").actors


def test_names_across_scripts(table):
    right = found_all = wanted_all = 0
    for text, wanted in SENTENCES.items():
        found = actors.find(text, table, propose_others=False)
        got = list(zip(found["surface"], found["actor"], strict=True))
        assert all(text[s:e] == w for s, e, w in zip(found["start"], found["end"], found["surface"], strict=True))
        fits = [
            any(surface == s and (pd.isna(actor) or actor in a.split("|")) for surface, actor in got) for s, a in wanted
        ]
        if sum(fits) < len(wanted) or len(got) > len(wanted):
            print(text, got)
        right, found_all, wanted_all = right + sum(fits), found_all + len(got), wanted_all + len(wanted)
    assert right / wanted_all >= 0.95, right / wanted_all
    assert right / found_all >= 0.98, right / found_all


@given(st.text(alphabet=st.sampled_from("БудановПутінЗеленськийКорея єїґ'’-.\n\u0301Ж")))
def test_any_cyrillic_keeps_its_offsets(text):
    people = pd.DataFrame(
        {"actor": ["Kyrylo Budanov", "North Korea"], "kind": ["person", "state"], "aliases": "Budanov"}
    )
    found = actors.find(text, people, propose_others=False)
    assert [text[s:e] for s, e in zip(found["start"], found["end"], strict=True)] == found["surface"].tolist()
