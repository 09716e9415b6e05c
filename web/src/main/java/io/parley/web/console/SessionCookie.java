package io.parley.web.console;

import io.parley.persistence.admin.SessionKeyConfigSource;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** The cookie that carries the token of the console: no script reads it, no other site sends it. */
final class SessionCookie {

    private SessionCookie() {}

    static void set(HttpServletRequest request, HttpServletResponse response, String token, long seconds) {
        response.addCookie(cookie(request, token, (int) seconds));
    }

    static void clear(HttpServletRequest request, HttpServletResponse response) {
        response.addCookie(cookie(request, "", 0));
    }

    private static Cookie cookie(HttpServletRequest request, String value, int seconds) {
        Cookie cookie = new Cookie(SessionKeyConfigSource.COOKIE, value);
        cookie.setPath(request.getContextPath());
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setMaxAge(seconds);
        cookie.setAttribute("SameSite", "Strict");
        return cookie;
    }
}
