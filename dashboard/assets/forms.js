/* Builds the reviewer's forms from the data in `data-form` (see dashboard/components/edit_fields.py).

   A form in a closed part of the page is built when the part is opened. Everything is set as text. What was
   filled in and not yet sent is kept in the page's memory, and stands in the form again when it is made anew. */
(function () {
  "use strict";

  var drafts = {}; // of every form that was changed and not sent: its fields, by the data it was built from

  function make(tag, className, text) {
    var element = document.createElement(tag);
    if (className) { element.className = className; }
    if (text !== undefined) { element.textContent = text; }
    return element;
  }

  function lists() {
    var holder = document.querySelector("[data-lists]");
    return holder ? JSON.parse(holder.dataset.lists) : {};
  }

  function optionsOf(options) { return typeof options === "string" ? lists()[options] || [] : options; }

  function labelled(field, input) {
    var label = make("label", "field");
    label.append(make("span", "label-text", field.label));
    if (field.hint) { label.append(make("span", "hint", field.hint)); }
    input.name = field.name;
    label.append(input);
    return label;
  }

  function choice(field) {
    var input = make("select", "select");
    var options = optionsOf(field.options);
    var known = options.some(function (pair) { return pair[0] === field.value; });
    if (field.blank || !known) { input.append(new Option(field.blank || "", "")); }
    options.forEach(function (pair) { input.append(new Option(pair[1], pair[0], pair[0] === field.value, pair[0] === field.value)); });
    return labelled(field, input);
  }

  function line(field) {
    var input = make("input", "line " + (field.size || "wide"));
    input.type = "text";
    input.autocomplete = "off";
    input.maxLength = field.most || 120;
    input.defaultValue = field.value || "";
    if (field.numeric) { input.inputMode = "numeric"; }
    return labelled(field, input);
  }

  function area(field) {
    var input = make("textarea", "textarea");
    input.rows = field.rows || 2;
    input.defaultValue = field.value || "";
    return labelled(field, input);
  }

  function tick(field) {
    var button = make("button", "tick", field.text);
    button.type = "button";
    button.setAttribute("role", "checkbox");
    button.setAttribute("aria-checked", field.on ? "true" : "false");
    button.dataset.name = field.name;
    button.dataset.value = field.value;
    return button;
  }

  function group(legend, className) {
    var set = make("fieldset", className);
    set.append(make("legend", "", legend));
    return set;
  }

  function tickGroup(field) {
    var set = group(field.legend), box = make("div", "ticks");
    optionsOf(field.options).forEach(function (pair) {
      box.append(tick({ name: field.name, value: pair[0], text: pair[1], on: field.chosen.indexOf(pair[0]) >= 0 }));
    });
    set.append(box);
    return set;
  }

  function day(values, prefix) {
    return [["Day", "day", "two", 2, true], ["Month", "month", "month", 9, false], ["Year", "year", "four", 4, true]].map(function (part) {
      return line({ label: part[0], name: prefix + part[1], size: part[2], most: part[3], numeric: part[4], value: values[prefix + part[1]] });
    });
  }

  function date(field) {
    var set = group(field.legend, "date-entry"), values = field.values;
    var how = choice({ label: "How exact", name: "precision", options: "@precisions", value: values.precision });
    var first = make("div", "date-fields"), second = make("div", "date-fields");
    var clock = line({ label: "Time", name: "clock", size: "four", most: 5, value: values.clock });
    first.append.apply(first, day(values, ""));
    first.append(clock);
    second.setAttribute("role", "group");
    second.setAttribute("aria-label", "The other day");
    second.append(make("span", "date-and", "and"));
    second.append.apply(second, day(values, "to_"));
    function show() {
      var exact = how.querySelector("select").value;
      first.hidden = exact === "unknown";
      second.hidden = exact !== "between";
      clock.hidden = exact !== "day";
      first.children[0].hidden = exact === "month" || exact === "year";
      first.children[1].hidden = exact === "year";
    }
    how.addEventListener("change", show);
    set.append(how, first, second);
    (field.fields || []).forEach(function (extra) { set.append(build(extra)); });
    show();
    return set;
  }

  function person(row, number) {
    var box = make("div", "person");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", row[0] ? "Person " + number : "Another person");
    box.append(
      choice({ label: "Role", name: "role", options: "@roles", value: row[0], blank: "nobody" }),
      line({ label: "As named", name: "label", value: row[1] }),
      choice({ label: "Works for", name: "person_agency", options: "@agencies", value: row[2], blank: "no agency" })
    );
    return box;
  }

  function people(field) {
    var set = group(field.legend, "people");
    field.rows.concat([["", "", ""]]).forEach(function (row, number) { set.append(person(row, number + 1)); });
    return set;
  }

  function button(field) {
    var element = make("button", "button" + (field.primary ? " primary" : "") + (field.small ? " small" : ""), field.text);
    element.type = "submit";
    if (field.said) { element.append(make("span", "visually-hidden", field.said)); }
    if (field.name) { element.name = field.name; element.value = field.value; }
    if (field.title) { element.title = field.title; }
    if (field.key) { element.dataset.key = field.key; }
    if (field.act) { element.dataset.act = field.act; }
    element.disabled = Boolean(field.disabled);
    return element;
  }

  function inside(element, fields) {
    fields.forEach(function (field) { element.append(build(field)); });
    return element;
  }

  /* Words are marked in the row itself with the mouse, or with the keyboard in a copy of it. */
  function marking(field) {
    var part = make("div", "marking"), byKeys = make("details"), copy = make("textarea", "textarea row-copy");
    var button = make("button", "button small use-marked", "Use the marked words");
    button.type = "button";
    button.dataset.into = field.into;
    copy.rows = 5;
    copy.spellcheck = false;
    copy.setAttribute("aria-readonly", "true");
    ["beforeinput", "drop", "paste"].forEach(function (kind) {
      copy.addEventListener(kind, function (event) { event.preventDefault(); }); // a caret to mark with, nothing to change
    });
    byKeys.append(make("summary", "", "Mark with the keyboard"));
    byKeys.append(labelled({ label: "The row", hint: "Mark words with Shift and the arrow keys, then press Use the marked words." }, copy));
    copy.removeAttribute("name");
    byKeys.addEventListener("toggle", function () {
      if (!byKeys.open || copy.value) { return; }
      copy.value = rowOf(part);
      copy.setSelectionRange(0, 0);
    });
    part.append(byKeys, button);
    return part;
  }

  /* The text of the row that a form is about: of its own card, else the cell of the panel with the lit words. */
  function rowOf(part) {
    var card = part.closest("article, aside");
    var text = card && (card.querySelector(".entry-text") || (card.querySelector(".source-row mark") || part).closest("dd") ||
      card.querySelector(".source-row dd"));
    return text ? text.textContent : "";
  }

  var builders = {
    select: choice, text: line, area: area, tick: tick, ticks: tickGroup, date: date, people: people, button: button,
    buttons: function (field) { return inside(make("div", "group"), field.fields); },
    heading: function (field) { return make("h4", "", field.text); },
    marked: marking,
    sent: function (field) {
      var element = make("span", "always");
      element.hidden = true;
      element.dataset.name = field.name;
      element.dataset.value = field.value;
      return element;
    },
    fold: function (field) {
      var part = make("details");
      part.append(make("summary", "", field.text));
      return inside(part, field.fields);
    }
  };

  function build(field) { return builders[field.t](field); }

  function message() {
    var text = make("div", "field-error form-error");
    text.setAttribute("role", "alert");
    return text;
  }

  function fill(slot) {
    if (slot.built === slot.dataset.form) { return; }
    slot.built = slot.dataset.form;
    var data = JSON.parse(slot.dataset.form);
    slot.textContent = "";
    if (!data.act) { inside(slot, data.fields).append(message()); return; }
    var form = make("form", ("decide " + (data["class"] || "")).trim());
    form.dataset.act = data.act;
    form.dataset.on = data.on;
    form.dataset.seen = data.seen || "";
    form.noValidate = true;
    inside(form, data.fields).append(message());
    slot.append(form);
    if (drafts[slot.built]) { putBack(form, drafts[slot.built]); }
  }

  /* ---------------------------------------------------------------- drafts */
  function parts(form) { return form.querySelectorAll("input, select, textarea, .tick"); }

  function keepDraft(event) {
    var form = event.target.closest && event.target.closest("form.decide");
    var slot = form && form.closest(".form-slot");
    if (!slot || !slot.built) { return; }
    drafts[slot.built] = Array.prototype.map.call(parts(form), function (part) {
      return part.classList.contains("tick") ? part.getAttribute("aria-checked") : part.value;
    });
  }

  function putBack(form, draft) {
    parts(form).forEach(function (part, number) {
      if (draft[number] === undefined) { return; }
      if (part.classList.contains("tick")) { part.setAttribute("aria-checked", draft[number]); return; }
      part.value = draft[number];
      if (part.tagName === "SELECT") { part.dispatchEvent(new Event("change")); }
    });
  }

  document.addEventListener("input", keepDraft);
  document.addEventListener("click", function (event) { if (event.target.closest && event.target.closest(".tick")) { keepDraft(event); } });
  document.addEventListener("casethread:sent", function (event) {
    var slot = event.target.closest(".form-slot");
    if (slot && slot.built) { delete drafts[slot.built]; }
  });

  function fillOpen(within) {
    within.querySelectorAll(".form-slot").forEach(function (slot) {
      var closed = slot.closest("details.edit:not([open])");
      if (closed && drafts[slot.dataset.form]) { closed.open = true; }
      if (!closed || closed.open) { fill(slot); }
    });
  }

  document.addEventListener("toggle", function (event) {
    if (event.target.open) { fillOpen(event.target); }
  }, true);
  new MutationObserver(function () { fillOpen(document); }).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-form"]
  });
})();
