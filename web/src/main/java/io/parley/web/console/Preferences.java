package io.parley.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A viewer's preferences: language, light or dark, time zone. Kept in cookies of the browser. */
@Named("prefs")
@RequestScoped
public class Preferences {

    static final String LANGUAGE = "parley-lang";
    static final String THEME = "parley-theme";

    /** Set by a script from the browser's own zone; until then UTC. */
    static final String ZONE = "parley-zone";

    private final HttpServletRequest request;

    private @Nullable ResourceBundle texts;

    @Inject
    public Preferences(HttpServletRequest request) {
        this.request = request;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected Preferences() {
        this(null);
    }

    /** {@code zh} or {@code en}: as chosen, else as the browser asks. */
    public String getLanguage() {
        return cookie(LANGUAGE)
                .filter(value -> value.equals("zh") || value.equals("en"))
                .orElseGet(() -> "zh".equals(request.getLocale().getLanguage()) ? "zh" : "en");
    }

    public Locale getLocale() {
        return "zh".equals(getLanguage()) ? Locale.SIMPLIFIED_CHINESE : Locale.UK;
    }

    public String getOtherLanguage() {
        return "zh".equals(getLanguage()) ? "en" : "zh";
    }

    /** {@code light}, {@code dark} or {@code auto}: as the system is. */
    public String getTheme() {
        return cookie(THEME)
                .filter(value -> value.equals("light") || value.equals("dark"))
                .orElse("auto");
    }

    public ZoneId getZone() {
        return cookie(ZONE).flatMap(value -> zone(value.replace("%2F", "/"))).orElse(ZoneOffset.UTC);
    }

    /** The zone in which the times of an address were written: whoever sent it may sit elsewhere. */
    ZoneId addressZone() {
        String name = request.getParameter("zone");
        return Optional.ofNullable(name).flatMap(Preferences::zone).orElseGet(this::getZone);
    }

    private static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The sentence for a key; the key itself where there is none, which a test forbids. */
    public String text(String key) {
        return text(key, key);
    }

    /** The sentence for a key, or what is said where there may be none. */
    String text(String key, String otherwise) {
        ResourceBundle bundle = texts;
        if (bundle == null) {
            bundle = Texts.of(getLanguage());
            texts = bundle;
        }
        return bundle.containsKey(key) ? bundle.getString(key) : otherwise;
    }

    /** The texts of the page's scripts, as JSON that is safe inside a script element. */
    public String getScriptTexts() {
        return Texts.json(getLanguage());
    }

    private Optional<String> cookie(String name) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .findFirst();
    }
}
