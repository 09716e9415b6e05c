package io.parley.web.signal;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue in front of one socket: one message under way at a time, and a client that does not read is disconnected; it may
 * resume. Safe from any thread; never blocks.
 */
final class OutboundQueue {

    /** Messages that may wait for a slow client. */
    static final int MAX_MESSAGES = 256;

    /** Characters that may wait for a slow client. */
    static final int MAX_CHARACTERS = 1 << 20;

    private final Session socket;
    private final Deque<String> waiting = new ArrayDeque<>();
    private int characters;
    private boolean sending;
    private @Nullable CloseReason closing;

    OutboundQueue(Session socket) {
        this.socket = socket;
    }

    void send(String text) {
        boolean overflow = false;
        synchronized (this) {
            if (closing != null) {
                return;
            }
            if (waiting.size() >= MAX_MESSAGES || characters + text.length() > MAX_CHARACTERS) {
                overflow = true;
                waiting.clear();
            } else {
                waiting.add(text);
                characters += text.length();
            }
        }
        if (overflow) {
            closeNow(CloseCodes.reason(CloseCodes.TRY_LATER, "too slow"));
        } else {
            pump();
        }
    }

    /** Closes after what is waiting has been sent. */
    void close(CloseReason reason) {
        synchronized (this) {
            if (closing != null) {
                return;
            }
            closing = reason;
        }
        pump();
    }

    private void pump() {
        String next;
        CloseReason last;
        synchronized (this) {
            if (sending) {
                return;
            }
            next = waiting.poll();
            last = closing;
            if (next != null) {
                sending = true;
                characters -= next.length();
            }
        }
        if (next != null) {
            transmit(next);
        } else if (last != null) {
            closeNow(last);
        }
    }

    private void transmit(String text) {
        try {
            socket.getAsyncRemote().sendText(text, result -> {
                synchronized (this) {
                    sending = false;
                    if (!result.isOK()) {
                        waiting.clear();
                    }
                }
                pump();
            });
        } catch (IllegalStateException e) {
            // the socket went away between two messages; its close handler does the rest
            synchronized (this) {
                sending = false;
                waiting.clear();
            }
        }
    }

    private void closeNow(CloseReason reason) {
        synchronized (this) {
            closing = reason;
        }
        try {
            if (socket.isOpen()) {
                socket.close(reason);
            }
        } catch (IOException | IllegalStateException e) {
            // closed already
        }
    }
}
