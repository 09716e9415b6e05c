package io.parley.web.console;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;

/** Tells {@link ViewSessions} when a session ends. */
@WebListener
public class ViewSessionEnd implements HttpSessionListener {

    @Inject
    @SuppressWarnings("NullAway.Init")
    private ViewSessions views;

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        views.ended(event.getSession().getId());
    }
}
