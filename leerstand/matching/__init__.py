"""Which offers suit which searches: hard rules first, then a score with reasons that a person understands.

The worker matches what is new or changed, and everything each night; what it finds are proposals. A proposal lives as
long as both sides stay as they were: the municipality releases it, asks back or declines it (see `review`).
`engine` is pure and knows no database; `contract` reads its input from tables; `data` is its vocabulary.
"""
