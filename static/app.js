// Only what a page cannot do without a script: colours at once, copying, dialogs, and the
// link between a value and its box. Every page reads and submits without this file.
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private window */ } };
const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };

// Colours. The form posts by itself; here it does so without leaving the page.
const setTheme = (value) => {
  if (value === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = value;
  $$(".theme button").forEach((button) => button.setAttribute("aria-pressed", String(button.value === value)));
};
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".theme") || !event.submitter) return;
  event.preventDefault();
  const form = new FormData(event.target, event.submitter);
  setTheme(event.submitter.value);
  fetch(event.target.action, { method: "POST", body: form, redirect: "manual" });
});

// Examples in several languages: the chosen one is chosen everywhere, and remembered.
const setLanguage = (value) => $$(`.code-tabs input[value="${value}"]`).forEach((radio) => { radio.checked = true; });
document.addEventListener("change", ({ target }) => {
  if (!target.closest(".code-tabs")) return;
  remember("language", target.value);
  setLanguage(target.value);
});
if (recall("language")) setLanguage(recall("language"));

// Copying. Without a clipboard (a page that is not served securely) the text is selected instead.
const copy = async (button) => {
  const source = document.getElementById(button.dataset.copy);
  const label = button.querySelector("span");
  const before = label.dataset.before ??= label.textContent;
  try {
    await navigator.clipboard.writeText(source.innerText.trim());
    label.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(source);
    label.textContent = "Press Ctrl C";
  }
  setTimeout(() => { label.textContent = before; }, 1600);
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
  const closer = event.target.closest("[data-close]");
  const closes = closer?.closest("dialog, .toast");
  if (!closes) return;
  event.preventDefault();
  if (closes.matches("dialog")) closes.close(); else closes.remove();
});

// The docs fill a new key into their examples for whoever asks for that: in this tab, until logging out.
document.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-fill-key]")) return;
  try { sessionStorage.setItem("key", document.getElementById("secret").textContent); } catch { /* private window */ }
});
document.addEventListener("submit", ({ target }) => {
  if (target.matches(".who")) try { sessionStorage.removeItem("key"); } catch { /* private window */ }
});

// A question or a form that a link leads to opens as a dialog here, and as a page without a script.
const dialog = document.getElementById("dialog");
document.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  if (target === dialog && !dialog.open) dialog.showModal();
});
dialog?.addEventListener("close", () => dialog.replaceChildren());  // a secret does not stay behind

// A whole page in answer to a question for a part: the session has ended, and this is where to log in.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.serverResponse.trimStart().toLowerCase().startsWith("<!doctype")) return;
  detail.shouldSwap = false;
  location.assign(detail.xhr.responseURL);
});

// What came in by itself is said once, politely.
const announce = (text) => { const live = document.getElementById("live"); if (live && text) live.textContent = text; };
document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  const said = elt.matches?.("[data-announce]") ? elt : elt.querySelector?.("[data-announce]");
  announce(said?.dataset.announce);
});
document.addEventListener("htmx:sendError", () => announce("No connection. Nothing was sent; please try again."));

// A passkey that could not be used: the page that asked for it stays, and says why.
const toast = (text) => {
  const box = document.createElement("div");
  box.className = "toasts";
  box.innerHTML = '<div class="toast toast-bad" role="status"><p></p></div>';
  document.body.append(box);
  box.querySelector("p").textContent = text;
  setTimeout(() => box.remove(), 12000);
};
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  toast(event.detail.exception?.name === "SecurityError"
    ? "A passkey needs the name of this site. Open it by its name, not by its number."
    : "No passkey was used. Try again, or use your password.");
});

// A value and its box light up together, whichever side is touched.
let lit = null;
const light = (name) => {
  if (name === lit) return;
  $$(".is-on").forEach((node) => node.classList.remove("is-on"));
  lit = name;
  if (name) $$(`[data-f="${CSS.escape(name)}"]`).forEach((node) => node.classList.add("is-on"));
};
const nameOf = (node) => node.closest?.("[data-f]")?.dataset.f ?? null;
let tour = [];
const touch = ({ target }) => {
  const name = nameOf(target);
  if (!name) return;
  tour.forEach(clearTimeout);
  tour = [];
  light(name);
};
document.addEventListener("pointerover", touch);
document.addEventListener("focusin", touch);

// The front page shows its boxes once, then rests on the total.
const stage = document.querySelector("[data-tour]");
if (stage && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
  tour = stage.dataset.tour.split(" ").map((name, n) => setTimeout(() => light(name), 900 + n * 900));
}
