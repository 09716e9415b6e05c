package io.parley.adapter.api;

import java.util.Map;

/**
 * Statistics of the whole relay, now and since its start.
 *
 * @param transport the network transport, as {@code epoll} or {@code nio}
 * @param publications publications now
 * @param playbacks playbacks now, including players that wait for their stream
 * @param connections connections now, of any kind
 * @param accepted connections taken since the start
 * @param closed connections closed since the start, by reason
 * @param refused requests refused since the start
 * @param bytesIn media payload from publishers since the start
 * @param bytesOut media handed to players' sockets since the start
 */
public record MediaStatistics(
        String transport,
        int publications,
        int playbacks,
        int connections,
        long accepted,
        Map<String, Long> closed,
        long refused,
        long bytesIn,
        long bytesOut) {}
