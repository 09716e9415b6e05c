package io.parley.web.console;

import io.parley.ejb.admin.AdminSessions;
import io.parley.ejb.admin.OidcProvider;
import io.parley.persistence.audit.Refusal;
import io.parley.persistence.audit.Refused;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Signing in by the enterprise's identity provider: out to it, and back with a code. Ends in the console's own cookie. */
@WebServlet({"/console/oidc/start", "/console/oidc/callback"})
public class OidcServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** Lax, because the way back comes from the provider's site; good for one flow of ten minutes. */
    private static final String FLOW = "PARLEYFLOW";

    private static final int FLOW_SECONDS = 600;
    private static final SecureRandom RANDOM = new SecureRandom();

    @Inject
    @SuppressWarnings("NullAway.Init")
    private transient OidcProvider provider;

    @EJB
    @SuppressWarnings("NullAway.Init")
    private transient AdminSessions sessions;

    /** The address as the provider knows it, where a proxy hides it from the server. */
    @Inject
    @ConfigProperty(name = "parley.oidc.redirect-uri")
    @SuppressWarnings("NullAway.Init")
    private transient Optional<String> redirect;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!provider.isOn()) {
            response.sendError(404);
            return;
        }
        try {
            if (request.getServletPath().endsWith("/start")) {
                start(request, response);
            } else {
                finish(request, response);
            }
        } catch (Refused e) {
            refuse(request, response, e);
        } catch (EJBException e) {
            if (!(e.getCause() instanceof Refused refused)) {
                throw e;
            }
            refuse(request, response, refused);
        }
    }

    private void start(HttpServletRequest request, HttpServletResponse response) throws IOException {
        OidcProvider.Flow flow = new OidcProvider.Flow(random(), random(), random());
        String next = Links.inside(request.getParameter("next"));
        response.addCookie(flowCookie(
                request,
                String.join(
                        ".",
                        flow.state(),
                        flow.nonce(),
                        flow.verifier(),
                        Base64.getUrlEncoder().withoutPadding().encodeToString(next.getBytes(StandardCharsets.UTF_8))),
                FLOW_SECONDS));
        response.sendRedirect(provider.authorization(flow, redirectUri(request)));
    }

    private void finish(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] kept = kept(request).split("\\.", -1);
        String code = request.getParameter("code");
        response.addCookie(flowCookie(request, "", 0));
        if (kept.length != 4 || !kept[0].equals(request.getParameter("state"))) {
            throw failed("state", request);
        }
        if (code == null) {
            throw failed("no code", request);
        }
        OidcProvider.Flow flow = new OidcProvider.Flow(kept[0], kept[1], kept[2]);
        OidcProvider.Person person = person(request, code, flow);
        SignInPage.seat(request, response, sessions.signInExternal(person, SignInPage.origin(request)));
        String next = Links.inside(decoded(kept[3]));
        // A strict cookie does not come along on a redirect that began on another site; a page of ours can go on.
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter()
                .write(
                        "<!doctype html><html lang=\"en\"><head><title>Parley</title><meta http-equiv=\"refresh\" content=\"0; url=../"
                                + (next.equals(Links.FRONT_DOOR)
                                        ? ""
                                        : next.replace("&", "&amp;")
                                                .replace("\"", "&quot;")
                                                .replace("<", "&lt;"))
                                + "\"></head><body></body></html>");
    }

    private OidcProvider.Person person(HttpServletRequest request, String code, OidcProvider.Flow flow) {
        try {
            return provider.person(code, flow, redirectUri(request));
        } catch (Refused e) {
            if (e.refusal() == Refusal.SIGN_IN_FAILED) {
                throw failed("answer", request);
            }
            throw e;
        }
    }

    /** The record says why; the person learns that it failed. */
    private Refused failed(String cause, HttpServletRequest request) {
        sessions.externalFailed(cause, request.getRemoteAddr());
        return new Refused(Refusal.SIGN_IN_FAILED);
    }

    /** The browser may send anything in its cookie. */
    private static String decoded(String base64) {
        try {
            return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Links.FRONT_DOOR;
        }
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, Refused refused)
            throws IOException {
        response.sendRedirect(request.getContextPath() + "/console/sign-in?refused="
                + URLEncoder.encode(refused.refusal().name(), StandardCharsets.UTF_8));
    }

    private String redirectUri(HttpServletRequest request) {
        return redirect.orElseGet(
                () -> request.getRequestURL().toString().replaceAll("/console/oidc/.*", "/console/oidc/callback"));
    }

    private static String kept(HttpServletRequest request) {
        return Arrays.stream(Objects.requireNonNullElse(request.getCookies(), new Cookie[0]))
                .filter(cookie -> cookie.getName().equals(FLOW))
                .map(Cookie::getValue)
                .findFirst()
                .orElse("");
    }

    private static Cookie flowCookie(HttpServletRequest request, String value, int seconds) {
        Cookie cookie = new Cookie(FLOW, value);
        cookie.setPath(request.getContextPath() + "/console/oidc");
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setMaxAge(seconds);
        cookie.setAttribute("SameSite", "Lax");
        return cookie;
    }

    private static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
