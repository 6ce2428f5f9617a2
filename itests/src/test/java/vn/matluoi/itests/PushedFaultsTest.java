package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an agency's program pushes is well written and cannot be right: the real hub says so in both languages and half applies nothing. */
class PushedFaultsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Client admin;

    /** Where a program hands its list in, and what it is answered in Vietnamese and English. */
    enum Door {
        SOAP {
            @Override
            String hand(List<Map<String, String>> cameras) {
                var list = cameras.stream()
                        .map(camera -> camera.entrySet().stream()
                                .map(value ->
                                        "<Value name=\"%s\">%s</Value>".formatted(value.getKey(), value.getValue()))
                                .collect(Collectors.joining("", "<Camera>", "</Camera>")))
                        .collect(Collectors.joining());
                return message(
                        "<SubmitCameras xmlns=\"urn:matluoi:agency:v1\"><Source>%s</Source><Delivery>%d</Delivery>%s</SubmitCameras>"
                                .formatted(source, ++deliveries, list));
            }
        },
        WEBHOOK {
            @Override
            String hand(List<Map<String, String>> cameras) {
                return hand(cameras, "vi") + hand(cameras, "en");
            }

            private String hand(List<Map<String, String>> cameras, String language) {
                var headings = cameras.get(0).keySet();
                var sheet = cameras.stream()
                        .map(camera -> headings.stream().map(camera::get).collect(Collectors.joining(";")))
                        .collect(Collectors.joining("\n", String.join(";", headings) + "\n", "\n"));
                var answer = program.send(
                        "POST",
                        "/api/v1/imports?source=" + source,
                        "text/csv",
                        sheet.getBytes(StandardCharsets.UTF_8),
                        "Accept-Language",
                        language);
                assertThat(answer.status()).as(answer.text()).isEqualTo(201);
                return answer.text();
            }
        };

        final String source = "day-" + name().toLowerCase(Locale.ROOT);
        final String file = "vn.matluoi.route-" + source + ".cfg";
        Client program;
        int deliveries;

        /** What one source calls its cameras: the same code and name by another would be a question to a person. */
        String hall() {
            return "Hành lang " + name();
        }

        abstract String hand(List<Map<String, String>> cameras);

        String message(String message) {
            var answer = program.send(
                    "POST",
                    "/soap/agency",
                    "text/xml; charset=utf-8",
                    "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>%s</s:Body></s:Envelope>"
                            .formatted(message)
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            return answer.text();
        }

        void open() throws IOException {
            SharedHub.get()
                    .configure(
                            file,
                            """
                            template = source-webhook
                            source = %s
                            name = Bệnh viện tự đẩy danh sách
                            area = %s
                            profile = hospital
                            sector = health
                            complete = true
                            """
                                    .formatted(source, SharedHub.LONG_AN));
            await().atMost(PATIENCE).until(() -> StreamSupport.stream(
                            admin.get("/api/v1/routes").json().path("items").spliterator(), false)
                    .map(JsonNode::toString)
                    .anyMatch(route -> route.contains(source) && route.contains("\"started\"")));
            var made = admin.post("/api/v1/keys", SharedHub.json(Map.of("source", source, "label", "HIS", "days", 1)));
            assertThat(made.status()).as(made.text()).isEqualTo(201);
            program = SharedHub.get().client().with(made.json().path("key").asText());
        }

        void close() throws IOException {
            Files.deleteIfExists(SharedHub.get().etc().resolve(file));
            await().atMost(PATIENCE)
                    .until(() -> !admin.get("/api/v1/routes").text().contains(source));
            admin.delete("/api/v1/sources/" + source);
        }

        /** @return its cameras that are there, by the agency's code */
        Map<String, JsonNode> catalogue() {
            return StreamSupport.stream(
                            admin.get("/api/v1/cameras?limit=200&source=" + source)
                                    .json()
                                    .get("items")
                                    .spliterator(),
                            false)
                    .collect(Collectors.toMap(camera -> camera.path("name").asText(), camera -> camera));
        }

        JsonNode waiting() {
            return admin.get("/api/v1/imports?state=waiting&source=" + source)
                    .json()
                    .get("items");
        }
    }

    @BeforeAll
    static void open() throws IOException {
        admin = SharedHub.administrator();
        for (var door : Door.values()) {
            door.open();
        }
    }

    @AfterAll
    static void close() throws IOException {
        for (var door : Door.values()) {
            door.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAnAgencyPushesWronglyIsAnsweredInBothLanguages(Door door) {
        aCameraSaidTwiceIsTakenOnce(door);
        daysOf1970AndOfTheNextCentury(door);
        aListThatLeavesOutNearlyAllWaitsForAPerson(door);
    }

    private static void aCameraSaidTwiceIsTakenOnce(Door door) {
        var list = new ArrayList<>(cameras(30, door.hall()));
        list.add(camera(30, "Tên khác hẳn"));
        assertThat(door.hand(list))
                .contains("row.contradicts", "ghi khác nhau: Tên camera", "differ in: Camera name")
                .containsPattern("rejected\"?[=:]\"?1\\b");
        assertThat(door.catalogue())
                .hasSize(30)
                .containsKey(door.hall() + " 30")
                .doesNotContainKey("Tên khác hẳn");
    }

    private static void daysOf1970AndOfTheNextCentury(Door door) {
        var list = new ArrayList<>(cameras(30, door.hall()));
        list.get(0).put("Ngày lắp đặt", "1970-01-01");
        list.get(1).put("Ngày lắp đặt", "2106-02-07");
        list.get(2).put("Ngày thay đổi", "1970-01-01");
        list.get(3).put("Ngày thay đổi", "2106-02-07");
        assertThat(door.hand(list))
                .contains("date.early", "date.future", "1970-01-01", "2106-02-07")
                .containsPattern("rejected\"?[=:]\"?2\\b");
        assertThat(door.catalogue())
                .as("a day that cannot be takes no camera away")
                .hasSize(30);
    }

    private static void aListThatLeavesOutNearlyAllWaitsForAPerson(Door door) {
        assertThat(door.hand(List.of(camera(1, door.hall() + " mới"))))
                .contains("waiting", "statement.removes-much", "29 trong 30", "29 of the source's 30", "chưa ghi gì");
        assertThat(door.catalogue()).as("nothing half applied").hasSize(30).containsKey(door.hall() + " 1");
        assertThat(door.waiting()).hasSize(1);
        assertThat(door.hand(cameras(31, door.hall()))).doesNotContain("removes-much");
        assertThat(door.waiting()).as("a whole list took its place").isEmpty();
        assertThat(door.catalogue()).hasSize(31);

        door.hand(List.of(camera(1, door.hall() + " mới")));
        var import1 = door.waiting().get(0).get("id").asLong();
        var released = admin.post("/api/v1/imports/" + import1 + "/release", "");
        assertThat(released.status()).as(released.text()).isEqualTo(200);
        assertThat(door.catalogue()).containsKey(door.hall() + " mới");
    }

    @Test
    void anEventByTheClockOf1970OrOf2100IsKeptWithTheHubsOwnTimeBesideIt() {
        var begun = Instant.now();
        var answer = Door.SOAP.message(
                """
                <ReportEvents xmlns="urn:matluoi:agency:v1"><Source>%s</Source>\
                <Event><Type>Cửa.Cũ</Type><At>1970-01-01T00:00:07Z</At></Event>\
                <Event><Type>Cửa.Mới</Type><At>2100-12-31T23:59:59Z</At></Event></ReportEvents>"""
                        .formatted(Door.SOAP.source));
        assertThat(answer).contains("Kept>2<");
        var times = new HashMap<String, String>();
        for (var event :
                admin.get("/api/v1/events?source=" + Door.SOAP.source).json().path("items")) {
            times.put(event.path("topic").asText(), event.path("deviceTime").asText());
            assertThat(Instant.parse(event.path("at").asText()))
                    .isBetween(begun.minusSeconds(60), Instant.now().plusSeconds(60));
        }
        assertThat(times)
                .containsEntry("Cửa.Cũ", "1970-01-01T00:00:07Z")
                .containsEntry("Cửa.Mới", "2100-12-31T23:59:59Z");
    }

    private static List<Map<String, String>> cameras(int count, String name) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(n -> camera(n, name + " " + n))
                .toList();
    }

    private static Map<String, String> camera(int number, String name) {
        var camera = new LinkedHashMap<String, String>();
        camera.put("Mã camera", "DL-" + number);
        camera.put("Tên camera", name);
        camera.put("Ngày lắp đặt", "");
        camera.put("Ngày thay đổi", "");
        return camera;
    }
}
