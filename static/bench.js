// The bench: what was changed is sent as soon as its field is left, Enter leads to what is to be checked next.
// Everything here is also done by the buttons of the page, without a script.
const sheet = document.getElementById("sheet");
const inputs = (root = sheet) => [...root.querySelectorAll("input:not([type=hidden]), select, textarea")];
const before = (input) => (input.matches("select")
  ? [...input.options].find((option) => option.defaultSelected)?.value ?? "" : input.defaultValue);
const isTyped = (input) => input.name && input.value !== before(input);
const decided = "decided" in sheet.dataset;

// Only what was typed since the last answer is sent, with the marks of the page and the button that was pressed.
let sent = new Map();
let pressed = "";
const picked = new Map();
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.elt !== sheet) return;
  sent = new Map(inputs().filter(isTyped).map((input) => [input.name, input.value]));
  for (const input of inputs()) if (!sent.has(input.name)) detail.parameters.delete(input.name);
  for (const [name, place] of picked) if (sent.has(name)) detail.parameters.set(`at:${name}`, place);
  pressed = detail.triggeringEvent?.submitter?.value ?? "save";
  detail.parameters.set("do", pressed);
});

// What is typed while an answer is on its way stays as it is.
document.addEventListener("htmx:oobBeforeSwap", ({ detail: { target, fragment } }) => {
  for (const input of inputs(target)) {
    if (!isTyped(input) || sent.get(input.name) === input.value) continue;
    const next = fragment.querySelector(`#${CSS.escape(input.id)}`);
    if (next) next.value = input.value;
  }
  for (const opened of target.querySelectorAll?.("details.more[open][id]") ?? []) {
    const next = fragment.querySelector(`#${CSS.escape(opened.id)}`);
    if (next) next.open = true;
  }
});

// Without a connection the text stays in its field, and is sent again when there is one.
const lost = (text) => {
  const notice = sheet.querySelector("[data-lost]");
  notice.hidden = !text;
  notice.querySelector("p").textContent = text;
  announce(text);
};
let isOut = false;
const sendAgain = async () => {
  if (!inputs().some(isTyped)) return;
  if (isOut && !await isInAgain()) wait();
  else htmx.trigger(sheet, "change");
};
let waiting;
const wait = () => {
  clearTimeout(waiting);
  waiting = setTimeout(sendAgain, 5000);
};
const failed = (text) => {
  lost(text);
  wait();
};

// Who is logged out logs in elsewhere: what was typed stays, and goes with the new session's token.
const isInAgain = async () => {
  try {
    const answer = await fetch(location.pathname, { redirect: "manual" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("#sheet [name=csrfmiddlewaretoken]").value;
    for (const each of document.querySelectorAll("[name=csrfmiddlewaretoken]")) each.value = token;
    isOut = false;
  } catch { /* no connection, or no such document any more */ }
  return !isOut;
};
sheet.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event;
  const isPage = detail.serverResponse.trimStart().toLowerCase().startsWith("<!doctype");
  isOut = isPage && (detail.xhr.status === 403 || detail.xhr.status < 400);
  if (!isPage) return;
  event.stopPropagation();  // this page stays
  detail.shouldSwap = false;
  detail.isError = true;
});
const OUT = "You were logged out. Log in in another tab and save again. What you typed stays here.";
const FAILED = "This was not saved: something failed on our side. What you typed stays here, and is sent again.";
sheet.addEventListener("htmx:sendError", () => failed("No connection. What you typed stays here, and is sent as soon as there is one."));
sheet.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
  if (xhr.status === 404) lost("This document is no longer there.");
  else failed(isOut ? OUT : FAILED);
});
sheet.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful) return;
  lost("");
  setTimeout(aimAgain);
  picked.clear();
  sent = new Map();
});
addEventListener("online", sendAgain);
addEventListener("focus", () => { if (isOut) sendAgain(); });
addEventListener("beforeunload", (event) => { if (!leaving && inputs().some(isTyped)) event.preventDefault(); });
let leaving = false;
document.addEventListener("htmx:beforeOnLoad", ({ detail: { xhr } }) => { leaving = Boolean(xhr.getResponseHeader("HX-Redirect")); });

// A value and its box say the same.
const colour = (field) => {
  for (const box of document.querySelectorAll(`.box[data-f="${CSS.escape(field.dataset.f)}"]`)) {
    box.classList.toggle("box-look", field.dataset.kind === "check");
    box.classList.toggle("box-bad", field.dataset.kind === "bad");
  }
};

// Where the eyes and hands are: a field that is gone to is lit, with its box.
const goTo = (place) => {
  const field = place && document.getElementById(place);
  if (!field) return false;
  field.closest("details.more")?.setAttribute("open", "");
  const input = field.querySelector(".input, button, summary") ?? field;
  input.focus({ preventScroll: true });
  input.select?.();
  field.scrollIntoView({ block: "nearest" });
  return true;
};
const placeOf = (link) => decodeURIComponent(link.getAttribute("href").split("#")[1]);
const toCheck = () => [...sheet.querySelectorAll("#todo:not([hidden]) a")].map(placeOf);
const mark = (place) => {
  for (const link of sheet.querySelectorAll("#todo a")) link.toggleAttribute("aria-current", placeOf(link) === place);
};
const goToNext = (from) => {
  const places = toCheck();
  const at = places.findIndex((place) => from?.closest(`#${CSS.escape(place)}`));
  const others = at < 0 ? places : [...places.slice(at + 1), ...places.slice(0, at)];
  aim = others.find(goTo);
  if (!aim) sheet.querySelector("[data-approve]")?.focus();
};
let aim;
const aimAgain = () => {  // what was next is settled, too, by what was saved
  const input = document.activeElement;
  if (aim && !toCheck().includes(aim) && input.closest(`#${CSS.escape(aim)}`) && !isTyped(input)) goToNext(input);
  if (!toCheck().includes(aim)) aim = undefined;
};
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!event.target.closest?.("summary") || !menu.contains(event.target)) menu.open = false;
  }
  const link = event.target.closest?.("#todo a, a.box");
  if (link && goTo(placeOf(link))) event.preventDefault();
});
sheet.addEventListener("focusin", ({ target }) => {
  const place = toCheck().find((each) => target.closest(`#${CSS.escape(each)}`));
  mark(place);
  if (target.matches(".input")) field = target.name;
});
let field = "";

// After a line came, went or moved, the hands are on it.
document.addEventListener("htmx:afterSettle", ({ detail: { elt } }) => {
  const shown = [elt, ...(elt.querySelectorAll?.("[data-f]") ?? [])].filter((each) => each.dataset?.f);
  for (const each of shown) if (sheet.contains(each)) colour(each);
  if (document.activeElement !== document.body) return;
  const fault = sheet.querySelector(".input[data-fault]");
  const [verb, row] = pressed.split(" ");
  const last = sheet.querySelectorAll("#g-lines tbody").length - 1;
  const to = { add: last, up: row - 1, down: Number(row) + 1, split: Number(row) + 1, remove: Math.min(row, last) }[verb];
  if (fault) fault.focus();
  else if (to !== undefined) goTo(`f-line_items.${Math.max(0, to)}`);
  else if (row) goTo(`f-${row}`);
});

// A word that was picked on the page goes into the field that was last in hand.
document.addEventListener("pick", ({ detail }) => {
  const input = document.getElementById(`in-${detail.path ?? field}`);
  if (!input || decided) return;
  input.value = detail.text;
  if (detail.page && detail.box) picked.set(input.name, [detail.page, ...detail.box].join(" "));
  input.focus();
  htmx.trigger(sheet, "change");
});

// Keys. None of a single letter: fields are in hand all day.
const press = (selector) => document.querySelector(selector)?.click();
const enter = (event) => {
  const input = event.target;
  event.preventDefault();
  const keep = [...sheet.querySelectorAll("[data-keep]")].find((button) => button.dataset.keep === input.name);
  if (isTyped(input)) htmx.trigger(sheet, "change");
  else if (keep) sheet.requestSubmit(keep);
  goToNext(input);
};
document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]") || decided && event.key === "Enter") return;
  if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); press("[data-approve]"); }
  else if (event.key === "Enter" && sheet.contains(event.target) && event.target.matches("input, select, textarea")) enter(event);
  else if (event.altKey && !event.ctrlKey && "rn".includes(event.key.toLowerCase())) {
    event.preventDefault();
    press(event.key.toLowerCase() === "r" ? "[data-reject]" : "[data-next]");
  }
});

// On opening the list of what is to be checked is in view, and Enter begins with its first.
if (!decided && !location.hash && matchMedia("(pointer: fine)").matches) {
  sheet.querySelector("#todo:not([hidden]) a")?.focus({ preventScroll: true });
}
