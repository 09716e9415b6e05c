package io.parley.bench.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table of a comparison, in Markdown: a column for each server, medians of all rounds, and in brackets ratios to the first. */
final class Table {

    private final List<Scenario> scenarios;
    private final List<Peer> peers;
    private final Results results;

    Table(List<Scenario> scenarios, List<Peer> peers, Results results) {
        this.scenarios = scenarios;
        this.peers = peers;
        this.results = results;
    }

    List<String> lines() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("scenario", "figure", peers.stream().map(Peer::name).toList()));
        for (Scenario scenario : scenarios) {
            for (Figure figure : Figure.of(scenario.shape())) {
                rows.add(row(
                        scenario.label(),
                        figure.name(),
                        peers.stream().map(peer -> cell(scenario, figure, peer)).toList()));
            }
        }
        return aligned(rows);
    }

    private static List<String> row(String scenario, String figure, List<String> cells) {
        List<String> row = new ArrayList<>(List.of(scenario, figure));
        row.addAll(cells);
        return row;
    }

    private String cell(Scenario scenario, Figure figure, Peer peer) {
        double median = results.median(scenario, peer.name(), figure.value());
        String reference = peers.get(0).name();
        double ratio = results.ratio(scenario, peer.name(), reference, figure.value());
        return figure.hasRatio() && !peer.name().equals(reference) && Double.isFinite(ratio)
                ? figure.format(median) + String.format(Locale.ROOT, " (%.2f)", ratio)
                : figure.format(median);
    }

    private static List<String> aligned(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("|");
            for (int i = 0; i < columns; i++) {
                line.append(String.format(" %-" + widths[i] + "s |", row.get(i)));
            }
            lines.add(line.toString());
            if (lines.size() == 1) {
                lines.add("|" + " --- |".repeat(columns));
            }
        }
        return lines;
    }
}
