"""Distances to areas and the municipality under a point, over the atlas's outlines."""

from collections import defaultdict
from functools import cached_property, lru_cache

import numpy as np

from leerstand.places import surfaces
from leerstand.places.atlas import Atlas, Station
from leerstand.places.geography import (
    Area,
    Floats,
    Municipality,
    Point,
    between_km,
    degrees,
    haversine_km,
)
from leerstand.places.regions import SERVICE_REGION


class Ground:
    """The map itself: what lies where, and how far apart."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._outline = lru_cache(maxsize=512)(self._arranged)
        self._strip = lru_cache(maxsize=512)(lambda line: surfaces.Outline(surfaces.line_edges(line)))

    def distances_km(self, area: Area, *, lats: Floats, lons: Floats) -> Floats:
        """0 inside an area, else the distance to its outline (to the centre of a village); NaN where unknown."""
        found = np.full(len(lats), np.nan)
        known = ~(np.isnan(lats) | np.isnan(lons))
        found[known] = surfaces.distances_km(
            area,
            outline=self._outline(area.outlines) if area.outlines else None,
            line=self._strip(area.line) if area.line else None,
            lats=lats[known],
            lons=lons[known],
        )
        return found

    def distance_km(self, area: Area, *, lat: float, lon: float) -> float:
        """The same for one point."""
        if area.is_point:
            return between_km(area.centre, (lat, lon))
        return float(self.distances_km(area, lats=np.array([lat]), lons=np.array([lon]))[0])

    def box(self, area: Area) -> tuple[float, float, float, float]:
        """South, west, north and east bounds in degrees of an area's outlines, circles and line."""
        if area.is_point:
            return area.lat, area.lon, area.lat, area.lon
        boxes = [self._atlas.outlines.boxes[key] for key in area.outlines]
        around = [(point, area.width_km) for point in area.line]
        around += [((lat, lon), radius_km) for lat, lon, radius_km in area.circles]
        for (lat, lon), reach_km in around:
            up, across = degrees(reach_km, lat=lat)
            boxes.append((lon - across, lat - up, lon + across, lat + up))
        west, south, east, north = zip(*boxes, strict=True)
        return min(south), min(west), max(north), max(east)

    def municipality_at(self, *, lat: float, lon: float) -> Municipality:
        """The municipality at a point: by its outline in the service region, elsewhere the nearest in the district."""
        district = self._outline_at(lat=lat, lon=lon, digits=5)
        if district in SERVICE_REGION or district is None:
            exact = self._outline_at(lat=lat, lon=lon, digits=8)
            if exact:
                return self._atlas.municipalities[exact]
        return self._atlas.municipalities[self._nearest_pin(lat=lat, lon=lon, district=district)]

    def nearest_station(self, lat: float, lon: float) -> tuple[str, float]:
        """Name of the nearest railway station with passenger service, and how far it is as the crow flies."""
        station, away = self.stations_by_distance(lat=lat, lon=lon)[0]
        return station.name, away

    def stations_by_distance(self, *, lat: float, lon: float, limit: int = 1) -> list[tuple[Station, float]]:
        """The nearest stations, nearest first."""
        points = self._atlas.station_points
        away = haversine_km(lat, lon, lats=points[:, 0], lons=points[:, 1])
        return [(self._atlas.stations[i], float(away[i])) for i in np.argsort(away, kind="stable")[:limit]]

    def _outline_at(self, *, lat: float, lon: float, digits: int) -> str | None:
        lats, lons = np.array([lat]), np.array([lon])
        for key in self._atlas.outlines.holding(lat=lat, lon=lon, digits=digits):
            if self._outline((key,)).inside(lats=lats, lons=lons)[0]:
                return key
        return None

    def _arranged(self, keys: tuple[str, ...]) -> surfaces.Outline:
        return surfaces.Outline(self._atlas.outlines.edges(keys))

    @cached_property
    def _pins(self) -> dict[str, tuple[Floats, list[str]]]:
        """Points of towns and villages with their AGS, by district; all of them under ""."""
        pins: dict[str, list[tuple[float, float, str]]] = defaultdict(list)
        places = [(place.lat, place.lon, place.ags) for place in self._atlas.villages]
        places += [(town.lat, town.lon, town.ags) for town in self._atlas.municipalities.values()]
        for place in places:
            pins[""].append(place)
            pins[place[2][:5]].append(place)
        return {
            district: (np.array([pin[:2] for pin in found]), [pin[2] for pin in found])
            for district, found in pins.items()
        }

    def _nearest_pin(self, *, lat: float, lon: float, district: str | None) -> str:
        points, ags = self._pins[district or ""]
        return ags[int(np.argmin(haversine_km(lat, lon, lats=points[:, 0], lons=points[:, 1])))]


def middle(points: list[Point]) -> Point:
    """The mean of some points."""
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)
