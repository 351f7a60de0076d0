# ruff: noqa: E501 - tables of words
"""Words that tell whose name a capitalised word is: titles, openers, given names, things named after people, places."""


def words_of(text):
    """The words of a list written as one string."""
    return frozenset(text.split())


MONTHS = words_of("January February March April May June July August September October November December")
MONTHS_SHORT = words_of("Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec")
DAYS = words_of("Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thurs Fri Sat Sun")

# A title or an office before a surname is no first name.
TITLES = words_of("""Mr Mrs Ms Miss Mx Sir Dame Lord Lady Dr Doctor Prof Professor Rev Reverend Father Sister Brother Bishop Archbishop
    Cardinal Pope Imam Rabbi Sheikh Ayatollah Patriarch Metropolitan King Queen Prince Princess Emperor Sultan Emir Duke Duchess Count Baron
    President Vice-President Premier Chancellor Vice-Chancellor Minister Secretary Under-Secretary Undersecretary Deputy Ambassador Envoy Consul
    Commissioner Governor Lieutenant-Governor Mayor Councillor Councilor Councilman Councilwoman Alderman Senator Sen Representative Rep Congressman
    Congresswoman Congressmember MP MEP MSP Speaker Leader Whip Chairman Chairwoman Chair Chairperson Director Director-General Secretary-General Head
    Chief Boss Executive CEO CFO COO CTO Founder Co-founder Owner Manager Coach Captain Capt Striker Defender Goalkeeper Midfielder General Gen Major Maj
    Colonel Col Lieutenant Lt Sergeant Sgt Corporal Cpl Private Pvt Admiral Adm Commander Cmdr Commodore Marshal Brigadier Brig Officer Inspector
    Superintendent Sheriff Constable Detective Agent Judge Justice Magistrate Prosecutor Attorney Counsel Lawyer Advocate Solicitor Barrister
    Spokesman Spokeswoman Spokesperson Spox Adviser Advisor Aide Analyst Economist Historian Author Writer Editor Reporter Correspondent Journalist
    Columnist Presenter Host Anchor Engineer Architect Scientist Researcher Expert Candidate Nominee Incumbent Ex-President Ex-Minister Defence Defense Democrat
    Republican Labour Conservative Liberal Tory Socialist Communist Nationalist Lawmaker Deputy Member Delegate Negotiator Dictator Strongman Tsar Czar
    First Prime Foreign Finance Interior Treasury State Home Health Education Energy Trade Then Former Late Acting Hon Honourable Honorable Señor Señora Senor
    Herr Frau Monsieur Madame Mme M Signor Don Doña Comrade Cde Chef Master Mistress Dean Provost Principal Rector Warden Coroner Registrar Clerk Treasurer
    Harbourmaster Nurse Pastor Deacon Dictator Mrs. Supt Det Ald Cllr Hetman Shah Begum Khan Emeritus Laureate Star Actor Actress Singer Striker Winger""")

# Words with a capital for where they stand: before a surname they are no first name.
OPENERS = (
    words_of("""A About Above According Across Actually After Afterwards Again Against Ago Ahead Alas All Almost Alone Along Already Also Although Always Am Amid
    Among An And Another Any Anyone Apart Apparently Are Around As Aside Asked At Away Back Be Because Before Behind Being Below Beside Besides Between Beyond Both
    Brave Briefly But By Can Clearly Come Could Crucially Dear Despite Did Do Does Doing During Each Earlier Either Else Elsewhere Even Eventually Ever Every
    Everyone Everything Exactly Except Far Few Finally First Firstly For Formerly Fortunately Frankly From Further Furthermore Given Had Hardly Has Have Having He
    Hence Her Here Hers Him His Hopefully How However I If In Indeed Initially Inside Instead Into Ironically Is It Its Just Last Lastly Lately Later Latest Least Less
    Let Like Likewise Listen Little Look Many May Maybe Me Mean Meanwhile Might More Moreover Most Much Must My Namely Near Nearby Neither Never Nevertheless New Next No
    Nobody None Nonetheless Nor Not Nothing Now Nowadays Of Off Often Old On Once One Only Or Other Otherwise Our Out Outside Over Overall Overnight Own Per Perhaps
    Please Plus Poor Possibly Presumably Previously Probably Quite Rather Read Really Recently Regarding Same See Seen Separately Several Shall She Should Similarly Since
    So Some Somehow Someone Something Sometimes Soon Still Strangely Such Suddenly Sure Surely Than Thanks That The Their Them Then There Therefore These They Third This
    Those Though Three Through Throughout Thus Till Time Times To Today Together Told Tomorrow Tonight Too Toward Towards Two Ultimately Under Unfortunately Unless Unlike
    Until Up Update Updated Upon Us Usually Via Video Very Was Watch Watching Way We Well Were What Whatever When Whenever Where Whereas Whether Which While Who Whoever Whom
    Whose Why Will With Within Without Would Yes Yesterday Yet You Young Your Photo Image Picture File Breaking Exclusive Opinion Analysis Explainer Live Interview Quote Question Answer
    Under-fire Says Said Saying Quoting Citing Asks Tells Warns Urges Meets Met Meet Backs Slams Calls Wants Thanks Welcomes Hits Beats Blames Accuses Praises Team Camp Ticket""")
    | MONTHS | MONTHS_SHORT | DAYS
)  # fmt: skip

# What is named after a person, a place or a paper is not that person, place or paper.
THINGS = words_of("""Avenue Ave Street St Road Rd Lane Drive Boulevard Blvd Square Place Plaza Court Crescent Terrace Row Bridge Tunnel Tower Towers House Hall Hotel Inn Mall Market
    Park Gardens Garden Forest Hill Hills Mountain Mount Island Islands Lake River Bay Beach Point Creek Valley Falls Airport Station Stadium Arena Field Theatre Theater Cinema
    Museum Gallery Library Hospital Clinic School College University Academy Institute Institution Foundation Fund Trust Center Centre Society Association Union Federation
    Council Committee Prize Award Medal Cup Trophy Lecture Chair Fellowship Scholarship Memorial Monument Church Cathedral Mosque Temple Chapel Abbey Prison Jail Dam Canal
    Harbour Harbor Port Pier Quay Line Ferry Railway Airways Airlines Motors Group Holding Holdings Company Co Corp Corporation Inc Ltd LLC LLP PLC plc GmbH AG SA SpA NV BV AB
    Industries Enterprises Partners Associates Brothers Bros Sons Capital Ventures Bank Insurance Pharmaceuticals Pharma Electronics Systems Technologies Technology Labs Laboratory
    Laboratories Studios Records Pictures Press Publishing Media Books Magazine Gazette Courier Herald Tribune Times Post Mail News Journal Chronicle Telegraph Radio TV Channel
    Network Online Estate Farm Farms Winery Brewery Cafe Café Restaurant Bar Club FC United Rovers Athletic Orchestra Choir Ensemble Band Syndrome Disease Effect Theorem
    Equation Scale Index Method Principle Expedition Archive Archives Collection Report""")

# Nouns that many papers and stations share: "Courier" within "Sunday Courier" is another.
PAPERS = words_of("""Advertiser Argus Chronicle Citizen Courier Daily Dispatch Echo Enquirer Examiner Express Financial Gazette Globe Guardian Herald Independent Inquirer Journal
    Leader Ledger Mail Mercury Messenger Mirror Monitor News Nation Newspaper Observer Online People Post Press Record Register Reporter Review Sentinel Spectator Standard
    Star Sun Telegraph Telegram Times Today Tribune Union Voice Weekly Witness World Wire Agency Radio Television TV Channel""")

JUNIORS = words_of("Jr Junior Sr Senior II III IV")
KOREAN = words_of(
    "Kim Lee Park Choi Cho Choe Jung Chung Jeong Kang Yoon Yun Jang Chang Lim Im Han Oh Seo Shin Kwon Hwang Ahn Song Ryu Yoo Hong Ri Pak Rhee Noh Moon Bae Nam Ko"
)

# Given names that mean nothing else at the beginning of a sentence.
GIVEN = words_of("""Aaron Abdul Abdullah Abigail Abraham Ada Adam Adele Adolf Adrian Adriana Agnes Ahmad Ahmed Aidan Aisha Alan Albert Alberto Aleksandar Aleksander Aleksandr Alejandro
    Aleksei Alena Alessandro Alessandra Alex Alexander Alexandra Alexandre Alexei Alexey Alexis Alfred Ali Alice Alicia Alina Alison Allan Allen Alma Amal Amanda Amara Amelia Amina Amir Amy Ana
    Anastasia Anatoly Anders Andrea Andreas Andrei Andrej Andres Andrew Andrey Andrii Andriy Andrzej Andy Angela Angelina Angus Anita Anja Anke Ann Anna Annalena Anne Annette Annika
    Anthony Antoine Anton Antonia Antonio Antony Anwar Ariel Arjun Armin Arne Arnold Arthur Artem Arturo Ashley Astrid Audrey Axel Ayesha Barbara Barry Bart Bashar Beata Beatrice Ben Benedict Benito
    Benjamin Benoit Bernadette Bernard Bernd Bernie Beth Betty Bianca Birgit Bjorn Blanca Bo Bob Bobby Boris Bozena Brad Bradley Brandon Brenda Brendan Brett Brian Bridget Brigitte Bruce Bruno Bryan
    Camille Camilla Carl Carla Carlo Carlos Carmen Carol Carolin Caroline Carolyn Caspar Cassandra Catherine Cathy Cecilia Cedric Celia Charles Charlie Charlotte Chelsea Cheryl Chloe Chris Christian Christiane Christina
    Christine Christoph Christophe Christopher Chuck Claire Clara Claude Claudia Claus Clement Colin Connor Conor Cornelia Craig Cristina Cynthia Cyril Dagmar Dale Damian Daniel Daniela Daniele Daniil Danny Daria
    Darius Darren Dave David Dean Debbie Deborah Denis Denise Dennis Denys Derek Desmond Diana Diane Diego Dieter Dietmar Dimitri Dirk Dmitri Dmitriy Dmitry Dmytro Dominic Dominik Dominique Donald Donna Dora Doris Dorothy
    Doug Douglas Duncan Dylan Edda Eddie Edgar Edith Eduard Eduardo Edward Edwin Eileen Ekaterina Elaine Eleanor Elena Eleonora Eli Elias Elif Elisabeth Elise Elizabeth Ella Ellen Elliot Elsa Emanuel Emil Emilia Emily
    Emma Emmanuel Emmanuelle Emre Enrico Enrique Eric Erica Erich Erik Erika Erin Ernest Ernst Esther Ethan Eugene Eva Evelyn Evgeny Fabian Fabio Fatima Fatma Federico Felicia Felix Ferdinand Fernando Filip Finn Fiona
    Florence Florian Frances Francesca Francesco Francis Francisco Franco Francois Francoise Frank Franz Fred Frederic Frederick Frederik Friedrich Gabriel Gabriela Gabriele Gareth Gary Gavin Gemma Gennady Geoff Geoffrey Georg
    George Georges Georgia Georgina Gerald Gerard Gerd Gerhard Gianni Gilbert Gina Giorgia Giovanni Giulia Giuseppe Gloria Gordon Goran Graham Greg Gregor Gregory Greta Guido Guillaume Gunter Gustav Guy Hadja Hamid Hana Hanna Hannah
    Hannes Hans Harald Harold Harriet Harry Harvey Hasan Hassan Heather Heidi Heiko Heinrich Heinz Helen Helena Helene Helga Helmut Henning Henri Henrik Henry Herbert Herman Hilary Hillary Holger Horst Howard Hubert
    Hugh Hugo Hussein Ian Ibrahim Ida Ignacio Igor Ilse Ilya Imran Ines Ingrid Ioana Irena Irene Irina Iris Isaac Isabel Isabella Isabelle Ivan Ivana Ivo Jack Jackie Jacob Jacqueline Jacques Jaime Jake Jakob Jakub
    James Jamie Jan Jana Jane Janet Janez Janina Jannik Jarmila Jaroslav Jason Javier Jean Jeanne Jeff Jeffrey Jenna Jennifer Jenny Jens Jeremy Jerome Jerry Jessica Jesus Jill Jim Jimmy Joachim Joan Joana Joanna
    Joanne Joao Joe Joel Johan Johann Johanna Johannes John Johnny Jolanta Jon Jonas Jonathan Jordan Jorge Jorg Jose Josef Joseph Josephine Josep Joshua Josh Joyce Juan Juanita Judith Judy Jules Julia Julian Juliana Julie Julien
    Juliet Julius Jurgen Jussi Justin Justyna Kamala Karel Karen Karim Karin Karina Karl Karla Karolina Kate Katarina Katarzyna Kateryna Katharina Katherine Kathleen Kathryn Kathy Katie Katja Katrin Katya Kaya Keir
    Keith Kelly Ken Kenneth Kerry Kevin Khalid Kirill Kirsten Klara Klaus Konrad Konstantin Kristian Kristin Kristina Krzysztof Kurt Kyle Kylie Kyriakos Kyrylo Lana Lars Laszlo Laura Laurence Laurent Lauren Lea Leah Leila
    Lena Leo Leon Leonard Leonardo Leonid Leonie Leroy Leslie Lewis Liam Lidia Lilian Lily Linda Lindsay Lindsey Lionel Lisa Liz Lloyd Lorenzo Lothar Louis Louise Luc Luca Lucas Lucia Lucy Ludmila Ludwig Luigi Luis Luisa
    Luiz Lukas Luke Lydia Lyudmila Maciej Maggie Magdalena Magnus Maja Malcolm Manfred Manuel Manuela Marc Marcel Marcelo Marcin Marco Marcos Marcus Marek Margaret Margarita Maria Marian Mariana Marianne Marie Marina Mario
    Marion Marius Marjorie Markus Marlene Marta Martha Martin Martina Marty Mary Maryam Masoud Mateo Mateusz Mathias Mathieu Matilda Matt Matteo Matthew Matthias Maurice Mauro Max Maxim Maximilian Maxime Maya Megan Mehmet Melanie
    Melinda Melissa Mercedes Mette Micah Michael Michaela Michal Michel Michele Michelle Miguel Mihai Mike Mikhail Mikael Mila Milan Milena Milos Mira Miranda Miriam Miroslav Mitch Mohamed Mohammad Mohammed Moira Molly Monica Monika
    Monique Morgan Moritz Moses Mostafa Muhammad Murat Mustafa Mykhailo Mykola Myriam Nadia Nadine Nancy Naomi Narendra Natalia Natalie Natasha Nathalie Nathan Nathaniel Neil Nicholas Nick Nicola Nicolas Nicole Niels Nigel Nikita
    Nikola Nikolai Nikolaus Nikolay Nina Noah Noel Noor Nora Norbert Norma Norman Olaf Ole Oleg Oleh Oleksandr Oleksii Oleksiy Olena Olga Olha Oliver Olivia Olivier Omar Orlando Oscar Oskar Otto Owen Pablo Pamela Paolo Pascal Pascale
    Patricia Patrick Patrizia Paul Paula Paulina Pauline Paulo Pavel Pavlo Pedro Peggy Penelope Penny Per Pete Peter Petr Petra Petro Phil Philip Philipp Philippe Philippa Phoebe Phyllis Pia Piero Pierre Piotr Priti Priya
    Rachel Radek Rafael Raimund Rainer Raisa Raj Rajesh Ralf Ralph Ramon Randy Raphael Raquel Raul Raymond Rebecca Regina Reinhard Renata Renate Rene Ricardo Riccardo Richard Rick Rita Robert Roberta Roberto Robin Robyn Rodney Rodrigo
    Roger Roland Rolf Roman Ron Ronald Rosa Rosalind Rosemary Ross Roy Ruben Rudolf Rupert Russell Rustam Rustem Ruth Ryan Sabina Sabine Sabrina Sadiq Sally Salman Salma Sam Samantha Samir Samuel Sandra Sanjay Santiago Sara Sarah
    Sascha Scott Sean Sebastian Selma Serena Serge Sergei Sergey Sergio Serhii Serhiy Seth Shane Shannon Sharon Shaun Sheila Shirley Sigrid Silke Silvia Silvio Simon Simona Simone Sinead Sofia Sofie Solomon Sonia Sonja Sophia Sophie
    Soren Stacey Stanislav Stanislaw Stefan Stefanie Stefano Stella Stephan Stephane Stephanie Stephen Steve Steven Stewart Stuart Sunil Susan Susanna Susanne Suzanne Svante Svein Sven Svetlana Svitlana Sybille Sydney Sylvia Sylvie
    Tadeusz Tamara Tanja Tanya Tara Tariq Taras Tatiana Tatyana Ted Teresa Terence Terry Tessa Tetiana Thea Theo Theodor Theodore Theresa Therese Thierry Thomas Thorsten Tiffany Till Tim Timo Timothy Tina Tobias Todd Tom Tomas Tomasz
    Tommy Toni Tony Torsten Tracey Tracy Trevor Tristan Tulsi Ulrich Ulrike Ursula Uwe Vadim Valdis Valentin Valentina Valentyn Valeria Valerie Valery Vanessa Vaclav Vasily Vasyl Vedant Vera Verena Veronica Veronika Viacheslav Vicky Victoria
    Viktor Viktoria Vincent Vincenzo Viola Virginia Vitalii Vitaliy Vitaly Vivian Vivek Vladimir Vladislav Volker Volodymyr Vyacheslav Waldemar Walter Wanda Warren Wayne Wendy Werner Wesley Wilhelm William Winston Wladyslaw Wolfgang
    Xavier Yair Yana Yaroslav Yasmin Yevgeny Yoko Yousef Yulia Yuliia Yuri Yuriy Yury Yusuf Yvette Yvonne Zachary Zara Zoe Zofia Zoran Zuzana Paris Chelsea""")

# States, and towns that a model takes for people or bodies.
STATES = frozenset(
    """Afghanistan|Albania|Algeria|Andorra|Angola|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahamas|Bahrain|Bangladesh|Barbados|Belarus|Belgium|Belize|Benin|Bhutan|Bolivia|Bosnia|Bosnia and Herzegovina|
    Botswana|Brazil|Britain|Brunei|Bulgaria|Burkina Faso|Burundi|Cambodia|Cameroon|Canada|Cape Verde|Central African Republic|Chad|Chile|China|Colombia|Comoros|Congo|Costa Rica|Croatia|Cuba|Cyprus|Czechia|
    Czech Republic|Denmark|Djibouti|Dominica|Dominican Republic|East Timor|Ecuador|Egypt|El Salvador|England|Equatorial Guinea|Eritrea|Estonia|Eswatini|Ethiopia|Fiji|Finland|France|Gabon|Gambia|Georgia|Germany|Ghana|Greece|
    Grenada|Guatemala|Guinea|Guinea-Bissau|Guyana|Haiti|Honduras|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy|Ivory Coast|Jamaica|Japan|Jordan|Kazakhstan|Kenya|Kiribati|Kosovo|Kuwait|Kyrgyzstan|Laos|Latvia|Lebanon|
    Lesotho|Liberia|Libya|Liechtenstein|Lithuania|Luxembourg|Madagascar|Malawi|Malaysia|Maldives|Mali|Malta|Mauritania|Mauritius|Mexico|Micronesia|Moldova|Monaco|Mongolia|Montenegro|Morocco|Mozambique|Myanmar|Namibia|Nauru|
    Nepal|Netherlands|New Zealand|Nicaragua|Niger|Nigeria|North Korea|North Macedonia|Northern Ireland|Norway|Oman|Pakistan|Palau|Palestine|Panama|Papua New Guinea|Paraguay|Peru|Philippines|Poland|Portugal|Qatar|Romania|Russia|Rwanda|
    Samoa|San Marino|Saudi Arabia|Scotland|Senegal|Serbia|Seychelles|Sierra Leone|Singapore|Slovakia|Slovenia|Somalia|South Africa|South Korea|South Sudan|Soviet Union|Spain|Sri Lanka|Sudan|Suriname|Sweden|Switzerland|Syria|Taiwan|Tajikistan|
    Tanzania|Thailand|Togo|Tonga|Trinidad and Tobago|Tunisia|Turkey|Türkiye|Turkmenistan|Tuvalu|Uganda|Ukraine|United Arab Emirates|UAE|United Kingdom|UK|U.K.|United States|United States of America|US|U.S.|USA|U.S.A.|USSR|Uruguay|Uzbekistan|Vanuatu|
    Vatican|Venezuela|Vietnam|Wales|Yemen|Zambia|Zimbabwe""".replace("\n    ", "").split("|")
)  # fmt: skip
CITIES = words_of("""Abuja Accra Aden Aleppo Algiers Almaty Amman Amsterdam Ankara Antwerp Ashgabat Asmara Astana Athens Auckland Baghdad Baku Bamako Bangkok Barcelona Basel Basra Beijing Beirut Belgrade Bergen Berlin Bern Birmingham
    Bogota Bogotá Bonn Bordeaux Boston Bratislava Brasilia Brasília Bremen Brisbane Brussels Bucharest Budapest Cairo Calgary Canberra Caracas Chicago Chisinau Cologne Colombo Copenhagen Dakar Damascus Dallas Delhi Denver Detroit Dhaka Doha
    Donetsk Dresden Dubai Dublin Dushanbe Düsseldorf Edinburgh Frankfurt Gaza Geneva Ghent Glasgow Gothenburg Graz Guangzhou Hamburg Hanoi Harare Havana Helsinki Houston Istanbul Izmir Jakarta Jeddah Jerusalem Johannesburg Juba Kabul
    Kampala Karachi Kathmandu Kazan Kharkiv Kherson Khartoum Kigali Kinshasa Kraków Krakow Kuwait Kyiv Kiev Kyoto Lagos Lahore Leeds Leipzig Lima Lisbon Liverpool Ljubljana London Luanda Lusaka Lviv Lyon Madrid Manchester Manila Maputo Mariupol
    Marseille Melbourne Miami Milan Minsk Mogadishu Montreal Moscow Mumbai Munich Muscat Nairobi Naples Nicosia Odesa Odessa Osaka Oslo Ottawa Paris Perth Philadelphia Podgorica Porto Prague Pretoria Pristina Pyongyang Quito Rabat Ramallah
    Reykjavik Riga Riyadh Rome Rotterdam Salzburg Samarkand Sanaa Santiago Sarajevo Seattle Seoul Seville Shanghai Shenzhen Skopje Sofia Stockholm Strasbourg Stuttgart Sydney Taipei Tallinn Tashkent Tbilisi Tehran Tokyo Toronto Toulouse Tripoli
    Tunis Turin Ulaanbaatar Valencia Vancouver Venice Vienna Vilnius Vladivostok Warsaw Washington Wellington Wuhan Yerevan Zagreb Zaporizhzhia Zurich Zürich""")
BODIES = THINGS - words_of(
    "St Place Court Row Hill Hills Bay Beach Point Lake River Island Islands Forest Garden Gardens Farm Mount Mountain Valley Falls Creek Field Park Hall House"
) | words_of(
    "Ministry Department Party Parliament Congress Senate Government Agency Army Navy Police Service Command Team Office Bureau Board Authority Commission Administration Alliance Movement Front Coalition"
)
