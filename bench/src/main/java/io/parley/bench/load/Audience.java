package io.parley.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** All players of a run. */
final class Audience implements PlayerConnection.Listener {

    private final Loop loop;
    private final Target target;
    private final Tally tally;
    private final LoadOptions options;
    private final List<PlayerConnection> players = new ArrayList<>();
    private int cutOff;
    private boolean isOver;

    Audience(Loop loop, Target target, Tally tally, LoadOptions options) {
        this.loop = loop;
        this.target = target;
        this.tally = tally;
        this.options = options;
    }

    List<PlayerConnection> players() {
        return players;
    }

    /** Slow players that the server disconnected. */
    int cutOff() {
        return cutOff;
    }

    boolean isSettled() {
        return tally.playing + tally.failed >= players.size();
    }

    /** Lets one more player in; the first ones are those that will be slow. */
    void open(int index) throws IOException {
        players.add(connect(index % options.publishers, index < options.slow));
    }

    private PlayerConnection connect(int stream, boolean isSlow) throws IOException {
        Player player = new Player(tally, stream, isSlow);
        int receiveBuffer = options.slow == 0 || isSlow ? options.receiveBuffer : 0;
        return target.endpoint().protocol() == Endpoint.Protocol.RTMP
                ? new RtmpPlayer(loop, target, receiveBuffer, player, tally, this)
                : new HttpPlayer(loop, target, receiveBuffer, player, tally, this);
    }

    /** Stops the slow players, or lets them read again. */
    void pause(boolean stop) {
        for (PlayerConnection connection : players) {
            if (connection.player().isSlow() && !connection.isClosed()) {
                connection.pause(stop);
                if (!stop) {
                    connection.player().resumed(System.nanoTime());
                }
            }
        }
    }

    @Override
    public void started(PlayerConnection connection, long now) {
        if (options.rate > 0 && !options.rateKey) {
            sessionOpened(connection, now);
        }
    }

    @Override
    public void saw(PlayerConnection connection, long now) {
        if (options.rate > 0 && options.rateKey && connection.player().hasPicture()) {
            sessionOpened(connection, now);
        }
    }

    private void sessionOpened(PlayerConnection connection, long now) {
        if (tally.open) {
            tally.sessions++;
            Tally.record(tally.opening, now - connection.player().openedAt());
        }
        connection.close("");
    }

    @Override
    public void ended(PlayerConnection connection, String reason) {
        if (isOver) {
            return;
        }
        if (!reason.isEmpty()) {
            count(connection, reason);
        }
        if (options.rate > 0) {
            loop.later(() -> reopen(connection));
        }
    }

    private void count(PlayerConnection connection, String reason) {
        if (options.rate > 0) {
            tally.failedSessions += tally.open ? 1 : 0;
        } else if (connection.player().isSlow() && tally.open) {
            cutOff++;
            return;
        } else if (connection.player().isPlaying()) {
            tally.lostConnections++;
        } else {
            tally.failed++;
        }
        tally.error("player: " + reason);
    }

    private void reopen(PlayerConnection old) {
        if (isOver) {
            return;
        }
        try {
            players.set(players.indexOf(old), connect(old.player().stream(), false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void close() {
        isOver = true;
        players.forEach(player -> player.close("over"));
    }
}
