package io.parley.relay.connection;

/** What has been unwrapped before a client is heard, and so what may still come. */
enum SniffStage {
    /** Nothing yet. */
    BARE,
    /** A proxy has said on whose behalf it connects. It does so once. */
    PROXIED,
    /** Encryption, once and with nothing but a protocol inside. */
    ENCRYPTED
}
