"""Duplicates: one street in all its spellings, and streets that only look alike."""

import pytest

from leerstand.register.duplicates.compare import SAME_STREET
from leerstand.register.duplicates.street import likeness, read_street

ONE_STREET = [
    # initials and cut-off first names
    ("August-Bebel-Straße", "A.-Bebel-Str."),
    ("Rudolf-Breitscheid-Straße", "R.-Breitscheid-Str."),
    ("Dietrich-Bonhoeffer-Straße", "D.-Bonhoeffer-Str."),
    ("Nikolaus-Otto-Straße", "N.-Otto-Str."),
    ("Friedrich-Ebert-Straße", "Fr.-Ebert-Str."),
    ("Friedrich-Ebert-Straße", "Friedr. Ebert Str."),
    ("Bürgermeister-Schmidt-Straße", "Bgm.-Schmidt-Str."),
    ("Geschwister-Scholl-Straße", "Geschw.-Scholl-Str."),
    ("Ernst-Thälmann-Straße", "E. Thälmann Str"),
    ("Ernst-Thälmann-Straße", "Thälmannstr."),
    ("Karl-Marx-Straße", "Marxstraße"),
    ("Clara-Zetkin-Straße", "Cl.-Zetkin-Str."),
    ("Johann-Sebastian-Bach-Straße", "J.-S.-Bach-Str."),
    ("Philipp-Müller-Straße", "Ph.-Müller-Str."),
    ("Freiherr-vom-Stein-Straße", "Frhr.-v.-Stein-Str."),
    # titles
    ("Dr.-Wilhelm-Külz-Straße", "Doktor Wilhelm Kuelz Strasse"),
    ("Dr.-Wilhelm-Külz-Straße", "Dr.-W.-Külz-Str."),
    ("Dr.-Wilhelm-Külz-Straße", "Wilhelm-Külz-Str."),
    ("Dr.-Wilhelm-Külz-Straße", "Dr.-Külz-Str."),
    ("Professor-Schmidt-Straße", "Prof.-Schmidt-Str."),
    ("Sankt-Annen-Straße", "St. Annen"),
    ("Sankt-Annen-Straße", "Skt.-Annen-Str."),
    # the kind of street in front
    ("Straße der Einheit", "Str. d. Einheit"),
    ("Straße des Friedens", "Strasse d. Friedens"),
    ("Platz des Friedens", "Pl. d. Friedens"),
    ("Straße des 17. Juni", "Str. d. 17. Juni"),
    # prepositions and articles
    ("Hinter den Höfen", "Hinter d. Höfen"),
    ("Hinter dem Deich", "Hinterm Deich"),
    ("Vor dem Tor", "V. d. Tor"),
    ("An der Elbe", "A. d. Elbe"),
    ("Am Markt", "Markt"),
    # cut off, joined, split
    ("Lange Fischer Straße", "Lange Fischerstr."),
    ("Lange Fischer Straße", "Langefischerstr."),
    ("Lüneburger Straße", "Lüneb. Str."),
    ("Bahnhofstraße", "Bhf.-Str."),
    ("Bahnhofstraße", "Bahnhofsstr."),
    ("Hauptstraße", "Hptstr."),
    ("Am Mühlenberg", "Am Mühlenbg."),
    ("Meyenburger Chaussee", "Meyenb. Ch."),
    ("Marktplatz", "Markt"),
    ("Schäferhof", "Schäferhf."),
    ("Lindenstraße", "Linden-Strasse"),
    ("Lindenstraße", "Linden street"),
]
TWO_STREETS = [
    ("Karl-Marx-Straße", "K.-Liebknecht-Str."),
    ("Friedrich-Engels-Straße", "Fr.-Ebert-Str."),
    ("Platz der Einheit", "Straße der Einheit"),
    ("Straße der Einheit", "Straße der Freiheit"),
    ("Straße der Jugend", "Straße des Friedens"),
    ("An der Kirche", "Hinter der Kirche"),
    ("Am Bahnhof", "Bahnhofstraße"),
    ("Am See", "Seestraße"),
    ("Schulweg", "Schulstraße"),
    ("Goethestraße", "Goethering"),
    ("Grünstraße", "Grüner Weg"),
    ("Johann-Sebastian-Bach-Straße", "Bachstraße"),
    ("Neue Straße", "Alte Straße"),
    ("Alte Dorfstraße", "Dorfstraße"),
    ("Obere Straße", "Untere Straße"),
    ("Erlenweg", "Ellernweg"),
    # named after two towns that exist
    ("Wittenberger Straße", "Wittenburger Straße"),
]


@pytest.mark.parametrize(("left", "right"), ONE_STREET)
def test_two_spellings_are_one_street(left, right):
    one, other = read_street(left), read_street(right)
    assert one and other
    assert likeness(one, other) >= SAME_STREET
    assert likeness(other, one) >= SAME_STREET


@pytest.mark.parametrize(("left", "right"), TWO_STREETS)
def test_two_streets_stay_two(left, right):
    one, other = read_street(left), read_street(right)
    assert one and other
    assert likeness(one, other) < SAME_STREET
    assert likeness(other, one) < SAME_STREET
