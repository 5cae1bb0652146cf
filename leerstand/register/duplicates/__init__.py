"""Which records are the same building.

A row of raw columns becomes an address with evidence (`parse`), rows that could meet share a key
(`block`), two addresses become a score with facts for and against (`compare`), and `find` puts them together.
"""
