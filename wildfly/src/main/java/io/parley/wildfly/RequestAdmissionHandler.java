package io.parley.wildfly;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first handler of every request, a {@code custom-filter} of the undertow subsystem (see {@code configure.cli}). It runs on I/O
 * threads: it finds the client's address behind trusted proxies, receives the whole body, and only then gives the request a thread,
 * from the pool of its {@link RequestKind}. The servlet layer would read a body on the thread that a request holds, and drain the
 * rest of a refused one there too, for as long as the client likes. Setters are called once, before the first request.
 */
public final class RequestAdmissionHandler implements HttpHandler {

    private static final int QUEUE = 512;
    private static final int FEW = 4;

    private final HttpHandler next;
    private final Map<RequestKind, RequestPool> pools = new EnumMap<>(RequestKind.class);
    private int threads = 20;
    private int signInThreads = 4;
    private int signInRequests = 200;
    private int signInPrefixRequests = 1_000;
    private int refusalDelayMs = 5_000;
    private int downloads = 16;
    private long maxBody = 1 << 20;
    private int bodySeconds = 10;
    private int answerSeconds = 60;
    private int stallSeconds = 30;
    private int bodiesUnderWay = 2_000;
    private String proxies = "";
    private boolean anyProxy;
    private @Nullable Admission admission;

    /** What the settings amount to. */
    private record Admission(
            AdmissionLimits limits,
            TrustedProxies proxies,
            PendingBodies bodies,
            RequestRateLimiter signIns,
            DelayedRefusals refusals) {}

    public RequestAdmissionHandler(HttpHandler next) {
        this.next = next;
    }

    /** @param value threads of REST and console, at least 1 */
    public void setThreads(int value) {
        threads = value;
    }

    /** @param value threads of sign-in and set-up, at least 1 */
    public void setSignInThreads(int value) {
        signInThreads = value;
    }

    /** @param value requests to sign in or set up, pages included, that one address may send in ten seconds */
    public void setSignInRequests(int value) {
        signInRequests = value;
    }

    /** @param value the same for all addresses of one IPv6 /48 together */
    public void setSignInPrefixRequests(int value) {
        signInPrefixRequests = value;
    }

    /** @param value milliseconds until who asks to sign in too often is told so */
    public void setRefusalDelayMs(int value) {
        refusalDelayMs = value;
    }

    /** @param value files that may be taken at a time, as the application limits them */
    public void setDownloads(int value) {
        downloads = value;
    }

    /** @param value largest body in bytes */
    public void setMaxBody(long value) {
        maxBody = value;
    }

    /** @param value seconds for a whole body */
    public void setBodySeconds(int value) {
        bodySeconds = value;
    }

    /** @param value seconds for a whole answer */
    public void setAnswerSeconds(int value) {
        answerSeconds = value;
    }

    /** @param value seconds that a reader may take nothing */
    public void setStallSeconds(int value) {
        stallSeconds = value;
    }

    /** @param value bodies that may be received at a time */
    public void setBodiesUnderWay(int value) {
        bodiesUnderWay = value;
    }

    /** @param value addresses and ranges of trusted proxies, separated by commas; {@code none} for none */
    public void setProxies(String value) {
        proxies = value.equals("none") ? "" : value;
    }

    /** @param value whether every peer is taken for a trusted proxy */
    public void setAnyProxy(boolean value) {
        anyProxy = value;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        Admission rules = admission();
        rules.proxies().apply(exchange);
        AddressKey address = AddressKey.of(exchange);
        if (!isReadAlike(exchange.getRequestHeaders().get(Headers.TRANSFER_ENCODING))) {
            HttpRefusal.CODING_UNKNOWN.send(exchange);
            return;
        }
        if (!hasFewCookies(exchange)) {
            HttpRefusal.TOO_MANY_COOKIES.send(exchange);
            return;
        }
        RequestKind kind = RequestKind.of(exchange);
        if (kind == RequestKind.SIGN_IN && !rules.signIns().admit(address, AddressKey.prefixOf(exchange))) {
            rules.refusals().send(exchange, HttpRefusal.TOO_OFTEN);
            return;
        }
        if (exchange.isRequestComplete()) {
            run(exchange, kind, address, rules);
        } else {
            HttpHandler handler = received -> run(received, kind, address, rules);
            new RequestBody(exchange, address, handler, rules.bodies(), rules.limits()).receive();
        }
    }

    /** Undertow takes every coding that ends in "chunked" for it, and a proxy before it may not: only the coding itself is let in. */
    private static boolean isReadAlike(@Nullable HeaderValues codings) {
        return codings == null || codings.size() == 1 && codings.getFirst().equalsIgnoreCase("chunked");
    }

    /** The servlet layer would answer 500. */
    private static boolean hasFewCookies(HttpServerExchange exchange) {
        try {
            exchange.requestCookies();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private void run(HttpServerExchange exchange, RequestKind kind, AddressKey address, Admission rules)
            throws Exception {
        boolean total = kind != RequestKind.DOWNLOAD;
        new AnswerWatch(exchange, address, pool(kind), rules.limits(), total).start();
        next.handleRequest(exchange);
    }

    private RequestPool pool(RequestKind kind) {
        return Objects.requireNonNull(pools.get(kind));
    }

    private synchronized Admission admission() {
        Admission rules = admission;
        if (rules == null) {
            pools.put(RequestKind.SIGNAL, new RequestPool("signal-upgrade", FEW, QUEUE));
            pools.put(RequestKind.SIGN_IN, new RequestPool("sign-in", signInThreads, QUEUE));
            // One address may have all that are granted and a few more, so that one too many is refused in words
            // instead of waiting.
            pools.put(RequestKind.DOWNLOAD, new RequestPool("download", (downloads + FEW) * 4 / 3 + 1, QUEUE));
            pools.put(RequestKind.REQUEST, new RequestPool("request", threads, QUEUE));
            pools.put(RequestKind.FILE, new RequestPool("file", FEW, QUEUE));
            rules = new Admission(
                    new AdmissionLimits(maxBody, bodySeconds, answerSeconds, stallSeconds),
                    new TrustedProxies(proxies, anyProxy),
                    new PendingBodies(bodiesUnderWay),
                    new RequestRateLimiter(signInRequests, signInPrefixRequests, System::nanoTime),
                    new DelayedRefusals(refusalDelayMs));
            admission = rules;
        }
        return rules;
    }
}
