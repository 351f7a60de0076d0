import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reading import money
from helpers.reading.money.tokens import literal

NO = math.nan  # an open bound
BN, M, K = 1e9, 1e6, 1e3

# form -> sentences, each with its sums (low, high, currency); currency None = named but not known
CASES = {
    "symbol and magnitude": [
        ("Berlin set aside $20 billion for the fund.", [(20 * BN, 20 * BN, "USD")]),
        ("The ministry found £2.26bn in its reserve.", [(2.26 * BN, 2.26 * BN, "GBP")]),
        ("A further €1.4bn went to the railways.", [(1.4 * BN, 1.4 * BN, "EUR")]),
        ("Parliament voted $20B after midnight.", [(20 * BN, 20 * BN, "USD")]),
        ("The bridge swallowed $750M.", [(750 * M, 750 * M, "USD")]),
        ("They billed $35k for the survey.", [(35 * K, 35 * K, "USD")]),
        ("The holding owes $1.2 trillion abroad.", [(1.2e12, 1.2e12, "USD")]),
        ("The group is valued at $3tn.", [(3e12, 3e12, "USD")]),
        ("A grant of € 90 million followed.", [(90 * M, 90 * M, "EUR")]),
        ("The port cost ₴400 million.", [(400 * M, 400 * M, "UAH")]),
        ("Moscow booked ₽1.5 trillion.", [(1.5e12, 1.5e12, "RUB")]),
        ("Seoul pledged ₩130 billion.", [(130 * BN, 130 * BN, "KRW")]),
        ("Delhi cleared ₹500 crore for roads.", [(5 * BN, 5 * BN, "INR")]),
        ("Tokyo lends ¥471.9 billion.", [(471.9 * BN, 471.9 * BN, "JPY")]),
        ("A coffee was $4.50 there.", [(4.5, 4.5, "USD")]),
        ("He paid $5 and left.", [(5, 5, "USD")]),
        ("The purse is $5m this year.", [(5 * M, 5 * M, "USD")]),
        ("Damage of $10 thousand was reported.", [(10 * K, 10 * K, "USD")]),
        ("The $400 million came late.", [(400 * M, 400 * M, "USD")]),
        ("A $50 billion loan was agreed.", [(50 * BN, 50 * BN, "USD")]),
    ],
    "dollars that are not American": [
        ("Ottawa adds C$5 billion.", [(5 * BN, 5 * BN, "CAD")]),
        ("Canberra adds A$245 million.", [(245 * M, 245 * M, "AUD")]),
        ("Taipei budgets NT$607bn.", [(607 * BN, 607 * BN, "TWD")]),
        ("The flat sold for HK$12.5 million.", [(12.5 * M, 12.5 * M, "HKD")]),
        ("Wellington sends NZ$16m.", [(16 * M, 16 * M, "NZD")]),
        ("The city state saved S$4 billion.", [(4 * BN, 4 * BN, "SGD")]),
        ("Brasília freezes R$15 billion.", [(15 * BN, 15 * BN, "BRL")]),
        ("The pipeline needs CA$34bn.", [(34 * BN, 34 * BN, "CAD")]),
        ("A mine for AU$80m was sold.", [(80 * M, 80 * M, "AUD")]),
        ("It raised 3 million Canadian dollars.", [(3 * M, 3 * M, "CAD")]),
        ("It raised 40 million Australian dollars.", [(40 * M, 40 * M, "AUD")]),
        ("They want 9 billion Hong Kong dollars.", [(9 * BN, 9 * BN, "HKD")]),
        ("A fine of 2 million New Zealand dollars.", [(2 * M, 2 * M, "NZD")]),
        ("The tariff cost $5 billion Canadian.", [(5 * BN, 5 * BN, "CAD")]),
        ("The province pays $7 million CAD a year.", [(7 * M, 7 * M, "CAD")]),
        ("It fetched $US60 million.", [(60 * M, 60 * M, "USD")]),
        ("It fetched $A60 million.", [(60 * M, 60 * M, "AUD")]),
        ("It cost 8 million Ruritanian dollars.", [(8 * M, 8 * M, None)]),
    ],
    "US dollar, however written": [
        ("The aid was US$400m.", [(400 * M, 400 * M, "USD")]),
        ("The aid was U.S.$400 million.", [(400 * M, 400 * M, "USD")]),
        ("The aid was US $400 million.", [(400 * M, 400 * M, "USD")]),
        ("The aid was USD$400 million.", [(400 * M, 400 * M, "USD")]),
        ("The aid was 400 million US dollars.", [(400 * M, 400 * M, "USD")]),
        ("The aid was 400 million U.S. dollars, all told.", [(400 * M, 400 * M, "USD")]),
        ("The aid was $400 million dollars.", [(400 * M, 400 * M, "USD")]),
        ("They spent 20 billion in US dollars.", [(20 * BN, 20 * BN, "USD")]),
        ("It burned 20 billion taxpayer dollars.", [(20 * BN, 20 * BN, "USD")]),
    ],
    "ISO codes": [
        ("Kyiv asked for 1.5 bln USD.", [(1.5 * BN, 1.5 * BN, "USD")]),
        ("It borrowed USD 64 billion.", [(64 * BN, 64 * BN, "USD")]),
        ("It borrowed USD425m.", [(425 * M, 425 * M, "USD")]),
        ("It borrowed EUR1.4bn.", [(1.4 * BN, 1.4 * BN, "EUR")]),
        ("Bern gives CHF 5 million.", [(5 * M, 5 * M, "CHF")]),
        ("Oslo gives NOK 85 billion.", [(85 * BN, 85 * BN, "NOK")]),
        ("Warsaw gives 300 mln PLN.", [(300 * M, 300 * M, "PLN")]),
        ("The tax brought 12bn UAH.", [(12 * BN, 12 * BN, "UAH")]),
        ("Ankara lost TRY 3 billion.", [(3 * BN, 3 * BN, "TRY")]),
        ("They wired GBP 2,500,000.", [(2.5 * M, 2.5 * M, "GBP")]),
    ],
    "symbol behind": [
        ("They ask for 3bn$ in all.", [(3 * BN, 3 * BN, "USD")]),
        ("They ask for 3 bn $ in all.", [(3 * BN, 3 * BN, "USD")]),
        ("A ticket is 20€ at the door.", [(20, 20, "EUR")]),
        ("A ticket is 20 € at the door.", [(20, 20, "EUR")]),
        ("The school got 1,4 Mrd. € at last.", [(1.4 * BN, 1.4 * BN, "EUR")]),
        ("The school got 15 M€ at last.", [(15 * M, 15 * M, "EUR")]),
    ],
    "ranges": [
        ("Rebuilding takes $2.5–3 billion.", [(2.5 * BN, 3 * BN, "USD")]),
        ("Rebuilding takes $2-3 billion.", [(2 * BN, 3 * BN, "USD")]),
        ("Rebuilding takes $2bn-$3bn.", [(2 * BN, 3 * BN, "USD")]),
        ("Rebuilding takes $2 billion to $3 billion.", [(2 * BN, 3 * BN, "USD")]),
        ("Rebuilding takes 2 to 3 billion euros.", [(2 * BN, 3 * BN, "EUR")]),
        ("Rebuilding takes €2 to 3 billion.", [(2 * BN, 3 * BN, "EUR")]),
        ("It takes between $2 billion and $3 billion.", [(2 * BN, 3 * BN, "USD")]),
        ("It takes between 2 and 3 billion dollars.", [(2 * BN, 3 * BN, "USD")]),
        ("It takes between $900 million and $1.2 billion.", [(900 * M, 1.2 * BN, "USD")]),
        ("It takes between €35bn and €45bn.", [(35 * BN, 45 * BN, "EUR")]),
        ("It takes from $2bn to $3bn.", [(2 * BN, 3 * BN, "USD")]),
        ("It takes USD 10-15 million.", [(10 * M, 15 * M, "USD")]),
        ("It takes two to three billion pounds.", [(2 * BN, 3 * BN, "GBP")]),
        ("It takes two or three billion dollars.", [(2 * BN, 3 * BN, "USD")]),
        ("It takes €10,000–15,000 a head.", [(10 * K, 15 * K, "EUR")]),
        ("It takes up to $2–3 billion.", [(NO, 3 * BN, "USD")]),
        ("The share rose from $20 billion to $30 billion.", [(20 * BN, 20 * BN, "USD"), (30 * BN, 30 * BN, "USD")]),
        ("They gave $20 billion to 30 million people.", [(20 * BN, 20 * BN, "USD")]),
        ("It lost $20 billion – 30 million people felt it.", [(20 * BN, 20 * BN, "USD")]),
        ("Between them, £2.26bn and €18bn are missing.", [(2.26 * BN, 2.26 * BN, "GBP"), (18 * BN, 18 * BN, "EUR")]),
    ],
    "open bounds": [
        ("They can draw up to $50 billion.", [(NO, 50 * BN, "USD")]),
        ("They can draw as much as €5 million.", [(NO, 5 * M, "EUR")]),
        ("They can draw no more than $5 million.", [(NO, 5 * M, "USD")]),
        ("They can draw less than 5 million euros.", [(NO, 5 * M, "EUR")]),
        ("They can draw a maximum of £5 million.", [(NO, 5 * M, "GBP")]),
        ("They can draw under $5 million.", [(NO, 5 * M, "USD")]),
        ("It needs at least $10bn.", [(10 * BN, NO, "USD")]),
        ("It needs more than $60 billion.", [(60 * BN, NO, "USD")]),
        ("It needs over £200bn.", [(200 * BN, NO, "GBP")]),
        ("It needs well over $5 billion.", [(5 * BN, NO, "USD")]),
        ("It needs no less than €7 million.", [(7 * M, NO, "EUR")]),
        ("The bill exceeds $59.5bn.", [(59.5 * BN, NO, "USD")]),
        ("The bill is in excess of $9bn.", [(9 * BN, NO, "USD")]),
        ("The bill is above $486 billion.", [(486 * BN, NO, "USD")]),
        ("The bill is $20bn or more.", [(20 * BN, NO, "USD")]),
        ("The bill is $20bn+.", [(20 * BN, NO, "USD")]),
        ("A $20-billion-plus bill came.", [(20 * BN, NO, "USD")]),
        ("The bill is >$5m.", [(5 * M, NO, "USD")]),
        ("Talks over $50 billion in loans failed.", [(50 * BN, 50 * BN, "USD")]),
        ("They handed over $20 billion.", [(20 * BN, 20 * BN, "USD")]),
    ],
    "about": [
        ("It costs nearly $3 billion.", [(3 * BN, 3 * BN, "USD")]),
        ("It costs about €45 billion.", [(45 * BN, 45 * BN, "EUR")]),
        ("It costs some $300 billion.", [(300 * BN, 300 * BN, "USD")]),
        ("It costs an estimated $7bn.", [(7 * BN, 7 * BN, "USD")]),
        ("It costs ~$7bn.", [(7 * BN, 7 * BN, "USD")]),
        ("It costs $7bn or so.", [(7 * BN, 7 * BN, "USD")]),
        ("It costs more than about $7bn.", [(7 * BN, NO, "USD")]),
    ],
    "shares and parts": [
        ("It takes half of the $50 billion.", [(25 * BN, 25 * BN, "USD")]),
        ("It takes half the $50 billion.", [(25 * BN, 25 * BN, "USD")]),
        ("It takes nearly half of the $50 billion.", [(25 * BN, 25 * BN, "USD")]),
        ("It takes more than half of the $50 billion.", [(25 * BN, NO, "USD")]),
        ("It takes a third of the €45 billion.", [(15 * BN, 15 * BN, "EUR")]),
        ("It takes two thirds of the €45 billion.", [(30 * BN, 30 * BN, "EUR")]),
        ("It takes three quarters of its $400 million.", [(300 * M, 300 * M, "USD")]),
        ("A quarter of a billion dollars is gone.", [(250 * M, 250 * M, "USD")]),
        ("Half a billion euros is gone.", [(500 * M, 500 * M, "EUR")]),
        ("Three quarters of a billion dollars is gone.", [(750 * M, 750 * M, "USD")]),
        ("A half-billion dollars is gone.", [(500 * M, 500 * M, "USD")]),
        ("Half a million pounds in aid is gone.", [(500 * K, 500 * K, "GBP")]),
        ("In the third quarter of the year $5 million came.", [(5 * M, 5 * M, "USD")]),
    ],
    "spelled out": [
        ("Twenty billion dollars were moved.", [(20 * BN, 20 * BN, "USD")]),
        ("It was three billion euro in January.", [(3 * BN, 3 * BN, "EUR")]),
        ("It was four hundred million dollars.", [(400 * M, 400 * M, "USD")]),
        ("It was one hundred and fifty million euros.", [(150 * M, 150 * M, "EUR")]),
        ("It was thirty-five billion euros.", [(35 * BN, 35 * BN, "EUR")]),
        ("It was two and a half billion dollars.", [(2.5 * BN, 2.5 * BN, "USD")]),
        ("It was two-and-a-half billion dollars.", [(2.5 * BN, 2.5 * BN, "USD")]),
        ("It was a billion and a half dollars.", [(1.5 * BN, 1.5 * BN, "USD")]),
        ("It was a million dollars.", [(M, M, "USD")]),
        ("It was a hundred thousand dollars.", [(100 * K, 100 * K, "USD")]),
        ("It was one million two hundred thousand dollars.", [(1.2 * M, 1.2 * M, "USD")]),
        ("It was twenty-one thousand three hundred euros.", [(21.3 * K, 21.3 * K, "EUR")]),
        ("He owes five dollars.", [(5, 5, "USD")]),
        ("Another billion euros is due.", [(BN, BN, "EUR")]),
    ],
    "hyphens": [
        ("A 20-billion-dollar loan stands.", [(20 * BN, 20 * BN, "USD")]),
        ("A $400-million package stands.", [(400 * M, 400 * M, "USD")]),
        ("A €90-billion loan stands.", [(90 * BN, 90 * BN, "EUR")]),
        ("A 50-billion-euro fund stands.", [(50 * BN, 50 * BN, "EUR")]),
        ("A three-billion-euro fund stands.", [(3 * BN, 3 * BN, "EUR")]),
        ("A 20 billion-dollar fund stands.", [(20 * BN, 20 * BN, "USD")]),
        ("A half-billion-dollar fund stands.", [(500 * M, 500 * M, "USD")]),
        ("A 10-dollar bill lies there.", [(10, 10, "USD")]),
        ("A 300-million-pound wing was built.", [(300 * M, 300 * M, "GBP")]),
    ],
    "names and adjectives": [
        ("JICA lends 471.9 billion yen.", [(471.9 * BN, 471.9 * BN, "JPY")]),
        ("Seoul gives 3 trillion won.", [(3e12, 3e12, "KRW")]),
        ("Seoul gives 500 million South Korean won to it.", [(500 * M, 500 * M, "KRW")]),
        ("A month's pay is 200,000 won.", [(200 * K, 200 * K, "KRW")]),
        ("Prague gives 2 billion Czech crowns.", [(2 * BN, 2 * BN, "CZK")]),
        ("Stockholm gives 16 billion Swedish crowns.", [(16 * BN, 16 * BN, "SEK")]),
        ("Copenhagen gives 1.8 billion Danish kroner.", [(1.8 * BN, 1.8 * BN, "DKK")]),
        ("Oslo gives 85 billion Norwegian kroner.", [(85 * BN, 85 * BN, "NOK")]),
        ("The fund holds 85 billion kroner.", [(85 * BN, 85 * BN, None)]),
        ("Volunteers get 2 million rubles each.", [(2 * M, 2 * M, "RUB")]),
        ("Volunteers get 1.9 million roubles each.", [(1.9 * M, 1.9 * M, "RUB")]),
        ("Minsk keeps 3 million Belarusian rubles.", [(3 * M, 3 * M, "BYN")]),
        ("Farmers lost 800 million hryvnias.", [(800 * M, 800 * M, "UAH")]),
        ("Farmers lost 1.3 billion hryvnia.", [(1.3 * BN, 1.3 * BN, "UAH")]),
        ("London gives 2.26 billion pounds.", [(2.26 * BN, 2.26 * BN, "GBP")]),
        ("London gives 2.26 billion pounds sterling.", [(2.26 * BN, 2.26 * BN, "GBP")]),
        ("Cairo owes 30 billion Egyptian pounds.", [(30 * BN, 30 * BN, "EGP")]),
        ("She was fined 500 pounds.", [(500, 500, "GBP")]),
        ("Bern gives 5 billion Swiss francs.", [(5 * BN, 5 * BN, "CHF")]),
        ("The dam cost 60 billion francs.", [(60 * BN, 60 * BN, None)]),
        ("The dam cost 60 billion pesos.", [(60 * BN, 60 * BN, None)]),
        ("The dam cost 60 billion Mexican pesos.", [(60 * BN, 60 * BN, "MXN")]),
        ("The dam cost 60 billion rupees.", [(60 * BN, 60 * BN, None)]),
        ("The dam cost 60 billion Indian rupees.", [(60 * BN, 60 * BN, "INR")]),
        ("The dam cost Rs 500 crore.", [(5 * BN, 5 * BN, None)]),
        ("The dam cost 60 billion yuan.", [(60 * BN, 60 * BN, "CNY")]),
        ("The dam cost 60 billion Turkish lira.", [(60 * BN, 60 * BN, "TRY")]),
        ("The dam cost 4 million zlotys.", [(4 * M, 4 * M, "PLN")]),
    ],
    "German": [
        ("Der Bund zahlt 3 Milliarden Euro.", [(3 * BN, 3 * BN, "EUR")]),
        ("Der Bund zahlt rund 1,4 Mrd. Euro.", [(1.4 * BN, 1.4 * BN, "EUR")]),
        ("Der Bund zahlt 250 Mio. Euro.", [(250 * M, 250 * M, "EUR")]),
        ("Der Bund zahlt bis zu 250 Mio. €.", [(NO, 250 * M, "EUR")]),
        ("Der Bund zahlt mehr als zwei Milliarden US-Dollar.", [(2 * BN, NO, "USD")]),
        ("Es sind zwischen 2 und 3 Milliarden Euro.", [(2 * BN, 3 * BN, "EUR")]),
        ("Es sind 2 bis 3 Milliarden Euro.", [(2 * BN, 3 * BN, "EUR")]),
        ("Es sind 1.234.567,89 Euro.", [(1234567.89, 1234567.89, "EUR")]),
        ("Es sind anderthalb Milliarden Euro.", [(1.5 * BN, 1.5 * BN, "EUR")]),
        ("Es sind fünfundzwanzig Millionen Schweizer Franken.", [(25 * M, 25 * M, "CHF")]),
        ("Es ist eine halbe Milliarde Euro.", [(500 * M, 500 * M, "EUR")]),
        ("Es ist die Hälfte der 50 Milliarden Dollar.", [(25 * BN, 25 * BN, "USD")]),
        ("Es sind 1.500 Millionen Euro.", [(1.5 * BN, 1.5 * BN, "EUR")]),
    ],
    "French": [
        ("Paris verse 2 milliards d'euros.", [(2 * BN, 2 * BN, "EUR")]),
        ("Paris verse 2,5 milliards d’euros.", [(2.5 * BN, 2.5 * BN, "EUR")]),
        ("Paris verse jusqu'à 300 millions d'euros.", [(NO, 300 * M, "EUR")]),
        ("Paris verse plus de 20 milliards de dollars.", [(20 * BN, NO, "USD")]),
        ("Paris verse entre 2 et 3 milliards d'euros.", [(2 * BN, 3 * BN, "EUR")]),
        ("Ottawa verse 5 milliards de dollars canadiens.", [(5 * BN, 5 * BN, "CAD")]),
        ("Paris verse un milliard d'euros.", [(BN, BN, "EUR")]),
        ("Paris verse un milliard et demi d'euros.", [(1.5 * BN, 1.5 * BN, "EUR")]),
        ("Paris verse 12 500 euros.", [(12.5 * K, 12.5 * K, "EUR")]),
        ("Paris verse 3 Md€.", [(3 * BN, 3 * BN, "EUR")]),
        ("Berne verse 5 millions de francs suisses.", [(5 * M, 5 * M, "CHF")]),
    ],
    "Spanish": [
        ("Madrid aporta mil millones de euros.", [(BN, BN, "EUR")]),
        ("Madrid aporta 20.000 millones de euros.", [(20 * BN, 20 * BN, "EUR")]),
        ("Madrid aporta dos mil millones de dólares.", [(2 * BN, 2 * BN, "USD")]),
        ("Madrid aporta 35 mil millones de euros.", [(35 * BN, 35 * BN, "EUR")]),
        ("Madrid aporta más de 500 millones de euros.", [(500 * M, NO, "EUR")]),
        ("Madrid aporta hasta 1,2 millones de euros.", [(NO, 1.2 * M, "EUR")]),
        ("Madrid aporta entre 2 y 3 millones de euros.", [(2 * M, 3 * M, "EUR")]),
        ("Madrid aporta un millón de euros.", [(M, M, "EUR")]),
        ("Madrid aporta medio millón de euros.", [(500 * K, 500 * K, "EUR")]),
    ],
    "Ukrainian": [
        ("Україна отримає 50 млрд доларів.", [(50 * BN, 50 * BN, "USD")]),
        ("Україна отримає 18,1 млрд євро.", [(18.1 * BN, 18.1 * BN, "EUR")]),
        ("Виділено 800 мільйонів гривень.", [(800 * M, 800 * M, "UAH")]),
        ("Виділено понад 3 млрд грн.", [(3 * BN, NO, "UAH")]),
        ("Виділено до 20 мільярдів доларів США.", [(NO, 20 * BN, "USD")]),
        ("Виділено близько 100 тис. гривень.", [(100 * K, 100 * K, "UAH")]),
        ("Виділено від 2 до 3 млрд доларів.", [(2 * BN, 3 * BN, "USD")]),
        ("Виділено півтора мільярда гривень.", [(1.5 * BN, 1.5 * BN, "UAH")]),
        ("Виділено 5 млн канадських доларів.", [(5 * M, 5 * M, "CAD")]),
        ("Виділено 2 мільйони фунтів стерлінгів.", [(2 * M, 2 * M, "GBP")]),
        ("Виділено два мільярди євро.", [(2 * BN, 2 * BN, "EUR")]),
    ],
    "Russian": [
        ("Выплата составит 400 тыс. рублей.", [(400 * K, 400 * K, "RUB")]),
        ("Выплата составит 1,9 млн рублей.", [(1.9 * M, 1.9 * M, "RUB")]),
        ("Заморожено около 300 миллиардов долларов.", [(300 * BN, 300 * BN, "USD")]),
        ("Заморожено более 200 млрд евро.", [(200 * BN, NO, "EUR")]),
        ("Заморожено не менее 5 млрд долл. США.", [(5 * BN, NO, "USD")]),
        ("Заморожено 12 500 рублей.", [(12.5 * K, 12.5 * K, "RUB")]),
        ("Заморожено двадцать миллионов рублей.", [(20 * M, 20 * M, "RUB")]),
        ("Заморожено полтора миллиона гривен.", [(1.5 * M, 1.5 * M, "UAH")]),
        ("Заморожено 2 млн белорусских рублей.", [(2 * M, 2 * M, "BYN")]),
        ("Заморожено 3 миллиарда фунтов стерлингов.", [(3 * BN, 3 * BN, "GBP")]),
    ],
    "thousands and decimals": [
        ("It cost $1,234,567.89.", [(1234567.89, 1234567.89, "USD")]),
        ("It cost €1.234.567,89.", [(1234567.89, 1234567.89, "EUR")]),
        ("It cost $1,250.", [(1250, 1250, "USD")]),
        ("It cost €1.250.", [(1250, 1250, "EUR")]),
        ("It cost 1 234 567 euros.", [(1234567, 1234567, "EUR")]),
        ("It cost CHF 1'500'000.", [(1.5 * M, 1.5 * M, "CHF")]),
        ("It cost $1.234 billion.", [(1.234 * BN, 1.234 * BN, "USD")]),
        ("It cost $1,234 million.", [(1.234 * BN, 1.234 * BN, "USD")]),
        ("It cost €2,5 billion.", [(2.5 * BN, 2.5 * BN, "EUR")]),
        ("It cost ₹12,34,567.", [(1234567, 1234567, "INR")]),
        ("It cost 1\u202f500\u00a0euros.", [(1500, 1500, "EUR")]),
        ("It cost $1½ million.", [(1.5 * M, 1.5 * M, "USD")]),
        ("It cost $\u200b20 billion.", [(20 * BN, 20 * BN, "USD")]),
    ],
    "several in a sentence": [
        (
            "Of £2.26bn (€2.62bn), Kyiv saw 20 billion dollars out of 50 billion, and 3 million people saw none.",
            [(2.26 * BN, 2.26 * BN, "GBP"), (2.62 * BN, 2.62 * BN, "EUR"), (20 * BN, 20 * BN, "USD")],
        ),
        (
            "It drew 20 billion dollars out of 50 billion.",
            [(20 * BN, 20 * BN, "USD"), (50 * BN, 50 * BN, "USD")],
        ),
        (
            "Canada gave $3.7bn, and Britain and Japan $3bn apiece.",
            [(3.7 * BN, 3.7 * BN, "USD"), (3 * BN, 3 * BN, "USD")],
        ),
        (
            "At least $10bn of it, and up to $12bn, is new.",
            [(10 * BN, NO, "USD"), (NO, 12 * BN, "USD")],
        ),
    ],
    "ordinals and periods are no shares": [
        ("The third €6 million tranche is paid.", [(6 * M, 6 * M, "EUR")]),
        ("Last quarter $5 billion left.", [(5 * BN, 5 * BN, "USD")]),
        ("In the second half €3 billion came in.", [(3 * BN, 3 * BN, "EUR")]),
        ("The first half of the $10 billion is here.", [(5 * BN, 5 * BN, "USD")]),
        ("A third-quarter $2 billion loss is told.", [(2 * BN, 2 * BN, "USD")]),
        ("Ein Drittel der 3 Milliarden Euro ist da.", [(BN, BN, "EUR")]),
        ("Un quart des 8 millions d'euros est là.", [(2 * M, 2 * M, "EUR")]),
        ("Половину из 50 млрд долларов дали.", [(25 * BN, 25 * BN, "USD")]),
    ],
    "bounds, and what only looks like one": [
        ("Offers lower than $5 million fail.", [(NO, 5 * M, "USD")]),
        ("Offers larger than €3 billion fail.", [(3 * BN, NO, "EUR")]),
        ("The debt grew beyond $40 billion.", [(40 * BN, NO, "USD")]),
        ("A maximum €50 million is free.", [(NO, 50 * M, "EUR")]),
        ("Anger over $20 million jet grows.", [(20 * M, 20 * M, "USD")]),
        ("The scandal over €4 million in masks grows.", [(4 * M, 4 * M, "EUR")]),
    ],
    "codes before a sign": [
        ("Ottawa adds CAD $5 billion.", [(5 * BN, 5 * BN, "CAD")]),
        ("Canberra adds AUD $245 million.", [(245 * M, 245 * M, "AUD")]),
        ("INR 25,000 was paid to each.", [(25 * K, 25 * K, "INR")]),
        ("They pay 900 SEK a month.", [(900, 900, "SEK")]),
    ],
    "what continues a list, and what counts people": [
        ("It spent $20 billion and sent 1 million to the front.", [(20 * BN, 20 * BN, "USD")]),
        ("It got €5 billion and received 1 million in May.", [(5 * BN, 5 * BN, "EUR")]),
        ("It gave $4 billion, of which 1 billion went north.", [(4 * BN, 4 * BN, "USD"), (BN, BN, "USD")]),
        ("It gave $5 to 12 million pupils.", [(5, 5, "USD")]),
    ],
    "inflected and compound numbers": [
        ("Близько мільярда доларів зникло.", [(BN, BN, "USD")]),
        ("Платять до мільйона гривень.", [(NO, M, "UAH")]),
        ("Он получил тысячу долларов.", [(K, K, "USD")]),
        ("Около двадцати миллионов долларов ушло.", [(20 * M, 20 * M, "USD")]),
        ("Около полумиллиарда евро ушло.", [(500 * M, 500 * M, "EUR")]),
        ("Zweihundertfünfzig Millionen Euro fehlen.", [(250 * M, 250 * M, "EUR")]),
        ("Er zahlt zehntausend Euro Strafe.", [(10 * K, 10 * K, "EUR")]),
        ("Viereinhalb Milliarden Euro sind da.", [(4.5 * BN, 4.5 * BN, "EUR")]),
        ("Eine Viertelmillion Euro ist weg.", [(250 * K, 250 * K, "EUR")]),
    ],
    "pounds of money": [
        ("He owes 50,000 pounds to a bank.", [(50 * K, 50 * K, "GBP")]),
        ("A reward of 10,000 pounds is offered.", [(10 * K, 10 * K, "GBP")]),
        ("They stole 2,500 pounds from the till.", [(2500, 2500, "GBP")]),
        ("The 300,000-pound flat is sold.", [(300 * K, 300 * K, "GBP")]),
        ("The kit, which cost 2,000 pounds, weighs 30 pounds.", [(2000, 2000, "GBP")]),
    ],
    "odd ways of writing": [
        ("It cost 2 1/2 billion dollars.", [(2.5 * BN, 2.5 * BN, "USD")]),
        ("It cost $.5 million.", [(500 * K, 500 * K, "USD")]),
        ("A .5 million dollar grant came.", [(500 * K, 500 * K, "USD")]),
        ("The $20 mil deal closed.", [(20 * M, 20 * M, "USD")]),
        ("Cuesta $20 mil en el mercado.", [(20 * K, 20 * K, "USD")]),
        ("O banco emprestou R$ 2,5 bilhões.", [(2.5 * BN, 2.5 * BN, "BRL")]),
        ("Petrol costs $3.459 a gallon.", [(3.459, 3.459, "USD")]),
        ("Es sind 20 Mil\u00adliarden Eu\u00adro.", [(20 * BN, 20 * BN, "EUR")]),
        ("It cost $5-0 million.", [(5, 5, "USD")]),
    ],
    "no money": [
        (sentence, [])
        for sentence in [
            "In 2024 the alliance met in Vilnius.",
            "In 2019 won prices were stable.",
            "Of the 12 candidates, 5 won their seats.",
            "More than 3 million won the right to vote.",
            "She won 3 medals and 2 cups.",
            "The shell weighs 500 pounds.",
            "A 2,000-pound bomb hit the depot.",
            "They lifted 3 million pounds of cargo.",
            "He lost 20 pounds in prison.",
            "Turnout was 52.5 percent, up 3 points.",
            "Some 10,000 soldiers and 3 million shells were sent.",
            "The G7 and the G20 met; so did 27 states.",
            "They fired 155mm and 122-mm rounds and 7.62 cartridges.",
            "The gas deal covers three million cubic metres.",
            "Ukraine has 40 million people.",
            "Billions of dollars were lost.",
            "Tens of millions of euros were lost.",
            "Several hundred million dollars were lost.",
            "That is the million-dollar question.",
            "It is a multi-billion-dollar industry.",
            "The 20 euro area ministers met.",
            "Spain won Euro 2024 in Berlin.",
            "COP29 opened in Baku; COP 30 follows.",
            "ALL 27 members and the TOP 10 signed.",
            "Flight MH17 and unit 61398 are named.",
            "Call 112 or 0800 1234 now.",
            "At 10:30 on 22.10.2024 the M1A2 and the F-16 arrived.",
            "He gave no figure in dollars or euros.",
            "The dentist fitted three crowns.",
            "Real GDP grew 3 real points.",
            "Two thirds of the 323 reports agree.",
            "Prices are in 2015 dollars.",
            "Twitter user @A$AP wrote $TSLA to the moon.",
            "Ihr Kurs stieg um 3 Prozent im Jahr 2024.",
            "У 2024 році загинуло 3 тисячі людей.",
            "Вона отримала 5 листів.",
            "Il a lu 20 livres en 2024.",
            "Exchange rates are told as EUR/USD.",
            "Goal SDG 13 is out of reach.",
            "The BND 2,000 agents work for is old.",
            "Rund 20 SEK-Beamte kamen.",
            "The AMD 7000 series runs PHP 8.2.",
            "Then 12 SAR helicopters came.",
            "At CNY 2024 feasts, 20 people fell ill.",
            "The 10 Franco-German projects go on.",
            "Deux millions de livres ont été vendus.",
            "All 24 Euro 2024 teams are here.",
            "The chain shut 100 Dollar General shops.",
            "Some 20 Sterling guns were found.",
            "The 3 million euro-sceptics voted.",
            "The 5 million won over by it voted.",
            "About 3,000 yen-denominated bonds fell.",
            "He baked 12 pound cakes.",
        ]
    ],
}
ALL = [(form, text, sums) for form, cases in CASES.items() for text, sums in cases]


def same(found, expected):
    return found == expected or (math.isnan(found) and math.isnan(expected))


@pytest.mark.parametrize(("form", "text", "sums"), ALL, ids=[f"{form}: {text}" for form, text, _ in ALL])
def test_sum(form, text, sums):
    found = money.find(text)
    got = [(r.low, r.high, None if pd.isna(r.currency) else r.currency) for r in found.itertuples()]
    assert len(got) == len(sums), got
    for (low, high, currency), (want_low, want_high, want_currency) in zip(got, sums, strict=True):
        assert currency == want_currency, got
        assert low == pytest.approx(want_low, nan_ok=True), got
        assert high == pytest.approx(want_high, nan_ok=True), got


def test_every_form_of_the_grammar_has_its_own_cases():
    assert len(ALL) >= 150 and min(map(len, CASES.values())) >= 4


@pytest.mark.parametrize(
    ("text", "surface", "approximate"),
    [
        ("It draws up to €45bn in loans.", "€45bn", False),
        ("It draws nearly half of the $50 billion.", "$50 billion", True),
        ("It draws roughly $2.5–3 billion.", "$2.5–3 billion", True),
        ("It draws between $2bn and $3bn.", "$2bn and $3bn", False),
        ("It draws some 471.9 billion yen.", "471.9 billion yen", True),
        ("It draws about a 20-billion-dollar loan.", "20-billion-dollar", False),
    ],
)
def test_surface_leaves_qualifiers_out(text, surface, approximate):
    found = money.find(text)
    assert found["surface"].tolist() == [surface]
    assert found["approximate"].tolist() == [approximate]


@pytest.mark.parametrize(
    ("digits", "habit", "value"),
    [
        ("1.234", "point", 1.234),
        ("1.234", "comma", 1234),
        ("1.234", "both", 1.234),
        ("1.234", "either", 1234),
        ("0.750", "either", 0.75),
        ("1,234", "point", 1234),
        ("1,234", "comma", 1.234),
        ("1.234.567,8", "either", 1234567.8),
        ("1,5", "point", 1.5),
        ("2½", "either", 2.5),
    ],
)
def test_marks_of_both_habits(digits, habit, value):
    assert literal(digits, habit) == value


def test_a_bare_number_takes_a_currency_only_where_one_was_named():
    assert money.find("It drew 50 billion.").empty
    assert money.find("It drew $20 billion out of 50 billion.")["currency"].tolist() == ["USD", "USD"]
    assert len(money.find("It drew $20 billion out of 50 billion.", carry=False)) == 1
    mixed = "It drew $20 billion and €5 billion out of 50 billion."
    assert money.find(mixed)["currency"].tolist() == ["USD", "EUR"]


def test_columns_and_types_do_not_depend_on_the_text():
    full, empty = money.find("It cost $5."), money.find("It cost nothing.")
    assert list(full.columns) == ["start", "end", "surface", "low", "high", "currency", "approximate"]
    assert full.dtypes.equals(empty.dtypes)


PIECES = st.sampled_from(
    ["$", "US$", "€", "£", "USD", " ", " ", "-", "–", "to", "and", "half", "of", "the", "a", "billion", "bn", "20",
     "2.5", "1,000", "won", "pounds", "dollars", "млрд", "євро", "mil", "millones", "de", ".", ",", "\n", "\u200b",
     "’", "up to", "½", "m", "G7", "0", ".5", "1/2", "mil", "third", "CAD", "SDG", "\u00ad", "Euro"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES).map("".join), st.lists(PIECES).map(" ".join)))
def test_any_text_keeps_its_offsets(text):
    found = money.find(text)
    assert [text[s:e] for s, e in zip(found["start"], found["end"], strict=True)] == found["surface"].tolist()
    assert (found["start"] < found["end"]).all()
    assert (found["start"].to_numpy()[1:] >= found["end"].to_numpy()[:-1]).all()
    assert not (found["low"] > found["high"]).any()
    assert (found[["low", "high"]].isna().sum(axis=1) < 2).all()


def test_a_long_paragraph_takes_time_in_proportion():
    sentence = "Of the $50 billion nearly half, 20.5 billion euros or 3 trillion won, was spent on 500 pounds of tin. "
    found = money.find(sentence * 2000)
    assert len(found) == 3 * 2000
    assert found["start"].iloc[-1] > 1999 * len(sentence)
