<?php
$request = curl_init("{{ base_url }}/v1/extract");
curl_setopt_array($request, [
    CURLOPT_HTTPHEADER => ["Authorization: Bearer YOUR_API_KEY"],
    CURLOPT_POSTFIELDS => ["file" => new CURLFile("invoice.pdf")],
    CURLOPT_RETURNTRANSFER => true,
]);
$result = json_decode(curl_exec($request), true);
if (isset($result["error"])) {
    exit($result["error"]["message"]);
}
echo $result["vendor"]["name"], " ", $result["total"], "\n";
