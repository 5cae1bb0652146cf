"""What maps draw beneath their marks."""

import json
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from leerstand.places.outlines import region_geojson

ONE_DAY = "public, max-age=86400"


async def outlines(request: Request) -> Response:
    """Outlines and labelled places of the region's districts; they change with a new version only."""
    body = _written(tuple(request.app.state.settings.districts))
    return Response(body, media_type="application/geo+json", headers={"cache-control": ONE_DAY})


@cache
def _written(districts: tuple[str, ...]) -> bytes:
    return json.dumps(region_geojson(districts), ensure_ascii=False, separators=(",", ":")).encode()
