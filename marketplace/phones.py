"""Vietnamese phone numbers: read as people type them, kept as E.164, shown as people write them."""

import re

import phonenumbers

_MOBILE = re.compile(r"\+84[35789][0-9]{8}")
_TYPED = re.compile(r"\+?[0-9]{8,14}")


def parse_phone(text: str) -> str | None:
    """The number as E.164 (+84912345678), or None when it is not a Vietnamese mobile or landline.

    Mobiles are ten digits that begin 03, 05, 07, 08 or 09; the eleven-digit ones of before 2018 are refused.
    """
    typed = re.sub(r"[\s.()\-\u2010-\u2015]", "", text)
    if not _TYPED.fullmatch(typed):
        return None
    number = re.sub(r"^(?:\+84|0084|84(?=[0-9]{9})|0)", "+84", typed)
    return number if is_mobile(number) or _is_landline(number) else None


def is_mobile(number: str) -> bool:
    """Whether a number in E.164 is a Vietnamese mobile, which can receive SMS and Zalo.

    By its digits alone: phonenumbers 9.0 does not know every operator (055).
    """
    return bool(_MOBILE.fullmatch(number))


def _is_landline(number: str) -> bool:
    if not number.startswith("+84"):
        return False
    parsed = phonenumbers.parse(number)
    return phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.FIXED_LINE


def format_phone(number: str) -> str:
    """A number in E.164 as it is written in Vietnam: 0912 345 678, 0203 3825 678."""
    if is_mobile(number):
        national = "0" + number.removeprefix("+84")
        return f"{national[:4]} {national[4:7]} {national[7:]}"
    return phonenumbers.format_number(phonenumbers.parse(number), phonenumbers.PhoneNumberFormat.NATIONAL)
