// What cannot be taken back is asked once more before the form goes: data-sure is the question, {0} in it the value of the field named
// by data-sure-of. With data-sure-off it is asked only when that box was ticked and is not any more.

const dialog = document.getElementById("sure");

const isHarmless = (box) => box && !(box.defaultChecked && !box.checked);

for (const button of document.querySelectorAll("button[data-sure]")) {
  const { sure, sureOf, sureOff } = button.dataset;
  button.addEventListener("click", (event) => {
    if (isHarmless(document.getElementById(sureOff))) {
      return;
    }
    event.preventDefault();
    document.getElementById("sure-title").textContent = sure.replace("{0}", document.getElementById(sureOf)?.value ?? "");
    dialog.returnValue = "";
    dialog.onclose = () => {
      if (dialog.returnValue === "yes") {
        button.form.requestSubmit(button);
      }
    };
    dialog.showModal();
    document.getElementById("sure-no").focus();
  });
}
