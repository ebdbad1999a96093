/* Scenes from the file itself: each part is opened with its code, or all with the trainer's. Nothing is asked of any other place. */
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("sealed").textContent);
  var form = document.getElementById("code-form"), field = document.getElementById("code"), said = document.getElementById("code-said");
  var keys = {}, opened = {}, started = false; // by the number of a part: three a stop, for stop, reveals and notes
  var names = ["stop", "reveal", "notes"], stops = data.parts.length / 3;

  function bytes(text) { return Uint8Array.from(atob(text), function (c) { return c.charCodeAt(0); }); }
  function about(part) { return Math.floor(part / 3) + " " + names[part % 3]; }
  function asKey(raw) { return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]); }

  function unseal(key, text, what) {
    var all = bytes(text);
    return crypto.subtle.decrypt({ name: "AES-GCM", iv: all.slice(0, 12), additionalData: new TextEncoder().encode(what) }, key, all.slice(12));
  }

  function keyOf(code) {
    var signs = code.toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
    return crypto.subtle.importKey("raw", new TextEncoder().encode(signs), "PBKDF2", false, ["deriveKey"]).then(function (base) {
      return crypto.subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt: bytes(data.salt), iterations: data.iterations },
        base, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
    });
  }

  /* The parts that a code opens: all by the ring, else the one whose lock it fits. */
  function tryCode(code) {
    return keyOf(code).then(function (key) {
      return unseal(key, data.ring, "ring").then(function (found) {
        JSON.parse(new TextDecoder().decode(found)).forEach(function (raw, part) { keys[part] = asKey(bytes(raw)); });
        return 0;
      }, function () {
        return Promise.all(data.parts.map(function (part, number) {
          if (!part.lock) { return null; }
          return unseal(key, part.lock, about(number) + " key").then(function (raw) { keys[number] = asKey(raw); return number; },
            function () { return null; });
        })).then(function (found) { return found.find(function (number) { return number !== null; }); });
      });
    });
  }

  function open(part) {
    if (opened[part]) { return opened[part]; }
    if (!keys[part]) {
      field.focus();
      return Promise.reject(new Error(part % 3 === 2 ? "The notes open with the trainer's code only."
        : part % 3 ? "What is revealed here has a code of its own. Type it above." : "This stop has a code of its own. Type it above."));
    }
    opened[part] = keys[part].then(function (key) { return unseal(key, data.parts[part].body, about(part)); }).then(function (packed) {
      return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
    });
    return opened[part];
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    said.textContent = "Opening …";
    tryCode(field.value).then(function (part) {
      if (part === undefined) { said.textContent = "This code opens nothing here. Check it against the sheet."; return; }
      var stop = Math.floor(part / 3);
      said.textContent = part % 3 ? "The reveals of stop " + (stop + 1) + " are open." : "Open from stop " + (stop + 1) + ".";
      field.value = "";
      if (part % 3 === 0 || !started) { started = true; window.stageAt(stop); }
    });
  });

  window.stageSource = {
    ready: false,
    view: function (wanted) {
      var stop = wanted.stop === "last" ? stops - 1 : wanted.stop;
      return open(3 * stop + (wanted.step === "kept" ? 0 : 1)).then(function (part) {
        var agency = (wanted.enter && part.agency) || wanted.agency;
        function named(who) { return part.views[who + " " + wanted.step + " " + (who && wanted.outlines ? "yes" : "no")]; }
        var view = named(agency) || named("");
        return Object.assign({}, view, { html: view.html.map(function (n) { return part.pieces[n]; }).join("") });
      });
    },
    notes: function (stop) { return open(3 * stop + 2).then(function (part) { return part.notes; }); },
    follow: function () {},
    leave: function () {},
    openNotes: function () {}
  };
  document.getElementById("window").hidden = document.getElementById("leave").hidden = true;
  if (!window.crypto || !crypto.subtle || typeof DecompressionStream === "undefined") {
    said.textContent = "This browser cannot open the file. Use a current Chrome, Edge or Firefox.";
    form.querySelector("button").disabled = true;
  }
})();
