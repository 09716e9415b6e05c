package io.parley.bench.load;

/** A player's connection, however it speaks. */
interface LoadPlayerConnection {

    /** Told what becomes of a player. */
    interface Listener {

        /** The server has agreed: Play.Start, or a good HTTP status. */
        void started(LoadPlayerConnection connection, long now);

        /** Media has come in. */
        void saw(LoadPlayerConnection connection, long now);

        /** The connection is over. */
        void ended(LoadPlayerConnection connection, String reason);
    }

    LoadPlayer player();

    /** Stops or goes on reading. */
    void pause(boolean stop);

    boolean isClosed();

    void close(String reason);
}
