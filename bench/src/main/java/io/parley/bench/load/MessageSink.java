package io.parley.bench.load;

/** Receives messages from parsers. */
interface MessageSink {

    /** Bytes of an audio or video message that are kept: enough for the stamp, behind a whole audio frame too. */
    int HEAD = 512;

    /**
     * A message has come in whole.
     *
     * @param type as RTMP numbers them
     * @param timestamp in milliseconds
     * @param bytes the body; of audio and video at least the first {@link #HEAD} bytes; used again after this call
     * @param length of the body, also of the part that was not kept
     */
    void message(int type, int timestamp, byte[] bytes, int length);
}
