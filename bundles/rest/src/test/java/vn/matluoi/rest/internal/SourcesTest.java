package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.source.SourceQuery;
import vn.matluoi.api.source.Sources;

/** Sources as administrators enter, change, test and list them, and what is wrong with what they wrote. */
class SourcesTest {

    private static final String SOURCE = "{\"name\":\"Đầu ghi UBND Tân An\",\"driver\":\"hikvision\","
            + "\"address\":\"https://192.0.2.9\",\"username\":\"hub\",\"secret\":\"s3cret-of-device\",\"area\":\"80001\","
            + "\"channel\":\"5\",\"options\":{\"rtsp.port\":\"554\"}}";

    private static final FakeSources SOURCES = new FakeSources();
    private static RunningApi api;

    @BeforeAll
    static void start() {
        var hub = new FakeHub();
        hub.services.put(Sources.class, SOURCES);
        api = new RunningApi(hub);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void forget() {
        SOURCES.sources.clear();
    }

    @Test
    void addsASourceAndNeverShowsItsSecret() {
        var added = api.send("admin", "POST", "/sources", SOURCE);
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.header("Location")).isEqualTo("/api/v1/sources/dau-ghi-ubnd-tan-an");
        assertThat(added.text()).doesNotContain("s3cret");
        assertThat(SOURCES.lastSecret).isEqualTo("s3cret-of-device");
        assertThat(added.json().path("channel").asText()).isEqualTo("5");
        assertThat(api.get("admin", "/sources/dau-ghi-ubnd-tan-an").text()).doesNotContain("s3cret");
        assertThat(api.get("admin", "/sources").json().path("total").asInt()).isEqualTo(1);
        assertThat(api.send("admin", "POST", "/sources", SOURCE).status()).isEqualTo(409);
    }

    @Test
    void recordsTheChannelOfASource() {
        var body = "{\"id\":\"xa\",\"name\":\"Xã\",\"area\":\"80001\",\"network\":\"private\"}";
        assertThat(api.send("admin", "POST", "/sources", body)
                        .json()
                        .path("network")
                        .asText())
                .isEqualTo("private");
        assertThat(SOURCES.sources.get(new SourceId("xa")).settings().network()).contains("private");

        var option = body.replace("\"network\":\"private\"", "\"options\":{\"network\":\"internet\"}");
        assertThat(api.send("admin", "PUT", "/sources/xa", option)
                        .json()
                        .path("network")
                        .asText())
                .as("the option is the same thing")
                .isEqualTo("internet");
        assertThat(api.send("admin", "POST", "/sources", SOURCE).json().has("network"))
                .as("nobody recorded any")
                .isFalse();
    }

    @Test
    void listsSourcesByEveryParameterOfTheContract() {
        var asked = "/sources?q=a&area=80001&sector=traffic&unit=ubnd&driver=hikvision&state=offline&limit=7&cursor=x";
        assertThat(api.get("admin", asked).status()).isEqualTo(200);
        assertThat(SOURCES.lastQuery)
                .isEqualTo(new SourceQuery(
                        Optional.of("a"),
                        Optional.of(new AreaCode("80001")),
                        Optional.of("traffic"),
                        Optional.of("ubnd"),
                        Optional.of("hikvision"),
                        Optional.of(State.Kind.OFFLINE),
                        7,
                        Optional.of("x")));
        assertThat(api.get("admin", "/sources?state=broken").status()).isEqualTo(400);
        assertThat(api.get("admin", "/sources?colour=red").rule()).isEqualTo("query.unknown");
    }

    @Test
    void changesTestsSynchronisesAndRemovesASource() {
        api.send("admin", "POST", "/sources", SOURCE);
        var at = "/sources/dau-ghi-ubnd-tan-an";
        var changed = api.send("admin", "PUT", at, SOURCE.replace("\"secret\":\"s3cret-of-device\",", ""));
        assertThat(changed.status()).isEqualTo(200);
        var test = api.send("admin", "POST", at + "/test", null).json();
        assertThat(test.path("passed").asBoolean()).isFalse();
        assertThat(test.path("rungs").get(1).path("mend").asText()).isEqualTo("Nhập lại mật khẩu của đầu ghi");
        assertThat(test.path("certificate").asText()).hasSize(64);
        assertThat(api.send("admin", "POST", at + "/sync", null)
                        .json()
                        .path("id")
                        .asInt())
                .isEqualTo(7);
        assertThat(api.send("admin", "DELETE", at, null).status()).isEqualTo(204);
        assertThat(api.get("admin", at).status()).isEqualTo(404);
        for (var below : List.of("", "/test", "/sync")) {
            assertThat(api.send("admin", below.isEmpty() ? "DELETE" : "POST", at + below, null)
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void testsSettingsThatAreNotYetASource() {
        var report = api.send("admin", "POST", "/sources/test", SOURCE);
        assertThat(report.status()).isEqualTo(200);
        assertThat(SOURCES.sources).isEmpty();
        assertThat(report.text()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"a\"} | area | field.required",
                "{\"name\":\"a\",\"area\":\"80\",\"adress\":\"http://x\"} | adress | json.unknown-field",
                "{\"name\":\"a\",\"area\":\"80\",\"address\":\"http://u:p@x\"} | address | source.address",
                "{\"name\":\"a\",\"area\":\"80\",\"address\":\"ftp://x\"} | address | source.address",
                "{\"name\":\"a\",\"area\":\"80\",\"address\":\"http://a b\"} | address | source.address",
                "{\"name\":\"a\",\"area\":80} | area | json.type",
                "{\"name\":\"a\",\"area\":\"8\"} | area | area.code",
                "{\"name\":\"a\",\"area\":\"80\",\"suspended\":\"yes\"} | suspended | json.type",
                "{\"name\":\"a\",\"area\":\"80\",\"id\":\"A B\"} | id | field.pattern",
                "{\"name\":\"***\",\"area\":\"80\"} | id | source.id",
                "{\"name\":\"a\",\"area\":\"80\",\"channel\":\"1\",\"options\":{\"channel\":\"2\"}} | channel | source.channel",
                "{\"name\":\"a\",\"area\":\"80\",\"network\":\"vpn\"} | network | field.pattern",
                "{\"name\":\"a\",\"area\":\"80\",\"network\":\"private\",\"options\":{\"network\":\"internet\"}} | network | source.network"
            })
    void namesTheFieldAtFault(String body, String field, String rule) {
        var answer = api.send("admin", "POST", "/sources", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.rule()).isEqualTo(rule);
        assertThat(answer.json().path("errors").get(0).path("field").asText()).isEqualTo(field);
        assertThat(answer.json().path("errors").get(0).has("row"))
                .as("a field that is no cell has no row")
                .isFalse();
    }

    @Test
    void saysWhatIsWrongWithABodyAsAWhole() {
        assertThat(api.send("admin", "POST", "/sources", "{\"name\":").rule()).isEqualTo("json.malformed");
        assertThat(api.send("admin", "POST", "/sources", "").rule()).isEqualTo("json.object");
        assertThat(api.send("admin", "POST", "/sources", "null").rule()).isEqualTo("json.object");
        assertThat(api.send("admin", "POST", "/sources", "[]").rule()).startsWith("json.");
        assertThat(api.send("admin", "POST", "/sources", "{\"name\":\"a\",\"name\":\"b\"}")
                        .status())
                .isEqualTo(400);
        assertThat(api.send("admin", "POST", "/sources", SOURCE + "{}").status())
                .isEqualTo(400);
        assertThat(api.send("admin", "POST", "/sources", "{\"name\":\"" + "a".repeat(2 << 20) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(api.send("admin", "POST", "/sources", "[".repeat(5_000)).status())
                .isEqualTo(400);
        var form = api.call(
                "POST",
                "/api/v1/sources",
                "name=a".getBytes(StandardCharsets.UTF_8),
                "Authorization",
                RunningApi.basic("admin"),
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(form.status()).isEqualTo(415);
        assertThat(form.rule()).isEqualTo("http.content-type");
    }
}
