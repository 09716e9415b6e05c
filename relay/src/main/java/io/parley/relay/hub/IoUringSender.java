package io.parley.relay.hub;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringIoOps;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Sends to many sockets by one system call. The sockets stay with epoll; only sending goes through an io_uring, which is
 * empty again when {@link #flush} returns. What that saves is less the calls than what happens between them: after each call
 * of its own the sender would have to make way for the receiver it has just woken. Confined to one event loop.
 */
final class IoUringSender implements IoUringIoHandle, IoHandlerContext {

    /** Sends in one system call. */
    static final int CAPACITY = 256;

    /** IORING_OP_SEND in linux/io_uring.h. */
    private static final byte SEND = 26;

    /** MSG_DONTWAIT and MSG_NOSIGNAL: a full socket answers at once and waits in epoll, not here. */
    private static final int FLAGS = 0x40 | 0x4000;

    /** Every send answers while it is submitted; if one does not, something is wrong with this kernel's ring. */
    private static final int MAX_TURNS = 1_000;

    private static final Logger LOG = System.getLogger(IoUringSender.class.getName());

    private final IoHandler ring;
    private final IoRegistration registration;
    private final @Nullable Player[] players = new Player[CAPACITY];
    private final int[] lengths = new int[CAPACITY];
    private int submitted;
    private int answered;
    private long now;
    private boolean broken;

    private IoUringSender(IoHandler ring) throws Exception {
        this.ring = ring;
        this.registration = ring.register(this);
    }

    /** True when the kernel lets this process have rings. */
    static boolean isAvailable() {
        return IoUring.isAvailable();
    }

    /** On the event loop; null when there can be no ring. */
    static @Nullable IoUringSender open(EventLoop loop) {
        if (!isAvailable()) {
            return null;
        }
        IoHandler handler = null;
        try {
            handler = IoUringIoHandler.newFactory(new IoUringIoHandlerConfig().setRingSize(2 * CAPACITY))
                    .newHandler(loop);
            handler.initialize();
            return new IoUringSender(handler);
        } catch (Exception e) {
            LOG.log(Level.WARNING, "no io_uring, sends go one by one: " + e);
            if (handler != null) {
                handler.destroy();
            }
            return null;
        }
    }

    /**
     * Takes a send in; it is done when {@link #flush} returns. The player hears of it only when not all was sent: to look
     * at each of many players again would cost as much as the rest of this class.
     */
    void send(Player player, int descriptor, long address, int length, long time) {
        if (submitted == CAPACITY) {
            flush(time);
        }
        players[submitted] = player;
        lengths[submitted] = length;
        registration.submit(new IoUringIoOps(
                SEND,
                (byte) 0,
                (short) 0,
                descriptor,
                0L,
                address,
                length,
                FLAGS,
                (long) submitted,
                (short) 0,
                (short) 0,
                0,
                0L));
        submitted++;
    }

    /** Makes all sends happen; false when the ring must not be used any more. */
    boolean flush(long time) {
        now = time;
        for (int turn = 0; answered < submitted && turn < MAX_TURNS; turn++) {
            ring.run(this);
        }
        if (answered < submitted) {
            giveUp();
        }
        submitted = 0;
        answered = 0;
        return !broken;
    }

    /** The kernel may still read from where the unanswered sends pointed, so nothing of theirs is sent again. */
    private void giveUp() {
        broken = true;
        LOG.log(Level.ERROR, "io_uring does not answer, sends go one by one from now on");
        for (int i = 0; i < submitted; i++) {
            Player player = players[i];
            if (player != null) {
                player.sendLost();
            }
        }
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        IoUringIoEvent answer = (IoUringIoEvent) event;
        int slot = (int) answer.userData();
        Player player = players[slot];
        players[slot] = null;
        answered++;
        if (player != null && answer.res() != lengths[slot]) {
            player.sentShort(answer.res(), now);
        }
    }

    void destroy() {
        ring.prepareToDestroy();
        ring.destroy();
    }

    @Override
    public void close() {
        // Called when the ring is destroyed: there is nothing else to give back.
    }

    @Override
    public boolean canBlock() {
        return false;
    }

    @Override
    public long delayNanos(long currentTimeNanos) {
        return 0;
    }

    @Override
    public long deadlineNanos() {
        return -1;
    }
}
