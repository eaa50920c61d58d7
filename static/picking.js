// Picking a word, or several, on a page for the field that was last in hand. What was picked is told by an
// event, "pick", at that field: { text, page, box, path }.
const viewer = document.querySelector("[data-viewer]");
const pane = viewer.querySelector(".pages");
const button = viewer.querySelector("[data-pick]");
const SVG = "http://www.w3.org/2000/svg";

// The field, by its id: an answer of the server may have put another in its place.
let field = "";
const input = () => document.getElementById(field);
const isFree = (target) => target.matches?.(".sheet :is(input, textarea).input:not([readonly], [disabled])");
document.addEventListener("focusin", ({ target }) => { if (isFree(target)) field = target.id; });
const nameOf = (node) => (node.labels?.[0]?.textContent ?? node.getAttribute("aria-label") ?? "the field").trim();

// Words: asked for page by page, when a page comes into view while one is picking.
const elements = new Map();  // of a page's figure: its words, in the order of reading
const load = async (figure) => {
  if (elements.has(figure)) return elements.get(figure);
  const answer = await fetch(figure.dataset.words).catch(() => null);
  const { words } = answer?.ok ? await answer.json() : { words: [] };
  if (elements.has(figure)) return elements.get(figure);
  const group = document.createElementNS(SVG, "g");
  group.setAttribute("class", "words");
  for (const [name, value] of [["role", "listbox"], ["aria-multiselectable", "true"], ["aria-label", `Words of page ${figure.dataset.page}`]]) group.setAttribute(name, value);
  const height = Number(figure.querySelector("svg").dataset.height);
  group.append(...words.map((word) => rectangle(word, height)));
  figure.querySelector("[data-leaf]").append(group);
  elements.set(figure, [...group.children]);
  return elements.get(figure);
};
const rectangle = ({ text, box: [x0, y0, x1, y1] }, height) => {
  const word = document.createElementNS(SVG, "rect");
  const shape = { x: x0 * 1000, y: y0 * height, width: (x1 - x0) * 1000, height: (y1 - y0) * height };
  for (const [name, value] of Object.entries({ ...shape, class: "word", role: "option", tabindex: -1, "aria-label": text, "aria-selected": false })) word.setAttribute(name, value);
  Object.assign(word, { said: text, place: [x0, y0, x1, y1] });
  return word;
};
const coming = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) if (isIntersecting) load(target);
}, { root: pane });

// The mode: on with the button or Alt P, off with Escape, the button, or what was picked.
const isOn = () => pane.classList.contains("picking");
const figures = [...pane.querySelectorAll("figure")];
const begin = async (byKeyboard) => {
  if (!input()) { announce("Go to a field first, then pick its words on the page."); return; }
  pane.classList.add("picking");
  button.setAttribute("aria-pressed", "true");
  figures.forEach((figure) => coming.observe(figure));
  const start = await nearest();
  if (!isOn()) return;
  if (!start) { end(); announce("The words of this page are not known. Please type the value."); return; }
  announce(`Picking for ${nameOf(input())}. Arrow keys walk the words, with Shift they take more, Enter takes them, Escape ends.`);
  if (byKeyboard) go(start);
};
const end = () => {
  pane.classList.remove("picking");
  button.setAttribute("aria-pressed", "false");
  coming.disconnect();
  select([]);
};
const leave = () => { end(); input()?.focus(); announce("Nothing was picked."); };
const nearest = async () => {
  const box = pane.querySelector(`.box[data-f="${CSS.escape(input().name)}"]`);
  const bounds = pane.getBoundingClientRect();
  const figure = box?.closest("figure") ?? figures.find((each) => each.getBoundingClientRect().bottom > bounds.top + bounds.height / 3) ?? figures[0];
  const words = await load(figure);
  const centre = box ? middle(box) : { x: bounds.left, y: Math.max(bounds.top, figure.getBoundingClientRect().top) };
  return words.reduce((best, word) => (best && far(best, centre) <= far(word, centre) ? best : word), null);
};
const middle = (node) => { const box = node.getBoundingClientRect(); return { x: box.left + box.width / 2, y: box.top + box.height / 2 }; };
const far = (node, { x, y }) => { const at = middle(node); return Math.hypot(at.x - x, 3 * (at.y - y)); };

// What is taken: by keys a run of words, by dragging all that the frame touches.
let chosen = [];
const select = (words) => {
  for (const word of chosen) word.setAttribute("aria-selected", "false");
  for (const word of words) word.setAttribute("aria-selected", "true");
  chosen = words;
};
const lines = (words) => words.reduce((rows, word) => {
  const above = rows.at(-1)?.at(-1)?.place;
  const isNew = !above || word.place[1] > (above[1] + above[3]) / 2 || word.place[3] < (above[1] + above[3]) / 2;
  if (isNew) rows.push([word]); else rows.at(-1).push(word);
  return rows;
}, []);
const textOf = (words) => {
  const between = input()?.name.endsWith("address") ? ", " : " ";
  return lines(words).map((row) => row.map((word) => word.said).join(" ")).join(between).replaceAll(",,", ",");
};
const take = (words) => {
  if (!words.length) return;
  const page = Number(words[0].closest("figure").dataset.page);
  const places = words.map((word) => word.place);
  const box = [0, 1, 2, 3].map((edge) => Math[edge < 2 ? "min" : "max"](...places.map((place) => place[edge])));
  const [target, text] = [input(), textOf(words)];
  end();
  announce(`${text} goes into ${nameOf(target)}.`);
  target.dispatchEvent(new CustomEvent("pick", { bubbles: true, detail: { text, page, box, path: target.name } }));
};

// By keyboard.
let anchor = null;
const go = (word, more = false) => {
  const words = [...word.parentNode.children];
  if (!more || anchor?.parentNode !== word.parentNode) anchor = word;
  const [from, to] = [words.indexOf(anchor), words.indexOf(word)].sort((a, b) => a - b);
  select(words.slice(from, to + 1));
  word.focus({ preventScroll: true });
  word.scrollIntoView({ block: "nearest", inline: "nearest" });
};
const beside = (word, down) => {
  const at = middle(word);
  const others = [...pane.querySelectorAll(".word")].filter((each) => {
    const box = each.getBoundingClientRect();
    return down ? box.top >= at.y : box.bottom <= at.y;
  });
  return others.reduce((best, each) => (best && far(best, at) <= far(each, at) ? best : each), null);
};
pane.addEventListener("keydown", (event) => {
  const word = event.target.closest?.(".word");
  if (!word) return;
  const next = {
    ArrowRight: () => word.nextElementSibling, ArrowLeft: () => word.previousElementSibling,
    ArrowDown: () => beside(word, true), ArrowUp: () => beside(word, false),
    Home: () => word.parentNode.firstElementChild, End: () => word.parentNode.lastElementChild,
  }[event.key];
  if (next) { event.preventDefault(); const to = next(); if (to) go(to, event.shiftKey); }
  else if (event.key === "Enter" || event.key === " ") { event.preventDefault(); take(chosen); }
});

// By pointer: a press takes a word, dragging takes what lies in the frame.
let from = null;
const touched = ({ clientX, clientY }) => {
  const [left, right] = [from.x, clientX].sort((a, b) => a - b);
  const [top, bottom] = [from.y, clientY].sort((a, b) => a - b);
  return (elements.get(from.figure) ?? []).filter((word) => {
    const box = word.getBoundingClientRect();
    return box.left <= right && box.right >= left && box.top <= bottom && box.bottom >= top;
  });
};
pane.addEventListener("pointerdown", (event) => {
  const figure = isOn() && event.button === 0 && event.target.closest("figure");
  if (!figure) return;
  event.preventDefault();
  from = { x: event.clientX, y: event.clientY, figure };
  select(touched(event));
});
pane.addEventListener("pointermove", (event) => { if (from) select(touched(event)); });
pane.addEventListener("pointerup", () => { if (from) { from = null; take(chosen); } });
pane.addEventListener("pointercancel", () => { from = null; select([]); });
pane.addEventListener("click", (event) => { if (event.target.closest(".word")) event.preventDefault(); });

button.addEventListener("click", (event) => { if (isOn()) leave(); else begin(event.detail === 0); });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isOn()) { event.preventDefault(); leave(); }
  else if (event.altKey && !event.ctrlKey && event.key.toLowerCase() === "p") {
    event.preventDefault();
    if (isOn()) leave(); else begin(true);
  }
});
