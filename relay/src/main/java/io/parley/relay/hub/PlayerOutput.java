package io.parley.relay.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The writing side of a player: sends what its reader has taken, by the short way to the socket or through the channel, and counts it. A
 * superclass, because a part of its own would be another miss of the processor's cache for each message and player. Confined to its
 * channel's event loop.
 */
abstract class PlayerOutput implements ChannelFutureListener {

    /** Time that a connection that cannot be written to may take to be read to its end, in milliseconds. */
    private static final int UNREAD_PATIENCE = 500;

    /** Bytes that may be sent before the session is told of them. */
    private static final int COUNT_STEP = 32 << 10;

    /** EAGAIN, as a ring reports it. */
    private static final int WOULD_BLOCK = -11;

    final Channel channel;
    final @Nullable DirectSocket socket;
    final MediaSession session;
    final LogReader reader;
    private final StreamHub hub;
    private final long joinedNanos;
    private final Runnable again = this::drain;
    private int unwritten;
    private long frames;
    private int firstMediaMs = -1;
    private int uncounted;

    /** There may be something that it has not been handed. */
    boolean behind = true;

    /** Nothing is written any more: the socket has refused something. */
    boolean mute;

    /** The player takes nothing any more. */
    boolean left;

    /** Time at which the socket last took bytes, in monotonic nanoseconds. */
    long progressNanos;

    PlayerOutput(Channel channel, StreamHub hub, MediaSession session, LogReader reader) {
        this.channel = channel;
        this.session = session;
        this.reader = reader;
        this.socket = DirectSocket.of(channel);
        this.hub = hub;
        this.progressNanos = hub.nanoTime();
        this.joinedNanos = progressNanos;
    }

    /** Time at which the socket last took bytes, in monotonic nanoseconds. */
    public final long progressNanos() {
        return progressNanos;
    }

    /** Reads on while the socket takes bytes. */
    abstract void drain();

    final long nanoTime() {
        return hub.nanoTime();
    }

    final StreamHub hub() {
        return hub;
    }

    final PlayerSnapshot figures(int lagMs, int skips) {
        return new PlayerSnapshot(lagMs, skips, frames, firstMediaMs, uncounted);
    }

    /** Counts media that was handed over. */
    final void handed(int payload, int videoFrames, long now) {
        frames += videoFrames;
        uncounted += payload;
        if (uncounted > COUNT_STEP) {
            countAll();
        }
        if (firstMediaMs < 0) {
            firstMediaMs = (int) ((now - joinedNanos) / 1_000_000);
        }
    }

    /** Counts what the reader took last. */
    final void takenWasHanded(long now) {
        handed(reader.taken(), reader.takenFrames(), now);
    }

    final void countAll() {
        session.count(uncounted);
        uncounted = 0;
    }

    /** Writes what the reader took last to the channel, without flushing. */
    final void writeTaken(long now) {
        write(reader.bytes());
        takenWasHanded(now);
    }

    /** Sends what the reader took last; false when the socket is full or broken. */
    final boolean sendTaken(DirectSocket direct, long now) {
        try {
            return wasSent(direct.write(reader.address(), reader.length()), now);
        } catch (IOException broken) {
            fallSilent();
            return false;
        }
    }

    /** False when the socket is full: then one message at most is out of reach, in the channel, which knows how to wait. */
    private boolean wasSent(int bytes, long now) {
        boolean all = bytes == reader.length();
        if (!all) {
            write(reader.rest(bytes));
        }
        takenWasHanded(now);
        if (bytes > 0) {
            progressNanos = now;
        }
        return all;
    }

    /**
     * Puts right what was counted as sent together with other players', since only a part of it was.
     *
     * @param result bytes that were sent, or a negative errno
     */
    final void sentShort(int result, long now) {
        if (left) {
            return;
        }
        if (result < 0 && result != WOULD_BLOCK) {
            fallSilent();
            return;
        }
        uncounted -= reader.taken();
        frames -= reader.takenFrames();
        behind = true;
        wasSent(Math.max(0, result), now);
        channel.flush();
    }

    /** Writes to the channel, without flushing. */
    final void write(ByteBuf bytes) {
        unwritten++;
        channel.write(bytes).addListener(this);
    }

    /** True while something that was written to the channel has not left it. */
    final boolean isWriting() {
        return unwritten > 0;
    }

    /** Writes a marker into the channel, whose own words come first: its turn tells when they have gone. True when one was written. */
    final boolean awaitFree() {
        // On a closed channel the write would fail at once, and be tried again, for ever.
        if (unwritten > 0 || !channel.isActive()) {
            return false;
        }
        write(Unpooled.EMPTY_BUFFER);
        return true;
    }

    @Override
    public final void operationComplete(ChannelFuture written) {
        unwritten--;
        progressNanos = nanoTime();
        if (!written.isSuccess()) {
            fallSilent();
        } else if (unwritten == 0 && !left) {
            // Not here: the channel still counts what it has just sent.
            channel.eventLoop().execute(again);
        }
    }

    /**
     * Stops writing, since the socket takes nothing any more. What the client had said before may lie in it unread, a goodbye perhaps,
     * and behind that the end; the channel closes by itself when it has read that.
     */
    final void fallSilent() {
        if (!mute && channel.isActive()) {
            mute = true;
            channel.eventLoop().schedule(() -> channel.close(), UNREAD_PATIENCE, TimeUnit.MILLISECONDS);
        }
    }

    /** The result of a batched send is unknown; closes the channel. */
    final void sendLost() {
        channel.close();
    }
}
