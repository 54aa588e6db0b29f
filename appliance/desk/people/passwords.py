"""Rules for new passwords (NIST SP 800-63B: length and what is easily guessed count, kinds of characters do not)."""

import unicodedata

SHORTEST, LONGEST = 10, 200
# fmt: off
_COMMON = (
    "password", "passw0rd", "12345678", "123456789", "1234567890", "qwertyuiop", "qwerty123", "1q2w3e4r",
    "administrator", "callstead", "callcenter", "callcentre", "welcome", "letmein", "iloveyou", "woaini520",
    "5201314", "abcd1234", "abc12345", "a123456789", "88888888", "66666666", "11111111", "00000000", "12341234",
    "changeme", "default", "zaq12wsx", "asdfghjkl", "p@ssw0rd", "admin123",
)
# fmt: on
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890", "1qaz2wsx3edc4rfv5tgb6yhn7ujm")


def normal(password: str) -> str:
    """The form that is hashed: the same letters typed on another keyboard are the same password (RFC 8265)."""
    return unicodedata.normalize("NFC", password)


def broken_rule(password: str, login: str, name: str) -> str | None:
    """The first rule that a new password breaks: short, long, common, own-name, repeated, row; None if it is well."""
    plain = normal(password).casefold()
    own = {part for part in (login.casefold(), name.casefold()) if len(part) >= 3}
    rules = (
        ("short", len(plain) < SHORTEST),
        ("long", len(plain) > LONGEST),
        ("own-name", any(part in plain for part in own) and len(plain) < SHORTEST + 8),
        ("repeated", len(set(plain)) < 5),
        ("common", any(_mostly(plain, word) for word in _COMMON)),
        ("row", any(_in_row(plain, row) for row in _ROWS)),
    )
    return next((rule for rule, broken in rules if broken), None)


def _mostly(plain: str, word: str) -> bool:
    return word in plain and len(plain) - len(word) < 5


def _in_row(plain: str, row: str) -> bool:
    return any(plain[:8] in way or plain[-8:] in way for way in (row * 2, row[::-1] * 2))
