"""A long list of invented people: names by how common such words are, five in a hundred told twice.

The same number of rows gives the same bytes. Nobody is meant; numbers cannot be called.
"""

import csv
import io
import random

FAMILIES = [
    ("សុខ", "Sok"), ("ចាន់", "Chan"), ("កែវ", "Keo"), ("ហេង", "Heng"), ("ជា", "Chea"),
    ("លី", "Ly"), ("មាស", "Meas"), ("ឡុង", "Long"), ("ប្រាក់", "Prak"), ("ញឹម", "Nhem"),
    ("អ៊ុក", "Ouk"), ("យិន", "Yin"), ("សំ", "Sam"), ("អ៊ុំ", "Um"), ("ឈឹម", "Chhim"),
    ("ទេព", "Tep"), ("គង់", "Kong"), ("ប៉ែន", "Pen"), ("សាយ", "Say"), ("រស់", "Ros"),
    ("នួន", "Nuon"), ("ខៀវ", "Khiev"), ("ម៉ៅ", "Mao"), ("ហុង", "Hong"), ("តាំង", "Taing"),
    ("វង្ស", "Vong"), ("ស៊ុន", "Sun"), ("ឯក", "Ek"), ("ប៊ុន", "Bun"), ("ផាន់", "Phan"),
    ("ឡាយ", "Lay"), ("ជួន", "Chuon"), ("អួន", "Oun"), ("ឃុន", "Khun"), ("ទី", "Ty"),
    ("ព្រំ", "Prum"), ("អ៊ិន", "In"), ("យ៉ុង", "Yong"), ("សេង", "Seng"), ("ទូច", "Touch"),
]  # fmt: skip
WORDS = [
    ("ដារ៉ា", "dara"), ("សុភាព", "sopheap"), ("វណ្ណា", "vanna"), ("ពិសី", "pisey"),
    ("បុប្ផា", "bopha"), ("រិទ្ធី", "rithy"), ("សុខា", "sokha"), ("គន្ធា", "kunthea"),
    ("វិសាល", "visal"), ("ធីតា", "thida"), ("រតនា", "ratana"), ("ចន្ទី", "chanty"),
    ("សំណាង", "samnang"), ("ម៉ាលី", "maly"), ("លីណា", "lina"), ("មុន្នី", "mony"),
    ("សុវណ្ណ", "sovann"), ("ភារុណ", "phearun"), ("ស្រីមុំ", "sreymom"), ("ស្រីនាង", "sreyneang"),
    ("វាសនា", "veasna"), ("ចិន្តា", "chenda"), ("ពៅ", "pov"), ("ធារ៉ា", "theara"),
    ("រដ្ឋា", "ratha"), ("សុផល", "sophal"), ("នារី", "neary"), ("ភក្តី", "pheakdey"),
    ("ទិត្យា", "titya"), ("វិច្ឆិកា", "vicheka"), ("មករា", "makara"), ("កញ្ញា", "kanha"),
    ("សីហា", "seiha"), ("កុសល", "kosal"), ("រស្មី", "raksmey"), ("ពេជ្រ", "pich"),
    ("មរកត", "morokot"), ("ចំរើន", "chamroeun"), ("សុជាតិ", "socheat"), ("វុទ្ធី", "vuthy"),
    ("បូរិន", "borin"), ("ឌីណា", "dina"), ("ហួរ", "huor"), ("ង៉ែត", "nget"),
    ("ផល្លា", "phalla"), ("សារ៉ាត់", "sarath"), ("ស៊ីណា", "sina"), ("រ៉ាវី", "ravy"),
]  # fmt: skip
PROVINCES = [
    "Banteay Meanchey", "Battambang", "Siem Reap", "Prey Veng", "Kampong Cham", "Takeo",
    "Svay Rieng", "Kampong Thom", "Pursat", "Kandal", "Kampot", "Tboung Khmum", "Kratie",
]  # fmt: skip
HEAD = ["no", "name_km", "name", "sex", "birth", "province", "phone", "passport"]


def _person(chance: random.Random) -> list[str]:
    ranks = [1 / (rank + 1) for rank in range(len(FAMILIES))]
    family = chance.choices(FAMILIES, ranks)[0]
    words = chance.sample(WORDS, 1 if chance.random() < 0.35 else 2)
    khmer = f"{family[0]} {''.join(word[0] for word in words)}"
    latin = f"{family[1]} {''.join(word[1] for word in words)}".title()
    year, month, day = chance.randint(1950, 2010), chance.randint(1, 12), chance.randint(1, 28)
    birth = f"{day:02}/{month:02}/{year}" if chance.random() < 0.75 else str(year)
    return [
        khmer if chance.random() < 0.8 else "",
        latin,
        chance.choice("MF"),
        birth,
        chance.choice(PROVINCES),
        f"0120{chance.randrange(10**5):05}" if chance.random() < 0.5 else "",
        f"N9{chance.randrange(10**7):07}" if chance.random() < 0.4 else "",
    ]


def _again(person: list[str], chance: random.Random) -> list[str]:
    """The same person as another office writes them: one script alone, or without a number."""
    told = list(person)
    lost = chance.choice([0, 5, 6])
    told[lost] = ""
    return told


def made_list(rows: int) -> bytes:
    """A CSV with that many people on it."""
    chance = random.Random(2025)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    known: list[list[str]] = []
    for number in range(1, rows + 1):
        if known and chance.random() < 0.05:
            told = _again(chance.choice(known), chance)
        else:
            told = _person(chance)
            known.append(told)
        writer.writerow([number, *told])
    return out.getvalue().encode()
