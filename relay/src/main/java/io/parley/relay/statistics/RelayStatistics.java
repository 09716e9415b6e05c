package io.parley.relay.statistics;

/**
 * Statistics of the whole relay, now and since its start.
 *
 * @param publications publications now
 * @param playbacks playbacks now, including players that wait for their stream
 * @param connections connections now, of any kind
 * @param refused requests refused by the gate or for want of its answer
 * @param bytesIn media payload from publishers
 * @param bytesOut media handed to players' sockets
 */
public record RelayStatistics(
        int publications, int playbacks, int connections, long refused, long bytesIn, long bytesOut) {}
