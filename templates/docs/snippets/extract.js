import { readFile } from "node:fs/promises";

const body = new FormData();
body.append("file", new Blob([await readFile("invoice.pdf")]), "invoice.pdf");
body.append("format", "json");

const url = "{{ base_url }}/v1/extract";
const response = await fetch(url, {
  method: "POST",
  headers: { Authorization: "Bearer YOUR_API_KEY" },
  body,
});
const result = await response.json();
console.log(result);
