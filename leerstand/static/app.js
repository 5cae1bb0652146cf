"use strict";
// Small comforts. Every page works without this file.

(function () {
  // After an answer with errors the reader starts at the list of them; each line names its field.
  function goToErrors() {
    const summary = document.querySelector("[data-error-summary]");
    if (!summary) return;
    for (const link of summary.querySelectorAll("a[href^='#f-']")) nameField(link);
    summary.focus();
  }

  function nameField(link) {
    const field = document.getElementById(link.hash.slice(1));
    const legend = field && field.closest("fieldset") && field.type !== "text" ? field.closest("fieldset").querySelector("legend") : null;
    const label = field && (["radio", "checkbox"].includes(field.type) && legend && !legend.matches("[class*=heading]") ? legend : field.labels && field.labels[0]);
    const words = label ? label.firstChild.textContent.trim() : "";
    if (words && !link.textContent.startsWith(words)) link.prepend(/[?!.:]$/.test(words) ? `${words} ` : `${words}: `);
  }

  // "Alle auf dieser Seite": tick every row, say how many are ticked.
  function bulkSelection(bar) {
    const form = bar.closest("form");
    const rows = () => [...form.querySelectorAll("[data-choose]")];
    const all = bar.querySelector("[data-choose-all]");
    const count = bar.querySelector("[data-choose-count]");
    bar.querySelector("[data-choose-page]").hidden = false;
    function tell() {
      const ticked = rows().filter((row) => row.checked).length;
      all.checked = ticked > 0 && ticked === rows().length;
      all.indeterminate = ticked > 0 && ticked < rows().length;
      count.textContent = ticked ? `${ticked} / ${rows().length}` : "";
    }
    all.addEventListener("change", () => { for (const row of rows()) row.checked = all.checked; tell(); });
    form.addEventListener("change", tell);
    tell();
  }

  // What was typed is not lost by a wrong click: the browser asks before it leaves.
  function guardUnsaved(form) {
    let changed = false;
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("submit", () => { changed = false; });
    addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  }

  // A second click while the first is under way must not send twice.
  function sendOnce(form) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sending) event.preventDefault();
      form.dataset.sending = "1";
      setTimeout(() => { delete form.dataset.sending; }, 4000);
    });
  }

  function countLeft(area) {
    const most = Number(area.getAttribute("maxlength"));
    const line = document.createElement("p");
    line.className = "count-left";
    line.setAttribute("aria-hidden", "true");
    const tell = () => { line.textContent = `${area.value.length} / ${most}`; };
    area.after(line);
    area.addEventListener("input", tell);
    tell();
  }

  // Filters fold on a phone, where the list should be seen first.
  function foldOnPhone(filters) {
    if (matchMedia("(max-width: 47.99em)").matches) filters.open = false;
  }

  // A choice among the filters shows its effect at once: only the named part of the page is replaced, the address says what is shown.
  function liveFilters(form) {
    const part = () => document.querySelector(form.dataset.live);
    let asking = null;
    async function show() {
      const question = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
      const address = `${form.getAttribute("action")}?${question}`;
      if (asking) asking.abort();
      asking = new AbortController();
      try {
        const response = await fetch(address, { signal: asking.signal });
        const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector(form.dataset.live);
        if (!response.ok || !fresh) throw new Error("no such part");
        part().replaceWith(fresh);
        history.replaceState(null, "", address);
        document.dispatchEvent(new CustomEvent("leerstand:shown"));
      } catch (error) {
        if (error.name !== "AbortError") form.submit();
      }
    }
    form.addEventListener("change", (event) => { if (event.target.matches("select, input[type=checkbox], input[type=radio]")) show(); });
  }

  function everyOne(selector, act) {
    for (const found of document.querySelectorAll(selector)) act(found);
  }

  goToErrors();
  everyOne("[data-select-bar]", bulkSelection);
  everyOne("form[data-unsaved]", guardUnsaved);
  everyOne("form[method=post]", sendOnce);
  everyOne("textarea[data-count]", countLeft);
  everyOne("details[data-filters]", foldOnPhone);
  everyOne("form[data-live]", liveFilters);
})();
