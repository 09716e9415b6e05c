package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.parley.it.Rest.App;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people do at the console, from the first sign-in to the report. */
class ConsoleIT {

    private static Chromium chromium;
    private static ParleyServer server;
    private static Rest rest;
    private ConsoleTab tab;

    @BeforeAll
    static void prepare() {
        chromium = Chromium.launch();
        server = ConsoleHome.server(chromium);
        rest = ConsoleHome.rest(server);
    }

    @AfterAll
    static void end() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void nothingWasComplainedOf() {
        if (tab != null) {
            List<String> complaints = tab.complaints();
            tab.close();
            assertThat(complaints).isEmpty();
        }
    }

    private Page admin() {
        tab = ConsoleTab.signedIn(chromium, server, "admin", ConsoleHome.PASSWORD);
        return tab.page();
    }

    @Test
    void anAdministratorMakesAnAppATokenAndLearnsWhatIsWrongWithOne() {
        Page page = admin();
        tab.open("apps");
        page.fill("#name", "made in the console");
        page.click("#make");
        String app = page.textContent("#created-id");
        String secret = page.textContent("#created-secret");
        assertThat(secret).hasSize(32);

        tab.open("app?app=" + app);
        page.fill("#t-user", "ann");
        page.fill("#t-room", "claim-1");
        page.click("#issue");
        String token = page.inputValue("#t-token");
        assertThat(token).startsWith("04");
        page.click("#check");
        assertThat(page.textContent("#verdict")).contains("would succeed").contains("claim-1");
        page.fill("#t-user", "bob");
        page.fill("#t-token", token);
        page.click("#check");
        assertThat(page.textContent("#verdict")).contains("The token is for another user");
        page.fill("#t-user", "");
        page.fill("#t-token", ForgedToken.of(Long.parseLong(app), "eve").sealCbc(secret));
        page.click("#check");
        assertThat(page.textContent("#advice")).contains("old CBC form");

        // The secret is shown to who says why and proves to be there.
        page.fill("#k-why", "moving the token server");
        page.fill("#k-password", "wrong password");
        page.click("#secrets tbody button");
        assertThat(page.textContent("#messages")).contains("Wrong user name or password");
        page.fill("#k-why", "moving the token server");
        page.fill("#k-password", ConsoleHome.PASSWORD);
        page.click("#secrets tbody button");
        assertThat(page.textContent("#secret")).isEqualTo(secret);
        tab.open("audit?app=" + app);
        assertThat(page.textContent("#rows")).contains("Reveal a secret").contains("moving the token server");
    }

    @Test
    void aFormChangesOnlyWhatSomebodyChangedInItAndIsNotSentAgainByLoadingThePageAgain() {
        App app = rest.createApp("two at the settings");
        Page page = admin();
        tab.open("app?app=" + app.id());
        rest.put("/apps/" + app.id() + "/settings", Map.of("maxMinutes", 30, "record", true));
        page.fill("#s-maxUsers", "7");
        page.click("#save");
        assertThat(page.textContent("#messages")).contains("Saved");
        assertThat(page.inputValue("#s-maxMinutes")).isEqualTo("30");
        JsonNode settings = rest.get("/apps/" + app.id() + "/settings");
        assertThat(settings.get("maxUsers").asInt()).isEqualTo(7);
        assertThat(settings.get("maxMinutes").asInt()).isEqualTo(30);
        assertThat(settings.get("record").asBoolean()).isTrue();

        rest.put("/apps/" + app.id() + "/settings", Map.of("maxUsers", 9));
        assertThat(page.url()).endsWith("/app?app=" + app.id());
        page.reload();
        assertThat(page.inputValue("#s-maxUsers")).isEqualTo("9");
        assertThat(rest.get("/apps/" + app.id() + "/settings").get("maxUsers").asInt())
                .isEqualTo(9);
    }

    @Test
    void whatCannotBeTakenBackIsAskedOnceMore() {
        App app = rest.createApp("asked");
        Page page = admin();
        tab.open("app?app=" + app.id());
        page.uncheck("#s-enabled");
        page.fill("#s-why", "moved away");
        page.click("#save");
        assertThat(page.textContent("#confirm-title")).contains("Switch this app off");
        page.click("#confirm-no");
        assertThat(rest.get("/apps/" + app.id() + "/settings").get("enabled").asBoolean())
                .isTrue();
        page.click("#save");
        page.click("#confirm-yes");
        page.locator("#messages li.good").waitFor();
        assertThat(rest.get("/apps/" + app.id() + "/settings").get("enabled").asBoolean())
                .isFalse();

        String name = "leaves-" + app.id();
        rest.post("/admins", Map.of("username", name, "password", "first password", "roles", List.of("auditor")));
        tab.open("settings?app=" + app.id());
        page.fill("#p-name", name);
        page.fill("#p-why", "has left");
        page.click("#p-disable");
        assertThat(page.textContent("#confirm-title")).contains(name);
        page.keyboard().press("Enter");
        assertThat(disabled(name)).as("what has the focus is no").isZero();
        page.click("#p-disable");
        page.click("#confirm-yes");
        page.locator("#messages li.good").waitFor();
        assertThat(disabled(name)).isEqualTo(1);
    }

    private static long disabled(String name) {
        return server.database()
                .number("select count(*) from admin_user where username = ? and disabled_at is not null", name);
    }

    @Test
    void settingsAreKeptAndTheirChangeIsAuditedWithBeforeAndAfter() {
        App app = rest.createApp("settings of the console");
        Page page = admin();
        tab.open("app?app=" + app.id());
        page.fill("#s-maxUsers", "2");
        page.selectOption("#s-duplicateLogin", "refuse");
        page.fill("#s-why", "two people in a consultation");
        page.click("#save");
        assertThat(page.textContent("#messages")).contains("Saved");
        assertThat(rest.get("/apps/" + app.id() + "/settings").get("maxUsers").asInt())
                .isEqualTo(2);
        tab.open("audit?app=" + app.id() + "&action=APP_CHANGE");
        assertThat(page.textContent("#rows"))
                .contains("before:")
                .contains("after:")
                .contains("two people");
    }

    @Test
    void anOperatorSeesALiveCallLooksAtItKicksAndFindsItAgainInTheRecords() throws Exception {
        App app = rest.createApp("live in the console");
        ForgedToken ann = ForgedToken.of(app.id(), "ann");
        try (SignalClient user = SignalClient.inside(server, app, "claim-7", "ann", ann.seal(app.secret()));
                Ffmpeg push = Ffmpeg.push(Ffmpeg.film(60), user.publishUrl("ann_main"))) {
            Page page = admin();
            tab.open("live?app=" + app.id());
            Locator stream = page.locator("tr[data-stream='ann_main']");
            stream.waitFor();
            assertThat(page.textContent("#n-users")).isEqualTo("1");

            stream.locator("button.preview").click();
            // Not waitForFunction: that evaluates text in the page, which the policy forbids.
            Eventually.holds(
                    () -> assertThat(((Number) page.evaluate("document.querySelector('#preview video').currentTime"))
                                    .doubleValue())
                            .isGreaterThan(0.5));
            assertThat((Integer) page.evaluate("""
                    () => { const video = document.querySelector('#preview video'), canvas = document.createElement('canvas');
                      canvas.width = 64; canvas.height = 36; const pen = canvas.getContext('2d'); pen.drawImage(video, 0, 0, 64, 36);
                      const data = pen.getImageData(0, 0, 64, 36).data, colours = new Set();
                      for (let i = 0; i < data.length; i += 4) colours.add((data[i] >> 4) << 8 | (data[i + 1] >> 4) << 4 | data[i + 2] >> 4);
                      return colours.size; }"""))
                    .as("colours of the test picture")
                    .isGreaterThan(20);
            page.locator("#preview button").click();

            page.locator("#rooms tbody button").first().click();
            page.locator("#people tr", new Page.LocatorOptions().setHasText("ann"))
                    .locator("button")
                    .click();
            page.click("#yes");
            assertThat(page.locator("#ask").isVisible())
                    .as("without a reason nothing happens")
                    .isTrue();
            page.fill("#why", "shouts at everybody");
            page.click("#yes");
            assertThat(user.closeCode(Eventually.PATIENCE)).isEqualTo(4001);
            page.locator("#done").waitFor();
            stream.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));

            tab.open("calls?app=" + app.id() + "&user=ann");
            page.locator("#rows tbody a").first().click();
            page.locator("svg.timeline").waitFor();
            assertThat(page.textContent("svg.timeline")).contains("ann").contains("ann_main");
            assertThat(page.textContent("#events"))
                    .contains("kicked")
                    .contains("shouts at everybody")
                    .contains("Look at a stream");
            page.evaluate(
                    "() => { const s = document.getElementById('slider'); s.value = 500; s.dispatchEvent(new Event('input')); }");
            assertThat(page.textContent("#then")).contains("ann");
            tab.shoot("call-small");
        }
        // Whoever looked is in the list of who watched.
        assertThat(rest.get("/apps/" + app.id() + "/playbacks").get("rows").toString())
                .contains("console-");
    }

    @Test
    void aBanIsLiftedThatWasSeenThoughOthersCameMeanwhile() {
        App app = rest.createApp("bans of the console");
        String bans = "/apps/" + app.id() + "/bans";
        rest.post(bans, Map.of("userID", "seen", "forbids", "join", "reason", "first"));
        Page page = admin();
        tab.open("bans?app=" + app.id());
        rest.post(bans, Map.of("userID", "unseen", "forbids", "join", "reason", "second"));
        page.click("button[data-act=unban]");
        page.fill("#why", "was a mistake");
        page.click("#yes");
        page.locator("#done").waitFor();
        assertThat(Json.texts(rest.get(bans).get("rows"), "userID")).containsExactly("unseen");
        tab.open("bans?app=" + app.id() + "&q=unSEEN&sort=user");
        assertThat(page.textContent("#rows")).contains("unseen");
    }

    @Test
    void theOrderAndFilterOfLiveRoomsAreInThePagesAddressAndItsFile() {
        App app = rest.createApp("live lists of the console");
        try (SignalClient ann = inside(app, "b-room", "ann");
                SignalClient bob = inside(app, "a-room", "bob");
                SignalClient cat = inside(app, "b-room", "cat")) {
            Page page = admin();
            tab.open("live?app=" + app.id());
            Locator first = page.locator("#rooms tbody td").first();
            Eventually.holds(() -> assertThat(first.textContent()).isEqualTo("b-room"));
            page.click("#rooms [data-sort=room]");
            Eventually.holds(() -> assertThat(first.textContent()).isEqualTo("a-room"));
            assertThat(page.url()).contains("rooms-sort=room");
            page.reload();
            Eventually.holds(() -> assertThat(first.textContent()).isEqualTo("a-room"));
            page.fill("#rooms-q", "B-");
            page.press("#rooms-q", "Enter");
            Eventually.holds(() -> assertThat(page.locator("#rooms tbody tr").allTextContents())
                    .hasSize(1));
            com.microsoft.playwright.Download file = page.waitForDownload(() -> page.click("[data-export=rooms]"));
            assertThat(text(file)).contains("b-room").contains("rows=1").doesNotContain("a-room");
            page.goBack();
            Eventually.holds(() -> assertThat(page.locator("#rooms tbody tr").allTextContents())
                    .hasSize(2));
            tab.open("live?app=" + app.id() + "&rooms-sort=nonsense&streams-cursor=x");
            Eventually.holds(() -> assertThat(first.textContent()).isEqualTo("b-room"));
            assertThat(List.of(ann, bob, cat)).hasSize(3);
        }
    }

    @Test
    void aPlaybacksTroublesAreNotThoseOfThePublicationWithTheSameNumber() {
        App app = rest.createApp("same numbers");
        server.database().rows("""
                        with call as (insert into room_session (id, opened_at, app_id, room_id, node_id, peak_users, closed_at, closed_at_max, close_reason)
                            values (nextval('room_session_seq'), now() - interval '10 minutes', ?, 'twins', 1, 1, now(), now(), 'EMPTY') returning *),
                        stay as (insert into participation (id, joined_at, app_id, room_id, user_id, user_name, room_session_id, node_id, client_kind,
                                client_version, address, resume_hash, left_at, left_at_max, leave_reason)
                            select nextval('participation_seq'), c.opened_at, c.app_id, c.room_id, 'eve', 'eve', c.id, 1, 'OTHER', 'it', '10.0.0.1', '',
                                now(), now(), 'LOGOUT' from call c returning *),
                        push as (insert into publication (id, started_at, app_id, stream_id, room_id, user_id, room_session_id, participation_id, node_id,
                                protocol, address, ticket_id, bytes, ended_at, ended_at_max, end_reason)
                            select 900000000001, s.joined_at, s.app_id, 'twin', s.room_id, s.user_id, s.room_session_id, s.id, 1, 'RTMP', '10.0.0.1', 1, 1,
                                now(), now(), 'PUBLISHER_STOPPED' from stay s returning *),
                        play as (insert into playback (id, started_at, app_id, stream_id, room_id, user_id, room_session_id, publication_id,
                                participation_id, node_id, protocol, address, ticket_id, bytes, ended_at, ended_at_max, end_reason)
                            select 900000000001, s.joined_at, s.app_id, 'twin', s.room_id, s.user_id, s.room_session_id, 900000000001, s.id, 1, 'RTMP',
                                '10.0.0.1', 1, 1, now(), now(), 'PLAYER_STOPPED' from stay s returning *)
                        insert into quality_sample (sampled_at, id, app_id, room_session_id, media_id, side, source, window_ms, bytes, frames, audio_gap_ms,
                            video_gap_ms, rtt_ms, lag_ms)
                        select now() - interval '5 minutes', nextval('quality_sample_seq'), c.app_id, c.id, 900000000001, side, 'RELAY', 10000, 500000, 150,
                            case side when 'PLAY' then 9000 else 0 end, 0, null, null
                        from call c, (values ('PUBLISH'), ('PLAY')) sides (side) returning id""", app.id());
        Page page = admin();
        tab.open("calls?app=" + app.id());
        page.locator("#rows tbody a").first().click();
        page.locator("svg.timeline").waitFor();
        assertThat(page.locator("svg.timeline .fillbad").count()).isEqualTo(1);
        assertThat(page.locator("svg.timeline .line2").getAttribute("points").split(" "))
                .hasSize(1);
    }

    private static SignalClient inside(App app, String room, String user) {
        return SignalClient.inside(
                server, app, room, user, ForgedToken.of(app.id(), user).seal(app.secret()));
    }

    private static String text(com.microsoft.playwright.Download file) {
        try {
            return java.nio.file.Files.readString(file.path());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void fromTheFirstScreenToTheCauseOfARefusedLoginItTakesAtMostThreeClicks() {
        App app = rest.createApp("refused in the console");
        SignalClient late = new SignalClient(java.net.URI.create(server.signal()));
        late.login(
                app,
                "claim-9",
                "carol",
                ForgedToken.of(app.id(), "carol")
                        .expiring(java.time.Instant.now().minusSeconds(60))
                        .seal(app.secret()),
                true);
        Eventually.holds(
                () -> assertThat(rest.get("/apps/" + app.id() + "/refusals").get("rows"))
                        .isNotEmpty());
        Page page = admin();
        tab.open("live?app=" + app.id());
        tab.context()
                .addInitScript(
                        "addEventListener('click', () => sessionStorage.clicks = 1 + Number(sessionStorage.clicks ?? 0), true)");
        page.reload();
        page.click("nav >> text=Refused");
        Locator row = page.locator("#rows tr", new Page.LocatorOptions().setHasText("carol"));
        assertThat(row.textContent())
                .contains("The token has expired")
                .contains("TOKEN_EXPIRED")
                .contains("1102018");
        assertThat(Integer.parseInt(String.valueOf(page.evaluate("sessionStorage.clicks"))))
                .isLessThanOrEqualTo(3);
        late.close();
    }

    @Test
    void aSearchBeganWithTheKeyboardFindsAUserARoomAndACall() {
        App app = rest.createApp("search in the console");
        SignalClient user = SignalClient.inside(
                server,
                app,
                "policy-77",
                "dora",
                ForgedToken.of(app.id(), "dora").seal(app.secret()));
        String call = user.heard("loggedIn").get(0).get("callID").asText();
        Page page = admin();
        tab.open("live?app=" + app.id());
        page.keyboard().press("/");
        page.keyboard().type("dor");
        page.keyboard().press("Enter");
        page.waitForURL("**/search?**");
        assertThat(page.textContent("#found")).contains("dora");
        tab.open("search?app=" + app.id() + "&q=" + call);
        page.locator("#found a").click();
        page.locator("svg.timeline").waitFor();
        user.logout();
    }

    @Test
    void aReportIsRunAndItsExportEndsWithWhatItHolds() throws Exception {
        App app = rest.createApp("reports of the console");
        SignalClient user = SignalClient.inside(
                server, app, "room", "eve", ForgedToken.of(app.id(), "eve").seal(app.secret()));
        user.logout();
        Page page = admin();
        tab.open("reports?app=" + app.id() + "&kind=by-user&range=1d");
        assertThat(page.textContent("#report")).contains("eve");
        page.locator("#chart svg").waitFor();
        com.microsoft.playwright.Download file = page.waitForDownload(() -> page.click("#csv"));
        String csv = text(file);
        assertThat(csv).contains("eve").contains("rows=1 sha256=");
        com.microsoft.playwright.Download sheet = page.waitForDownload(() -> page.click("#xlsx"));
        assertThat(java.nio.file.Files.readAllBytes(sheet.path())).startsWith(new byte[] {'P', 'K'});
    }

    @Test
    void aReportIsOrderedPagedAndOfAllAppsTogether() throws Exception {
        App app = rest.createApp("apps apart");
        for (String name : List.of("zoe", "adam")) {
            try (SignalClient user = SignalClient.inside(server, app, "room", name, rest.token(app, name))) {
                user.logout();
            }
        }
        Page page = admin();
        String path = "reports?app=" + app.id() + "&range=1d&kind=by-user";
        tab.open(path);
        page.locator("#report th a").nth(1).click();
        assertThat(page.locator("#report tbody tr").first().textContent()).contains("adam");
        page.locator("#report th a").nth(1).click();
        assertThat(page.locator("#report tbody tr").first().textContent()).contains("zoe");
        assertThat(page.locator("#report th").nth(1).getAttribute("aria-sort")).isEqualTo("descending");
        tab.open("reports?app=" + app.id() + "&range=365d&step=HOUR&sort=stayMinutes");
        assertThat(page.locator("#report tbody tr").count()).isEqualTo(500);
        page.click("#next");
        page.waitForURL("**cursor=1**");
        page.waitForLoadState();
        assertThat(page.url()).contains("sort=stayMinutes");
        assertThat(page.locator("#report tbody tr").count()).isEqualTo(500);
        tab.open("reports?app=" + app.id() + "&range=1d&kind=by-app");
        assertThat(page.locator("#report tbody tr").count()).isEqualTo(1);
        page.selectOption("#of", "all");
        page.locator("form.filters button.main").click();
        page.waitForURL("**of=all**");
        page.waitForLoadState();
        assertThat(page.locator("#report tbody tr").count()).isGreaterThan(1);
        com.microsoft.playwright.Download file = page.waitForDownload(() -> page.click("#csv"));
        assertThat(text(file)).contains("apps apart").containsPattern("rows=([2-9]|[1-9][0-9])");
    }

    @Test
    void timesInAnAddressAreThoseOfWhoeverWroteThem() {
        App app = rest.createApp("zones");
        Page page = admin();
        tab.open("calls?app=" + app.id() + "&from=2026-11-01T12:00&to=2026-11-02T12:00&zone=Europe/Berlin");
        assertThat(page.inputValue("#from")).as("in Shanghai").isEqualTo("2026-11-01T19:00");
        assertThat(page.getAttribute("#export", "href"))
                .contains("from=2026-11-01T11%3A00%3A00Z")
                .contains("to=2026-11-02T11%3A00%3A00Z");
        page.locator("form.filters button.main").click();
        page.waitForURL("**zone=Asia%2FShanghai**");
        assertThat(page.inputValue("#from")).isEqualTo("2026-11-01T19:00");
        tab.open("calls?app=" + app.id() + "&from=2026-11-01T12:00&zone=nowhere");
        assertThat(page.inputValue("#from")).isEqualTo("2026-11-01T12:00");
    }

    @Test
    void theDoctorFindsEverythingWell() {
        rest.createApp("doctor of the console");
        Page page = admin();
        tab.open("doctor");
        page.click("#examine");
        assertThat(page.textContent("#checks"))
                .contains("PostgreSQL")
                .contains("were the same")
                .doesNotContain("failed");
    }

    @Test
    void whoWasInvitedHasToChooseAPasswordBeforeAnythingElse() {
        Page page = admin();
        tab.open("settings");
        page.fill("#p-name", "frank");
        page.fill("#p-password", "first password");
        page.check("#p-roles input[value=operator]");
        page.click("#p-create");
        assertThat(page.textContent("#messages")).contains("first sign-in");
        try (ConsoleTab frank = ConsoleTab.signedIn(chromium, server, "frank", "first password")) {
            assertThat(frank.page().url()).contains("/account?due=1");
            frank.open("live");
            assertThat(frank.page().url()).contains("/account?due=1");
            frank.page().fill("#old", "first password");
            frank.page().fill("#fresh", "a better secret");
            frank.page().click("#change");
            assertThat(frank.page().textContent("#messages")).contains("is changed");
            frank.open("live");
            assertThat(frank.page().url()).contains("/live?app=");
            assertThat(frank.page().locator("nav").textContent())
                    .contains("Bans")
                    .doesNotContain("Audit");
        }
    }

    @Test
    void rolesThatExcludeOneAnotherAreNotGivenToOnePerson() {
        Rest.Answer answer = rest.tryPost(
                "/admins",
                Map.of("username", "both", "password", "long enough", "roles", List.of("auditor", "system-admin")));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("ROLES_EXCLUSIVE");
    }

    @Test
    void anEnterpriseAccountOpensTheConsoleWithTheRolesOfItsGroups() {
        ConsoleHome.PROVIDER.enqueueCallback(new DefaultOAuth2TokenCallback(
                "enterprise",
                "grace",
                "JWT",
                List.of("parley"),
                Map.of("preferred_username", "grace@bank", "groups", List.of("parley-ops", "everybody")),
                600));
        tab = new ConsoleTab(chromium, server, "zh-CN");
        Page page = tab.open("calls");
        page.click("a[href*='oidc/start']");
        page.waitForURL("**/console/calls");
        assertThat(page.textContent(".bar"))
                .contains("grace@bank")
                .contains("封禁")
                .doesNotContain("审计");
        assertThat(page.locator("html").getAttribute("lang")).isEqualTo("zh");
    }

    @Test
    void anEnterpriseAccountWithRolesThatExcludeOneAnotherIsRefusedWithTheReason() {
        ConsoleHome.PROVIDER.enqueueCallback(new DefaultOAuth2TokenCallback(
                "enterprise",
                "heidi",
                "JWT",
                List.of("parley"),
                Map.of("preferred_username", "heidi", "groups", List.of("parley-audit", "parley-sec")),
                600));
        tab = new ConsoleTab(chromium, server, "en-GB");
        Page page = tab.open("sign-in");
        page.click("a[href*='oidc/start']");
        page.waitForURL("**/sign-in?refused=**");
        assertThat(page.textContent("#messages")).contains("exclude one another");
    }
}
