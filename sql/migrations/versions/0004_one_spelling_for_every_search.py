"""One spelling for every search: the function `folded`, and the register's text in it, kept by a trigger."""

import sqlalchemy as sa
from alembic import op

from leerstand.core.migrations import fill

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# In this order: letters without their marks, ß and its like, signs as spaces, "5 a" as "5a", what is written short in
# full, and ae, oe, ue as the umlauts they stand for (which have lost their dots by then).
FOLDED = r"""
CREATE OR REPLACE FUNCTION folded(written text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE words text := lower(normalize(written, NFKD));
BEGIN
    words := regexp_replace(words, '[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]', '', 'g');
    words := replace(replace(replace(replace(words, 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'a'), 'œ', 'o');
    words := translate(words, 'øØłŁđĐ', 'oolldd');
    words := regexp_replace(words, '[\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u2010-\u206f]+', ' ', 'g');
    words := regexp_replace(words, '([0-9]) ([a-z])(?![a-z0-9])', '\1\2', 'g');
    words := regexp_replace(words, 'str(?![a-z0-9])', 'strasse', 'g');
    words := regexp_replace(words, 'pl(?![a-z0-9])', 'platz', 'g');
    words := regexp_replace(words, '(^| )st(?![a-z0-9])', '\1sankt', 'g');
    words := regexp_replace(words, '(^| )gr(?![a-z0-9])', '\1gross', 'g');
    words := regexp_replace(words, '(^| )kl(?![a-z0-9])', '\1klein', 'g');
    RETURN btrim(replace(replace(replace(words, 'ae', 'a'), 'oe', 'o'), 'ue', 'u'));
END $$
"""
# The place stands before the stroke, which no folded text holds, so that it can be searched alone.
TEXT_OF = """
CREATE OR REPLACE FUNCTION building_search_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.search_text := folded(NEW.place) || '|' || folded(concat_ws(' ', NEW.postcode, NEW.place, NEW.street,
        NEW.house_number, NEW.name, NEW.note, NEW.external_id));
    RETURN NEW;
END $$
"""
KEPT = """
CREATE TRIGGER building_search_text
BEFORE INSERT OR UPDATE OF place, postcode, street, house_number, name, note, external_id ON buildings
FOR EACH ROW EXECUTE FUNCTION building_search_text()
"""


def upgrade() -> None:
    op.execute(FOLDED)
    op.execute(TEXT_OF)
    op.add_column(
        "buildings",
        sa.Column("search_text", sa.Text(), server_default="", nullable=False),
        if_not_exists=True,
    )
    op.execute("DROP TRIGGER IF EXISTS building_search_text ON buildings")
    op.execute(KEPT)
    # Touches no other column, so nothing is matched or compared anew for it.
    fill("buildings", "place = place")


def downgrade() -> None:
    op.execute("DROP TRIGGER building_search_text ON buildings")
    op.drop_column("buildings", "search_text")
    op.execute("DROP FUNCTION building_search_text()")
    op.execute("DROP FUNCTION folded(text)")
