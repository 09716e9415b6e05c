package io.parley.web.console;

import io.parley.ejb.record.CurrentQueries;
import io.parley.persistence.record.CurrentFilter;
import io.parley.persistence.record.CurrentList;
import io.parley.persistence.record.Page;
import io.parley.web.rest.CurrentQueryParameters;
import jakarta.ejb.EJB;
import org.jspecify.annotations.Nullable;

/** A list of what is there now. */
abstract class CurrentPage<T> extends ListPage<T> {

    @EJB
    @SuppressWarnings("NullAway.Init")
    private CurrentQueries lists;

    private final CurrentList list;

    CurrentPage(CurrentList list) {
        this.list = list;
    }

    abstract Page<T> read(CurrentQueries queries, CurrentFilter filter);

    /** Its REST route. */
    abstract String route();

    @Override
    Page<T> read() {
        return read(
                lists,
                CurrentQueryParameters.filter(getText(), getSort(), isAscending() ? "asc" : "desc", cursor(), ROWS));
    }

    @Override
    String usualSort() {
        return list.usualSort();
    }

    @Override
    boolean isDescending(String sort) {
        return list.isDescending(sort);
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
