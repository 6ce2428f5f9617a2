package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The log, read and verified. */
class AuditTest {

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
    void readsAndVerifiesTheLog() {
        api.send("admin", "PUT", "/units/nhat-ky", "{\"name\":\"a\",\"area\":\"80\"}");
        var log = api.get("admin", "/audit?after=0&limit=1").json();
        assertThat(log.path("items").get(0).path("sequence").asInt()).isEqualTo(1);
        assertThat(log.path("items").get(0).path("hash").asText()).hasSize(64);
        assertThat(log.path("next").asText()).isEqualTo("1");
        assertThat(api.get("admin", "/audit/verification").json().path("intact").asBoolean())
                .isTrue();
    }
}
