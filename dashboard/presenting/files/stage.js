/* The stage: keys, buttons and what is on it. Where scenes come from is the business of `window.stageSource`:

     view({stop, agency, step, outlines, enter}) -> Promise of {html, said, stop, agency, step, next, nextWords, first, last, agencies}
     notes(stop) -> Promise of text        follow(stop): tell others where we are        leave(), openNotes()

   A scene replaces the one before it whole, so nothing that was shown once is left in the page. */
(function () {
  "use strict";

  var source = window.stageSource;
  var wrap = document.getElementById("wrap"), stage = document.getElementById("stage");
  var scene = document.getElementById("scene"), notes = document.getElementById("notes");
  var help = document.getElementById("help"), trouble = document.getElementById("trouble");
  var now = { stop: 0, agency: "", step: "kept", next: "kept", outlines: false, agencies: [], shown: false };
  var keys = true, asked = 0;

  /* What a scene may consist of. It is made and escaped by the program (dashboard/presenting/html.py); whatever else
     might ever stand in it is left out, and a parsed document runs nothing. */
  var ELEMENTS = ("header p h1 h2 span ul ol li section blockquote mark figure figcaption div b details summary " +
    "svg defs pattern rect path circle line g text tspan").split(" ");
  var ATTRIBUTES = ("class dir role aria-label aria-hidden tabindex reversed id xmlns viewbox width height x y x1 x2 y1 y2 cx cy r d " +
    "fill fill-opacity stroke stroke-width stroke-dasharray transform font-family font-size font-weight text-anchor patternunits").split(" ");
  function nodesOf(html) {
    var body = new DOMParser().parseFromString(html, "text/html").body;
    body.querySelectorAll("*").forEach(function (element) {
      if (ELEMENTS.indexOf(element.localName) < 0) { element.remove(); return; }
      element.getAttributeNames().forEach(function (name) {
        if (ATTRIBUTES.indexOf(name.toLowerCase()) < 0) { element.removeAttribute(name); }
      });
    });
    return Array.from(body.childNodes);
  }

  function button(name) { return document.querySelector('[data-do="' + name + '"]'); }
  function pressed(name, on) { button(name).setAttribute("aria-pressed", String(on)); }

  function show(wanted) {
    var mine = ++asked;
    trouble.textContent = "";
    return source.view(wanted).then(function (data) {
      if (mine !== asked) { return; } // a later wish was quicker
      Object.assign(now, { stop: data.stop, agency: data.agency, step: data.step, next: data.next, agencies: data.agencies,
                           outlines: wanted.outlines, shown: true });
      scene.replaceChildren.apply(scene, nodesOf(data.html));
      button("reveal").textContent = data.nextWords;
      button("first").disabled = button("back").disabled = data.first;
      button("last").disabled = button("next").disabled = data.last;
      document.getElementById("said").textContent = data.said;
      var box = scene.querySelector(".picture");
      if (box) { box.scrollLeft = box.scrollWidth; }
      if (wanted.enter) { window.scrollTo(0, 0); wrap.scrollTop = 0; }
      if (wanted.enter) { find.value = ""; }
      look();
      drawAgencies();
      source.follow(now.stop);
      if (!notes.hidden) { fillNotes(); }
    }).catch(function (error) {
      if (mine === asked) { trouble.textContent = error.message; }
    });
  }

  function wish(changes) { return Object.assign({ stop: now.stop, agency: now.agency, step: "kept", outlines: now.outlines }, changes); }
  function go(stop) { show(wish({ stop: stop, enter: true })); }

  function drawAgencies() {
    var box = document.getElementById("agencies"), had = box.contains(document.activeElement) && document.activeElement.dataset.agency;
    box.textContent = "";
    [["", "All"]].concat(now.agencies).forEach(function (agency, number) {
      var one = document.createElement("button");
      one.type = "button";
      one.dataset.agency = agency[0];
      one.textContent = (number < 10 ? number + " " : "") + agency[1];
      one.setAttribute("aria-pressed", String(agency[0] === now.agency));
      box.appendChild(one);
      if (had === agency[0]) { one.focus(); }
    });
  }

  function fillNotes() {
    source.notes(now.stop).then(function (text) { notes.textContent = text || "No notes for this stop."; })
      .catch(function (error) { notes.textContent = error.message; });
  }

  /* Words are looked for in the records that stand on the stage: what came later is not there to be found. */
  var find = document.getElementById("find");
  function look() {
    var words = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean), hits = 0, folded = 0;
    scene.querySelectorAll(".known .records > li").forEach(function (row) {
      var text = row.textContent.toLowerCase(), has = words.every(function (word) { return text.includes(word); });
      row.hidden = !has;
      hits += has ? 1 : 0;
      if (has && row.closest("details")) { folded += 1; }
    });
    scene.querySelectorAll(".known details").forEach(function (part) { if (words.length) { part.open = folded > 0; } });
    document.getElementById("found").textContent = words.length ? hits + (hits === 1 ? " record" : " records") : "";
  }
  find.addEventListener("input", look);

  var acts = {
    first: function () { go(0); },
    last: function () { go("last"); },
    next: function () { if (!button("next").disabled) { go(now.stop + 1); } },
    back: function () { if (!button("back").disabled) { go(now.stop - 1); } },
    reveal: function () { if (now.shown) { show(wish({ step: now.next })); } },
    outlines: function () { now.outlines = !now.outlines; pressed("outlines", now.outlines); show(wish({})); },
    blank: function () {
      var on = wrap.classList.toggle("blank");
      pressed("blank", on);
      scene.toggleAttribute("inert", on);
      document.getElementById("said").textContent = on ? "The screen is blank. Press B to go on." : "The screen is shown again.";
    },
    notes: function () {
      notes.hidden = !notes.hidden;
      pressed("notes", !notes.hidden);
      if (!notes.hidden) { fillNotes(); } else { notes.textContent = ""; }
    },
    window: function () { source.openNotes(); },
    full: function () {
      if (document.fullscreenElement) { document.exitFullscreen(); } else if (wrap.requestFullscreen) { wrap.requestFullscreen(); }
    },
    keys: function () { keys = !keys; pressed("keys", keys); },
    help: function () { help.showModal(); },
    close: function () { help.close(); },
    leave: function () { source.leave(); }
  };

  document.addEventListener("click", function (event) {
    var one = event.target.closest("button");
    if (!one) { return; }
    if (one.dataset.agency !== undefined) { show(wish({ agency: one.dataset.agency })); }
    else if (acts[one.dataset.do]) { acts[one.dataset.do](); }
    else { return; }
    if (event.detail > 0 && !help.open) { stage.focus({ preventScroll: true }); } // a mouse: the keys act from here on
  });

  var byKey = { ArrowRight: "next", " ": "next", PageDown: "next", ArrowLeft: "back", PageUp: "back", Home: "first", End: "last",
    r: "reveal", b: "blank", n: "notes", f: "full", "?": "help", Escape: "leave" };

  stage.addEventListener("keydown", function (event) {
    if (!keys || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) { return; }
    var on = event.target, sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
    if (on.closest("summary, a, button, input") && (event.key === " " || event.key === "Enter")) { return; }
    if (sideways && on.classList.contains("picture") && on.scrollWidth > on.clientWidth) { return; } // it scrolls
    var name = byKey[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (/^[0-9]$/.test(event.key)) {
      var agency = event.key === "0" ? ["", ""] : now.agencies[Number(event.key) - 1];
      if (agency) { show(wish({ agency: agency[0] })); }
    } else if (!name || (name === "leave" && document.fullscreenElement)) { return; }
    else { acts[name](); }
    event.preventDefault();
  });

  window.stageGo = function (what) { acts[what](); };
  window.stageAt = function (stop) { return show(wish({ stop: stop, enter: true })).then(function () { stage.focus(); }); };
  if (source.ready) { window.stageAt(0); }
})();
