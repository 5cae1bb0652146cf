"""Tables that people and other programs hand in: what kind each is, how it is read, and what is said about it.

`describe` says what a kind of table holds, `files` what sort of file it is, `text` and `workbook` give its records,
`header` and `finding` say where the table is, `cells` and `numbers` read what stands below them, `reading` puts it together,
`summary` keeps what was taken, changed and left out, and why.
"""

from leerstand.core.tables.describe import Column, Kind, Sort, Unreadable, Worded
from leerstand.core.tables.reading import Row, Table, opened_table, read_rows
from leerstand.core.tables.summary import Counts, Effect, Problem, Summary

__all__ = [
    "Column", "Counts", "Effect", "Kind", "Problem", "Row", "Sort", "Summary", "Table", "Unreadable", "Worded",
    "opened_table", "read_rows",
]  # fmt: skip
