"""Where things are: municipalities (AGS), villages, landscapes, distances, stations.

The facts lie in `data/` (made by `gather.py`, see `data/ATTRIBUTION.md`); `gazetteer` reads places as people type them.
The table `municipalities` holds the official list that permissions refer to; `leerstand places import` renews it.
"""
