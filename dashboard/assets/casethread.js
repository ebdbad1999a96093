/* What plain links and forms cannot do by themselves.

   1. Links of the class "nav" change the view without loading the page anew.
   2. A click anywhere in a table row follows its link; the panel then takes the focus, and gives it back.
   3. Words of an event that are lit in its row lead to it.
   4. The title of the window follows the page. No case text is put into it.
   (Files are brought in by bringin.js.)                                                                 */
(function () {
  "use strict";

  var focusPanel = false;
  var kept = null; // what had the focus and which menus were open before the view changed

  function go(href) {
    var target = new URL(href, window.location.href);
    if (target.origin !== window.location.origin) { window.location.href = href; return; }
    var changes = {};
    keep();
    if (target.pathname !== window.location.pathname) { changes.pathname = target.pathname; }
    if (target.search !== window.location.search) { changes.search = target.search; }
    if (Object.keys(changes).length) {
      window.dash_clientside.set_props("url", changes);
      if (changes.pathname) { window.scrollTo(0, 0); }
    } else {
      showPanel();
    }
  }

  /* The links of the menus leave the window out, so that a zoom need not make the menus anew: it is added here. */
  function addWindow(event) {
    var link = event.target.closest && event.target.closest("#filters a.nav, #arrange a.nav");
    if (!link) { return; }
    var target = new URL(link.href), now = new URLSearchParams(window.location.search);
    ["from", "to"].forEach(function (name) {
      if (now.has(name)) { target.searchParams.set(name, now.get(name)); } else { target.searchParams.delete(name); }
    });
    link.href = target.href;
  }
  ["pointerdown", "focusin", "click"].forEach(function (kind) { document.addEventListener(kind, addWindow, true); });

  /* A change of view makes the controls anew, so the focus would be lost and a menu would close under the hand. */
  function keep() {
    var active = document.activeElement;
    var box = active && active.closest("#controls, #filters, #filters-in-force, #arrange, #measure, #compare, #event-table, #gap-list, #tray, #knowledge-body");
    kept = {
      until: Date.now() + 5000,
      box: box ? box.id : null,
      key: active && active.dataset ? active.dataset.key : null,
      menus: Array.prototype.map.call(document.querySelectorAll("details[data-menu][open]"), function (menu) {
        return menu.dataset.menu;
      })
    };
  }

  function giveBack() {
    if (!kept || Date.now() > kept.until) { kept = null; return; }
    kept.menus.forEach(function (name) {
      var menu = document.querySelector('details[data-menu="' + CSS.escape(name) + '"]');
      if (menu && !menu.open && !menu.dataset.reopened) { menu.dataset.reopened = "yes"; menu.open = true; }
    });
    if (!kept.box || focusPanel || (document.activeElement && document.activeElement !== document.body)) { return; }
    var box = document.getElementById(kept.box);
    if (!box) { return; }
    var same = kept.key && box.querySelector('[data-key="' + CSS.escape(kept.key) + '"]');
    var next = same || box.querySelector("summary, a");
    if (next) { next.focus({ preventScroll: !next.closest(".menu") }); }
  }

  function showPanel() {
    var heading = document.querySelector("aside.panel .panel-title");
    if (!focusPanel || !heading) { return; }
    var wanted = new URLSearchParams(window.location.search);
    if (heading.dataset.shown !== (wanted.get("event") || wanted.get("gap"))) { return; }  // the old panel is still there
    focusPanel = false;
    heading.focus({ preventScroll: true });
    var panel = heading.closest(".panel");
    var box = panel.getBoundingClientRect();
    if (box.top < 0 || box.top > window.innerHeight * 0.7) { panel.scrollIntoView({ block: "start" }); }
    panel.scrollTop = 0;
  }

  document.addEventListener("click", function (event) {
    if (event.defaultPrevented || event.button !== 0) { return; }
    var modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    var back = event.target.closest("a.back-to-row");
    if (back) {
      event.preventDefault();
      var row = document.querySelector('.row-link[data-key="' + CSS.escape("row-" + back.dataset.event) + '"]');
      (row || document.getElementById("event-table")).focus();
      return;
    }
    var link = event.target.closest("a.nav");
    if (!link && !modified && !event.target.closest("a, button, summary, input, label")) {
      var line = event.target.closest("table.events tbody tr");
      if (line && !String(window.getSelection())) { link = line.querySelector("a.row-link"); }
    }
    var words = event.target.closest("mark[data-href]");
    if (words && !modified && !String(window.getSelection()).trim()) { go(words.dataset.href); return; }
    if (!link || modified) { return; }
    event.preventDefault();
    if (/[?&](event|gap)=/.test(link.search) && /\/(timeline|knowledge|gaps)$/.test(link.pathname) && !link.closest(".toolbar, .pager")) {
      focusPanel = !link.classList.contains("close");
    }
    if (!link.closest(".menu") || link.closest(".views")) { closeMenus(null); }
    go(link.href);
  });

  document.addEventListener("submit", function () { kept = null; }, true); // assets/review.js looks after the focus then

  function closeMenus(except) {
    if (kept) { kept.menus = []; }
    document.querySelectorAll("details.dropdown[open]").forEach(function (menu) {
      if (menu !== except && !(except && menu.contains(except))) { menu.open = false; }
    });
  }
  /* A menu near the right edge opens to the left. (toggle does not bubble: it is caught on its way down) */
  document.addEventListener("toggle", function (event) {
    var menu = event.target;
    if (!menu.matches || !menu.matches("details.dropdown") || !menu.open) { return; }
    menu.classList.remove("flip");
    var box = menu.querySelector(".menu").getBoundingClientRect();
    if (box.right > document.documentElement.clientWidth && box.width < menu.getBoundingClientRect().right) {
      menu.classList.add("flip");
    }
  }, true);
  document.addEventListener("pointerdown", function (event) { closeMenus(event.target); });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    var menu = event.target.closest && event.target.closest("details.dropdown[open]");
    closeMenus(null);
    if (menu) { menu.querySelector("summary").focus(); }
  });

  /* ---------------------------------------------------------------- what follows a new page or panel */
  /* On a narrow screen the pages stand in one row that scrolls: the one that is shown is brought into it. */
  function showTab() {
    var tab = document.querySelector('.tabs a[aria-current]');
    var row = tab && tab.closest("ul");
    if (row && row.scrollWidth > row.clientWidth) { row.scrollLeft = tab.offsetLeft - row.offsetLeft - 24; }
  }

  var lastTitle = "";
  function afterChange() {
    var main = document.getElementById("main");
    var title = main && main.dataset.title;
    if (title && title !== lastTitle) {
      document.title = title + " – Casethread";
      if (lastTitle) { main.focus({ preventScroll: true }); }
      lastTitle = title;
      showTab();
    }
    giveBack();
    if (focusPanel) { window.requestAnimationFrame(showPanel); }
  }
  new MutationObserver(afterChange).observe(document.documentElement, { childList: true, subtree: true });
})();
