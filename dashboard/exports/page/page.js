/* Filters the chronology in the page itself. Without it every row is shown and the tools stay hidden. */
(function () {
  "use strict";
  var tools = document.getElementById("tools");
  var agency = document.getElementById("agency");
  var kind = document.getElementById("kind");
  var search = document.getElementById("search");
  var count = document.getElementById("count");
  var rows = Array.prototype.slice.call(document.querySelectorAll("#chronology tr[data-kind]"));
  var texts = rows.map(function (row) { return row.textContent.toLowerCase(); });
  var timer = 0;

  function show() {
    var words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    rows.forEach(function (row, number) {
      var fits = (!agency.value || row.dataset.agency.split(" ").indexOf(agency.value) >= 0) &&
        (!kind.value || row.dataset.kind.split(" ").indexOf(kind.value) >= 0) &&
        words.every(function (word) { return texts[number].indexOf(word) >= 0; });
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    count.textContent = shown + " of " + rows.length + " rows shown";
    document.dispatchEvent(new Event("filtered"));
  }

  function soon() { clearTimeout(timer); timer = setTimeout(show, 150); }

  agency.addEventListener("change", show);
  kind.addEventListener("change", show);
  search.addEventListener("input", soon);
  document.getElementById("clear").addEventListener("click", function () {
    agency.value = ""; kind.value = ""; search.value = ""; show();
  });
  tools.hidden = false;
  show();
}());
