"""The operator's desk: who may do what, what runs, what was sent, which texts and settings this instance has.

Only people with the operator's role come in. Everything they change stands in the audit trail.
"""
