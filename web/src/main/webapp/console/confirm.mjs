// Asks once more before a form goes that cannot be taken back: data-confirm is the question, {0} in it the value of the field named
// by data-confirm-of. With data-confirm-off it is asked only when that box was ticked and is not any more.

const dialog = document.getElementById("confirm");

const isHarmless = (box) => box && !(box.defaultChecked && !box.checked);

for (const button of document.querySelectorAll("button[data-confirm]")) {
  const { confirm: question, confirmOf, confirmOff } = button.dataset;
  button.addEventListener("click", (event) => {
    if (isHarmless(document.getElementById(confirmOff))) {
      return;
    }
    event.preventDefault();
    document.getElementById("confirm-title").textContent = question.replace("{0}", document.getElementById(confirmOf)?.value ?? "");
    dialog.returnValue = "";
    dialog.onclose = () => {
      if (dialog.returnValue === "yes") {
        button.form.requestSubmit(button);
      }
    };
    dialog.showModal();
    document.getElementById("confirm-no").focus();
  });
}
