import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

const site = "{{ base_url }}";
const headers = { Authorization: "Bearer YOUR_API_KEY" };

const body = new FormData();
for (const name of ["invoice1.pdf", "invoice2.pdf", "invoice3.jpg"]) {
  body.append("files[]", new Blob([await readFile(name)]), name);
}
let answer = await fetch(`${site}/v1/batch/extract`, { method: "POST", headers, body });
let batch = await answer.json();
if (!answer.ok) throw new Error(batch.error.message);
const pollUrl = site + batch.poll_url;
while (batch.status === "processing") {
  await wait(1000 * Number(answer.headers.get("Retry-After")));
  answer = await fetch(pollUrl, { headers });
  batch = await answer.json();
}
for (const { filename, data, error } of batch.results) {
  console.log(filename, data ? data.total : error.message);
}
