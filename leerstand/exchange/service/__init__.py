"""Use cases of exchange: take in lists, leave with everything."""
