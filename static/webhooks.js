// The log beside what was sent: the line that is shown is marked. Where both do not fit beside each other,
// a line leads to a page of its own.
const narrow = matchMedia("(max-width: 68rem)");

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-panel]");
  if (link && narrow.matches) event.stopPropagation();  // htmx listens at the link itself
}, { capture: true });

document.addEventListener("htmx:afterRequest", ({ detail: { elt, successful } }) => {
  if (!elt.matches("[data-panel]") || !successful) return;
  for (const link of document.querySelectorAll("[data-panel]")) {
    const isShown = link === elt;
    link.toggleAttribute("aria-current", isShown);
    if (isShown) link.setAttribute("aria-current", "true");
    link.closest("tr").setAttribute("aria-selected", String(isShown));
  }
});
