"""Words that can be found, other names for things, and searches that found nothing."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.database import Base, Code, Day, Key, Line, Moment, Ref


class SearchWord(Base):
    """A folded word of something on sale: what slips of typing are mended with."""

    __tablename__ = "search_word"

    word: Mapped[Code] = mapped_column(primary_key=True)


class SearchSynonym(Base):
    """What people say (`said`) for what is `meant`: goods that have all words of the second are found by the first.

    Written with marks, `meant` names only words with these very marks.
    """

    __tablename__ = "search_synonym"
    __table_args__ = (
        UniqueConstraint("said_fold", "meant"),
        CheckConstraint("said_fold <> '' AND meant <> ''", name="has_words"),
    )

    id: Mapped[Key]
    said: Mapped[Line]
    said_fold: Mapped[Line]
    meant: Mapped[Line]
    by_id: Mapped[Ref | None] = mapped_column(ForeignKey("user_account.id"))
    at: Mapped[Moment]


class MissedSearch(Base):
    """Words (folded) for which nothing was found, how often, and on which day last. Nothing says who asked."""

    __tablename__ = "missed_search"
    __table_args__ = (Index("ix_missed_search_count", text("count DESC"), "words"),)

    words: Mapped[Line] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=1)
    last_on: Mapped[Day]
