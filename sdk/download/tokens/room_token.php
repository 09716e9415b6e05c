<?php
// Makes room tokens for a Parley server, in the GCM form. PHP 7.4 or newer with openssl.
//
//   require 'room_token.php';
//   make_room_token($appID, $serverSecret, 'agent-7', 3600, 'claim-4711');
//
// By hand: PARLEY_SECRET=… php room_token.php <appID> <userID> <seconds> [roomID]

/**
 * @param string $secret the app's ServerSecret: 32 characters. It stays on your server.
 * @param int $seconds for which the token is good
 * @param string $roomID empty: good for any room
 * @param string[]|null $streamIDs null: good for any stream
 */
function make_room_token(int $appID, string $secret, string $userID, int $seconds, string $roomID = '', bool $mayPublish = true, ?array $streamIDs = null): string
{
    if (strlen($secret) !== 32) {
        throw new InvalidArgumentException('the secret has 32 characters');
    }
    $now = time();
    $expire = $now + $seconds;
    $json = JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES;
    $payload = json_encode(['room_id' => $roomID, 'privilege' => (object) ['1' => 1, '2' => $mayPublish ? 1 : 0], 'stream_id_list' => $streamIDs], $json);
    $content = json_encode(['app_id' => $appID, 'user_id' => $userID, 'nonce' => random_int(0, 2147483647), 'ctime' => $now, 'expire' => $expire,
        'payload' => $payload], $json);
    $nonce = random_bytes(12);
    $cipher = openssl_encrypt($content, 'aes-256-gcm', $secret, OPENSSL_RAW_DATA, $nonce, $tag);
    $sealed = $cipher . $tag;
    return '04' . base64_encode(pack('J', $expire) . pack('n', strlen($nonce)) . $nonce . pack('n', strlen($sealed)) . $sealed . "\x01");
}

if (PHP_SAPI === 'cli' && realpath($argv[0]) === __FILE__) {
    echo make_room_token((int) $argv[1], getenv('PARLEY_SECRET') ?: '', $argv[2], (int) $argv[3], $argv[4] ?? ''), "\n";
}
