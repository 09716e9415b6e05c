package io.parley.it.shipped;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A version as its numbers, compared one by one; what follows them (Final, jre) does not count. */
record Version(String text) implements Comparable<Version> {

    private static final Pattern NUMBERS = Pattern.compile("^\\d+(\\.\\d+)*");

    private int[] numbers() {
        return NUMBERS.matcher(text)
                .results()
                .map(MatchResult::group)
                .flatMap(all -> Pattern.compile("\\.").splitAsStream(all))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    @Override
    public int compareTo(Version other) {
        int[] mine = numbers();
        int[] others = other.numbers();
        for (int i = 0; i < Math.max(mine.length, others.length); i++) {
            int difference = Integer.compare(i < mine.length ? mine[i] : 0, i < others.length ? others[i] : 0);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }
}
