// A sample on the bench: boxes lead into their fields, picked words fill them, and nothing is sent.
const sheet = document.getElementById("sheet");
const goTo = (id) => {
  const field = document.getElementById(id);
  (field?.querySelector(".input") ?? field)?.focus();
  field?.scrollIntoView({ block: "nearest" });
  return Boolean(field);
};
document.addEventListener("click", (event) => {
  const link = event.target.closest("#todo a, a.box");
  if (link && goTo(link.getAttribute("href").slice(1))) event.preventDefault();
});
sheet.addEventListener("pick", ({ target, detail }) => { target.value = detail.text; target.focus(); });
