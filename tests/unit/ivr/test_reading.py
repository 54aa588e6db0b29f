"""Numbers, amounts, dates and times as both languages say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appliance.contact.ivr.reading import FORMS, read_aloud, words
from image import texts

SPOKEN = {language: texts.load(language) for language in texts.LANGUAGES}


def said(form: str, value: str, language: str) -> str | None:
    """What the caller hears, as one text."""
    prompts = read_aloud(form, value, language)
    gap = "" if language == "zh" else " "
    return None if prompts is None else gap.join(SPOKEN[language][prompt] for prompt in prompts)


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        ("0", "零", "zero"),
        ("2", "二", "two"),
        ("10", "十", "ten"),
        ("12", "十二", "twelve"),
        ("20", "二十", "twenty"),
        ("22", "二十二", "twenty two"),
        ("99", "九十九", "ninety nine"),
        ("100", "一百", "one hundred"),
        ("102", "一百零二", "one hundred and two"),
        ("110", "一百一十", "one hundred and ten"),
        ("112", "一百一十二", "one hundred and twelve"),
        ("200", "两百", "two hundred"),
        ("222", "两百二十二", "two hundred and twenty two"),
        ("1000", "一千", "one thousand"),
        ("1002", "一千零二", "one thousand and two"),
        ("1020", "一千零二十", "one thousand and twenty"),
        ("1100", "一千一百", "one thousand one hundred"),
        ("2002", "两千零二", "two thousand and two"),
        ("10000", "一万", "ten thousand"),
        ("10001", "一万零一", "ten thousand and one"),
        ("10010", "一万零一十", "ten thousand and ten"),
        ("10100", "一万零一百", "ten thousand one hundred"),
        ("20000", "两万", "twenty thousand"),
        ("22222", "两万两千两百二十二", "twenty two thousand two hundred and twenty two"),
        ("100000", "十万", "one hundred thousand"),
        ("120000", "十二万", "one hundred and twenty thousand"),
        ("1000001", "一百万零一", "one million and one"),
        ("10000000", "一千万", "ten million"),
        ("100000000", "一亿", "one hundred million"),
        ("200000002", "两亿零二", "two hundred million and two"),
        ("1000000000", "十亿", "one billion"),
        ("-5", "负五", "minus five"),
        ("3.05", "三点零五", "three point zero five"),
        ("1e3", "一千", "one thousand"),
    ],
)
def test_numbers(value: str, chinese: str, english: str) -> None:
    assert said("number", value, "zh") == chinese
    assert said("number", value, "en") == english


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        ("0", "零元", "zero yuan"),
        ("2", "两元", "two yuan"),
        ("2.2", "两元两角", "two yuan and twenty fen"),
        ("2.02", "两元零两分", "two yuan and two fen"),
        ("12.05", "十二元零五分", "twelve yuan and five fen"),
        ("0.5", "五角", "fifty fen"),
        ("0.01", "一分", "one fen"),
        ("102.35", "一百零二元三角五分", "one hundred and two yuan and thirty five fen"),
        ("19.999", "二十元", "twenty yuan"),
        ("-3", "负三元", "minus three yuan"),
    ],
)
def test_money(value: str, chinese: str, english: str) -> None:
    assert said("money", value, "zh") == chinese
    assert said("money", value, "en") == english


@pytest.mark.parametrize(
    ("form", "value", "chinese", "english"),
    [
        ("date", "2026-10-01", "二零二六年十月一日", "October first twenty twenty six"),
        ("date", "2026-10-01T09:30", "二零二六年十月一日", "October first twenty twenty six"),
        ("date", "2006-02-22", "二零零六年二月二十二日", "February twenty-second two thousand and six"),
        ("date", "1905-12-31", "一九零五年十二月三十一日", "December thirty-first nineteen oh five"),
        ("date", "1900-01-02", "一九零零年一月二日", "January second nineteen hundred"),
        ("time", "00:00", "零点", "twelve a m"),
        ("time", "02:00", "两点", "two a m"),
        ("time", "12:12", "十二点十二分", "twelve twelve p m"),
        ("time", "14:02", "十四点零二分", "two oh two p m"),
        ("time", "2026-10-01T23:45", "二十三点四十五分", "eleven forty five p m"),
        ("digits", "+86 138-0013", "八六幺三八零零幺三", "eight six one three eight zero zero one three"),
        ("position", "1", "您是下一位，请稍候。", "You are next in the queue. Please hold."),
    ],
)
def test_dates_times_digits_and_places(form: str, value: str, chinese: str, english: str) -> None:
    assert said(form, value, "zh") == chinese
    assert said(form, value, "en") == english


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("number", ""), ("number", "ten"), ("number", "NaN"), ("number", "1e12"), ("number", "Infinity"),
        ("number", "1e-400"), ("money", "9" * 13), ("date", "2026-02-30"), ("date", "tomorrow"), ("time", "25:00"),
        ("digits", "12a"), ("digits", ""), ("digits", "٣"), ("position", "0"), ("position", "x"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(form: str, value: str) -> None:
    assert read_aloud(form, value, "zh") is None
    assert read_aloud(form, value, "en") is None


def test_far_back_in_line_there_is_no_number() -> None:
    assert read_aloud("position", "21", "en") == ("position-many",)


@given(st.sampled_from(sorted(FORMS)), st.text(max_size=12) | st.integers().map(str) | st.decimals().map(str))
def test_whatever_it_is_it_is_read_from_known_prompts_or_not_at_all(form: str, value: str) -> None:
    for language in texts.LANGUAGES:
        prompts = read_aloud(form, value, language)
        assert prompts is None or set(prompts) <= set(words(form)) <= SPOKEN[language].keys()


@given(st.integers(0, 10**12 - 1))
def test_no_two_numbers_sound_alike(number: int) -> None:
    for language in texts.LANGUAGES:
        assert read_aloud("number", str(number), language) != read_aloud("number", str(number + 1), language)
