package io.parley.ejb.record;

import io.parley.ejb.room.CallQueries;
import io.parley.persistence.record.Page;
import io.parley.persistence.record.RecordFilter;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/** The lists that can be taken away as a file, each with its rows as REST shows them. */
public enum RecordKind {
    CALLS(CallQueries.CallView.class, (records, filter) -> {
        Page<CallRow> page = records.calls(filter);
        return new Page<>(page.rows().stream().map(CallRow::asCall).toList(), page.next());
    }),
    STAYS(StayRow.class, RecordQueries::stays),
    PUBLICATIONS(MediaRow.class, RecordQueries::publications),
    PLAYBACKS(MediaRow.class, RecordQueries::playbacks),
    REFUSALS(AuditRow.class, RecordQueries::refusals),
    AUDIT(AuditRow.class, RecordQueries::audit),
    QUALITY(QualityRow.class, RecordQueries::quality);

    private final Class<? extends Record> row;
    private final BiFunction<RecordQueries, RecordFilter, Page<? extends Record>> read;

    RecordKind(Class<? extends Record> row, BiFunction<RecordQueries, RecordFilter, Page<? extends Record>> read) {
        this.row = row;
        this.read = read;
    }

    /** The last part of its path. */
    public String path() {
        return name().toLowerCase(Locale.ROOT);
    }

    Page<? extends Record> page(RecordQueries records, RecordFilter filter) {
        return read.apply(records, filter);
    }

    /** What the columns are called, and what is in them. */
    RecordColumns columns() {
        return new RecordColumns(List.of(row.getRecordComponents()));
    }
}
