// The pages of a document: pictures when they are needed, zoom, turning, and boxes that follow the fields.
// Without this file the first pages show, the others are links, and boxes lead to their fields all the same.
const viewer = document.querySelector("[data-viewer]");
const pane = viewer.querySelector(".pages");
const figures = [...pane.querySelectorAll("figure")];

// Pictures: of the pages in view and the next ones, as wide as they are shown, and again when asked to wait.
const widths = viewer.dataset.widths.split(" ").map(Number);
const near = new Set();
const neededFor = (figure) => {
  const pixels = figure.getBoundingClientRect().width * devicePixelRatio;
  return widths.find((width) => width >= pixels) ?? widths.at(-1);
};
const draw = (figure) => {
  const image = figure.querySelector("image");
  const width = neededFor(figure);
  if (width <= Number(image.dataset.width ?? 0)) return;
  image.dataset.width = width;
  image.setAttribute("href", `${image.dataset.picture}?width=${width}`);
};
const said = (figure, text) => { figure.querySelector("[data-said]").textContent = text; };
const asking = new Set();
const askAgain = async (figure) => {
  if (asking.has(figure)) return;
  asking.add(figure);
  const image = figure.querySelector("image");
  const answer = await fetch(image.getAttribute("href")).catch(() => null);
  const wait = Number(answer?.headers.get("Retry-After") ?? (answer ? 0 : 5));
  asking.delete(figure);
  if (!wait && !answer.ok) { said(figure, "This page cannot be shown."); return; }
  said(figure, wait ? "This page is drawn in a moment." : "");
  setTimeout(() => { said(figure, ""); image.setAttribute("href", image.getAttribute("href")); }, 1000 * wait);
};
const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    near[isIntersecting ? "add" : "delete"](target);
    if (isIntersecting) draw(target);
  }
}, { root: pane, rootMargin: "50% 0px" });
for (const figure of figures) {
  const image = figure.querySelector("image");
  image.addEventListener("error", () => askAgain(figure));
  if (image.hasAttribute("href")) image.decode?.().catch(() => askAgain(figure));  // it may have failed before us
  seen.observe(figure);
}
addEventListener("resize", () => near.forEach(draw));

// Which page is looked at: the one over the middle.
const middle = () => { const box = pane.getBoundingClientRect(); return box.top + box.height / 2; };
const here = () => figures.find((figure) => figure.getBoundingClientRect().bottom >= middle()) ?? figures.at(-1);
const place = () => {
  const number = here().dataset.page;
  for (const link of viewer.querySelectorAll("[data-pages] a")) {
    if (link.hash === `#page-${number}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const shown = viewer.querySelector("[data-here]");
  if (shown) shown.textContent = number;
};
pane.addEventListener("scroll", place, { passive: true });
viewer.querySelector("[data-pages]").addEventListener("click", ({ target }) => target.closest("details")?.removeAttribute("open"));
place();

// Zoom: what is under the pointer, or in the middle, stays there.
const steps = [50, 75, 100, 125, 150, 200, 300];
const zoom = () => Number(pane.dataset.zoom);
const zoomTo = (next, x, y) => {
  const box = pane.getBoundingClientRect();
  const [atX, atY] = [x ?? box.left + box.width / 2, y ?? middle()];
  const figure = figures.find((each) => each.getBoundingClientRect().bottom >= atY) ?? figures.at(-1);
  const before = figure.getBoundingClientRect();
  pane.dataset.zoom = next;
  viewer.querySelector("[data-zoom-out]").textContent = `${next} %`;
  for (const button of viewer.querySelectorAll("[data-zoom-by]")) {
    button.toggleAttribute("disabled", next === (button.dataset.zoomBy > 0 ? steps.at(-1) : steps[0]));
  }
  const after = figure.getBoundingClientRect();
  const moved = (from, to, at, start, size) => to[start] + (at - from[start]) * (to[size] / from[size]) - at;
  pane.scrollBy({
    left: moved(before, after, atX, "left", "width"), top: moved(before, after, atY, "top", "height"), behavior: "instant",
  });
  remember("zoom", next);
  near.forEach(draw);
};
const zoomBy = (by, x, y) => {
  const at = steps.indexOf(zoom()) + by;
  if (at >= 0 && at < steps.length) zoomTo(steps[at], x, y);
};
let turned = 0;
pane.addEventListener("wheel", (event) => {
  if (!event.ctrlKey) return;  // pinching comes as this, too
  event.preventDefault();
  turned += event.deltaY;
  if (Math.abs(turned) < 40) return;
  zoomBy(turned > 0 ? -1 : 1, event.clientX, event.clientY);
  turned = 0;
}, { passive: false });

// Turning: the drawing turns, and all that lies on it.
const laid = {
  0: () => "", 90: (height) => `translate(${height} 0) rotate(90)`,
  180: (height) => `translate(1000 ${height}) rotate(180)`, 270: () => "translate(0 1000) rotate(-90)",
};
const turn = (figure) => {
  const svg = figure.querySelector("svg");
  const degrees = (Number(figure.dataset.turn ?? 0) + 90) % 360;
  const height = Number(svg.dataset.height);
  figure.dataset.turn = degrees;
  svg.querySelector("[data-leaf]").setAttribute("transform", laid[degrees](height));
  svg.setAttribute("viewBox", degrees % 180 ? `0 0 ${height} 1000` : `0 0 1000 ${height}`);
  announce(`Page ${figure.dataset.page} is turned${degrees ? ` by ${degrees} degrees` : " back"}.`);
};

// Boxes: off for who wants to see the paper alone.
const boxes = viewer.querySelector("[data-boxes]");
const showBoxes = (on) => { boxes.checked = on; pane.classList.toggle("no-boxes", !on); };
boxes.addEventListener("change", () => { showBoxes(boxes.checked); remember("boxes", boxes.checked ? "on" : "off"); });

viewer.addEventListener("click", ({ target }) => {
  const by = target.closest("[data-zoom-by]");
  if (by) zoomBy(Number(by.dataset.zoomBy));
  if (target.closest("[data-turn-page]")) turn(here());
});
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || !["+", "-", "="].includes(event.key)) return;
  event.preventDefault();
  zoomBy(event.key === "-" ? -1 : 1);
});

// Whichever side is touched, the other comes into view.
const boxOf = (name) => pane.querySelector(`.box[data-f="${CSS.escape(name)}"]`);
const bring = (box) => {
  const [b, p] = [box.getBoundingClientRect(), pane.getBoundingClientRect()];
  const off = (start, end) => b[start] < p[start] + 24 || b[end] > p[end] - 24;
  pane.scrollBy({
    top: off("top", "bottom") ? (b.top + b.bottom - p.top - p.bottom) / 2 : 0,
    left: off("left", "right") ? (b.left + b.right - p.left - p.right) / 2 : 0,
  });
};
const follow = ({ type, target, pointerType }) => {
  if (type === "pointerover" && pointerType === "touch") return;
  const name = target.closest?.("[data-f]")?.dataset.f;
  if (!name) return;
  if (!pane.contains(target)) { const box = boxOf(name); if (box) bring(box); }
  else if (matchMedia("(min-width: 60.01rem)").matches) {
    document.querySelector(`.sheet [data-f="${CSS.escape(name)}"]`)?.scrollIntoView({ block: "nearest" });
  }
};
document.addEventListener("pointerover", follow);
document.addEventListener("focusin", follow);

showBoxes(recall("boxes") !== "off");
if (steps.includes(Number(recall("zoom")))) zoomTo(Number(recall("zoom")));
