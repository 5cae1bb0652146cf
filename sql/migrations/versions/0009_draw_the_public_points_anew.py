"""Draw the public points of all buildings anew, and take out of proposals what was counted from exact ones.

Until here the offset followed from the building's id. Whoever has kept an old public point beside the new one sees two
rings and is nearer than by one; but until here reasons and the report's page gave exact places away to whoever
asked, so such a person lost nothing by the formula, and anybody who had an id could reckon with it for ever.
Scores are renewed by the next nightly matching. A building without an exact point keeps its public one.
"""

import math
import secrets

import sqlalchemy as sa
from alembic import op

from leerstand.core.migrations import concurrently, fill

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

AT_ONCE = 1_000
LEAST_M, MOST_M, EARTH_RADIUS_M = 320.0, 680.0, 6_371_008.8
CHANCE = secrets.SystemRandom()

SOME = sa.text(
    "SELECT id, lat, lon FROM buildings WHERE offset_east_m IS NULL AND lat IS NOT NULL AND lon IS NOT NULL LIMIT :some"
)
MOVE = sa.text(
    "UPDATE buildings SET offset_east_m = drawn.east, offset_north_m = drawn.north,"
    " rough_lat = drawn.lat, rough_lon = drawn.lon"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:easts AS float8[]), CAST(:norths AS float8[]),"
    " CAST(:lats AS float8[]), CAST(:lons AS float8[])) AS drawn (id, east, north, lat, lon)"
    " WHERE buildings.id = drawn.id"
)
FORGOTTEN = """reasons = (
    SELECT coalesce(jsonb_agg(reason ORDER BY place), '[]')
    FROM jsonb_array_elements(reasons) WITH ORDINALITY AS told (reason, place)
    WHERE reason ->> 'criterion' NOT IN ('distance', 'way')
)"""
TOLD = """reasons @> '[{"criterion": "distance"}]' OR reasons @> '[{"criterion": "way"}]'"""


def upgrade() -> None:
    with concurrently():
        connection = op.get_bind()
        while rows := connection.execute(SOME, {"some": AT_ONCE}).all():
            drawn = [_drawn(lat, lon) for _, lat, lon in rows]
            easts, norths, lats, lons = (list(column) for column in zip(*drawn, strict=True))
            connection.execute(
                MOVE,
                {
                    "ids": [row.id for row in rows],
                    "easts": easts,
                    "norths": norths,
                    "lats": lats,
                    "lons": lons,
                },
            )
    fill("proposals", FORGOTTEN, where=TOLD)


def _drawn(lat: float, lon: float) -> tuple[float, float, float, float]:
    """Metres to the east and north, and the point there; as in leerstand.register.rules, which may change."""
    turn, share = CHANCE.random() * 2 * math.pi, CHANCE.random()
    metres = math.sqrt(LEAST_M**2 + share * (MOST_M**2 - LEAST_M**2))
    east, north = metres * math.sin(turn), metres * math.cos(turn)
    up = math.degrees(north / EARTH_RADIUS_M)
    across = math.degrees(east / (EARTH_RADIUS_M * math.cos(math.radians(lat))))
    return east, north, round(lat + up, 6), round(lon + across, 6)


def downgrade() -> None:
    pass
