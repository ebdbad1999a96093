/* Draws the timeline of the page from the rows of its table, and goes from a mark to its row.
   Few events in view are drawn singly, many as bars a week, a month or a quarter; gaps are drawn at every width.
   Without script the picture that the server made stands in its place. */
(function () {
  "use strict";
  var stage = document.getElementById("timeline");
  var still = document.getElementById("picture");
  if (!stage || !still) { return; }
  var SVG = still.querySelector("svg").namespaceURI;
  var DAY = 86400000, LABEL = 170, ROW = 18, STRIP = 16, PAD = 8, MANY = 500, MOST_ROWS = 6, MARK = 15, LEAST_DAYS = 4;
  var SEVERAL = "*", OWN_LANES = 2; /* a gap of more agencies than these is drawn once, in a lane above the others */
  var lanes = [[SEVERAL, "Several agencies", "#3D4654"]].concat(JSON.parse(stage.dataset.lanes)); /* [agency, name, colour] */
  var home = JSON.parse(stage.dataset.window); /* first and last day, as numbers */
  var dates = JSON.parse(stage.dataset.dates); /* [first day, last day, words] of birth and the like */
  var months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  var rows = Array.prototype.slice.call(document.querySelectorAll("#chronology tr[data-kind]"));
  var items = rows.filter(function (row) { return row.dataset.first; }).map(function (row) {
    var agencies = row.dataset.agency.split(" "), gap = row.classList.contains("gap");
    if (gap && (!row.dataset.agency || agencies.length > OWN_LANES)) { agencies = [SEVERAL]; }
    return {
      row: row, first: Number(row.dataset.first), last: Number(row.dataset.last), gap: gap,
      lanes: agencies, shape: row.dataset.shape, words: row.dataset.words, label: row.dataset.label
    };
  });
  var said = document.getElementById("said");
  var from = document.getElementById("from"), to = document.getElementById("to");
  var view = home.slice(), drawn = [], at = -1;

  function make(name, attributes, text) {
    var made = document.createElementNS(SVG, name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text !== undefined) { made.textContent = text; }
    return made;
  }
  function date(day) { return new Date(day * DAY); }
  function typedForm(day) { return date(day).toISOString().slice(0, 10).split("-").reverse().join("/"); }
  function untyped(text) { /* day first; NaN for what is no day */
    var found = /^\s*(\d{1,2})[\/.\s-](\d{1,2})[\/.\s-](\d{4})\s*$/.exec(text);
    if (!found) { return NaN; }
    var day = Date.UTC(found[3], found[2] - 1, found[1]) / DAY;
    return date(day).getUTCDate() === Number(found[1]) ? day : NaN;
  }
  function words(day) { var d = date(day); return d.getUTCDate() + " " + months[d.getUTCMonth()] + " " + d.getUTCFullYear(); }
  function monthStart(year, month) { return Date.UTC(year, month, 1) / DAY; }

  function unit(width) { /* the days that a bar stands for: at least 7 pixels wide */
    var day = width / (view[1] - view[0] + 1);
    return day >= 7 ? "day" : day * 7 >= 7 ? "week" : day * 30 >= 7 ? "month" : "quarter";
  }
  function start(day, name) {
    var d = date(day);
    if (name === "day") { return day; }
    if (name === "week") { return day - (d.getUTCDay() + 6) % 7; }
    return monthStart(d.getUTCFullYear(), name === "month" ? d.getUTCMonth() : d.getUTCMonth() - d.getUTCMonth() % 3);
  }
  function end(day, name) {
    var d = date(day);
    if (name === "day") { return day + 1; }
    if (name === "week") { return day + 7; }
    return monthStart(d.getUTCFullYear(), d.getUTCMonth() + (name === "month" ? 1 : 3));
  }
  function free(taken, left, right) {
    for (var n = 0; n < taken.length; n += 1) {
      if (taken[n] <= left) { taken[n] = right; return n; }
    }
    taken.push(right);
    return taken.length - 1;
  }
  function shape(item, x, y, colour) {
    var hollow = item.first !== item.last || item.shape.indexOf("-open") > 0, r = 6, path, made;
    var base = item.shape.split("-open")[0];
    if (base === "star") { path = "M0,-7 2,-2 7,-2 3,1.5 4.5,7 0,3.5 -4.5,7 -3,1.5 -7,-2 -2,-2Z"; }
    else if (base === "diamond") { path = "M0,-7 7,0 0,7 -7,0Z"; }
    else if (base === "square") { path = "M-5.5,-5.5 5.5,-5.5 5.5,5.5 -5.5,5.5Z"; }
    else if (base === "triangle-up") { path = "M0,-6 6,5 -6,5Z"; }
    else if (base === "x") { path = "M-6,-4 -4,-6 0,-2 4,-6 6,-4 2,0 6,4 4,6 0,2 -4,6 -6,4 -2,0Z"; }
    else { path = "M" + -r + ",0a6,6 0 1,0 12,0a6,6 0 1,0 -12,0Z"; }
    made = make("g", { transform: "translate(" + x.toFixed(1) + "," + y + ")", stroke: colour, "stroke-width": 1.5 });
    made.appendChild(make("path", { d: path, fill: hollow ? "#FFFFFF" : colour }));
    if (item.shape.slice(-4) === "-dot") { made.appendChild(make("circle", { r: 1, fill: colour })); }
    return made;
  }
  function ticks(scale, width) {
    var days = view[1] - view[0] + 1, step, found = [], d, day;
    if (days <= 90) {
      step = [1, 2, 7, 14].filter(function (n) { return n * width / days >= 90; })[0] || 28;
      for (day = view[0]; day <= view[1]; day += step) { found.push([day, words(day)]); }
      return found;
    }
    step = [1, 2, 3, 6, 12, 24, 60, 120].filter(function (n) { return n * 30.4 * width / days >= 80; })[0] || 240;
    d = date(view[0]);
    var month = Math.floor((d.getUTCFullYear() * 12 + d.getUTCMonth()) / step) * step;
    for (; (day = monthStart(Math.floor(month / 12), month % 12)) <= view[1]; month += step) {
      if (day >= view[0]) {
        found.push([day, step < 12 ? months[month % 12] + " " + Math.floor(month / 12) : String(Math.floor(month / 12))]);
      }
    }
    return found;
  }
  function marked(item, element, lane) {
    element.setAttribute("class", "mark");
    element.appendChild(make("title", {}, item.words));
    element.addEventListener("click", function () { open(item); });
    drawn.push({ item: item, element: element, lane: lane });
    return element;
  }

  function draw() {
    var width = Math.max(480, stage.clientWidth - LABEL - 14);
    var px = width / (view[1] - view[0] + 1);
    var x = function (day) { return LABEL + (day - view[0]) * px; };
    var clip = function (v) { return Math.min(LABEL + width, Math.max(LABEL, v)); };
    var seen = items.filter(function (i) { return !i.row.hidden && i.first <= view[1] && i.last >= view[0]; });
    var events = seen.filter(function (i) { return !i.gap; }), gaps = seen.filter(function (i) { return i.gap; });
    var bars = events.length > MANY ? unit(width) : null;
    var counts = {}, highest = 1, top = 26, parts = [], stacked = 0;
    drawn = []; at = -1;
    if (bars) {
      events.forEach(function (i) {
        var key = i.lanes[0] + " " + start(Math.max(i.first, view[0]), bars);
        counts[key] = (counts[key] || 0) + 1;
        highest = Math.max(highest, counts[key]);
      });
    }
    lanes.forEach(function (lane, number) {
      var mine = function (i) { return i.lanes.indexOf(lane[0]) >= 0; };
      var own = gaps.filter(mine), marks = bars ? [] : events.filter(mine);
      if (!own.length && !marks.length && !events.some(mine)) { return; }
      var taken = [], group = [], y;
      own.forEach(function (i) {
        var left = clip(x(i.first)), right = Math.max(clip(x(i.last + 1)), left + 6), row = free(taken, left, right + 3);
        y = top + PAD + row * STRIP;
        group.push(marked(i, make("rect", { x: left.toFixed(1), y: y, width: (right - left).toFixed(1), height: 11,
          fill: "url(#" + i.shape + ")", stroke: "#3D4654" }), number));
        if (right - left > 7 * i.label.length + 16) {
          group.push(make("text", { x: (left + 8).toFixed(1), y: y + 10, "class": "label", "paint-order": "stroke" }, i.label));
        }
      });
      y = top + PAD + taken.length * STRIP + 8;
      taken = [];
      marks.forEach(function (i) {
        var middle = clip(x((i.first + i.last + 1) / 2));
        var left = Math.min(clip(x(i.first)), middle - MARK / 2);
        var right = i.first === i.last ? middle + MARK / 2 : Math.max(clip(x(i.last + 1)), middle + MARK / 2);
        var row = free(taken, left, right);
        if (row >= MOST_ROWS && view[1] - view[0] > LEAST_DAYS) { stacked += 1; taken.length = MOST_ROWS; return; }
        if (i.first !== i.last) {
          group.push(make("rect", { x: left.toFixed(1), y: y + row * ROW - 3, width: (right - left).toFixed(1), height: 7,
            fill: lane[2], "fill-opacity": 0.35 }));
        }
        group.push(marked(i, shape(i, middle, y + row * ROW, lane[2]), number));
      });
      var height = Math.max(48, y - top + taken.length * ROW);
      if (bars) {
        height = Math.max(height, y - top + 40);
        Object.keys(counts).forEach(function (key) {
          var cut = key.split(" "), day = Number(cut[1]), tall = Math.max(2, 34 * counts[key] / highest), bar;
          if (cut[0] !== lane[0]) { return; }
          bar = make("rect", { x: clip(x(day)).toFixed(1), y: (top + height - 3 - tall).toFixed(1),
            width: Math.max(1, (clip(x(end(day, bars))) - clip(x(day))) * 0.9).toFixed(1), height: tall.toFixed(1),
            fill: lane[2], "fill-opacity": 0.75, "class": "mark" });
          bar.appendChild(make("title", {}, lane[1] + ": " + counts[key] + (counts[key] === 1 ? " entry" : " entries") +
            " in the " + bars + " of " + words(Math.max(day, view[0]))));
          bar.addEventListener("click", function () { look(day, end(day, bars) - 1); });
          group.push(bar);
        });
      }
      parts.push(make("line", { x1: 0, x2: LABEL + width, y1: top + height, y2: top + height, stroke: "#D5DAE1" }));
      parts.push(make("text", { x: 4, y: top + height / 2 + 4, "class": "lane" }, lane[1].length > 24 ? lane[1].slice(0, 23) + "…" : lane[1]));
      parts = parts.concat(group);
      top += height;
    });
    var root = make("svg", { width: LABEL + width + 8, height: top + 22, "aria-hidden": "true" });
    ticks(x, width).forEach(function (tick) {
      root.appendChild(make("line", { x1: x(tick[0]), x2: x(tick[0]), y1: 18, y2: top, stroke: "#D5DAE1" }));
      if (x(tick[0]) < LABEL + width - 40) {
        root.appendChild(make("text", { x: x(tick[0]) + 3, y: 14, "class": "tick" }, tick[1]));
      }
    });
    root.appendChild(make("line", { x1: LABEL, x2: LABEL, y1: 18, y2: top, stroke: "#767F8C" }));
    dates.forEach(function (d) {
      var middle = x((d[0] + d[1] + 1) / 2), right = middle > LABEL + width / 2;
      if (d[1] < view[0] || d[0] > view[1]) { return; }
      root.appendChild(make("line", { x1: middle, x2: middle, y1: 18, y2: top + 16, stroke: "#1D2430", "stroke-dasharray": "2 3" }));
      root.appendChild(make("text", { x: middle + (right ? -4 : 4), y: top + 15, "text-anchor": right ? "end" : "start",
        "class": "date" }, d[2]));
    });
    parts.forEach(function (part) { root.appendChild(part); });
    stage.replaceChildren(root);
    drawn.sort(function (a, b) { return a.item.first - b.item.first || a.lane - b.lane; });
    from.value = typedForm(view[0]); to.value = typedForm(view[1]);
    say(words(view[0]) + " to " + words(view[1]) + ": " + events.length + (events.length === 1 ? " entry" : " entries") +
      (bars ? ", counted by " + bars : "") + (stacked ? ", " + stacked + " of them without room: go nearer" : "") + ", " +
      gaps.length + (gaps.length === 1 ? " gap." : " gaps."));
  }

  function say(text) { said.textContent = text; }
  function look(first, last) {
    var least = Math.max(0, LEAST_DAYS - 1 - (last - first));
    view = [Math.round(first) - Math.floor(least / 2), Math.round(last) + Math.ceil(least / 2)];
    draw();
  }
  function zoom(factor) {
    var middle = (view[0] + view[1]) / 2, half = Math.min((view[1] - view[0]) / 2 * factor, 36525);
    look(middle - half, middle + half);
  }
  function move(share) { var by = Math.round((view[1] - view[0] + 1) * share) || Math.sign(share); look(view[0] + by, view[1] + by); }
  function choose(step) {
    if (!drawn.length) { say("Nothing is drawn singly here. Go nearer with +."); return; }
    if (at >= 0) { drawn[at].element.classList.remove("here"); }
    at = at < 0 ? (step > 0 ? 0 : drawn.length - 1) : Math.min(drawn.length - 1, Math.max(0, at + step));
    drawn[at].element.classList.add("here");
    say((at + 1) + " of " + drawn.length + ": " + drawn[at].item.words + " Enter goes to its row.");
  }
  function open(item) {
    var old = document.querySelector("tr.here");
    if (old) { old.classList.remove("here"); }
    item.row.classList.add("here");
    item.row.setAttribute("tabindex", "-1");
    item.row.focus({ preventScroll: true });
    item.row.scrollIntoView({ block: "center" });
  }
  stage.addEventListener("keydown", function (event) {
    var acts = { ArrowLeft: function () { move(-0.25); }, ArrowRight: function () { move(0.25); },
      ArrowDown: function () { choose(1); }, ArrowUp: function () { choose(-1); }, "+": function () { zoom(0.5); },
      "=": function () { zoom(0.5); }, "-": function () { zoom(2); }, Home: function () { look(home[0], home[1]); },
      Enter: function () { if (at >= 0) { open(drawn[at].item); } } };
    if (acts[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); acts[event.key](); }
  });
  document.getElementById("chronology").addEventListener("keydown", function (event) {
    if (event.key === "Escape") { stage.focus(); }
  });
  [["earlier", function () { move(-0.5); }], ["later", function () { move(0.5); }], ["nearer", function () { zoom(0.5); }],
    ["wider", function () { zoom(2); }], ["whole", function () { look(home[0], home[1]); }]].forEach(function (pair) {
    document.getElementById(pair[0]).addEventListener("click", pair[1]);
  });
  function typed() {
    var first = untyped(from.value), last = untyped(to.value);
    if (first <= last) { look(first, last); } else { say("Write each day as day, month, year, such as 09/02/2021, the earlier one first."); }
  }
  from.addEventListener("change", typed);
  to.addEventListener("change", typed);
  document.addEventListener("filtered", draw);
  window.addEventListener("resize", draw);
  document.getElementById("timeline-tools").hidden = false;
  stage.hidden = false;
  still.classList.add("away"); /* not hidden: its patterns are drawn with */
  still.setAttribute("aria-hidden", "true");
  draw();
}());
