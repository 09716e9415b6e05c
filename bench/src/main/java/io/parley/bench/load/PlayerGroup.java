package io.parley.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** All players of a run. */
final class PlayerGroup implements LoadPlayerConnection.Listener {

    private final LoadLoop loop;
    private final Target target;
    private final PlayerMeasurements measurements;
    private final LoadOptions options;
    private final List<LoadPlayerConnection> players = new ArrayList<>();
    private int cutOff;
    private boolean isOver;

    PlayerGroup(LoadLoop loop, Target target, PlayerMeasurements measurements, LoadOptions options) {
        this.loop = loop;
        this.target = target;
        this.measurements = measurements;
        this.options = options;
    }

    List<LoadPlayerConnection> players() {
        return players;
    }

    /** Slow players that the server disconnected. */
    int cutOff() {
        return cutOff;
    }

    boolean isSettled() {
        return measurements.playing + measurements.failed >= players.size();
    }

    /** Lets one more player in; the first ones are those that will be slow. */
    void open(int index) throws IOException {
        players.add(connect(index % options.publishers, index < options.slow));
    }

    private LoadPlayerConnection connect(int stream, boolean isSlow) throws IOException {
        LoadPlayer player = new LoadPlayer(measurements, stream, isSlow);
        int receiveBuffer = options.slow == 0 || isSlow ? options.receiveBuffer : 0;
        return target.endpoint().protocol() == Endpoint.Protocol.RTMP
                ? new RtmpLoadPlayer(loop, target, receiveBuffer, player, measurements, this)
                : new HttpPlayer(loop, target, receiveBuffer, player, measurements, this);
    }

    /** Stops the slow players, or lets them read again. */
    void pause(boolean stop) {
        for (LoadPlayerConnection connection : players) {
            if (connection.player().isSlow() && !connection.isClosed()) {
                connection.pause(stop);
                if (!stop) {
                    connection.player().resumed(System.nanoTime());
                }
            }
        }
    }

    @Override
    public void started(LoadPlayerConnection connection, long now) {
        if (options.rate > 0 && !options.rateKey) {
            sessionOpened(connection, now);
        }
    }

    @Override
    public void saw(LoadPlayerConnection connection, long now) {
        if (options.rate > 0 && options.rateKey && connection.player().hasPicture()) {
            sessionOpened(connection, now);
        }
    }

    private void sessionOpened(LoadPlayerConnection connection, long now) {
        if (measurements.open) {
            measurements.sessions++;
            PlayerMeasurements.record(
                    measurements.opening, now - connection.player().openedAt());
        }
        connection.close("");
    }

    @Override
    public void ended(LoadPlayerConnection connection, String reason) {
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

    private void count(LoadPlayerConnection connection, String reason) {
        if (options.rate > 0) {
            measurements.failedSessions += measurements.open ? 1 : 0;
        } else if (connection.player().isSlow() && measurements.open) {
            cutOff++;
            return;
        } else if (connection.player().isPlaying()) {
            measurements.lostConnections++;
        } else {
            measurements.failed++;
        }
        measurements.error("player: " + reason);
    }

    private void reopen(LoadPlayerConnection old) {
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
