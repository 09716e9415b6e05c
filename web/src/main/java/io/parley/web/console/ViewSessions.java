package io.parley.web.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The HTTP sessions in which Faces keeps the views of those who are signed in: so many for an account, so many in all. The one that was
 * not used for longest goes, and its pages say that they have expired. Thread-safe.
 */
@ApplicationScoped
public class ViewSessions {

    private record Kept(String account, HttpSession session) {}

    private final int perAccount;
    private final int inAll;

    /** Those used last are last. */
    private final Map<String, Kept> sessions = new LinkedHashMap<>(64, 0.75f, true);

    /**
     * @param perAccount sessions of one account
     * @param inAll sessions of this server
     */
    @Inject
    public ViewSessions(
            @ConfigProperty(name = "parley.console.view-sessions-per-account", defaultValue = "10") int perAccount,
            @ConfigProperty(name = "parley.console.view-sessions", defaultValue = "500") int inAll) {
        this.perAccount = Math.max(1, perAccount);
        this.inAll = Math.max(1, inAll);
    }

    /** For the container's proxy. */
    protected ViewSessions() {
        this(1, 1);
    }

    /** Looks which session the request has left, if any, and ends the ones that are too many. */
    void used(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            used(Objects.requireNonNullElse(request.getRemoteUser(), ""), session);
        }
    }

    void used(String account, HttpSession session) {
        List<HttpSession> tooMany = new ArrayList<>();
        synchronized (this) {
            sessions.put(session.getId(), new Kept(account, session));
            long own = sessions.values().stream()
                    .filter(kept -> kept.account.equals(account))
                    .count();
            Iterator<Kept> oldest = sessions.values().iterator();
            while (oldest.hasNext() && (own > perAccount || sessions.size() > inAll)) {
                Kept kept = oldest.next();
                boolean isOwn = kept.account.equals(account);
                if (isOwn || sessions.size() > inAll) {
                    oldest.remove();
                    tooMany.add(kept.session);
                    own -= isOwn ? 1 : 0;
                }
            }
        }
        tooMany.forEach(ViewSessions::end);
    }

    private static void end(HttpSession session) {
        try {
            session.invalidate();
        } catch (IllegalStateException e) {
            // it has ended by itself
        }
    }

    /** The session has ended. */
    synchronized void ended(String id) {
        sessions.remove(id);
    }

    synchronized int size() {
        return sessions.size();
    }
}
