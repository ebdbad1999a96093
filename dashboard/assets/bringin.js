/* Bringing files in.

   1. Files that are chosen or dropped, one by one or in folders, are posted to our own server.
   2. What is said of them (agency, columns, leave out) is read from the page when a button is pressed.
   3. Files of the case are opened again or taken out from the page of sources.                          */
(function () {
  "use strict";

  var HEADERS = { "X-Casethread": "upload" };

  function say(message, remedy) {
    window.dash_clientside.set_props("upload-message", { children: remedy ? message + " " + remedy : message });
  }

  function answered(answer) {
    return answer.json().then(function (data) { return { ok: answer.ok, data: data }; });
  }

  function lost() {
    say("The program did not answer.", "Check that Casethread is still running, then try again.");
  }

  function follow(job) {
    var search = "?job=" + encodeURIComponent(job);
    if (window.location.search === search) {
      window.dash_clientside.set_props("job-poll", { disabled: false });
    } else {
      window.dash_clientside.set_props("url", { search: search });
    }
  }

  /* ---------------------------------------------------------------- sending */
  function send(files) {
    var button = document.getElementById("choose-files");
    if (!button || !files.length) { return; }
    var most = Number(button.dataset.max), total = 0, body = new FormData(), left = [];
    var kinds = button.dataset.accept.split(",");
    files.forEach(function (file) {
      var kind = file.name.slice(file.name.lastIndexOf(".")).toLowerCase();
      if (file.fromFolder && kinds.indexOf(kind) < 0) { left.push(file.name + ": not a kind of file that is read"); return; }
      if (file.size > most) { left.push(file.name + ": larger than " + Math.round(most / 1048576) + " MB"); return; }
      total += file.size;
      body.append("files", file.file || file, file.name);
    });
    var said = left.length ? "Not sent: " + left.join("; ") + "." : "";
    if (total > Number(button.dataset.total)) {
      say("These files are too large together.", "Bring them in a few at a time.");
      return;
    }
    if (!body.has("files")) { say(said); return; }
    say("Sending the files to the program on this computer …");
    fetch(button.dataset.upload, { method: "POST", body: body, headers: HEADERS, credentials: "same-origin" })
      .then(answered)
      .then(function (answer) {
        if (!answer.ok) { say(answer.data.message, answer.data.remedy); return; }
        say(said);
        follow(answer.data.job);
      })
      .catch(lost);
  }

  function plain(list) { return Array.prototype.slice.call(list); }

  function fromFolder(file) { return { file: file, name: file.name, size: file.size, fromFolder: true }; }

  /* A dropped folder comes as an entry that must be walked; it gives a hundred names at a time. */
  function walk(entry, found) {
    if (entry.isFile) {
      return new Promise(function (done) {
        entry.file(function (file) { found.push(fromFolder(file)); done(); }, done);
      });
    }
    var reader = entry.createReader();
    return new Promise(function (done) {
      (function more() {
        reader.readEntries(function (entries) {
          if (!entries.length) { done(); return; }
          Promise.all(entries.map(function (e) { return walk(e, found); })).then(more);
        }, done);
      })();
    });
  }

  function dropped(transfer) {
    var entries = plain(transfer.items || []).map(function (item) {
      return item.webkitGetAsEntry && item.webkitGetAsEntry();
    }).filter(Boolean);
    if (!entries.some(function (entry) { return entry.isDirectory; })) { send(plain(transfer.files)); return; }
    var found = [];
    Promise.all(entries.map(function (entry) { return walk(entry, found); })).then(function () { send(found); });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("#choose-files, #choose-folder");
    var input = button && document.getElementById(button.id === "choose-folder" ? "folder-input" : "file-input");
    if (!input) { return; }
    if (button.id === "choose-files") { input.accept = button.dataset.accept; }
    input.click();
  });
  /* Pasted text goes the way of a file. Cells copied from a table come parted by tabs. */
  document.addEventListener("click", function (event) {
    if (!event.target.closest || !event.target.closest("#paste-send")) { return; }
    var area = document.getElementById("paste-text"), text = area.value.trim();
    if (!text) { area.focus(); say("There is no text yet."); return; }
    var lines = text.split("\n").filter(function (line) { return line.trim(); });
    var cells = lines.filter(function (line) { return line.indexOf("\t") > 0; }).length > lines.length / 2;
    var named = document.getElementById("paste-name").value.replace(/[\\/:*?"<>|]+/g, " ").trim() || "Pasted text";
    send([new File([text + "\n"], named + (cells ? ".csv" : ".txt"), { type: "text/plain" })]);
    area.value = "";
  });
  document.addEventListener("change", function (event) {
    if (event.target.id === "file-input") { send(plain(event.target.files)); event.target.value = ""; }
    if (event.target.id === "folder-input") { send(plain(event.target.files).map(fromFolder)); event.target.value = ""; }
  });
  ["dragover", "dragleave", "drop"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      var zone = document.getElementById("drop-zone");
      if (!zone) { return; }
      var inside = event.target.closest && event.target.closest("#drop-zone");
      event.preventDefault();
      zone.classList.toggle("over", kind === "dragover" && Boolean(inside));
      if (kind === "drop" && inside) { dropped(event.dataTransfer); }
    });
  });

  /* ---------------------------------------------------------------- what is said of the files */
  function said() {
    var files = {};
    document.querySelectorAll("#job select[data-file]").forEach(function (select) {
      var of = select.dataset, file = files[of.file] = files[of.file] || { columns: {} };
      if (of.said === "take") { file.leave_out = select.value === "leave_out"; }
      if (select.value === of.was) { return; }
      if (of.said === "agency") { file.agency = select.value; }
      if (of.said === "column") { file.columns[of.title] = select.value; }
    });
    return files;
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("button[data-action]");
    if (!button) { return; }
    var of = button.dataset, place = document.getElementById("job");
    var address = of.act || (place && place.dataset.act), body = {};
    if (!address) { return; }
    if (of.job) { body.job = of.job; }
    if (of.source) { body.source = of.source; }
    if (of.action === "read") { body.files = said(); }
    if (of.action === "retry") {
      var chosen = document.querySelector('#job select[data-said="agency"][data-file="' + of.file + '"]');
      body.file = of.file;
      if (chosen) {
        if (!chosen.value) { chosen.focus(); say("Choose the agency first."); return; }
        body.agency = chosen.value;
      }
    }
    button.disabled = true;
    fetch(address + "/" + of.action, {
      method: "POST", body: JSON.stringify(body), credentials: "same-origin",
      headers: Object.assign({ "Content-Type": "application/json" }, HEADERS)
    })
      .then(answered)
      .then(function (answer) {
        button.disabled = false;
        if (!answer.ok) { say(answer.data.message, answer.data.remedy); return; }
        if (place) { say(""); }
        if (of.action === "remove") { window.location.reload(); return; }
        if (of.action === "open") { window.location.href = of.next + "?job=" + encodeURIComponent(answer.data.job); return; }
        if (answer.data.job) { follow(answer.data.job); }
      })
      .catch(function () { button.disabled = false; lost(); });
  });
})();
