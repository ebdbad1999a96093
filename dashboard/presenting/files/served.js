/* Scenes from our own server, one request each: an answer holds what may be seen at that stop in that step and nothing else. */
(function () {
  "use strict";
  var body = document.body, base = "/present/" + body.dataset.case + "/" + body.dataset.walkthrough;
  var channel = new BroadcastChannel("stage-" + body.dataset.walkthrough);
  var at = 0;

  function asked(path) { return base + path + (body.dataset.names ? (path.includes("?") ? "&" : "?") + "names=yes" : ""); }

  function ask(path) {
    return fetch(asked(path), { credentials: "same-origin", headers: { "X-Casethread": "stage" } })
      .catch(function () { throw new Error("The program did not answer. Check that Casethread is still running."); })
      .then(function (answer) {
        return answer.json().then(function (data) {
          if (!answer.ok) { throw new Error(data.message + " " + data.remedy); }
          return data;
        });
      });
  }

  channel.onmessage = function (event) {
    if (event.data.go) { window.stageGo(event.data.go); }
    if (event.data.hello) { channel.postMessage({ stop: at }); }
  };

  window.stageSource = {
    ready: true,
    view: function (wanted) {
      var query = new URLSearchParams({ agency: wanted.agency, step: wanted.step });
      if (wanted.outlines) { query.set("outlines", "yes"); }
      if (wanted.enter) { query.set("enter", "yes"); }
      return ask("/stop/" + wanted.stop + "?" + query);
    },
    notes: function (stop) { return ask("/notes/" + stop).then(function (data) { return data.notes; }); },
    follow: function (stop) { at = stop; channel.postMessage({ stop: stop }); },
    leave: function () { window.location.href = "/case/" + body.dataset.case + "/present"; },
    openNotes: function () { window.open(asked("/notes"), "notes-" + body.dataset.walkthrough, "width=720,height=760"); }
  };
})();
