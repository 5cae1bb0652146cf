"""An instance's own words, weights and districts, looked at before anything is started with them."""

import click

from leerstand.matching.engine.vocabulary import Vocabulary, VocabularyError
from leerstand.matching.engine.weights import Weights
from leerstand.matching.own_weights import read_weights
from leerstand.places import gazetteer
from leerstand.settings import Settings


def check_own_files(settings: Settings) -> str:
    """What is used, in a sentence; a file or key that can't be used ends the command with its faults."""
    try:
        if settings.vocabulary:
            Vocabulary.load(extra=[settings.vocabulary])
        if settings.weights:
            Weights.changed(read_weights(settings.weights))
    except (VocabularyError, ValueError, OSError) as bad:
        raise click.ClickException(
            f"LEERSTAND_VOCABULARY or LEERSTAND_WEIGHTS cannot be used: {bad}"
        ) from bad
    if "districts" in settings.model_fields_set:
        known = gazetteer.load().atlas.outlines.boxes
        if unknown := [key for key in settings.districts if key not in known]:
            raise click.ClickException(f"LEERSTAND_DISTRICTS: no district has the key {', '.join(unknown)}.")
    own = [str(path) for path in (settings.vocabulary, settings.weights) if path]
    return (
        f"words and weights of leerstand, and {' and '.join(own)}"
        if own
        else "words and weights of leerstand"
    )
