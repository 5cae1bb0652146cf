"""The command line: one file a command group, loaded when it is called."""

from importlib import import_module
from typing import Any

import click

from leerstand.settings import BadSettings

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
    """Run the command line; settings that can't be used end it with a sentence instead of a trace."""
    try:
        group(**extra)
    except BadSettings as error:
        raise SystemExit(f"leerstand: {error}") from None
