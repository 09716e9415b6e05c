package io.parley.web.console;

import static io.parley.ejb.admin.Roles.AUDITOR;
import static io.parley.ejb.admin.Roles.OPERATOR;
import static io.parley.ejb.admin.Roles.SECURITY_ADMIN;
import static io.parley.ejb.admin.Roles.SYSTEM_ADMIN;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Every page, and who may open it. The one list that menu, guard and tests go by. */
public enum ConsolePage {
    LIVE(true, SYSTEM_ADMIN, OPERATOR, AUDITOR),
    CALLS(true, SYSTEM_ADMIN, OPERATOR, AUDITOR),
    CALL(false, SYSTEM_ADMIN, OPERATOR, AUDITOR),
    USERS(true, SYSTEM_ADMIN, OPERATOR, AUDITOR),
    STREAMS(true, SYSTEM_ADMIN, OPERATOR, AUDITOR),
    REFUSED(true, SYSTEM_ADMIN, OPERATOR, AUDITOR),
    REPORTS(true, SYSTEM_ADMIN, OPERATOR, AUDITOR),
    AUDIT(true, AUDITOR, SECURITY_ADMIN),
    APPS(true, SYSTEM_ADMIN, SECURITY_ADMIN),
    APP(false, SYSTEM_ADMIN, SECURITY_ADMIN),
    BANS(true, OPERATOR),
    SETTINGS(true, SECURITY_ADMIN),
    DOCTOR(true, SYSTEM_ADMIN),
    SEARCH(false, SYSTEM_ADMIN, OPERATOR, AUDITOR),
    ACCOUNT(false, SYSTEM_ADMIN, SECURITY_ADMIN, OPERATOR, AUDITOR),
    /** For whoever is not signed in. */
    SIGN_IN(false),
    /** For whoever is not signed in, while there is nobody. */
    SETUP(false);

    private final boolean inMenu;
    private final Set<String> roles;

    ConsolePage(boolean inMenu, String... roles) {
        this.inMenu = inMenu;
        this.roles = Set.of(roles);
    }

    /** Its name in addresses and text keys. */
    public String path() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Empty: for everybody, signed in or not. */
    public Set<String> roles() {
        return roles;
    }

    public boolean isOpenTo(Set<String> somebody) {
        return roles.isEmpty() || somebody.stream().anyMatch(roles::contains);
    }

    /** Tells whether Faces keeps nothing of the page between requests: strangers see it. */
    public boolean isStateless() {
        return roles.isEmpty();
    }

    /** Those that somebody with these roles finds in the menu. */
    public static List<ConsolePage> menu(Set<String> somebody) {
        return Arrays.stream(values())
                .filter(page -> page.inMenu && page.isOpenTo(somebody))
                .toList();
    }

    /** Tells whether a path of this application is a page of the console. */
    public static boolean isPage(String path) {
        return path.startsWith("/console/")
                && of(path.substring("/console/".length())).isPresent();
    }

    /** @param path behind {@code /console/}, with or without {@code .xhtml} */
    static Optional<ConsolePage> of(String path) {
        String name = path.endsWith(".xhtml") ? path.substring(0, path.length() - 6) : path;
        return Arrays.stream(values()).filter(page -> page.path().equals(name)).findFirst();
    }
}
