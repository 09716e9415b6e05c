package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console keeps of whom, and what it says of itself in its headers. */
class StatelessIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern STATE = Pattern.compile("ViewState[^>]* value=\"([^\"]+)\"");
    private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");

    private static ParleyServer server;
    private static String token;

    @BeforeAll
    static void prepare() {
        server = ParleyServer.shared();
        token = new TestAccount(server, "security-admin").authorization().substring("Bearer ".length());
    }

    private static HttpResponse<String> get(String path, String cookie) throws Exception {
        return HTTP.send(request(path, cookie).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path, String cookie) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.http() + "/parley/" + path));
        return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }

    private static HttpResponse<String> post(String path, String cookie, String form, String... headers)
            throws Exception {
        HttpRequest.Builder request = request(path, cookie)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
        return matcher.group(1);
    }

    private static String view(HttpResponse<String> answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(each -> each.startsWith("PARLEYVIEW="))
                .findFirst()
                .map(each -> each.substring(0, each.indexOf(';')))
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "console/",
                "console/sign-in",
                "console/sign-in.xhtml",
                "console/sign-in?next=live&refused=SIGN_IN_FAILED",
                "console/setup",
                "console/live",
                "console/nowhere",
                "console/refusal",
                "console/oidc/start",
                "console/oidc/callback",
                "console/preferences?parley-theme=dark",
                "console/live-feed?app=1",
                "jakarta.faces.resource/core.js.xhtml?ln=primefaces",
                "api/v1/apps",
                "api/v1/openapi",
                "metrics",
                "health/ready",
                "debug/"
            })
    void nothingIsKeptOfAStranger(String path) throws Exception {
        assertThat(get(path, "").headers().allValues("Set-Cookie")).noneMatch(each -> each.startsWith("PARLEYVIEW"));
    }

    @Test
    void nothingIsKeptOfAStrangersFormAndItWorks() throws Exception {
        HttpResponse<String> page = get("console/sign-in?next=" + "a".repeat(5_000), "");
        assertThat(first(STATE, page.body())).isEqualTo("stateless");
        assertThat(page.body()).doesNotContain("aaaaaaaaaa");
        HttpResponse<String> answer = post(
                "console/sign-in",
                "",
                "form=form&username=admin&password=" + Rest.encode(server.adminPassword())
                        + "&enter=&next=apps&jakarta.faces.ViewState=stateless&primefaces.nonce="
                        + Rest.encode(first(NONCE, page.body())),
                "Origin",
                server.http());
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/console/apps");
        assertThat(answer.headers().allValues("Set-Cookie"))
                .noneMatch(each -> each.startsWith("PARLEYVIEW"))
                .anyMatch(each ->
                        each.startsWith("PARLEYDEVICE=") && each.contains("HttpOnly") && each.contains("Strict"));
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, null",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
    })
    void noOtherSiteSignsSomebodyIn(String header, String value) throws Exception {
        assertThat(post(
                                "console/sign-in",
                                "",
                                "form=form&username=mallory&jakarta.faces.ViewState=stateless",
                                header,
                                value)
                        .statusCode())
                .isEqualTo(403);
    }

    /** Tampered, of a session that is over, of another kind of page, empty and missing; and forms by GET or by script. */
    @Test
    void aFormThatBelongsToNoViewIsSaidToHaveExpiredAndIsNoFault() throws Exception {
        long faults = faults();
        String cookie = "PARLEY=" + token;
        HttpResponse<String> page = get("console/settings", cookie);
        String whole = "form=form&primefaces.nonce=" + Rest.encode(first(NONCE, page.body()));
        String good = whole + "&jakarta.faces.ViewState=" + first(STATE, page.body());
        cookie += "; " + view(page);
        for (String form : List.of(
                whole,
                whole + "&jakarta.faces.ViewState=",
                whole + "&jakarta.faces.ViewState=stateless",
                whole + "&jakarta.faces.ViewState=-1:-1",
                whole + "&jakarta.faces.ViewState=no+number",
                whole + "&jakarta.faces.ViewState=" + "1".repeat(100_000),
                whole + "&jakarta.faces.ViewState=rO0ABXNyABFqYXZhLnV0aWwuSGFzaE1hcA%3D%3D",
                good.replace("ViewState=", "ViewState=1"),
                good.replace("nonce=", "nonce=x"),
                good.replace("primefaces.nonce=", "other="),
                good + "&jakarta.faces.RenderKitId=NONE",
                good + "&jakarta.faces.partial.ajax=true")) {
            expectExpired(post("console/settings", cookie, form), form);
        }
        expectExpired(post("console/settings", "PARLEY=" + token, good), "another session");
        expectExpired(post("console/sign-in", "", good), "another page");
        expectExpired(get("console/sign-in?jakarta.faces.ViewState=stateless&username=x", ""), "by GET");
        assertThat(post("console/settings", cookie, good).statusCode()).isEqualTo(200);
        assertThat(faults()).as("faults in the log").isEqualTo(faults);
    }

    private static void expectExpired(HttpResponse<String> answer, String what) {
        assertThat(answer.statusCode()).as(what).isEqualTo(409);
        assertThat(answer.body()).as(what).contains("open for too long");
        assertThat(answer.headers().firstValue("Cache-Control")).as(what).contains("no-store");
        assertThat(answer.headers().firstValue("X-Frame-Options")).as(what).contains("DENY");
    }

    private static long faults() {
        return server.log().stream()
                .filter(line -> line.contains(" ERROR ") || line.contains(" SEVERE "))
                .count();
    }

    @Test
    void anExpiredPageSaysSoInChinese() throws Exception {
        assertThat(post("console/settings", "PARLEY=" + token + "; parley-lang=zh", "form=form")
                        .body())
                .contains("页面打开时间过长");
    }

    @Test
    void anAccountHasSoManyViewSessionsAndTheOldestGoes() throws Exception {
        String cookie = "PARLEY=" + token;
        HttpResponse<String> oldest = get("console/settings", cookie);
        HttpResponse<String> last = oldest;
        for (int i = 0; i < 10; i++) {
            last = get("console/settings", cookie);
        }
        assertThat(submit(oldest)).isEqualTo(409);
        assertThat(submit(last)).isEqualTo(200);
    }

    private static int submit(HttpResponse<String> page) throws Exception {
        return post(
                        "console/settings",
                        "PARLEY=" + token + "; " + view(page),
                        "form=form&primefaces.nonce=" + Rest.encode(first(NONCE, page.body()))
                                + "&jakarta.faces.ViewState=" + first(STATE, page.body()))
                .statusCode();
    }

    @ParameterizedTest
    @ValueSource(strings = {"api/v1/apps", "api/v1/admins", "api/v1/reasons", "console/settings", "console/"})
    void noCacheKeepsPeopleOrTokens(String path) throws Exception {
        assertThat(String.join(",", get(path, "PARLEY=" + token).headers().allValues("Cache-Control")))
                .contains("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"console/console.css", "sdk/parley-engine.mjs", "debug/"})
    void filesThatAreTheSameForAllMayBeKept(String path) throws Exception {
        assertThat(get(path, "").headers().firstValue("Cache-Control").orElse(""))
                .doesNotContain("no-store");
    }

    @Test
    void cookiesByTlsGoBackByTlsOnlyAndBrowsersStayWithIt() throws Exception {
        HttpClient secure = HttpClient.newBuilder().sslContext(anyCertificate()).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.https() + "/parley/console/settings"))
                .header("Cookie", "PARLEY=" + token)
                .build();
        var headers = secure.send(request, HttpResponse.BodyHandlers.ofString()).headers();
        assertThat(headers.firstValue("Strict-Transport-Security")).contains("max-age=31536000");
        assertThat(headers.allValues("Set-Cookie"))
                .anyMatch(each -> each.startsWith("PARLEYVIEW="))
                .allSatisfy(each ->
                        assertThat(each).containsIgnoringCase("; secure").contains("SameSite=Strict"));
        var plain = get("console/settings", "PARLEY=" + token).headers();
        assertThat(plain.firstValue("Strict-Transport-Security")).isEmpty();
        assertThat(plain.allValues("Set-Cookie"))
                .allSatisfy(each ->
                        assertThat(each).doesNotContainIgnoringCase("; secure").contains("SameSite=Strict"));
    }

    /** The server's own certificate is made at its first start. */
    private static SSLContext anyCertificate() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new AnyCertificate()}, new SecureRandom());
        return context;
    }

    private static final class AnyCertificate extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
