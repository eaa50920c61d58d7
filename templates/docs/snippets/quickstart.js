import { readFile } from "node:fs/promises";

const body = new FormData();
body.append("file", new Blob([await readFile("invoice.pdf")]), "invoice.pdf");

const response = await fetch("{{ base_url }}/v1/extract", {
  method: "POST",
  headers: { Authorization: "Bearer YOUR_API_KEY" },
  body,
});
const result = await response.json();
if (!response.ok) throw new Error(result.error.message);
console.log(result.vendor.name, result.total);
