"""Provinces, communes and the units that were before them."""

from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.database import Base, Code, Key, Line, choice


class ProvinceKind(StrEnum):
    """What a unit of the first tier is called."""

    PROVINCE = "tỉnh"
    CITY = "thành phố"
    """Run from the centre, of the same rank."""


class CommuneKind(StrEnum):
    """What a unit of the second tier is called (there are only two tiers since 1 July 2025)."""

    WARD = "phường"
    COMMUNE = "xã"
    SPECIAL_ZONE = "đặc khu"


class Province(Base):
    """A province or centrally run city, by its official two-digit code."""

    __tablename__ = "province"

    code: Mapped[Code] = mapped_column(primary_key=True)
    kind: Mapped[ProvinceKind] = mapped_column(choice(ProvinceKind))
    name: Mapped[Line]
    slug: Mapped[Line] = mapped_column(unique=True)
    name_fold: Mapped[Line]
    sort_key: Mapped[str] = mapped_column(Text(collation="C"))

    @property
    def full_name(self) -> str:
        """The name with its kind: "Tỉnh Quảng Ninh", "Thành phố Huế"."""
        return f"{self.kind.capitalize()} {self.name}"


class Commune(Base):
    """A ward, commune or special zone, by its official five-digit code.

    `slug` is unique within the province. The old district, the other spelling and a point inside (degrees, WGS 84) are
    known in the home province only.
    """

    __tablename__ = "commune"
    __table_args__ = (
        UniqueConstraint("province_code", "slug"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="point_is_whole"),
        Index("ix_commune_province_code_sort_key", "province_code", "sort_key"),
    )

    code: Mapped[Code] = mapped_column(primary_key=True)
    province_code: Mapped[Code] = mapped_column(ForeignKey("province.code"))
    kind: Mapped[CommuneKind] = mapped_column(choice(CommuneKind))
    name: Mapped[Line]
    full_name: Mapped[Line]
    name_alias: Mapped[Line | None]
    name_en: Mapped[Line]
    former_district: Mapped[Line | None] = mapped_column(index=True)
    slug: Mapped[Line]
    name_fold: Mapped[Line]
    sort_key: Mapped[str] = mapped_column(Text(collation="C"))
    latitude: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))
    longitude: Mapped[Decimal | None] = mapped_column(Numeric(7, 4))

    province: Mapped[Province] = relationship(lazy="raise")

    def name_in(self, language: str) -> str:
        """The full name for a reader of that language: Vietnamese with its marks, else the Latin one."""
        return self.full_name if language == "vi" else self.name_en


class OldUnit(Base):
    """A ward, commune or town of before 1 July 2025, which people still write in addresses; its land's commune now."""

    __tablename__ = "old_unit"
    __table_args__ = (
        UniqueConstraint("full_name", "district", "commune_code"),
        Index("ix_old_unit_name_fold", "name_fold"),
    )

    id: Mapped[Key]
    old_code: Mapped[Code | None]
    full_name: Mapped[Line]
    name: Mapped[Line]
    district: Mapped[Line]
    commune_code: Mapped[Code] = mapped_column(ForeignKey("commune.code"), index=True)
    name_fold: Mapped[Line]

    commune: Mapped[Commune] = relationship(lazy="raise")
