package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An agency's system that is asked every second answers of a sudden with one of its cameras: its complete list has deleted nearly all. */
class DeletedEverythingTest {

    private static final String SOURCE = "bv-xoa-het";
    private static final String FILE = "vn.matluoi.route-" + SOURCE + ".cfg";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger ASKED = new AtomicInteger();

    private static volatile String list;
    private static HttpServer agency;
    private static Client admin;
    private static long before;

    @BeforeAll
    static void open() throws IOException {
        agency = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        agency.createContext("/api/cameras", exchange -> {
            var body = list.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
            ASKED.incrementAndGet();
        });
        agency.start();
        admin = SharedHub.administrator();
        before = admin.get("/api/v1/changes?limit=1").json().get("last").asLong();
        tells(1, 40, "Hành lang");
        SharedHub.get()
                .configure(
                        FILE,
                        """
                        template = source-rest
                        url = http://127.0.0.1:%d/api/cameras
                        source = %s
                        name = Bệnh viện có danh sách đủ
                        area = %s
                        profile = hospital
                        sector = health
                        complete = true
                        every.seconds = 1
                        """
                                .formatted(agency.getAddress().getPort(), SOURCE, SharedHub.LONG_AN));
        await().atMost(PATIENCE).until(() -> named("Hành lang") == 40);
    }

    @AfterAll
    static void close() throws IOException {
        agency.stop(0);
        Files.deleteIfExists(SharedHub.get().etc().resolve(FILE));
        await().atMost(PATIENCE).until(() -> route().isMissingNode());
        admin.delete("/api/v1/sources/" + SOURCE);
    }

    @Test
    void theRemovalWaitsForAPersonWhoDiscardsOrReleasesItAndTheRouteGoesOn() throws Exception {
        tells(1, 1, "Tên mới");
        await().atMost(PATIENCE).until(() -> waiting().size() == 1);
        var first = waiting().get(0);
        assertThat(first.at("/counts/missing").asInt()).isEqualTo(39);
        asksAgain(3);
        assertThat(waiting()).as("the same list waits once").hasSize(1);
        assertThat(waiting().get(0).get("id")).isEqualTo(first.get("id"));
        assertThat(named("Hành lang")).as("nothing half applied").isEqualTo(40);
        assertThat(named("Tên mới")).isZero();
        assertThat(missing()).isZero();
        await().atMost(PATIENCE).until(() -> route().toString().contains("39 trong 40"));
        assertThat(route().toString()).contains("\"started\"");

        SharedHub.get().shellSays("hub:import-discard " + first.get("id").asLong());
        asksAgain(3);
        assertThat(waiting()).as("what a person put aside is not asked again").isEmpty();
        assertThat(missing()).isZero();

        tells(1, 41, "Hành lang");
        await().atMost(PATIENCE).until(() -> named("Hành lang") == 41);
        await().atMost(PATIENCE).until(() -> !route().toString().contains("39 trong 40"));

        tells(1, 2, "Còn lại");
        await().atMost(PATIENCE).until(() -> waiting().size() == 1);
        assertThat(named("Còn lại")).isZero();
        var released =
                admin.post("/api/v1/imports/" + waiting().get(0).get("id").asLong() + "/release", "");
        assertThat(released.status()).as(released.text()).isEqualTo(200);
        assertThat(named("Còn lại")).isEqualTo(2);
        assertThat(missing()).isEqualTo(39);

        tells(1, 3, "Sau cùng");
        await().atMost(PATIENCE).until(() -> named("Sau cùng") == 3);
        await().atMost(PATIENCE).until(() -> !route().toString().contains("trong 41"));
        assertThat(waiting()).isEmpty();
        assertThat(missing()).isEqualTo(39);
    }

    @Test
    void anEmptyListDeletesNothingAndWaitsForNobody() {
        tells(1, 0, "");
        await().atMost(PATIENCE).until(() -> route().toString().contains("không có camera nào"));
        assertThat(waiting()).isEmpty();
        tells(1, 40, "Hành lang");
        await().atMost(PATIENCE).until(() -> !route().toString().contains("không có camera nào"));
    }

    private static void tells(int from, int to, String name) {
        list = IntStream.rangeClosed(from, to)
                .mapToObj(n ->
                        "{\"ma_camera\": \"XH-%d\", \"ten_camera\": \"%s %d\", \"vi_do\": 10.%d, \"kinh_do\": 106.4}"
                                .formatted(n, name, n, 5000 + n))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /** Waits until it was asked so often more: all of these answers but the last were taken in. */
    private static void asksAgain(int times) {
        var asked = ASKED.get();
        await().atMost(PATIENCE).until(() -> ASKED.get() > asked + times);
    }

    private static long named(String name) {
        return StreamSupport.stream(
                        admin.get("/api/v1/cameras?limit=200&source=" + SOURCE)
                                .json()
                                .get("items")
                                .spliterator(),
                        false)
                .filter(camera -> camera.path("name").asText().startsWith(name))
                .count();
    }

    private static JsonNode waiting() {
        return admin.get("/api/v1/imports?state=waiting&source=" + SOURCE)
                .json()
                .get("items");
    }

    private static JsonNode route() {
        return StreamSupport.stream(
                        admin.get("/api/v1/routes").json().path("items").spliterator(), false)
                .filter(route -> route.path("name").asText().equals(SOURCE))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static long missing() {
        return StreamSupport.stream(
                        admin.get("/api/v1/changes?limit=1000&after=" + before)
                                .json()
                                .get("items")
                                .spliterator(),
                        false)
                .filter(change -> change.get("kind").asText().equals("camera.missing"))
                .count();
    }
}
