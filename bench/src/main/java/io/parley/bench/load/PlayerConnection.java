package io.parley.bench.load;

/** A player's connection, however it speaks. */
interface PlayerConnection {

    /** Told what becomes of a player. */
    interface Listener {

        /** The server has agreed: Play.Start, or a good HTTP status. */
        void started(PlayerConnection connection, long now);

        /** Media has come in. */
        void saw(PlayerConnection connection, long now);

        /** The connection is over. */
        void ended(PlayerConnection connection, String reason);
    }

    Player player();

    /** Stops or goes on reading. */
    void pause(boolean stop);

    boolean isClosed();

    void close(String reason);
}
