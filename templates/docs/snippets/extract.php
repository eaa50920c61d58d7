<?php
$request = curl_init("{{ base_url }}/v1/extract");
curl_setopt_array($request, [
    CURLOPT_HTTPHEADER => ["Authorization: Bearer YOUR_API_KEY"],
    CURLOPT_POSTFIELDS => [
        "file" => new CURLFile("invoice.pdf"),
        "format" => "json",
    ],
    CURLOPT_RETURNTRANSFER => true,
]);
$result = json_decode(curl_exec($request), true);
print_r($result);
