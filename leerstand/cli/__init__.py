"""The command line: one file a command group, loaded when it is called."""

import logging
from importlib import import_module
from typing import Any

import click
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from leerstand.core import logs
from leerstand.settings import BadSettings

log = logging.getLogger(__name__)

COMMANDS = {
    "serve": ("leerstand.cli.serve", "serve"),
    "web": ("leerstand.cli.web", "web"),
    "worker": ("leerstand.cli.worker", "worker"),
    "migrate": ("leerstand.cli.migrate", "migrate"),
    "import": ("leerstand.cli.imports", "import_"),
    "places": ("leerstand.cli.places", "places"),
    "match": ("leerstand.cli.match", "match"),
    "evaluate": ("leerstand.cli.evaluate", "evaluate"),
    "duplicates": ("leerstand.cli.duplicates", "duplicates"),
    "job": ("leerstand.cli.job", "job"),
    "user": ("leerstand.cli.user", "user"),
    "check-config": ("leerstand.cli.check_config", "check_config"),
}


class Commands(click.Group):
    """Loads the module of the one command that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="leerstand")
def group() -> None:
    """From an empty building to people who stay.

    Settings are environment variables (LEERSTAND_…); `leerstand check-config` shows and checks them.
    Without LEERSTAND_DATABASE_URL every command uses the embedded PostgreSQL of the data folder.
    """


def main(**extra: Any) -> None:
    """Run the command line; what can't be used ends it with a sentence, an error of ours with one trace that quotes nothing."""
    logs.set_up()
    try:
        group(**extra)
    except BadSettings as error:
        raise SystemExit(f"leerstand: {error}") from None
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise SystemExit(f"leerstand: the database cannot be used: {logs.told(error)}") from None
    except Exception:
        log.critical("the command was ended by an error", exc_info=True)
        raise SystemExit(1) from None
