"""Refusals: errors that a visitor may see, each with an HTTP status and a sentence that says what to do."""

from typing import ClassVar

from leerstand.core.i18n import N_


class Refusal(Exception):  # noqa: N818 - a refusal is a fact, not a failure
    """What the service won't do, and why.

    Subclasses name `status` and `sentence` (a German msgid); without both they can't be declared.
    `facts` fill the sentence's %(name)s.
    """

    status: ClassVar[int]
    sentence: ClassVar[str]

    def __init_subclass__(cls) -> None:
        if not (hasattr(cls, "status") and hasattr(cls, "sentence")):
            raise TypeError(f"{cls.__name__} needs a status and a sentence")

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.sentence % facts if facts else self.sentence)


class NotFound(Refusal):
    status = 404
    sentence = N_("Diese Seite gibt es nicht, oder sie ist nicht für Sie freigegeben.")


class LinkInvalid(Refusal):
    status = 404
    sentence = N_(
        "Dieser Link ist nicht vollständig oder gilt nicht mehr. Öffnen Sie ihn bitte noch einmal aus der"
        " Nachricht, oder melden Sie sich an: Dort können Sie dasselbe tun."
    )


class NotAllowed(Refusal):
    status = 403
    sentence = N_("Dafür fehlt Ihnen die Berechtigung.")


class SignInNeeded(Refusal):
    status = 401
    sentence = N_("Bitte melden Sie sich zuerst an.")


class ForeignRequest(Refusal):
    status = 403
    sentence = N_(
        "Diese Eingabe kam nicht von unserer Seite. Bitte laden Sie die Seite neu und versuchen Sie es noch einmal."
    )


class Unreadable(Refusal):
    status = 400
    sentence = N_(
        "Diese Anfrage konnten wir nicht lesen. Bitte laden Sie die Seite neu und versuchen Sie es noch einmal."
    )


class UnknownHost(Refusal):
    status = 400
    sentence = N_("Unter dieser Adresse gibt es uns nicht. Bitte prüfen Sie die Adresse im Browser.")


class TooManyAttempts(Refusal):
    status = 429
    sentence = N_("Das waren viele Versuche in kurzer Zeit. Bitte warten Sie eine Viertelstunde.")


class TooLarge(Refusal):
    status = 413
    sentence = N_("Das ist zu groß. Eine Datei darf höchstens %(megabytes)s MB haben.")


class AlreadyDecided(Refusal):
    status = 409
    sentence = N_("Hier hat sich inzwischen etwas geändert. Bitte sehen Sie sich den neuen Stand an.")
