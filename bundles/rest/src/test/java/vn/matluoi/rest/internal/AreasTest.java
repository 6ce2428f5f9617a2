package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The areas of the country, as anybody looks them up. */
class AreasTest {

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
    void listsAreasByParentAndName() {
        assertThat(api.get("lan", "/areas")
                        .json()
                        .path("items")
                        .get(0)
                        .path("name")
                        .asText())
                .isEqualTo("Tây Ninh");
        assertThat(api.get("lan", "/areas?parent=80")
                        .json()
                        .path("items")
                        .get(0)
                        .path("code")
                        .asText())
                .isEqualTo("80001");
        var found = api.get("lan", "/areas?q=long%20an&former=true");
        assertThat(found.json().path("items").get(0).path("successors").get(0).asText())
                .isEqualTo("80");
        assertThat(api.get("lan", "/areas/80")
                        .json()
                        .path("current")
                        .path("level")
                        .asText())
                .isEqualTo("province");
        assertThat(api.get("lan", "/areas/99").status()).isEqualTo(404);
        assertThat(api.get("lan", "/areas?former=perhaps").rule()).isEqualTo("query.boolean");
    }

    @Test
    void pagesAreasAndSaysHowManyThereAre() {
        var first = api.get("lan", "/areas?q=xa&limit=2").json();
        assertThat(first.path("items")).hasSize(2);
        assertThat(first.path("total").asInt()).isEqualTo(5);
        var last = api.get(
                        "lan",
                        "/areas?q=xa&limit=3&cursor=" + first.path("next").asText())
                .json();
        assertThat(last.path("items")).hasSize(3);
        assertThat(last.path("items").get(0).path("name").asText()).isEqualTo("Xã 3");
        assertThat(last.has("next")).isFalse();
        assertThat(api.get("lan", "/areas?cursor=x").rule()).isEqualTo("query.number");
        assertThat(api.get("lan", "/areas?cursor=9999").json().path("items")).isEmpty();
    }
}
