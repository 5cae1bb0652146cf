"""What may be set, and what is said of a setting that may not."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leerstand.settings import HIDDEN, BadSettings, Settings

SECRET = "0123456789abcdef0123456789abcdef"
OLDER = "fedcba9876543210fedcba9876543210"


def said(**variables: str) -> str:
    """What is said of an environment; '' where it will do."""
    return "\n".join(Settings.read({f"LEERSTAND_{name}": value for name, value in variables.items()})[1])


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("DATABASE_URI", "LEERSTAND_DATABASE_URL"),
        ("DATABSE_URL", "LEERSTAND_DATABASE_URL"),
        ("SMTP", "LEERSTAND_SMTP_URL"),
        ("PROXY", "LEERSTAND_PROXIES"),
        ("SECRETS", "LEERSTAND_SECRET"),
        ("SECRET_FIL", "LEERSTAND_SECRET_FILE"),
        ("MAILFROM", "LEERSTAND_MAIL_FROM"),
    ],
)
def test_a_name_that_nobody_reads_is_refused_and_the_nearest_named(wrong: str, right: str) -> None:
    assert said(**{wrong: "x"}) == (
        f"LEERSTAND_{wrong}: no such setting. The nearest is {right}; `leerstand check-config --list` lists all."
    )
    with pytest.raises(BadSettings):
        Settings.from_environment({f"LEERSTAND_{wrong}": "x"})


def test_a_known_name_in_small_letters_is_not_passed_over() -> None:
    problems = Settings.read({"leerstand_database_url": "x"})[1]
    assert "The nearest is LEERSTAND_DATABASE_URL" in problems[0]


@pytest.mark.parametrize(
    "name",
    [
        "SERVICE_HOST",
        "SERVICE_PORT",
        "SERVICE_PORT_HTTP",
        "PORT",
        "PORT_8000_TCP",
        "PORT_8000_TCP_ADDR",
        "WEB_SERVICE_HOST",
        "WEB_PORT_8000_TCP_PROTO",
        "TEST_DATABASE_URL",
    ],
)
def test_what_kubernetes_and_tests_put_there_is_left_alone(name: str) -> None:
    assert said(**{name: "tcp://10.0.0.1:8000"}) == ""


@pytest.mark.parametrize(
    "secret", ["kurz", "x" * 31, "only-for-trying-out-only-for-trying-out", "Change-Me-Change-Me-Change-Me-Change-Me"]
)  # fmt: skip
def test_a_secret_that_anybody_could_find_is_refused_and_not_repeated(secret: str) -> None:
    assert said(SECRET=secret).startswith("LEERSTAND_SECRET: ")
    assert said(SECRET=SECRET, SECRET_BEFORE=secret).startswith("LEERSTAND_SECRET_BEFORE: ")
    assert secret not in said(SECRET=secret)


@pytest.mark.parametrize("name", ["SECRET", "DATABASE_URL", "SMTP_URL"])
def test_what_is_set_to_nothing_is_said_so(name: str) -> None:
    assert "is set, but empty" in said(**{name: ""})


def test_other_settings_may_be_left_empty() -> None:
    assert said(SITE_NAME="", TILE_URL="", PROXIES="", DATABASE_PASSWORD="") == ""


def test_secrets_may_stand_in_files(tmp_path: Path) -> None:
    for name in HIDDEN:
        (tmp_path / name).write_text(f"{SECRET}\n")
    (tmp_path / "smtp_url").write_text("smtp://mail.example.org\n")
    (tmp_path / "secret_before").write_text(f"{OLDER}\n{SECRET}\n")
    settings = Settings.from_environment(
        {f"LEERSTAND_{name.upper()}_FILE": str(tmp_path / name) for name in HIDDEN}
    )
    assert settings.secret == settings.database_password == SECRET
    assert settings.smtp_url == "smtp://mail.example.org"
    assert settings.secret_before == (OLDER, SECRET)


def test_a_file_that_is_missing_or_empty_and_a_secret_given_twice_are_said(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    assert "cannot be read (No such file or directory)" in said(SECRET_FILE=str(tmp_path / "none"))
    assert "is empty" in said(SECRET_FILE=str(tmp_path / "empty"))
    assert "is set twice" in said(SECRET_FILE=str(tmp_path / "empty"), SECRET=SECRET)


WRONG = [
    ("BASE_URL", "leerstand.example.org"),
    ("BASE_URL", "ftp://leerstand.example.org"),
    ("BASE_URL", "https://leerstand.example.org/"),
    ("BASE_URL", "https://leerstand.example.org/leerstand"),
    ("BASE_URL", "https://user:pw@leerstand.example.org"),
    ("BASE_URL", "https://leerstand.example.org:port"),
    ("MAIL_FROM", "kein absender"),
    ("MAIL_FROM", "a@example.org, b@example.org"),
    ("MAIL_FROM", "leerstand@"),
    ("SMTP_URL", "http://mail.example.org"),
    ("SMTP_URL", "mail.example.org:587"),
    ("SMTP_URL", "smtp://mail.example.org?starttls=maybe"),
    ("SMTP_URL", "smtp://user:p/w@mail.example.org"),
    ("TILE_URL", "nonsense"),
    ("TILE_URL", "https://tiles.example.org/"),
    ("DISTRICTS", "Lüchow"),
    ("DISTRICTS", "03354 0335"),
    ("PROXIES", "proxy.local"),
    ("PROXIES", "10.0.0.1, 10.0.0.0/33"),
    ("PROXIES", "*"),
    ("VOCABULARY", "/nowhere/words.csv"),
    ("WEIGHTS", "/"),
    ("LOG_LEVEL", "loud"),
    ("DATABASE_CONNECTIONS", "many"),
    ("DATABASE_CONNECTIONS", "0"),
    ("DATABASE_STATEMENT_SECONDS", "-1"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_value_that_cannot_be_used_is_refused(name: str, value: str) -> None:
    assert said(**{name: value}).startswith(f"LEERSTAND_{name}: ")
    assert "Value error" not in said(**{name: value})


RIGHT = [
    ("BASE_URL", "https://leerstand.example.org"),
    ("BASE_URL", "http://127.0.0.1:8000"),
    ("BASE_URL", "https://leerstand-grün.example"),
    ("MAIL_FROM", "Elbe-Region <leerstand@example.org>"),
    ("MAIL_FROM", "leerstand@localhost"),
    ("SMTP_URL", "smtp://user%40example.org:p%2Fw@mail.example.org:587"),
    ("SMTP_URL", "smtps://mail.example.org"),
    ("SMTP_URL", "smtp://localhost?starttls=never"),
    ("TILE_URL", "https://{s}.tiles.example.org/{z}/{x}/{y}.png"),
    ("TILE_URL", "https://sgx.geodatenzentrum.de/wmts/tile/1.0.0/web_raster/default/GLOBAL/{z}/{y}/{x}.png"),
    ("DISTRICTS", "03354, 15090"),
    ("PROXIES", "10.0.0.1 172.16.0.0/12, ::1"),
    ("LOG_LEVEL", "WARNING"),
]


@pytest.mark.parametrize(("name", "value"), RIGHT)
def test_a_value_that_can_be_used_is_taken(name: str, value: str) -> None:
    assert said(**{name: value}) == ""


def test_proxies_are_addresses_and_whole_networks() -> None:
    found = Settings.from_environment({"LEERSTAND_PROXIES": "172.18.0.1/16 10.0.0.5"})
    assert found.proxies == ("172.18.0.0/16", "10.0.0.5")


def test_all_faults_are_said_at_once_and_the_rest_can_be_used() -> None:
    settings, problems = Settings.read(
        {"LEERSTAND_SECRET": "kurz", "LEERSTAND_BASE_URL": "x", "LEERSTAND_SITE_NAME": "Elbe"}
    )
    assert len(problems) == 2
    assert (settings.site_name, settings.secret) == ("Elbe", None)


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(st.sampled_from([name.upper() for name in Settings.model_fields]), st.text(max_size=60))
)
def test_no_value_ends_in_an_error_of_ours(variables: dict[str, str]) -> None:
    Settings.read({f"LEERSTAND_{name}": value for name, value in variables.items()})
