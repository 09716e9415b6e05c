package io.parley.web.console;

import io.parley.persistence.record.Page;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list on a page. Everything it shows is in the page's address: app, filters, order, page. So it can be sent to somebody, goes back
 * with the browser's button, and asks the database for no more rows than it shows.
 */
abstract class ListPage<T> {

    @Inject
    @SuppressWarnings("NullAway.Init")
    private HttpServletRequest request;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private PageContext current;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private FacesMessages messages;

    private @Nullable Page<T> page;
    private boolean refused;

    /** The list's own query. */
    abstract Page<T> read();

    /** The address without order and page. */
    abstract Links same(String path);

    /** All rows of the list, not only this page, as a file. */
    public abstract String getExportLink();

    /** The order unless the address names one. */
    abstract String usualSort();

    /** Tells whether this order begins with the largest unless the address says. */
    abstract boolean isDescending(String sort);

    /** Before the names of its parameters and ids, where a page has several lists. */
    public String getPrefix() {
        return "";
    }

    /** Tells whether there is anything that could have a list. */
    boolean isThere() {
        return current.getAppId() != 0 && !current.isAppUnknown();
    }

    PageContext current() {
        return current;
    }

    public List<T> getRows() {
        Page<T> known = page;
        if (known == null) {
            known = new Page<>(List.of(), null);
            page = known;
            if (isThere()) {
                refused = !messages.attempt(() -> page = read());
                known = page;
            } else {
                refused = current.isAppUnknown();
            }
        }
        return known.rows();
    }

    /** After something has been done to what the list shows. */
    void again() {
        page = null;
    }

    /** Tells whether the list could not be had; then it is not empty, but unknown. */
    public boolean isRefused() {
        getRows();
        return refused;
    }

    /** The parameter, null when it is missing or empty. */
    @Nullable
    String get(String name) {
        String value = request.getParameter(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** A parameter of this list among several. */
    @Nullable
    String own(String name) {
        return get(getPrefix() + name);
    }

    public String getSort() {
        String sort = own("sort");
        return sort == null ? usualSort() : sort;
    }

    /** The order in the address, for forms that keep it. */
    public @Nullable String getSortParameter() {
        return own("sort");
    }

    public @Nullable String getOrderParameter() {
        return own("order");
    }

    public boolean isAscending() {
        String order = own("order");
        return order == null ? !isDescending(getSort()) : order.equals("asc");
    }

    @Nullable
    String cursor() {
        return own("cursor");
    }

    /** The mark of the column that the list is ordered by. */
    public String mark(String sort) {
        return getSort().equals(sort) ? isAscending() ? "▲" : "▼" : "";
    }

    public String ariaSort(String sort) {
        return getSort().equals(sort) ? isAscending() ? "ascending" : "descending" : "none";
    }

    /** The same list in another order; the other way round when it is in this one already. */
    public String sortLink(String sort) {
        boolean ascending = getSort().equals(sort) ? !isAscending() : !isDescending(sort);
        return same(current.getPage())
                .with(getPrefix() + "sort", sort)
                .with(getPrefix() + "order", ascending ? "asc" : "desc")
                .toString();
    }

    /** The next page, null at the end. */
    public @Nullable String getNextLink() {
        getRows();
        String next = page == null ? null : page.next();
        return next == null
                ? null
                : ordered().with(getPrefix() + "cursor", next).toString();
    }

    /** The first page, null when this is it. */
    public @Nullable String getFirstLink() {
        return cursor() == null ? null : ordered().toString();
    }

    private Links ordered() {
        return same(current.getPage())
                .with(getPrefix() + "sort", own("sort"))
                .with(getPrefix() + "order", own("order"));
    }

    /** Another page of this app. */
    public String link(String path, String name, @Nullable Object value) {
        return Links.to(path).with("app", current.getAppId()).with(name, value).toString();
    }
}
