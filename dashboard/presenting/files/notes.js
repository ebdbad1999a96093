/* The window of the speaker's notes: follows the stage, and can move it on. */
(function () {
  "use strict";
  var body = document.body, base = "/present/" + body.dataset.case + "/" + body.dataset.walkthrough;
  var channel = new BroadcastChannel("stage-" + body.dataset.walkthrough);
  var box = document.getElementById("notes");

  channel.onmessage = function (event) {
    if (typeof event.data.stop !== "number") { return; }
    fetch(base + "/notes/" + event.data.stop + (body.dataset.names ? "?names=yes" : ""), { credentials: "same-origin", headers: { "X-Casethread": "stage" } })
      .then(function (answer) { return answer.json(); })
      .then(function (data) {
        box.textContent = "Stop " + (event.data.stop + 1) + ", " + data.day + "\n\n" + (data.question ? data.question + "\n\n" : "") +
          (data.notes || "No notes for this stop.");
      })
      .catch(function () { box.textContent = "The program did not answer."; });
  };
  document.addEventListener("click", function (event) {
    var one = event.target.closest("[data-go]");
    if (one) { channel.postMessage({ go: one.dataset.go }); }
  });
  channel.postMessage({ hello: true });
})();
