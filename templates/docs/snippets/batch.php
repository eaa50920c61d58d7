<?php
function ask(string $url, ?array $form = null): array
{
    $request = curl_init($url);
    curl_setopt_array($request, [
        CURLOPT_HTTPHEADER => ["Authorization: Bearer YOUR_API_KEY"],
        CURLOPT_RETURNTRANSFER => true,
    ]);
    if ($form) {
        curl_setopt($request, CURLOPT_POSTFIELDS, $form);
    }
    return json_decode(curl_exec($request), true);
}

$site = "{{ base_url }}";
$files = [];
foreach (["invoice1.pdf", "invoice2.pdf", "invoice3.jpg"] as $number => $name) {
    $files["files[$number]"] = new CURLFile($name);
}
$batch = ask("$site/v1/batch/extract", $files);
if (isset($batch["error"])) {
    exit($batch["error"]["message"] . "\n");
}
$pollUrl = $site . $batch["poll_url"];
while ($batch["status"] === "processing") {
    sleep(2);
    $batch = ask($pollUrl);
}
foreach ($batch["results"] as $item) {
    echo $item["filename"], " ", $item["data"]["total"] ?? $item["error"]["message"], "\n";
}
