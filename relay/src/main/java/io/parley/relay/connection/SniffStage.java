package io.parley.relay.connection;

/** The layers that have been unwrapped before a client is heard, and so those that may still come. */
enum SniffStage {
    /** Nothing yet. */
    BARE,
    /** A proxy has said on whose behalf it connects. It does so once. */
    PROXIED,
    /** Encryption, once and with nothing but a protocol inside. */
    ENCRYPTED
}
