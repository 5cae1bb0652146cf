"""Photos of offers, for those who may see the offer."""

from starlette.requests import Request
from starlette.responses import Response

from leerstand.accounts.rules import require
from leerstand.core.photos import photo_response
from leerstand.offers import queries
from leerstand.offers.codes import OfferState
from leerstand.offers.rules import may_see


async def photo(request: Request) -> Response:
    """One size of a photo: of a public offer for everyone, of another for its keeper and the municipality."""
    photo_id = request.path_params["photo_id"]
    async with request.state.db.reading() as session:
        rows = await queries.shown_with(session, photo_id)
        public = any(offer.state is OfferState.RELEASED for offer, _ in rows)
        require(public or any(may_see(request.state.visitor, building) for _, building in rows))
        return await photo_response(
            session,
            photo_id,
            width=request.path_params["width"],
            ending=request.path_params["ending"],
            public=public,
        )
