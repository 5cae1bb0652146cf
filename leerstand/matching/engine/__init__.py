"""The matcher itself, pure: no database, no web, no clock.

Texts are read once into concepts (`reading`), the hard rules say what may not be proposed (`rules`),
criteria say how well the rest fits (`criteria`, vectorised in `fast`), and
`explain` says why. `matcher.Matcher` is the face that everything else talks to.
"""
