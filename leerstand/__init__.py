"""leerstand: from an empty building to people who stay."""
