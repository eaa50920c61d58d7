import { createHmac, timingSafeEqual } from "node:crypto";

const SECRET = "whsec_YOUR_SECRET";

// `body` is the request's body as it came in, a Buffer that nothing has parsed.
export function isOurs(headers, body) {
  const sentAt = headers["webhook-timestamp"];
  if (Math.abs(Date.now() / 1000 - Number(sentAt)) > 300) {
    return false; // an old one that somebody sends again
  }
  const key = Buffer.from(SECRET.slice("whsec_".length), "base64");
  const digest = createHmac("sha256", key)
    .update(`${headers["webhook-id"]}.${sentAt}.`)
    .update(body)
    .digest("base64");
  const expected = Buffer.from(`v1,${digest}`);
  return headers["webhook-signature"]
    .split(" ")
    .map((each) => Buffer.from(each))
    .some((each) => each.length === expected.length && timingSafeEqual(each, expected));
}
