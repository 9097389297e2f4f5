
"use strict";
document.addEventListener("click", function (event) {
  var button = event.target;
  if (button.tagName !== "BUTTON") return;
  var value = button.previousElementSibling;
  function done() { button.textContent = button.dataset.done; }
  function byHand() {
    var range = document.createRange();
    range.selectNodeContents(value);
    var selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    if (document.execCommand("copy")) done();
  }
  if (navigator.clipboard) navigator.clipboard.writeText(value.textContent).then(done, byHand);
  else byHand();
});
