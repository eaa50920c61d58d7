<?php
const SECRET = "whsec_YOUR_SECRET";

// $headers: array_change_key_case(getallheaders()). $body as it came in: file_get_contents("php://input").
function is_ours(array $headers, string $body): bool
{
    $sentAt = $headers["webhook-timestamp"];
    if (abs(time() - (int) $sentAt) > 300) {
        return false; // an old one that somebody sends again
    }
    $key = base64_decode(substr(SECRET, strlen("whsec_")));
    $signed = "{$headers["webhook-id"]}.$sentAt.$body";
    $expected = "v1," . base64_encode(hash_hmac("sha256", $signed, $key, true));
    foreach (explode(" ", $headers["webhook-signature"]) as $signature) {
        if (hash_equals($expected, $signature)) {
            return true;
        }
    }
    return false;
}
