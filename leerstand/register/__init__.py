"""The register of what stands empty; internal, seen by the staff whose municipality covers it.

A citizen's report is received, then confirmed, known already or rejected by staff. A building stands suspected, confirmed
empty, …, used again: each state is a dated row, and only a person's confirmation makes it confirmed. Contacts with
its owner have an outcome and a next date; a lock on contacts is obeyed everywhere.
"""
