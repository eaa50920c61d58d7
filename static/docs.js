// The reader's own key in the examples. It is kept for this tab only, and is sent nowhere.
const PLACE = "YOUR_API_KEY";
const kept = {
  read: () => { try { return sessionStorage.getItem("key") ?? ""; } catch { return ""; } },
  write: (key) => { try { if (key) sessionStorage.setItem("key", key); else sessionStorage.removeItem("key"); } catch { /* private window */ } },
};
const form = document.querySelector("[data-own-key]");
if (form) {
  const input = form.querySelector("input");
  const fill = (key) => document.querySelectorAll("[data-key]").forEach((place) => { place.textContent = key || PLACE; });
  const take = (key) => { kept.write(key); fill(key); };
  form.hidden = false;
  input.value = kept.read();
  fill(input.value);
  input.addEventListener("input", () => take(input.value.trim()));
  form.addEventListener("reset", () => take(""));
  form.addEventListener("submit", (event) => event.preventDefault());
}
