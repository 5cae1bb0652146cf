"""Kinds of organisations and roles."""

from leerstand.core.codes import Code
from leerstand.core.i18n import N_


class OrganisationKind(Code):
    MUNICIPALITY = "municipality", N_("Gemeinde")
    COOPERATIVE = "cooperative", N_("Genossenschaft")
    INITIATIVE = "initiative", N_("Initiative")
    EMPLOYER = "employer", N_("Betrieb")
    OWNERS = "owners", N_("Eigentümergemeinschaft")
    OPERATOR = "operator", N_("Betreiber")


class RoleKind(Code):
    OPERATOR = "operator", N_("Betrieb des Dienstes")
    CLERK = "clerk", N_("Sachbearbeitung")
    GUIDE = "guide", N_("Ortskundige Begleitung")
    MEMBER = "member", N_("Mitglied")
