"""Reads a search from an address: whatever is typed there makes sense or is left out."""

from werkzeug.datastructures import MultiDict

from vendors.storefront.search import DEAREST_DONG, LONGEST_QUESTION, Question, Sort

LEAST_STAR, MOST_STAR = 3, 5


def question_from(args: "MultiDict[str, str]") -> Question:
    """Read words and filters from the address; unknown values are as if they were not there."""
    return Question(
        words=args.get("q", "").replace("\x00", "")[:LONGEST_QUESTION],
        category=_number(args, "category", 1, 99),
        commune=args.get("commune", "")[:10].replace("\x00", ""),
        district=args.get("district", "")[:40].replace("\x00", ""),
        star=_number(args, "star", LEAST_STAR, MOST_STAR),
        price_from=_number(args, "price_from", 0, DEAREST_DONG),
        price_until=_number(args, "price_until", 0, DEAREST_DONG),
        in_stock=args.get("in_stock") == "1",
        sort=_sort(args.get("sort", "")),
    )


def _number(args: "MultiDict[str, str]", name: str, least: int, most: int) -> int | None:
    text = args.get(name, "").strip().replace(".", "").replace(",", "")
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(DEAREST_DONG))):
        return None
    number = int(text)
    return number if least <= number <= most else None


def _sort(text: str) -> Sort:
    return Sort(text) if text in set(Sort) else Sort.RELEVANCE
