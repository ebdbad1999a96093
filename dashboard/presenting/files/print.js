/* The one button of the page that is made for paper. */
document.getElementById("print").addEventListener("click", function () { window.print(); });
