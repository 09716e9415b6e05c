// The address under which this page was opened is the one to install from.
const here = new URL(".", location.href).href;
for (const each of document.querySelectorAll(".here")) each.textContent = here;
