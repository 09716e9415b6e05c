package io.parley.relay.hub;

/** Tells sinks that they may read on. Those that share one are told together, by one call. */
@FunctionalInterface
interface Wakeup {

    /** For sinks that look by themselves. */
    Wakeup NONE = () -> {};

    /** From any thread; returns at once. */
    void wake();
}
