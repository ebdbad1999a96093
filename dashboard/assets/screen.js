/* The screen: dark or light colours, and the keys of the chart.

   Colours follow the system until someone says otherwise; that choice is all that is kept in the browser.
   Keys work only while the chart has the focus. They press the buttons above it, so nothing works by key alone. */
(function () {
  "use strict";

  var KEPT = "casethread-colours";

  function kept() {
    try { return window.localStorage.getItem(KEPT); } catch (refused) { return null; }
  }

  function dark() {
    var said = document.documentElement.dataset.theme;
    return said ? said === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function label() {
    var button = document.getElementById("theme");
    var words = dark() ? "Light colours" : "Dark colours";
    if (button && button.textContent !== words) { button.textContent = words; }
  }

  if (kept() === "dark" || kept() === "light") { document.documentElement.dataset.theme = kept(); }
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", label);
  new MutationObserver(label).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("click", function (event) {
    if (!event.target.closest || !event.target.closest("#theme")) { return; }
    var wanted = dark() ? "light" : "dark";
    document.documentElement.dataset.theme = wanted;
    try { window.localStorage.setItem(KEPT, wanted); } catch (refused) { /* it holds for this page then */ }
    label();
  });

  /* ---------------------------------------------------------------- choices that fill a store (components/choices.py) */
  document.addEventListener("change", function (event) {
    if (event.target.matches && event.target.matches("select[data-fills]")) {
      window.dash_clientside.set_props(event.target.dataset.fills, { data: event.target.value || null });
    }
  });
  document.addEventListener("click", function (event) {
    var box = event.target.closest && event.target.closest('[data-fills] [role="checkbox"]');
    if (!box) { return; }
    box.setAttribute("aria-checked", box.getAttribute("aria-checked") === "true" ? "false" : "true");
    var group = box.closest("[data-fills]");
    var on = Array.prototype.map.call(group.querySelectorAll('[aria-checked="true"]'), function (one) { return one.dataset.value; });
    window.dash_clientside.set_props(group.dataset.fills, { data: on });
  });

  /* ---------------------------------------------------------------- keys of the chart */
  var KEYS = {
    ArrowLeft: "‹ Earlier", ArrowRight: "Later ›", "-": "− Out", "+": "+ In", "=": "+ In", "0": "Whole case",
    d: "Day", w: "Week", m: "Month", q: "Quarter", y: "Year"
  };
  document.addEventListener("keydown", function (event) {
    var box = event.target.matches && event.target.matches(".main-timeline .chart-box") ? event.target : null;
    if (!box || event.ctrlKey || event.metaKey || event.altKey) { return; }
    var key = KEYS[event.key];
    if (!key || (event.key.indexOf("Arrow") === 0 && box.scrollWidth > box.clientWidth)) { return; }
    var link = document.querySelector('#controls [data-key="' + CSS.escape(key) + '"]');
    if (link) { event.preventDefault(); link.click(); }
  });
})();
