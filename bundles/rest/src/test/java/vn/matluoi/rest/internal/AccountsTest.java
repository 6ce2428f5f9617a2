package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Accounts and their keys, as administrators keep them. */
class AccountsTest {

    private static RunningApi api;

    @BeforeAll
    static void start() {
        api = new RunningApi(new FakeHub());
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void keepsAccountsAndKeys() {
        var account = "{\"username\":\"mai\",\"password\":\"x\",\"role\":\"viewer\",\"areas\":[\"80001\"]}";
        var made = api.send("admin", "POST", "/accounts", account);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text()).doesNotContain("password\"");
        assertThat(made.json().path("mustChangePassword").asBoolean()).isTrue();
        assertThat(api.send("admin", "POST", "/accounts", account).status()).isEqualTo(409);
        assertThat(api.get("admin", "/accounts").text()).contains("mai");
        var key = api.send("admin", "POST", "/accounts/mai/keys", "{\"label\":\"bảng tin\"}");
        assertThat(key.status()).isEqualTo(201);
        assertThat(key.json().path("key").asText()).isEqualTo("mlk_new");
        var reset = "{\"newPassword\":\"y\"}";
        assertThat(api.send("admin", "PUT", "/accounts/mai/password", reset).status())
                .isEqualTo(204);
        assertThat(api.send("admin", "PUT", "/accounts/admin/password", reset).rule())
                .isEqualTo("account.own-password");
        assertThat(api.send("admin", "DELETE", "/accounts/mai", null).status()).isEqualTo(204);
        assertThat(api.send("admin", "DELETE", "/accounts/mai", null).status()).isEqualTo(404);
        assertThat(api.send("admin", "POST", "/accounts", account.replace("viewer", "root"))
                        .rule())
                .isEqualTo("field.pattern");
    }
}
