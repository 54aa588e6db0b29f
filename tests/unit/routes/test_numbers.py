"""Numbers as people dial them and as carriers send them, in tables: dialled, class, E.164, country-wide, local."""

import pytest

from appliance.contact.routes.model import Form, Plan
from appliance.contact.routes.numbers import normalise, written

BEIJING = Plan(area="10")
SHENZHEN = Plan(area="755")
NINE = Plan(area="10", outside="9")
BRITAIN = Plan("GB", "020")
AMERICA = Plan("US", "212")
HONG_KONG = Plan("HK")

IN_BEIJING = """
110           emergency     -               110           110
119           emergency     -               119           119
120           emergency     -               120           120
122           emergency     -               122           122
+110          emergency     -               110           110
02110         unknown       -               02110         02110
021110        emergency     -               021110        021110
010119        emergency     -               119           119
114           service       +8610114        010114        114
12345         service       +861012345      01012345      12345
02112345      service       +862112345      02112345      02112345
01012345      service       +861012345      01012345      12345
12315         service       +861012315      01012315      12315
12306         service       +861012306      01012306      12306
10086         service       +861010086      01010086      10086
10000         service       +861010000      01010000      10000
075510010     service       +8675510010     075510010     075510010
118114        service       +8610118114     010118114     118114
95588         service       +8695588        95588         95588
95533         service       +8695533        95533         95533
95013123      service       +8695013123     95013123      95013123
+8695588      service       +8695588        95588         95588
008695588     service       +8695588        95588         95588
96156         service       +861096156      01096156      96156
021962288     service       +8621962288     021962288     021962288
4008001000    service       +864008001000   4008001000    4008001000
04008001000   service       +864008001000   4008001000    4008001000
+864008001000 service       +864008001000   4008001000    4008001000
400-800-1000  service       +864008001000   4008001000    4008001000
8008101234    service       +868008101234   8008101234    8008101234
62345678      local         +861062345678   01062345678   62345678
84001234      local         +861084001234   01084001234   84001234
01062345678   local         +861062345678   01062345678   62345678
010-62345678  local         +861062345678   01062345678   62345678
(010)62345678 local         +861062345678   01062345678   62345678
+861062345678 local         +861062345678   01062345678   62345678
00861062345678 local        +861062345678   01062345678   62345678
02162345678   domestic      +862162345678   02162345678   02162345678
+862162345678 domestic      +862162345678   02162345678   02162345678
862162345678  domestic      +862162345678   02162345678   02162345678
075582345678  domestic      +8675582345678  075582345678  075582345678
0086075582345678 unknown    -               0086075582345678 0086075582345678
05716234567   domestic      +865716234567   05716234567   05716234567
08717123456   domestic      +868717123456   08717123456   08717123456
13800001111   mobile        +8613800001111  13800001111   13800001111
013800001111  mobile        +8613800001111  13800001111   13800001111
+8613800001111 mobile       +8613800001111  13800001111   13800001111
008613800001111 mobile      +8613800001111  13800001111   13800001111
8613800001111 mobile        +8613800001111  13800001111   13800001111
19912345678   mobile        +8619912345678  19912345678   19912345678
16612345678   mobile        +8616612345678  16612345678   16612345678
17012345678   mobile        +8617012345678  17012345678   17012345678
1790913800001111 mobile     +8613800001111  13800001111   13800001111
1790902162345678 domestic   +862162345678   02162345678   02162345678
138 0000 1111 mobile        +8613800001111  13800001111   13800001111
00442079460018 international +442079460018  00442079460018 00442079460018
+442079460018 international +442079460018   00442079460018 00442079460018
0012125551234 international +12125551234    0012125551234 0012125551234
0085221234567 international +85221234567    0085221234567 0085221234567
+85328123456  international +85328123456    0085328123456 0085328123456
+886223456789 international +886223456789   00886223456789 00886223456789
+88213300000  international +88213300000    0088213300000 0088213300000
+0123456789   international +0123456789     000123456789  000123456789
0044207946001800000 international +44207946001800000 0044207946001800000 0044207946001800000
00365907318148 international +365907318148 00365907318148 00365907318148
0012          international +12             0012          0012
1380000111    unknown       -               1380000111    1380000111
138000011112  unknown       -               138000011112  138000011112
12000000000   unknown       -               12000000000   12000000000
8001          unknown       -               8001          8001
92345678      unknown       -               92345678      92345678
00861380000111 unknown      -               00861380000111 00861380000111
"""
IN_SHENZHEN = """
82345678      local         +8675582345678  075582345678  82345678
075582345678  local         +8675582345678  075582345678  82345678
01062345678   domestic      +861062345678   01062345678   01062345678
96111         service       +8675596111     075596111     96111
110           emergency     -               110           110
"""
BEHIND_A_NINE = """
9110          emergency     -               110           110
110           emergency     -               110           110
995588        service       +8695588        95588         95588
95588         service       +8695588        95588         95588
913800001111  mobile        +8613800001111  13800001111   13800001111
13800001111   mobile        +8613800001111  13800001111   13800001111
962345678     local         +861062345678   01062345678   62345678
902162345678  domestic      +862162345678   02162345678   02162345678
900442079460018 international +442079460018 00442079460018 00442079460018
94008001000   service       +864008001000   4008001000    4008001000
"""
RECEIVED = """
1062345678    local         +861062345678   01062345678   62345678
2162345678    domestic      +862162345678   02162345678   02162345678
13800001111   mobile        +8613800001111  13800001111   13800001111
862162345678  domestic      +862162345678   02162345678   02162345678
95588         service       +8695588        95588         95588
442079460018  unknown       -               442079460018  442079460018
"""
IN_LONDON = """
999           emergency     -               999           999
112           emergency     -               112           112
02079460018   local         +442079460018   02079460018   79460018
01212345678   domestic      +441212345678   01212345678   01212345678
07400123456   mobile        +447400123456   07400123456   07400123456
08001111      service       +448001111      08001111      08001111
008613800001111 international +8613800001111 008613800001111 008613800001111
"""
IN_NEW_YORK = """
911           emergency     -               911           911
2125551234    local         +12125551234    2125551234    5551234
12125551234   local         +12125551234    2125551234    5551234
3125551234    domestic      +13125551234    3125551234    3125551234
8005551234    service       +18005551234    8005551234    8005551234
011442079460018 international +442079460018 011442079460018 011442079460018
"""
IN_HONG_KONG = """
999           emergency     -               999           999
21234567      domestic      +85221234567    21234567      21234567
91234567      mobile        +85291234567    91234567      91234567
008613800001111 international +8613800001111 008613800001111 008613800001111
"""


def rows(text: str) -> list[list[str]]:
    """The dialled number may have blanks in it; the four columns behind it have none."""
    return [line.rsplit(maxsplit=4) for line in text.strip().splitlines()]


def check(row: list[str], plan: Plan, *, received: bool = False) -> None:
    dialled, kind, e164, national, local = row
    found = normalise(dialled, plan, received=received)
    assert [found.kind.value, found.e164 or "-", found.national, found.local] == [kind, e164, national, local]


@pytest.mark.parametrize("row", rows(IN_BEIJING), ids=lambda row: row[0])
def test_dialled_in_beijing(row: list[str]) -> None:
    check(row, BEIJING)


@pytest.mark.parametrize("row", rows(IN_SHENZHEN), ids=lambda row: row[0])
def test_dialled_in_shenzhen(row: list[str]) -> None:
    check(row, SHENZHEN)


@pytest.mark.parametrize("row", rows(BEHIND_A_NINE), ids=lambda row: row[0])
def test_dialled_behind_an_outside_prefix(row: list[str]) -> None:
    check(row, NINE)


@pytest.mark.parametrize("row", rows(RECEIVED), ids=lambda row: row[0])
def test_received_from_a_carrier(row: list[str]) -> None:
    check(row, NINE, received=True)


@pytest.mark.parametrize(
    ("plan", "table"), [(BRITAIN, IN_LONDON), (AMERICA, IN_NEW_YORK), (HONG_KONG, IN_HONG_KONG)], ids=["GB", "US", "HK"]
)
def test_other_countries(plan: Plan, table: str) -> None:
    for row in rows(table):
        check(row, plan)


@pytest.mark.parametrize("text", ["", "+", "1", "abc", "138x", "+1(2a)", "9" * 40, "＋8613800001111"])
def test_what_is_no_number_has_no_class(text: str) -> None:
    assert normalise(text, BEIJING).kind == "unknown"


def test_a_document_adds_short_numbers() -> None:
    plan = Plan(area="10", emergency=frozenset({"999"}), services=("7XX",))
    assert normalise("999", plan).kind == "emergency"
    assert normalise("755", plan).kind == "service"
    assert normalise("7555", plan).kind == "unknown"


def test_without_an_area_a_local_number_has_no_e164() -> None:
    assert normalise("62345678", Plan()).e164 == ""
    assert normalise("62345678", Plan()).kind == "local"


FORMS = """
62345678        62345678        62345678        01062345678      00861062345678   +861062345678   861062345678
01062345678     01062345678     62345678        01062345678      00861062345678   +861062345678   861062345678
02162345678     02162345678     02162345678     02162345678      00862162345678   +862162345678   862162345678
+862162345678   +862162345678   02162345678     02162345678      00862162345678   +862162345678   862162345678
13800001111     13800001111     13800001111     13800001111      008613800001111  +8613800001111  8613800001111
013800001111    013800001111    13800001111     13800001111      008613800001111  +8613800001111  8613800001111
+442079460018   +442079460018   00442079460018  00442079460018   00442079460018   +442079460018   442079460018
95588           95588           95588           95588            95588            95588           95588
12345           12345           12345           01012345         12345            12345           12345
110             110             110             110              110              110             110
"""


@pytest.mark.parametrize("row", [line.split() for line in FORMS.strip().splitlines()], ids=lambda row: row[0])
def test_what_a_trunk_is_told(row: list[str]) -> None:
    number = normalise(row[0], BEIJING)
    assert [written(number, form, BEIJING) for form in Form] == row[1:]
