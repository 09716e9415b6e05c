package io.parley.web.rest;

import io.parley.ejb.admin.DeviceCookies;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The cookie by which a browser that has signed in is told from others at its address. */
@ApplicationScoped
public class DeviceCookie {

    private static final String NAME = "PARLEYDEVICE";

    private final DeviceCookies devices;

    @Inject
    public DeviceCookie(DeviceCookies devices) {
        this.devices = devices;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    protected DeviceCookie() {
        this(null);
    }

    /** As the request has it, empty for none. */
    public static String of(HttpServletRequest request) {
        return Arrays.stream(Objects.requireNonNullElse(request.getCookies(), new Cookie[0]))
                .filter(cookie -> cookie.getName().equals(NAME))
                .map(Cookie::getValue)
                .findFirst()
                .orElse("");
    }

    /** Makes the browser a known device of the account that has just signed in. */
    public void set(HttpServletRequest request, HttpServletResponse response, @Nullable String username) {
        Cookie cookie = new Cookie(NAME, devices.renewed(of(request), Objects.requireNonNullElse(username, "")));
        cookie.setPath(request.getContextPath());
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setMaxAge((int) devices.life().toSeconds());
        cookie.setAttribute("SameSite", "Strict");
        response.addCookie(cookie);
    }
}
