"""Every environment variable the service reads, once, typed and documented."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from leerstand.setting_values import (
    Districts,
    MailServer,
    Networks,
    PublicAddress,
    Readable,
    Secret,
    Secrets,
    Sender,
    Tiles,
)

PREFIX = "LEERSTAND_"
# Never shown to anybody; each may stand in a file that LEERSTAND_<NAME>_FILE names.
HIDDEN = ("secret", "secret_before", "database_url", "database_password", "smtp_url")
# Left empty, these would quietly mean something else: another database, mail that is shown to anybody.
NEVER_EMPTY = ("secret", "database_url", "smtp_url")
# What Kubernetes puts into each container for a service whose name begins with "leerstand".
INJECTED = re.compile(r"LEERSTAND_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_.+)?)")
FOR_TESTS = "LEERSTAND_TEST_"


class BadSettings(Exception):  # noqa: N818
    """Settings that can't be used; the message has a line for each, with the variable and what it takes."""


class Settings(BaseModel):
    """The service's settings; each is the environment variable LEERSTAND_<NAME>."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: str | None = Field(
        None,
        description="postgresql://user:password@host:5432/leerstand, PostgreSQL 15 or newer, with ?sslmode=verify-full"
        "&sslrootcert=… for TLS that is checked; not set: the embedded server",
    )
    database_password: str | None = Field(
        None, description="the password for database_url as it is, where it does not stand in it"
    )
    database_connections: int = Field(
        15, ge=2, le=200, description="the most connections of one process (a worker holds one more)"
    )
    database_connect_seconds: float = Field(
        5.0, gt=0, le=600, description="how long a page waits for a connection to the database"
    )
    database_statement_seconds: float = Field(
        20.0, gt=0, le=3600, description="how long one question of a page may take in the database"
    )
    database_lock_seconds: float = Field(
        5.0, gt=0, le=600, description="how long a page waits for what somebody else is changing"
    )
    data: Path = Field(Path("data"), description="folder of the embedded server and of the secret")
    base_url: PublicAddress = Field(
        "http://127.0.0.1:8000", description="the public address, as links in mails need it"
    )
    secret: Secret | None = Field(
        None,
        description="at least 32 random characters, the same for all processes; not set: kept in the data folder",
    )
    secret_before: Secrets = Field(
        (), description="earlier secrets, parted by spaces: what was signed with them is still read"
    )
    site_name: str = Field("leerstand", description="name of this instance, in the page head and in mails")
    region_name: str = Field("Elbe-Region", description="name of the region, as pages speak of it")
    districts: Districts = Field(
        ("03354", "15090", "15081", "12070", "13076", "01053"),
        description="keys (AGS, five digits) of the districts drawn on the map",
    )
    smtp_url: MailServer | None = Field(
        None,
        description="smtp://user:password@host:587 (STARTTLS), smtps://…; not set: mail is shown at /postausgang",
    )
    mail_from: Sender = Field("leerstand@localhost", description="sender of all mail")
    tile_url: Tiles | None = Field(
        None, description="map tiles, e.g. https://…/{z}/{x}/{y}.png; empty: none are asked"
    )
    tile_attribution: str = Field("", description="whom the tiles' map must name")
    vocabulary: Readable | None = Field(
        None, description="CSV file with words of one's own for the matcher, as in matching/data"
    )
    weights: Readable | None = Field(
        None, description="CSV file with weights of one's own for the matcher: criterion,weight"
    )
    proxies: Networks = Field(
        ("127.0.0.1",), description="addresses or networks of reverse proxies whose X-Forwarded-* is believed"
    )
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(str.lower)] = Field(
        "info", description="what is logged: debug, info, warning or error"
    )
    log_format: Literal["text", "json"] = Field("text", description="text, or json: one object a line")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read LEERSTAND_*; raise BadSettings with a sentence for each variable that can't be used."""
        settings, problems = cls.read(environment)
        if problems:
            raise BadSettings("\n".join(problems))
        return settings

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "tuple[Self, list[str]]":
        """The settings as far as they can be used, and a sentence for each variable that can't.

        A name that nobody reads is such a problem: it is mostly a known one with a typing error. Secrets may stand in
        a file that LEERSTAND_<NAME>_FILE names.
        """
        problems = [_not_known(name) for name in _strangers(environment)]
        given: dict[str, Any] = {}
        for name in cls.model_fields:
            try:
                if (value := _given(name, environment)) is not None:
                    given[name] = value
            except BadSettings as bad:
                problems.append(str(bad))
        try:
            return cls(**given), problems
        except ValidationError as error:
            for detail in error.errors():
                given.pop(str(detail["loc"][0]), None)
                problems.append(_sentence(detail))
            return cls(**given), problems

    @property
    def is_secure(self) -> bool:
        """Whether the public address is https, so that cookies may demand it."""
        return self.base_url.startswith("https://")

    @property
    def sends_mail(self) -> bool:
        return self.smtp_url is not None


def _strangers(environment: Mapping[str, str]) -> list[str]:
    """Variables that look like ours and are read by nobody."""
    known = _known()
    return sorted(
        name
        for name in environment
        if name.upper().startswith(PREFIX)
        and name not in known
        and not name.startswith(FOR_TESTS)
        and not INJECTED.fullmatch(name)
    )


def _known() -> list[str]:
    names = [PREFIX + name.upper() for name in Settings.model_fields]
    return names + [f"{PREFIX}{name.upper()}_FILE" for name in HIDDEN]


def _not_known(name: str) -> str:
    known = {variable.removeprefix(PREFIX): variable for variable in _known()}
    nearest = process.extractOne(name.upper().removeprefix(PREFIX), list(known), scorer=fuzz.ratio)
    return f"{name}: no such setting. The nearest is {known[nearest[0]]}; `leerstand check-config --list` lists all."


def _given(name: str, environment: Mapping[str, str]) -> str | None:
    """The value of a setting, from its variable or from the file that is named instead."""
    variable = PREFIX + name.upper()
    value, file = environment.get(variable), environment.get(f"{variable}_FILE") if name in HIDDEN else None
    if value == "" and name in NEVER_EMPTY:
        raise BadSettings(f"{variable}: is set, but empty. Give it a value, or take the variable out.")
    if not file:
        return value or None
    if value:
        raise BadSettings(f"{variable}: is set twice, by itself and by {variable}_FILE. Keep one.")
    try:
        found = Path(file).read_text().strip()
    except (OSError, UnicodeDecodeError) as refused:
        reason = refused.strerror if isinstance(refused, OSError) else "no text"
        raise BadSettings(f"{variable}_FILE: {file} cannot be read ({reason}).") from None
    if not found:
        raise BadSettings(f"{variable}_FILE: {file} is empty.")
    return found


def _sentence(detail: ErrorDetails) -> str:
    variable, said = PREFIX + str(detail["loc"][0]).upper(), detail["msg"].removeprefix("Value error, ")
    return f"{variable}: {said}."
