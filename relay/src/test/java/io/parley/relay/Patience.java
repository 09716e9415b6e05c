package io.parley.relay;

/** The longest wait for anything that is to happen: a broken test takes so long, no other one does. */
public final class Patience {

    public static final int MILLIS = 180_000;

    private Patience() {}
}
