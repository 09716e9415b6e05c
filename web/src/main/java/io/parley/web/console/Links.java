package io.parley.web.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses within the console. What a page shows is all in its address, so that it can be sent to somebody. */
public final class Links {

    /** Leads on to the first page of whoever is signed in. */
    static final String FRONT_DOOR = "./";

    /** Of an address that came with a request, in characters. */
    static final int LONGEST = 2_000;

    private final String page;
    private final List<String> parameters = new ArrayList<>();

    private Links(String page) {
        this.page = page;
    }

    static Links to(String page) {
        return new Links(page);
    }

    /** Left out when the value is null or empty. */
    Links with(String name, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            parameters.add(name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        }
        return this;
    }

    @Override
    public String toString() {
        return parameters.isEmpty() ? page : page + "?" + String.join("&", parameters);
    }

    /** A page of the console, relative; the front door for anything that could lead elsewhere, or is too long. */
    static String inside(@Nullable String address) {
        if (address == null || address.length() > LONGEST) {
            return FRONT_DOOR;
        }
        int query = address.indexOf('?');
        String path = query < 0 ? address : address.substring(0, query);
        boolean plain = address.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
        return plain && ConsolePage.of(path).isPresent() ? address : FRONT_DOOR;
    }
}
