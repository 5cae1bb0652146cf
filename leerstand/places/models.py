"""The table of municipalities, which permissions and buildings refer to by AGS."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from leerstand.core.database import Base


class Municipality(Base):
    """A public body with an official key; a district's key (`district_ags`) is the first five digits of its own."""

    __tablename__ = "municipalities"
    __table_args__ = (
        CheckConstraint("ags ~ '^[0-9]{8}$'", name="ags_eight_digits"),
        CheckConstraint("district_ags = left(ags, 5)", name="district_of_ags"),
        Index("ix_municipalities_district_ags", "district_ags"),
    )

    ags: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    designation: Mapped[str]
    district_ags: Mapped[str]
    district: Mapped[str]
    land: Mapped[str]
    lat: Mapped[float]
    lon: Mapped[float]
