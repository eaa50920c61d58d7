// The list of documents: how many are picked, and picking all of a page. Everything else is links and forms.
const form = () => document.querySelector("[data-picking]");
const boxes = () => [...form().querySelectorAll("input[name=id]")];

const count = () => {
  const picked = boxes().filter((box) => box.checked).length;
  const said = form().querySelector("[data-picked]");
  if (said) said.textContent = picked ? `${picked} selected` : "";
  const all = form().querySelector("[data-pick-all]");
  all.checked = picked === boxes().length;
  all.indeterminate = picked > 0 && !all.checked;
};

document.addEventListener("change", ({ target }) => {
  if (!form()?.contains(target)) return;
  if (target.matches("[data-pick-all]")) boxes().forEach((box) => { box.checked = target.checked; });
  count();
});
document.addEventListener("htmx:load", () => { if (form()) count(); });
if (form()) count();  // a browser that comes back remembers what was picked
