package io.parley.persistence.report;

/**
 * The use of a step, or of an app.
 *
 * @param slot the step's number from 1, the hour of the week from 0, or the app
 * @param stayUs microseconds that users were in rooms, all together; likewise published and played
 * @param calls begun
 * @param stays begun
 */
public record UsageStatistics(
        long slot,
        int peakRooms,
        int peakUsers,
        int peakStreams,
        long calls,
        long stays,
        long stayUs,
        long publishUs,
        long playUs,
        Tries login,
        Tries publish,
        Tries play) {

    /** The number of requests that were done, and of those that were refused. */
    public record Tries(long done, long refused) {}

    /** Nothing at all. */
    public static UsageStatistics none(long slot) {
        Tries none = new Tries(0, 0);
        return new UsageStatistics(slot, 0, 0, 0, 0, 0, 0, 0, 0, none, none, none);
    }
}
