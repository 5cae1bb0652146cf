"""What maps ask for: the region's outlines and the names of its places."""

import json

from starlette.requests import Request
from starlette.responses import Response

from leerstand.places.outlines import region_geojson


async def outlines(request: Request) -> Response:
    """Districts, their neighbours and labelled places as GeoJSON; browsers keep it for a day."""
    drawn = region_geojson(tuple(request.app.state.settings.districts))
    return Response(
        json.dumps(drawn, ensure_ascii=False, separators=(",", ":")),
        media_type="application/geo+json",
        headers={"cache-control": "public, max-age=86400"},
    )
