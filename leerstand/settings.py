"""Every environment variable the service reads, once, typed and documented."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError


def _words(value: object) -> object:
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_words)]


class BadSettings(Exception):  # noqa: N818
    """A setting that can't be used; the message names the variable and what it takes."""


class Settings(BaseModel):
    """The service's settings; each is the environment variable LEERSTAND_<NAME>."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: str | None = Field(None, description="PostgreSQL 15 or newer; empty: the embedded server")
    data: Path = Field(Path("data"), description="folder of the embedded server and of the secret")
    base_url: str = Field(
        "http://127.0.0.1:8000", description="the public address, as links in mails need it"
    )
    secret: str | None = Field(None, description="at least 32 characters; empty: kept in the data folder")
    site_name: str = Field("leerstand", description="name of this instance, in the page head and in mails")
    region_name: str = Field("Elbe-Region", description="name of the region, as pages speak of it")
    districts: Words = Field(
        ("03354", "15090", "15081", "12070", "13076", "01053"),
        description="keys (AGS, five digits) of the districts drawn on the map",
    )
    smtp_url: str | None = Field(
        None,
        description="smtp://user:password@host:587 (STARTTLS), smtps://… or empty: mail is shown at /postausgang",
    )
    mail_from: str = Field("leerstand@localhost", description="sender of all mail")
    tile_url: str | None = Field(
        None, description="map tiles, e.g. https://…/{z}/{x}/{y}.png; empty: none are asked"
    )
    tile_attribution: str = Field("", description="whom the tiles' map must name")
    vocabulary: Path | None = Field(
        None, description="CSV file with words of one's own for the matcher, as in matching/data"
    )
    weights: Path | None = Field(
        None, description="CSV file with weights of one's own for the matcher: criterion,weight"
    )
    proxies: str = Field(
        "127.0.0.1", description="addresses of reverse proxies whose X-Forwarded-* is believed"
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read LEERSTAND_*; raise BadSettings with a sentence for each variable that can't be used."""
        given = {
            name: environment[f"LEERSTAND_{name.upper()}"]
            for name in cls.model_fields
            if environment.get(f"LEERSTAND_{name.upper()}")
        }
        try:
            return cls(**given)
        except ValidationError as error:
            lines = [f"LEERSTAND_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
            raise BadSettings("\n".join(lines)) from None

    @property
    def is_secure(self) -> bool:
        """Whether the public address is https, so that cookies may demand it."""
        return self.base_url.startswith("https://")

    @property
    def sends_mail(self) -> bool:
        return self.smtp_url is not None
