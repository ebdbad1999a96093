/* The reviewer's forms: sent to our own server as JSON, answered in place, and what follows drawn anew.

   1. A form of the class "decide" is posted to /decide/CASE. What was wrong is said in it and the field gets the focus.
   2. Who is deciding is asked once: a form that came too early waits for the name and is then sent.
   3. After a decision the store "revision" changes, the server draws what follows, and the focus comes back.
   4. Ticks are buttons in the role of a checkbox. Words marked in a row can be put into a form.
   5. Why an event was read as it was is fetched when its part is opened.                                      */
(function () {
  "use strict";

  var early = null; // a form that waits for the name
  var back = null; // where the focus was when the decision was sent
  var marked = ""; // the words last marked in a row of a source

  function caseOf() {
    var found = /^\/case\/([0-9a-f]{12})/.exec(window.location.pathname);
    return found ? found[1] : "";
  }

  function fieldsOf(form, button) {
    var fields = {};
    function put(name, value) { (fields[name] = fields[name] || []).push(String(value)); }
    new FormData(form).forEach(function (value, name) { put(name, value); });
    if (button && button.name) { put(button.name, button.value); }
    form.querySelectorAll('.tick[aria-checked="true"], .always').forEach(function (tick) {
      if (tick.dataset.name) { put(tick.dataset.name, tick.dataset.value); }
    });
    return fields;
  }

  /* The decisions that this page was drawn with: the server refuses to go over newer ones of someone else unseen. */
  function seenBy(form) {
    var seen = [form.dataset.seen || ""];
    form.querySelectorAll('.tick[aria-checked="true"][data-seen]').forEach(function (tick) { seen.push(tick.dataset.seen); });
    return seen.join(" ");
  }

  function say(form, text, field) {
    var line = form.querySelector(".form-error");
    if (line) { line.textContent = text; }
    var target = field && (form.querySelector('[name="' + CSS.escape(field) + '"]') || form.querySelector('[data-name="' + CSS.escape(field) + '"]'));
    if (target) { target.focus(); }
  }

  function askName(text) {
    var form = document.querySelector('form.decide[data-act="author"]');
    if (!form) { return; }
    var folded = form.closest("details");
    if (folded) { folded.open = true; }
    say(form, text, "name");
  }

  function send(form, button) {
    if (form.getAttribute("aria-busy") === "true") { return; }
    form.setAttribute("aria-busy", "true");
    say(form, "");
    var key = button && button.dataset.key;
    fetch("/decide/" + caseOf(), {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-Casethread": "decision" },
      body: JSON.stringify({ act: (button && button.dataset.act) || form.dataset.act, on: form.dataset.on || "", fields: fieldsOf(form, button), seen: seenBy(form) })
    })
      .then(function (answer) { return answer.json().then(function (data) { return { ok: answer.ok, data: data }; }); })
      .then(function (answer) {
        form.removeAttribute("aria-busy");
        if (!answer.ok || answer.data.message) { refused(form, button, answer.data); return; }
        if (form.dataset.act === "author" && early) {
          var held = early;
          early = null;
          if (document.contains(held.form)) { send(held.form, held.button); return; }
        }
        done(form, key, answer.data.said);
      })
      .catch(function () {
        form.removeAttribute("aria-busy");
        say(form, "The program did not answer. Check that Casethread is still running, then try again.");
      });
  }

  function refused(form, button, data) {
    var text = data.message + " " + data.remedy;
    if (data.seen !== undefined) { form.dataset.seen = data.seen; conflict(form, data); return; }
    if (data.field === "author") {
      early = { form: form, button: button };
      askName(text);
      return;
    }
    say(form, text, data.field);
  }

  /* Someone else was there first: their words and one's own stand side by side, and nothing written is lost. */
  function conflict(form, data) {
    var line = form.querySelector(".form-error");
    if (!line) { return; }
    line.textContent = data.message;
    [["Decided meanwhile", data.theirs], ["Yours, not kept yet", data.yours]].forEach(function (part) {
      var heading = document.createElement("strong"), list = document.createElement("ul");
      heading.textContent = part[0];
      part[1].forEach(function (text) { var item = document.createElement("li"); item.textContent = text; list.append(item); });
      line.append(heading, list);
    });
    line.append(data.remedy);
  }

  function done(form, key, said) {
    form.dispatchEvent(new CustomEvent("casethread:sent", { bubbles: true }));
    back = { key: key, until: Date.now() + 6000, panel: (form.closest("aside.panel") || {}).id };
    form.querySelectorAll("textarea").forEach(function (area) { area.value = area.defaultValue; });
    if (form.classList.contains("bulk")) {
      form.querySelectorAll(".tick").forEach(function (tick) { tick.setAttribute("aria-checked", "false"); });
    }
    window.dash_clientside.set_props("review-said", { children: said });
    window.dash_clientside.set_props("revision", { data: Date.now() });
  }

  function giveFocusBack() {
    if (!back || Date.now() > back.until) { back = null; return; }
    var active = document.activeElement;
    if (active && active !== document.body && document.contains(active)) { return; }
    var same = back.key && document.querySelector('[data-key="' + CSS.escape(back.key) + '"]:not([disabled])');
    var next = same || (back.panel && document.querySelector("#" + back.panel + " .panel-title")) || document.getElementById("main");
    if (next) { next.focus({ preventScroll: true }); } // kept in mind: another part of the page may still be drawn anew
  }
  ["pointerdown", "keydown"].forEach(function (kind) {
    document.addEventListener(kind, function () { back = null; }, true);
  });
  new MutationObserver(function () {
    if (back) { window.requestAnimationFrame(giveFocusBack); }
  }).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("submit", function (event) {
    var form = event.target.closest && event.target.closest("form.decide");
    if (!form) { return; }
    event.preventDefault();
    send(form, event.submitter);
  });

  /* ---------------------------------------------------------------- ticks */
  document.addEventListener("click", function (event) {
    var tick = event.target.closest && event.target.closest(".tick");
    if (!tick) { return; }
    var on = tick.getAttribute("aria-checked") !== "true";
    tick.setAttribute("aria-checked", String(on));
    if (tick.dataset.all) {
      tick.closest("form").querySelectorAll('.tick[data-name="' + CSS.escape(tick.dataset.all) + '"]').forEach(function (other) {
        other.setAttribute("aria-checked", String(on));
      });
    }
  });

  /* ---------------------------------------------------------------- words marked in a row */
  document.addEventListener("selectionchange", function () {
    var chosen = window.getSelection();
    var node = chosen && chosen.anchorNode;
    var box = node && (node.nodeType === 1 ? node : node.parentElement);
    if (box && box.closest(".source-row, .entry-text") && String(chosen).trim()) { marked = String(chosen).trim(); }
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest(".use-marked");
    if (!button) { return; }
    var form = button.closest("form");
    var area = form.querySelector('textarea[name="' + CSS.escape(button.dataset.into) + '"]');
    var copy = button.closest(".marking").querySelector(".row-copy");
    var chosen = copy.value.slice(copy.selectionStart, copy.selectionEnd).trim();
    if (chosen && copy.closest("details").open) { marked = chosen; }
    if (!marked) { say(form, "No words are marked. Mark them in the row or in its copy, or write them here.", button.dataset.into); return; }
    say(form, "");
    area.value = marked;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  });

  /* ---------------------------------------------------------------- why it was read so */
  document.addEventListener("toggle", function (event) {
    var part = event.target;
    if (!part.dataset || !part.dataset.explain || !part.open) { return; }
    var list = part.querySelector("ul");
    if (!list || list.childElementCount) { return; }
    function line(text) { var item = document.createElement("li"); item.textContent = text; list.appendChild(item); }
    fetch("/explain/" + caseOf() + "/" + encodeURIComponent(part.dataset.explain), { credentials: "same-origin" })
      .then(function (answer) { return answer.json(); })
      .then(function (data) { (data.why || [data.message + " " + data.remedy]).forEach(line); })
      .catch(function () { line("The program did not answer."); });
  }, true);
})();
