// Sends files from a page: dropped anywhere on it, pasted or chosen, also whole folders. They are announced
// first, so that the server can refuse some before they are sent, and knows which ones to expect; then each
// is sent by itself. The list on the page is the server's; only how far a transfer is, is known here alone.
import { dropped, usable } from "./dropped.js";

const AT_ONCE = 3;
const PAUSES = [1, 3, 9, 20];  // seconds before a file is sent once more
const HEAD_BYTES = 1_040;  // enough to tell a kind of file by
const MEGABYTE = 1 << 20;
const AGAIN = (status) => [0, 400, 408, 425, 429].includes(status) || status >= 500;

const form = document.querySelector("[data-upload]");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const sendings = new Map();  // by place, until the server has a file or does not want it
const closes = new Map();  // by drop: where to say that no more files come

const megabytes = (bytes) => Math.max(bytes / MEGABYTE, 0.1).toFixed(1);
const say = (text) => { form.querySelector("[data-said]").textContent = text; };
const tell = () => htmx.trigger(document.body, "uploaded");
const dropOf = (place) => place.slice(0, place.lastIndexOf("-"));

// ---- announcing

const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
const announced = async (file) => {
  const head = await file.slice(0, HEAD_BYTES).arrayBuffer().catch(() => new ArrayBuffer(0));
  return { name: file.name, size: file.size, head: base64(new Uint8Array(head)) };
};

const announce = async (files) => {
  const body = JSON.stringify({ files: await Promise.all(files.map(announced)) });
  const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
  const answer = await fetch(form.dataset.begin, { method: "POST", headers, body });
  if (answer.redirected) location.assign(answer.url);  // the session has ended
  if (!answer.ok && answer.status !== 429) throw new Error(answer.statusText);
  return answer.json();
};

export const add = async (chosen) => {
  const files = usable(chosen).slice(0, Number(form.dataset.most));
  if (!files.length) return;
  say(files.length === 1 ? `Looking at ${files[0].name}` : `Looking at ${files.length} files`);
  try {
    const told = await announce(files);
    told.files.forEach(({ place, send, refusal }, n) => {
      if (refusal) return;
      sendings.set(place, { place, address: send, file: files[n], state: "waiting", loaded: 0, tries: 0 });
      closes.set(dropOf(place), told.close);
    });
    say(told.refusal ? told.refusal : chosen.length > files.length && files.length === Number(form.dataset.most)
      ? `These are the first ${files.length} files. Drop the others when they are sent.` : "");
  } catch {
    say("Nothing was sent: the service could not be reached. Please try again.");
  }
  tell();
  next();
};

// ---- sending

const next = () => {
  const all = [...sendings.values()];
  const free = AT_ONCE - all.filter(({ state }) => state === "sending").length;
  all.filter(({ state }) => state === "waiting").slice(0, Math.max(free, 0)).forEach(send);
  for (const [drop, address] of closes) {
    if (!all.some(({ place }) => dropOf(place) === drop)) close(drop, address);
  }
  paint();
};

const send = (sending) => {
  const request = new XMLHttpRequest();
  Object.assign(sending, { request, state: "sending", loaded: 0 });
  request.upload.addEventListener("progress", ({ loaded }) => { sending.loaded = loaded; paint(); });
  request.addEventListener("loadend", () => { if (sendings.has(sending.place)) sent(sending, request); });
  request.open("POST", sending.address);
  request.setRequestHeader("X-CSRFToken", token);
  const body = new FormData();
  body.append("file", sending.file);
  request.send(body);
};

const sent = (sending, request) => {
  const isOurs = (request.getResponseHeader("Content-Type") ?? "").startsWith("application/json");
  if (!AGAIN(request.status) && (isOurs || request.status === 404)) {
    sendings.delete(sending.place);
    tell();
  } else if (sending.tries < PAUSES.length && AGAIN(request.status)) {
    const asked = Number(request.getResponseHeader("Retry-After")) || 0;
    sending.state = "pausing";
    setTimeout(resume, 1000 * Math.max(PAUSES[sending.tries++], Math.min(asked, 60)), sending);
  } else sending.state = "broken";
  next();
};

const resume = (sending) => {
  if (sending.state !== "pausing" && sending.state !== "broken") return;
  sending.state = "waiting";
  next();
};
addEventListener("online", () => sendings.forEach((sending) => { if (sending.state === "pausing") resume(sending); }));

const close = (drop, address) => {
  closes.delete(drop);
  fetch(address, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual", keepalive: true })
    .then(tell, () => {});  // if it does not arrive, the server closes the list by itself
};

// ---- showing

const said = ({ state, loaded, file }) => ({
  waiting: `Waiting, ${megabytes(file.size)} MB`,
  sending: loaded >= file.size ? "Sent" : `Sending, ${megabytes(Math.min(loaded, file.size))} of ${megabytes(file.size)} MB`,
  pausing: "No connection. It is sent again in a moment.",
  broken: "Not sent",
})[state];

const again = (sending) => {
  const button = document.createElement("button");
  Object.assign(button, { className: "btn btn-s again", type: "button", textContent: "Send again" });
  button.addEventListener("click", () => { sending.tries = 0; resume(sending); });
  return button;
};

const paintOne = (sending) => {
  const row = document.getElementById(sending.place);
  if (!row) return;
  row.querySelector(".state").textContent = said(sending);
  row.classList.toggle("prow-bad", sending.state === "broken");
  const bar = row.querySelector("progress");
  if (bar) {
    bar.hidden = sending.state !== "sending";
    bar.value = (100 * sending.loaded) / (sending.file.size || 1);
  }
  const button = row.querySelector(".again");
  if (sending.state === "broken" && !button) row.append(again(sending));
  if (sending.state !== "broken") button?.remove();
};
const paint = () => sendings.forEach(paintOne);
document.addEventListener("htmx:afterSwap", paint);

// ---- stopping and leaving

document.addEventListener("submit", ({ target }) => {
  const drop = target.dataset.stop;
  if (!drop) return;
  closes.delete(drop);
  const stopped = [...sendings.values()].filter(({ place }) => dropOf(place) === drop);
  stopped.forEach(({ place }) => sendings.delete(place));
  stopped.forEach(({ request }) => request?.abort());
}, true);
addEventListener("beforeunload", (event) => { if (sendings.size) event.preventDefault(); });
addEventListener("pagehide", () => {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", token);
  closes.forEach((address) => navigator.sendBeacon(address, body));
});

// ---- where files come from

form.querySelectorAll("input[type=file]").forEach((input) => input.addEventListener("change", () => {
  const path = ({ webkitRelativePath }) => webkitRelativePath;  // empty unless a folder was chosen
  add([...input.files].sort((one, other) => path(one).localeCompare(path(other))));
  form.reset();
}));
document.addEventListener("paste", ({ clipboardData }) => {
  if (clipboardData?.files.length) add([...clipboardData.files]);
});
const isOver = (on) => {
  form.classList.toggle("is-over", on);
  if (form.matches(".drop-anywhere")) form.hidden = !on;
};
const holdsFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files");
document.addEventListener("dragover", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  isOver(true);
});
document.addEventListener("dragleave", ({ relatedTarget }) => { if (!relatedTarget) isOver(false); });
document.addEventListener("drop", async (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  isOver(false);
  add(await dropped(event.dataTransfer));
});
