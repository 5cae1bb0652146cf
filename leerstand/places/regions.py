"""The districts that the service is made for; everything else in `places` treats all of Germany alike."""

SERVICE_REGION = ("03354", "15090", "15081", "12070", "13076", "01053")
"""Lüchow-Dannenberg, Stendal, Altmarkkreis Salzwedel, Prignitz, Ludwigslust-Parchim, Herzogtum Lauenburg."""
