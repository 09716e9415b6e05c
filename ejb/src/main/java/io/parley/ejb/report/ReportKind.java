package io.parley.ejb.report;

import io.parley.ejb.report.ReportTable.Column;
import io.parley.ejb.report.ReportTable.ColumnKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Kinds of reports. Each has its columns; their keys are stable. */
public enum ReportKind {
    /** Per step: the most rooms, users and streams at once, calls and stays begun, minutes. */
    USAGE("time=TIME peakRooms=COUNT peakUsers=COUNT peakStreams=COUNT calls=COUNT stays=COUNT stayMinutes=MINUTES "
            + "publishMinutes=MINUTES playMinutes=MINUTES"),
    /** The same by app, over the whole time. */
    BY_APP(
            "app=TEXT name=TEXT peakRooms=COUNT peakUsers=COUNT peakStreams=COUNT calls=COUNT stays=COUNT stayMinutes=MINUTES "
                    + "publishMinutes=MINUTES playMinutes=MINUTES"),
    /** The rooms in which users were longest. */
    BY_ROOM("app=TEXT room=TEXT calls=COUNT stayMinutes=MINUTES publishMinutes=MINUTES playMinutes=MINUTES"),
    /** The users who were in rooms longest. */
    BY_USER("app=TEXT user=TEXT stays=COUNT stayMinutes=MINUTES publishMinutes=MINUTES playMinutes=MINUTES"),
    /** Per step: how often login, publish and play were tried, done, refused; share done. */
    SUCCESS("time=TIME loginTries=COUNT loginDone=COUNT loginRefused=COUNT loginShare=SHARE publishTries=COUNT "
            + "publishDone=COUNT publishRefused=COUNT publishShare=SHARE playTries=COUNT playDone=COUNT playRefused=COUNT "
            + "playShare=SHARE"),
    /** Why calls, stays, publications and playbacks ended, by the time of the end. */
    END_REASONS("subject=TEXT reason=TEXT times=COUNT share=SHARE"),
    /** Why requests were refused. */
    REFUSALS("action=TEXT reason=TEXT times=COUNT share=SHARE"),
    /** Per step, side and source of the samples: how media was. */
    QUALITY(
            "time=TIME side=TEXT source=TEXT sampledMinutes=MINUTES stallShare=SHARE audioGapShare=SHARE videoGapShare=SHARE "
                    + "kbits=NUMBER fps=NUMBER rtt=MS lag=MS"),
    /** Every hour of the week in the viewer's zone. */
    BUSIEST_HOURS("weekday=COUNT hour=COUNT peakUsers=COUNT meanUsers=NUMBER calls=COUNT stayMinutes=MINUTES");

    private final List<Column> columns;

    ReportKind(String columns) {
        List<Column> parsed = new ArrayList<>();
        for (String column : columns.split(" ")) {
            int middle = column.indexOf('=');
            parsed.add(new Column(column.substring(0, middle), ColumnKind.valueOf(column.substring(middle + 1))));
        }
        this.columns = List.copyOf(parsed);
    }

    public List<Column> columns() {
        return columns;
    }

    /** As in addresses: {@code busiest-hours}. */
    public String path() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<ReportKind> of(String path) {
        return Arrays.stream(values()).filter(kind -> kind.path().equals(path)).findFirst();
    }
}
