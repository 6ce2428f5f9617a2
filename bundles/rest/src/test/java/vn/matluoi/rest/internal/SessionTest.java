package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Role;

class SessionTest {

    private static final String LOG_IN = "{\"username\":\"lan\",\"password\":\"" + FakeHub.PASSWORD + "\"}";

    private static FakeHub hub;
    private static RunningApi api;

    @BeforeAll
    static void start() {
        hub = new FakeHub();
        api = new RunningApi(hub);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static RunningApi.Answer logIn(String body, String... headers) {
        var all = new ArrayList<>(List.of("Content-Type", "application/json"));
        all.addAll(List.of(headers));
        return api.call("POST", "/api/v1/session", body.getBytes(StandardCharsets.UTF_8), all.toArray(String[]::new));
    }

    private static String cookie() {
        return logIn(LOG_IN).header("Set-Cookie").split(";")[0];
    }

    @Test
    void logsInWithACookieBoundToThisHost() {
        var answer = logIn(LOG_IN);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("account").asText()).isEqualTo("lan");
        assertThat(answer.json().path("areas").get(0).asText()).isEqualTo("80");
        assertThat(answer.header("Set-Cookie"))
                .startsWith("__Host-matluoi=token-lan")
                .contains("; Path=/; Secure; HttpOnly; SameSite=Strict");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void theCookieServesUntilLogOut() {
        var cookie = cookie();
        assertThat(api.call("GET", "/api/v1/session", null, "Cookie", cookie).status())
                .isEqualTo(200);
        var out = api.call("DELETE", "/api/v1/session", null, "Cookie", cookie, "X-Matluoi-Request", "1");
        assertThat(out.status()).isEqualTo(204);
        assertThat(out.header("Set-Cookie")).contains("Max-Age=0");
        var after = api.call("GET", "/api/v1/session", null, "Cookie", cookie);
        assertThat(after.status()).isEqualTo(401);
        assertThat(after.rule()).isEqualTo("session.over");
    }

    @Test
    void wrongCredentialsAreRefusedInTheLanguageAskedFor() {
        var body = "{\"username\":\"lan\",\"password\":\"wrong\"}";
        var vietnamese = logIn(body);
        var english = logIn(body, "Accept-Language", "en-GB, vi;q=0.5");

        assertThat(vietnamese.status()).isEqualTo(401);
        assertThat(vietnamese.header("Content-Type")).startsWith("application/problem+json");
        assertThat(vietnamese.json().path("title").asText()).isEqualTo("Chưa đăng nhập");
        assertThat(vietnamese.json().path("type").asText()).isEqualTo("urn:matluoi:problem:unauthenticated");
        assertThat(english.json().path("detail").asText()).isEqualTo("refused session.credentials");
        assertThat(english.header("Content-Language")).isEqualTo("en");
    }

    @Test
    void anotherSiteCannotActThroughACookie() {
        var cookie = cookie();
        var own = "http://127.0.0.1:" + api.port();
        assertThat(change(cookie).rule()).isEqualTo("session.cross-site");
        assertThat(change(cookie, "Sec-Fetch-Site", "cross-site").status()).isEqualTo(403);
        assertThat(change(cookie, "Sec-Fetch-Site", "same-site").status()).isEqualTo(403);
        assertThat(change(cookie, "Origin", "https://evil.example").status()).isEqualTo(403);
        assertThat(change(cookie, "Origin", "null").status()).isEqualTo(403);
        assertThat(change(cookie, "X-Matluoi-Request", "1", "Origin", "https://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(logIn(LOG_IN, "Origin", "https://evil.example").status()).isEqualTo(403);
        assertThat(change(cookie, "Origin", own).status()).isEqualTo(204);
        assertThat(change(cookie(), "Sec-Fetch-Site", "same-origin").status()).isEqualTo(204);
    }

    private static RunningApi.Answer change(String cookie, String... headers) {
        var all = new ArrayList<>(List.of("Cookie", cookie));
        all.addAll(List.of(headers));
        return api.call("DELETE", "/api/v1/session", null, all.toArray(String[]::new));
    }

    @Test
    void programsUseBasicOrAKeyButNeverWithACookie() {
        assertThat(api.get("lan", "/session").status()).isEqualTo(200);
        var key = api.call("GET", "/api/v1/session", null, "Authorization", "Bearer mlk_good");
        assertThat(key.json().path("account").asText()).isEqualTo("lan");
        var both = api.call(
                "GET", "/api/v1/session", null, "Authorization", "Bearer mlk_good", "Cookie", "__Host-matluoi=x");
        assertThat(both.status()).isEqualTo(400);
        assertThat(both.rule()).isEqualTo("session.two-credentials");
    }

    @Test
    void aProgramsPasswordIsCheckedOnceWhileNothingChanges() {
        api.get("admin", "/session");
        var before = hub.passwordChecks;
        for (var i = 0; i < 5; i++) {
            assertThat(api.get("admin", "/session").status()).isEqualTo(200);
        }
        assertThat(hub.passwordChecks).isEqualTo(before);
        hub.sessions.clear();
        assertThat(api.get("admin", "/session").status()).isEqualTo(200);
        assertThat(hub.passwordChecks).isEqualTo(before + 1);
        assertThat(api.call("GET", "/api/v1/session", null, "Authorization", RunningApi.basic("admin", "wrong"))
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic !!!", "Basic bGFu", "Bearer", "Bearer wrong", "Digest x", "Basic gICA"})
    void unreadableCredentialsAreRefused(String header) {
        var answer = api.call("GET", "/api/v1/session", null, "Authorization", header);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains("Basic");
    }

    @Test
    void aBrowserIsNotAskedForAPasswordByItsOwnWindow() {
        var answer = api.call("GET", "/api/v1/cameras", null, "Sec-Fetch-Mode", "cors");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.raw().headers().firstValue("WWW-Authenticate")).isEmpty();
    }

    @Test
    void aOneTimePasswordOpensNothingButItsChange() {
        hub.accounts.put("new", new Caller("new", Role.ADMINISTRATOR, Set.of(), true));
        var cookie = logIn(LOG_IN.replace("lan", "new")).header("Set-Cookie").split(";")[0];
        assertThat(api.call("GET", "/api/v1/cameras", null, "Cookie", cookie).status())
                .isEqualTo(403);
        var changed = api.call(
                "PUT",
                "/api/v1/session/password",
                ("{\"oldPassword\":\"a\",\"newPassword\":\"b\"}").getBytes(StandardCharsets.UTF_8),
                "Cookie",
                cookie,
                "X-Matluoi-Request",
                "1",
                "Content-Type",
                "application/json");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().path("mustChangePassword").asBoolean()).isFalse();
        var next = changed.header("Set-Cookie").split(";")[0];
        assertThat(api.call("GET", "/api/v1/cameras", null, "Cookie", next).status())
                .isEqualTo(200);
    }

    @Test
    void saysWhichPartIsMissing() {
        var accounts = hub.services.remove(Accounts.class);
        try {
            var answer = logIn(LOG_IN);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.json().path("detail").asText()).contains("Accounts");
        } finally {
            hub.services.put(Accounts.class, accounts);
        }
    }
}
