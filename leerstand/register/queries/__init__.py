"""Questions to the register, by what they ask about."""

from leerstand.register.queries.buildings import (
    building,
    family,
    history,
    last_change,
    like_mark,
    like_records,
    like_roughly,
    my_buildings,
    near_point,
    owners_of,
)
from leerstand.register.queries.due import DueToday, due_today
from leerstand.register.queries.listing import Listed, clusters, listed, points, total
from leerstand.register.queries.reports import (
    nearby_reports,
    photos_of,
    report,
    report_by_number,
    reports,
    reports_total,
    sees_photo,
)

__all__ = [
    "DueToday",
    "Listed",
    "building",
    "clusters",
    "due_today",
    "family",
    "history",
    "last_change",
    "like_mark",
    "like_records",
    "like_roughly",
    "listed",
    "my_buildings",
    "near_point",
    "nearby_reports",
    "owners_of",
    "photos_of",
    "points",
    "report",
    "report_by_number",
    "reports",
    "reports_total",
    "sees_photo",
    "total",
]
