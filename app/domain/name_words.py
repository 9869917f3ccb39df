"""Words in names that say little about which body is meant: small words, countries, directions, titles.

They decide only what is suggested to a person, never what is merged.
"""

from __future__ import annotations


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


SMALL = _words(
    "a an and at by d da das de del der des do du e el en et for für im in l la las le les los of on pour sur the to",
    "und y",
)
"""Words that acronyms leave out, in the languages that names are written in."""
GENERAL = _words("international internationale internacional intl")
"""Words that a body adds to its name or leaves out."""
PARTED = _words("avec with")
"""Words between two bodies that are written down as one."""
DIRECTIONS = _words(
    "north south east west northern southern eastern western central upper lower nord sud est ouest centre"
)
"""Words by which neighbouring bodies and places differ; they are never taken for slips of the pen."""
TITLES = _words(
    "mr mrs ms miss dr prof hon eng rev sheikh chief mayor governor capt captain maj major lt ltcol col colonel gen ",
    "general brig sgt m mme mlle",
)
"""Words before a person's name."""
KNOWN: tuple[tuple[str, ...], ...] = (
    ("unicef", "united nations childrens fund", "fonds des nations unies pour l enfance"),
    ("unfpa", "united nations population fund", "fonds des nations unies pour la population"),
    ("ifrc", "international federation of red cross and red crescent societies"),
    ("icrc", "international committee of the red cross", "comite international de la croix rouge", "cicr"),
    ("acf", "action contre la faim", "action against hunger"),
    ("msf", "medecins sans frontieres", "doctors without borders"),
    ("who", "world health organization", "organisation mondiale de la sante", "oms"),
    ("wfp", "world food programme", "programme alimentaire mondial", "pam"),
    ("unhcr", "united nations high commissioner for refugees", "hcr"),
)
"""Bodies whose acronym is not made of the initials of their present name, or that have names in two languages."""
COUNTRIES = _words("""
    afghanistan albania algeria angola argentina armenia australia austria azerbaijan bangladesh belgium benin bolivia
    bosnia botswana brazil bulgaria burundi cambodia cameroon canada chad chile china colombia comoros congo croatia
    cuba cyprus denmark djibouti ecuador egypt eritrea estonia eswatini ethiopia fiji finland france gabon gambia
    georgia germany ghana greece guatemala guinea guyana haiti honduras hungary iceland india indonesia iran iraq
    ireland israel italy jamaica japan jordan kazakhstan kenya korea kosovo kuwait laos latvia lebanon lesotho liberia
    libya lithuania luxembourg madagascar malawi malaysia mali malta mauritania mauritius mexico moldova mongolia
    montenegro morocco mozambique myanmar namibia nepal netherlands holland nicaragua niger nigeria norway oman pakistan
    palestine panama paraguay peru philippines poland portugal qatar romania russia rwanda samoa senegal serbia
    seychelles singapore slovakia slovenia somalia spain sudan suriname sweden switzerland syria tajikistan tanzania
    thailand togo tunisia turkey turkmenistan uganda ukraine uruguay uzbekistan venezuela vietnam yemen zambia zimbabwe
    uk usa us gb drc car allemagne autriche belgique bresil cameroun canada centrafrique danemark espagne ethiopie
    finlande grece guinee haiti hongrie inde irlande italie japon kenya liban liberia luxembourg maroc mauritanie
    mexique norvege ouganda pologne portugal roumanie russie rwanda senegal somalie soudan suede suisse syrie tchad
    tunisie turquie americain american australian austrian belge belgian british canadian danish dutch finnish francais
    francaise french german irish italian japanese norwegian spanish swedish swiss
    """)
"""Countries that bodies of this work come from or go to, one word each, in English and French, folded."""
COUNTRY_PAIRS = frozenset(
    [
        "sierra leone", "south sudan", "cote ivoire", "ivory coast", "burkina faso", "cape verde", "costa rica",
        "sri lanka", "saudi arabia", "new zealand", "el salvador", "united kingdom", "united states", "guinea bissau",
        "timor leste", "north macedonia", "central african republic", "dr congo", "south africa", "western sahara",
        "royaume uni", "etats unis", "pays bas", "sud soudan", "soudan sud", "afrique sud", "papua new guinea",
    ]
)  # fmt: skip
"""Countries of several words, without small words."""


def is_country(words: tuple[str, ...]) -> bool:
    """Return whether folded words, small words left out, name one country."""
    return (len(words) == 1 and words[0] in COUNTRIES) or " ".join(words) in COUNTRY_PAIRS
