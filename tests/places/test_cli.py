"""`leerstand places` on the command line."""

from click.testing import CliRunner

from leerstand.cli.places import places


def test_reading_a_place_shows_what_was_understood() -> None:
    result = CliRunner().invoke(places, ["read", "Hitzaker", "oder", "Posemuckel"])
    assert result.exit_code == 0
    assert "municipality: Hitzacker (Elbe)" in result.output
    assert "unknown: Posemuckel" in result.output


def test_an_address_is_answered_with_a_key_or_with_what_it_could_be() -> None:
    found = CliRunner().invoke(places, ["find", "Kist", "--postcode", "97270"])
    assert (found.exit_code, found.output) == (0, "09679154 Kist, Landkreis Würzburg\n")
    differs = CliRunner().invoke(places, ["find", "Lüneburg", "--postcode", "29439"])
    assert differs.exit_code == 1
    assert differs.output.splitlines() == [
        "place and postcode differ",
        "  03355022 Lüneburg, Landkreis Lüneburg",
        "  03354018 Lüchow (Wendland), Landkreis Lüchow-Dannenberg",
    ]
    assert CliRunner().invoke(places, ["find", "Posemuckel"]).output == "unknown\n"
