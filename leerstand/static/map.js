"use strict";
// The map beside a list, and the map to pick a point. Data come from our own server; text is set as text, never as HTML.

(function () {
  const REGION = [[52.4, 10.3], [53.7, 12.6]];

  function element(tag, text, className) {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  async function fetched(address, signal) {
    const response = await fetch(address, { signal, headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(`${response.status} for the map's data`);
    return response.json();
  }

  function icon(className, size, text) {
    const body = element("span", text);
    return L.divIcon({ className, iconSize: [size, size], html: text ? body : "" });
  }

  // A labelled dot for each place: towns first, and no label over another.
  function labelPlaces(map, features) {
    const layer = L.layerGroup().addTo(map);
    const byRank = [...features].sort((a, b) => (b.properties.population || 0) - (a.properties.population || 0));
    function draw() {
      layer.clearLayers();
      const taken = [];
      for (const feature of byRank) {
        const [lon, lat] = feature.geometry.coordinates;
        const at = map.latLngToContainerPoint([lat, lon]);
        const width = 14 + feature.properties.name.length * 8;
        const box = { left: at.x - 4, right: at.x + width, top: at.y - 14, bottom: at.y + 14 };
        const hidden = !map.getBounds().contains([lat, lon]);
        const crowded = taken.some((o) => box.left < o.right && box.right > o.left && box.top < o.bottom && box.bottom > o.top);
        if (hidden || crowded) continue;
        taken.push(box);
        const label = L.divIcon({ className: "map-place", iconSize: null, iconAnchor: [3, 8], html: element("span", feature.properties.name) });
        L.marker([lat, lon], { icon: label, interactive: false, keyboard: false, pane: "places" }).addTo(layer);
      }
    }
    map.on("moveend", draw);
    draw();
  }

  async function drawOutlines(map, address) {
    if (!address) return null;
    const all = await fetched(address);
    const points = all.features.filter((feature) => feature.geometry.type === "Point");
    const areas = all.features.filter((feature) => feature.geometry.type !== "Point");
    const land = L.geoJSON({ type: "FeatureCollection", features: areas }, { interactive: false, style: { className: "map-land" } }).addTo(map);
    land.bringToBack();
    // Neighbours reach far beyond the region; what should be seen first is the region.
    const [west, south, east, north] = all.bbox || [];
    if (all.bbox) map.fitBounds([[south, west], [north, east]], { animate: false });
    else if (areas.length) map.fitBounds(land.getBounds(), { padding: [8, 8], animate: false });
    return points;
  }

  // The frame both kinds of map share: unfolded only now, so that without JavaScript there is no empty box.
  function unfolded(box) {
    const part = box.closest("[data-map-part]");
    if (part) part.hidden = false;
    const map = L.map(box, { zoomControl: false, attributionControl: Boolean(box.dataset.tiles), minZoom: 6, maxZoom: 17, zoomSnap: box.dataset.tiles ? 1 : 0.25, fadeAnimation: false, zoomAnimation: !matchMedia("(prefers-reduced-motion: reduce)").matches });
    map.createPane("places").style.zIndex = 450;
    L.control.zoom({ zoomInTitle: box.dataset.wordsIn, zoomOutTitle: box.dataset.wordsOut }).addTo(map);
    map.fitBounds(REGION, { animate: false });
    if (box.dataset.tiles) {
      box.classList.add("map--tiles");
      map.attributionControl.setPrefix(false);
      L.tileLayer(box.dataset.tiles, { attribution: element("span", box.dataset.attribution).innerHTML, maxZoom: 17 }).addTo(map);
    }
    if (part) box.setAttribute("aria-label", part.getAttribute("aria-label"));
    box.setAttribute("role", "application");
    return map;
  }

  function popup(offer) {
    const body = document.createDocumentFragment();
    const link = element("a", offer.title);
    link.href = offer.url;
    body.append(link, element("span", [offer.form, offer.place].filter(Boolean).join(" · ")));
    const frame = element("div");
    frame.append(body);
    return frame;
  }

  class ListAndMap {
    constructor(box) {
      this.box = box;
      this.map = unfolded(box);
      this.layer = L.layerGroup().addTo(this.map);
      this.markers = new Map();
      this.moved = false;
      this.listen();
    }

    async start() {
      const asked = this.bboxAsked();
      const points = await drawOutlines(this.map, this.box.dataset.outlines).catch(() => null);
      if (asked) this.map.fitBounds(asked, { animate: false });
      if (points && !this.box.dataset.tiles) labelPlaces(this.map, points);
      await this.load();
      this.map.on("moveend", () => { this.load(); this.offerSearchHere(); });
    }

    bboxAsked() {
      const found = (new URLSearchParams(location.search).get("bbox") || "").split(",").map(Number);
      return found.length === 4 && found.every(Number.isFinite) && found[0] < found[2] ? [[found[1], found[0]], [found[3], found[2]]] : null;
    }

    // The view as west,south,east,north.
    bbox() {
      const view = this.map.getBounds();
      return [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()].map((number) => number.toFixed(4)).join(",");
    }

    async load() {
      if (this.loading) this.loading.abort();
      this.loading = new AbortController();
      const address = new URL(this.box.dataset.url, location.href);
      for (const [key, value] of new URLSearchParams(location.search)) if (!["bbox", "zoom", "page"].includes(key) && !address.searchParams.getAll(key).includes(value)) address.searchParams.append(key, value);
      address.searchParams.set("bbox", this.bbox());
      address.searchParams.set("zoom", Math.round(this.map.getZoom()));
      try {
        this.show(await fetched(address, this.loading.signal));
      } catch (error) {
        if (error.name !== "AbortError") console.info("The map's points could not be loaded; the list has them all.");
      }
    }

    // Markers that stay keep their place, their focus and their open popup.
    show(data) {
      const wanted = new Set();
      for (const cluster of data.clusters || []) wanted.add(this.addCluster(cluster));
      for (const offer of data.offers || []) wanted.add(this.addOffer(offer));
      for (const [key, marker] of this.markers) {
        if (wanted.has(key)) continue;
        this.layer.removeLayer(marker);
        this.markers.delete(key);
      }
    }

    add(key, marker, name, act) {
      if (this.markers.has(key)) return key;
      marker.addTo(this.layer);
      const dot = marker.getElement();
      dot.setAttribute("role", "button");
      dot.setAttribute("aria-label", name);
      dot.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        act();
      });
      this.markers.set(key, marker);
      return key;
    }

    addCluster(cluster) {
      const size = cluster.count < 10 ? 34 : cluster.count < 50 ? 42 : 50;
      const marker = L.marker([cluster.lat, cluster.lon], { icon: icon("map-dot", size, String(cluster.count)) });
      const [west, south, east, north] = cluster.bbox || [];
      const zoom = () => {
        if (cluster.bbox && (east > west || north > south)) this.map.fitBounds([[south, west], [north, east]], { maxZoom: this.map.getZoom() + 3, padding: [24, 24] });
        else this.map.setView([cluster.lat, cluster.lon], this.map.getZoom() + 2);
      };
      marker.on("click", zoom);
      return this.add(`c${cluster.lat},${cluster.lon},${cluster.count}`, marker, this.box.dataset.wordsMany.replace("#", cluster.count), zoom);
    }

    addOffer(offer) {
      const marker = L.marker([offer.lat, offer.lon], { icon: icon("map-dot map-dot--offer", 24, "") });
      marker.bindPopup(() => popup(offer));
      marker.on("mouseover", () => this.light(offer.id, true)).on("mouseout", () => this.light(offer.id, false));
      marker.on("popupopen", () => this.light(offer.id, true)).on("popupclose", () => this.light(offer.id, false));
      return this.add(String(offer.id), marker, [offer.title, offer.form, offer.place].filter(Boolean).join(", "), () => this.read(marker));
    }

    // By keyboard: into the popup's link, and back to the dot with Escape.
    read(marker) {
      marker.openPopup();
      const frame = marker.getPopup().getElement();
      frame.querySelector(".leaflet-popup-content a").focus();
      frame.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        marker.closePopup();
        marker.getElement().focus();
      });
    }

    light(id, lit) {
      const card = document.querySelector(`[data-offer="${CSS.escape(String(id))}"]`);
      if (card) card.classList.toggle("cards__item--lit", lit);
      const marker = this.markers.get(String(id));
      if (marker && marker.getElement()) marker.getElement().classList.toggle("map-dot--lit", lit);
    }

    listen() {
      const cardOf = (event) => event.target.closest && event.target.closest("[data-offer]");
      for (const [kind, lit] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
        document.addEventListener(kind, (event) => {
          const card = cardOf(event);
          if (card) this.light(card.dataset.offer, lit);
        });
      }
    }

    offerSearchHere() {
      const link = this.box.closest("[data-map-part]").querySelector("[data-map-here]");
      if (!link) return;
      link.hidden = false;
      link.href = link.dataset.mapHere.replace(/\{bbox\}|%7Bbbox%7D/i, encodeURIComponent(this.bbox()));
    }
  }

  class PointPicker {
    constructor(box) {
      this.box = box;
      this.lat = document.getElementById(box.dataset.lat);
      this.lon = document.getElementById(box.dataset.lon);
      this.map = unfolded(box);
      box.append(element("div", "", "map-cross"));
      this.map.on("click", (event) => this.set(event.latlng, true));
      box.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.target !== box) return;
        event.preventDefault();
        this.set(this.map.getCenter(), true);
      });
      for (const field of [this.lat, this.lon]) field.addEventListener("change", () => this.follow());
    }

    async start() {
      const points = await drawOutlines(this.map, this.box.dataset.outlines).catch(() => null);
      if (points && !this.box.dataset.tiles) labelPlaces(this.map, points);
      this.follow();
    }

    follow() {
      const [lat, lon] = [this.lat, this.lon].map((field) => Number.parseFloat(field.value.replace(",", ".")));
      if (!Number.isFinite(lat) || !Number.isFinite(lon)) return;
      this.set(L.latLng(lat, lon), false);
      this.map.setView([lat, lon], Math.max(this.map.getZoom(), 12), { animate: false });
    }

    set(point, typed) {
      if (this.marker) this.marker.setLatLng(point);
      else this.marker = L.marker(point, { icon: icon("map-dot map-dot--offer", 28, ""), keyboard: false, interactive: false }).addTo(this.map);
      if (!typed) return;
      this.lat.value = point.lat.toFixed(5).replace(".", ",");
      this.lon.value = point.lng.toFixed(5).replace(".", ",");
      const said = this.box.closest("[data-map-part]").querySelector("[data-map-said]");
      if (said) said.textContent = said.dataset.wordsSet;
    }
  }

  for (const box of document.querySelectorAll("[data-map]")) {
    const both = new ListAndMap(box);
    both.start();
    document.addEventListener("leerstand:shown", () => both.load());
  }
  for (const box of document.querySelectorAll("[data-map-pick]")) new PointPicker(box).start();
})();
