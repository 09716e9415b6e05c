package io.parley.it;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody at the console: a browser with its own cookies, and what it complained about. */
final class ConsoleTab implements AutoCloseable {

    private final String base;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    /** @param locale what the browser asks for, as {@code zh-CN} */
    ConsoleTab(Chromium chromium, ParleyServer server, String locale) {
        base = server.http() + "/parley/console/";
        context = chromium.newContext(new Browser.NewContextOptions()
                .setLocale(locale)
                .setTimezoneId("Asia/Shanghai")
                .setViewportSize(1280, 720));
        page = context.newPage();
        page.setDefaultTimeout(Eventually.PATIENCE.toMillis());
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text() + " " + message.location());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            // No outside host, ever. The identity provider stands beside the server.
            if (!request.url()
                    .matches("((https?|wss?)://|blob:http://)(127\\.0\\.0\\.1|localhost)[:/].*|(data|blob):.*")) {
                complaints.add("asks " + request.url());
            }
        });
        page.onResponse(answer -> {
            if (answer.status() >= 500) {
                complaints.add(answer.status() + " " + answer.url());
            }
        });
    }

    /** A new tab of somebody who has signed in by name and password. */
    static ConsoleTab signedIn(Chromium chromium, ParleyServer server, String name, String password) {
        return signedIn(chromium, server, name, password, "en-GB");
    }

    static ConsoleTab signedIn(Chromium chromium, ParleyServer server, String name, String password, String locale) {
        ConsoleTab tab = new ConsoleTab(chromium, server, locale);
        tab.signIn(name, password);
        return tab;
    }

    void signIn(String name, String password) {
        open("sign-in");
        page.fill("#username", name);
        page.fill("#password", password);
        page.click("#enter");
        page.waitForLoadState();
    }

    Page open(String path) {
        page.navigate(base + path);
        return page;
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /** The cookie with the token. */
    String token() {
        return context.cookies().stream()
                .filter(cookie -> cookie.name.equals("PARLEY"))
                .findFirst()
                .orElseThrow()
                .value;
    }

    /** Errors of scripts, refusals of the content security policy, faults of the server, requests to outside hosts. */
    List<String> complaints() {
        return complaints;
    }

    void shoot(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(Path.of(System.getProperty("parley.it.shots", "target/console"), name + ".png")));
    }

    @Override
    public void close() {
        context.close();
    }
}
