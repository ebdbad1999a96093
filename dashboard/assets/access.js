/* A team's server only: the token that goes with every change, and the question before a session ends.

   Where the page holds no token (one person, this computer) nothing here does anything.
   1. Every request of ours that changes something carries the token of the session in a header.
   2. An answer that says "not signed in" leads to the sign-in page.
   3. Two minutes before the session ends a question comes, and is said aloud; one button keeps it. No case text. */
(function () {
  "use strict";

  var meta = document.querySelector('meta[name="casethread-token"]');
  if (!meta) { return; }
  var token = meta.content;
  var plainFetch = window.fetch.bind(window);

  window.fetch = function (resource, options) {
    var request = new Request(resource, options);
    if (new URL(request.url).origin === window.location.origin && !/^(GET|HEAD)$/.test(request.method)) {
      request.headers.set("X-Casethread-Token", token);
    }
    return plainFetch(request).then(function (answer) {
      if (answer.status === 401) { window.location.assign("/sign-in"); }
      return answer;
    });
  };

  var box = null;
  var timer = 0;
  var asked = 0; // answers to an older question are not listened to

  function hide() { if (box) { box.remove(); box = null; } }

  function minutes(seconds) {
    var whole = Math.max(1, Math.round(seconds / 60));
    return whole + (whole === 1 ? " minute" : " minutes");
  }

  function show(state) {
    var text = "You will be signed out in " + minutes(state.left) + ". Unfinished writing is lost then.";
    if (!box) {
      box = document.createElement("div");
      box.className = "notice session-end";
      box.setAttribute("role", "alertdialog");
      box.setAttribute("aria-label", "Your session");
      var words = document.createElement("p");
      words.setAttribute("role", "alert");
      box.append(words);
      if (state.stay) {
        var stay = document.createElement("button");
        stay.type = "button";
        stay.className = "button primary";
        stay.textContent = "Stay signed in";
        stay.addEventListener("click", function () { ask("POST"); });
        box.append(stay);
      }
      document.body.append(box);
    }
    if (box.firstChild.textContent !== text) { box.firstChild.textContent = text; }
  }

  function again(seconds) {
    window.clearTimeout(timer);
    timer = window.setTimeout(function () { ask("GET"); }, seconds * 1000);
  }

  function ask(method) {
    var number = asked += 1;
    window.fetch("/session", { method: method, credentials: "same-origin" })
      .then(function (answer) { return answer.json(); })
      .then(function (state) {
        if (number !== asked) { return; }
        if (state.left <= state.warn) { show(state); } else { hide(); }
        var next = state.left > state.warn ? state.left - state.warn : Math.min(20, state.left);
        again(Math.min(60, Math.max(1, next)));
      })
      .catch(function () { again(30); });
  }
  window.addEventListener("focus", function () { ask("GET"); });
  ask("GET");
})();
