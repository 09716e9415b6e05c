package io.parley.bench.records;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** A request that is repeated with different arguments and timed. */
record TimedQuery(String name, Function<Random, String> path) {

    private static final List<String> ZONES =
            List.of("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "UTC");

    /** Ids that are in the history. */
    record Known(long app, List<String> rooms, List<String> users, List<String> streams, String largestCall) {}

    static List<TimedQuery> lists(Known known, Instant now) {
        String app = "/apps/" + known.app;
        List<TimedQuery> all = new ArrayList<>();
        for (String list : List.of("calls", "stays", "publications", "playbacks", "refusals", "audit", "quality")) {
            all.add(new TimedQuery(list, random -> app + "/" + list + "?limit=50&" + range(random, now)));
            all.add(new TimedQuery(
                    list + " of a room",
                    random -> app + "/" + list + "?limit=50&roomID=" + any(known.rooms, random) + "&" + year(now)));
            all.add(new TimedQuery(
                    list + " of a user",
                    random -> app + "/" + list + "?limit=50&userID=" + any(known.users, random) + "&" + year(now)));
            all.add(new TimedQuery(
                    list + " of a stream",
                    random -> app + "/" + list + "?limit=50&streamID=" + any(known.streams, random) + "&" + year(now)));
        }
        all.add(new TimedQuery(
                "refusals of a reason", random -> app + "/refusals?limit=50&reason=ROOM_FULL&" + range(random, now)));
        for (String sort : List.of("duration", "people", "room")) {
            all.add(new TimedQuery(
                    "calls of 93 days by " + sort,
                    random -> app + "/calls?limit=50&sort=" + sort + "&from=" + now.minus(Duration.ofDays(93)) + "&to="
                            + now));
        }
        all.add(new TimedQuery("search, a name's beginning", random -> {
            String name = any(known.users, random);
            return app + "/search?q=" + name.substring(0, Math.max(1, name.length() - 2));
        }));
        all.add(new TimedQuery(
                "search, what most names begin with",
                random -> app + "/search?q=" + any(known.streams, random).substring(0, 2)));
        all.add(new TimedQuery(
                "the largest call's timeline", random -> app + "/calls/" + known.largestCall + "/timeline"));
        return all;
    }

    static List<TimedQuery> reports(Known known, Instant now) {
        List<TimedQuery> all = new ArrayList<>();
        for (String kind : List.of(
                "usage",
                "by-app",
                "by-room",
                "by-user",
                "success",
                "end-reasons",
                "refusals",
                "quality",
                "busiest-hours")) {
            String ofApp = "/apps/" + known.app + "/reports/" + kind;
            all.add(new TimedQuery("report " + kind, random -> ofApp + "?" + zoneAndStep(random) + range(random, now)));
            all.add(new TimedQuery(
                    "report " + kind + ", a year", random -> ofApp + "?" + zoneAndStep(random) + year(now)));
            all.add(new TimedQuery(
                    "report " + kind + ", all apps, a year",
                    random -> "/reports/" + kind + "?" + zoneAndStep(random) + year(now)));
        }
        return all;
    }

    /** Pages of the console, whole, with the ranges that they offer. */
    static List<TimedQuery> pages(Known known) {
        String app = "?app=" + known.app;
        List<String> ranges = List.of("24h", "7d", "30d", "90d", "365d");
        List<TimedQuery> all = new ArrayList<>();
        all.add(new TimedQuery("page live", random -> "/console/live" + app));
        for (String page : List.of("calls", "users", "streams", "refused", "audit")) {
            all.add(new TimedQuery(
                    "page " + page, random -> "/console/" + page + app + "&range=" + any(ranges, random)));
        }
        for (String kind : List.of("usage", "by-user", "quality", "busiest-hours")) {
            all.add(new TimedQuery(
                    "page reports, " + kind,
                    random -> "/console/reports" + app + "&kind=" + kind + "&range="
                            + any(ranges.subList(1, 5), random)));
        }
        all.add(new TimedQuery("page call, the largest", random -> "/console/call" + app + "&id=" + known.largestCall));
        return all;
    }

    /** From an hour to a year, ending anywhere in the past year, at odd microseconds. */
    private static String range(Random random, Instant now) {
        long length = (long) Math.exp(Math.log(3_600) + random.nextDouble() * Math.log(365 * 24));
        Instant from = now.minusSeconds(length + (long) (random.nextDouble() * (365 * 86_400L - length)))
                .plus(random.nextInt(1_000_000), ChronoUnit.MICROS);
        return "from=" + from + "&to=" + from.plusSeconds(length);
    }

    private static String year(Instant now) {
        return "from=" + now.minus(Duration.ofDays(365)) + "&to=" + now;
    }

    private static String zoneAndStep(Random random) {
        String zone = ZONES.get(random.nextInt(ZONES.size()));
        return "zone=" + zone + "&step=" + (random.nextInt(3) == 0 ? "hour" : "day") + "&";
    }

    private static String any(List<String> ids, Random random) {
        return URLEncoder.encode(ids.get(random.nextInt(ids.size())), StandardCharsets.UTF_8);
    }
}
