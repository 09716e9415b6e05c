package io.parley.relay.door;

/** What has been unwrapped before a client is heard, and so what may still come. */
enum Layer {
    /** Nothing yet. */
    BARE,
    /** A proxy has said on whose behalf it connects. It does so once. */
    PROXIED,
    /** Encryption, once and with nothing but a protocol inside. */
    ENCRYPTED
}
