package io.parley.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpSession;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewSessionsTest {

    private final List<String> ended = new ArrayList<>();
    private final ViewSessions views = new ViewSessions(2, 4);

    private HttpSession session(String id) {
        return (HttpSession) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpSession.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("invalidate")) {
                        ended.add(id);
                        views.ended(id);
                        return null;
                    }
                    return id;
                });
    }

    @Test
    void theOldestOfAnAccountGoes() {
        views.used("ann", session("a1"));
        views.used("bob", session("b1"));
        views.used("ann", session("a2"));
        views.used("ann", session("a1"));
        views.used("ann", session("a3"));
        assertThat(ended).containsExactly("a2");
    }

    @Test
    void theOldestOfAllGoes() {
        for (String each : List.of("a", "b", "c", "d", "e", "f")) {
            views.used(each, session(each));
        }
        assertThat(ended).containsExactly("a", "b");
        assertThat(views.size()).isEqualTo(4);
    }

    @Test
    void oneThatHasEndedTakesNoPlace() {
        for (int i = 0; i < 100; i++) {
            views.used("ann", session("s" + i));
            views.ended("s" + i);
        }
        assertThat(ended).isEmpty();
    }
}
