"""Offers: what may happen in a building, for whom, how long and at what cost.

Owners write a draft step by step (staff for owners who are not online) and submit it; the municipality asks
back, releases or declines; owners pause, resume, change and withdraw; time lets it expire.
States: draft, submitted, question, released, declined, paused, taken, expired, withdrawn; `rules.MOVES` says
who may move which where.
"""
