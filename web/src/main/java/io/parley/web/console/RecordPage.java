package io.parley.web.console;

import io.parley.ejb.record.RecordKind;
import io.parley.ejb.record.RecordQueries;
import io.parley.persistence.record.Page;
import io.parley.persistence.record.PageRequest;
import io.parley.persistence.record.RecordFilter;
import io.parley.web.record.RecordParameters;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** A page with one of the lists that REST has, too. Its parameters are decoded as REST decodes them. */
abstract class RecordPage<T extends Record> extends ListPage<T> {

    @EJB
    @SuppressWarnings("NullAway.Init")
    private RecordQueries records;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Clock clock;

    private @Nullable RecordFilter filter;

    abstract RecordKind<T> kind();

    /** The list's REST route behind {@code /api/v1/}, for exports. */
    abstract String route();

    /** Reads the rows. */
    Page<T> read(RecordFilter rows, PageRequest page) {
        return records.page(kind(), rows, page);
    }

    @Override
    Page<T> read() {
        return read(filter(), parameters().page(kind().list()));
    }

    RecordParameters parameters() {
        return new RecordParameters(this::parameter);
    }

    /** The value of one of REST's parameters, as this page's address names it. */
    @Nullable
    String parameter(String name) {
        return own(name);
    }

    /** Null for a list that belongs to no app. */
    @Nullable
    Long appId() {
        return kind().isOfApp() ? Long.valueOf(current().getAppId()) : null;
    }

    /** The rows that are asked for; the same for the whole request. */
    RecordFilter filter() {
        RecordFilter known = filter;
        if (known == null) {
            known = parameters().filter(kind().list(), appId(), clock.instant());
            filter = known;
        }
        return known;
    }

    @Override
    String usualSort() {
        return kind().list().usualSort();
    }

    @Override
    boolean isDescending(String sort) {
        return kind().list().isDescending(sort);
    }

    public @Nullable String getText() {
        return own("q");
    }

    @Override
    Links same(String path) {
        return Links.to(path).with("app", current().getAppId()).with(getPrefix() + "q", getText());
    }

    @Override
    public String getExportLink() {
        return Links.to("../api/v1/" + route())
                .with("q", getText())
                .with("sort", own("sort"))
                .with("order", own("order"))
                .with("format", "csv")
                .toString();
    }
}
