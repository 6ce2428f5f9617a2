package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.matluoi.simulators.agency.RestAgency;
import vn.matluoi.simulators.recorder.RecorderSettings;

/** A hospital's own system tells its cameras page by page when it is asked; the hub asks by a route without a line of Java. */
class RestAgencyTest {

    private static final String FILE = "vn.matluoi.route-benh-vien.cfg";
    private static final String SLOW_FILE = "vn.matluoi.route-bv-cham.cfg";
    private static final String CHANNEL_FILE = "vn.matluoi.route-bv-kenh.cfg";
    private static final Map<String, String> PAGES = new ConcurrentHashMap<>();

    private static volatile Charset charset = StandardCharsets.UTF_8;
    private static HttpServer hospital;
    private static Client admin;

    @BeforeAll
    static void open() throws IOException {
        hospital = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        hospital.createContext("/api/cameras", exchange -> {
            var page = PAGES.get(exchange.getRequestURI().getQuery());
            var body = (page == null ? "{\"data\": []}" : page).getBytes(charset);
            exchange.getResponseHeaders().add("Content-Type", "application/json; charset=" + charset);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        hospital.start();
        admin = SharedHub.administrator();
    }

    @AfterAll
    static void close() throws IOException {
        hospital.stop(0);
        Files.deleteIfExists(SharedHub.get().etc().resolve(FILE));
        Files.deleteIfExists(SharedHub.get().etc().resolve(SLOW_FILE));
        Files.deleteIfExists(SharedHub.get().etc().resolve(CHANNEL_FILE));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !admin.get("/api/v1/routes").text().matches("(?s).*(benh-vien|bv-cham|bv-kenh).*"));
        admin.delete("/api/v1/sources/benh-vien");
        admin.delete("/api/v1/sources/bv-cham");
        admin.delete("/api/v1/sources/bv-kenh");
    }

    @Test
    void aListOfPagesFeedsTheCatalogueAndWhatIsWrongWithItIsSaid() throws Exception {
        PAGES.put(
                "page=1",
                "{\"data\": [%s, %s]}".formatted(camera("BV-1", "Cổng chính"), camera("BV-2", "Khu cấp cứu")));
        PAGES.put("page=2", "{\"data\": [%s]}".formatted(camera("BV-3", "Bãi xe")));
        SharedHub.get()
                .configure(
                        FILE,
                        """
                        template = source-rest
                        url = http://127.0.0.1:%d/api/cameras
                        items = /data
                        page = page
                        columns = Vĩ độ = /geo/lat; Kinh độ = /geo/lng
                        source = benh-vien
                        name = Bệnh viện đa khoa
                        area = %s
                        profile = hospital
                        sector = health
                        every.seconds = 1
                        """
                                .formatted(hospital.getAddress().getPort(), SharedHub.LONG_AN));
        await().atMost(Duration.ofSeconds(60)).until(() -> cameras() == 3);
        assertThat(names()).contains("Cổng chính", "Khu cấp cứu", "Bãi xe");

        PAGES.put("page=2", "{\"data\": [%s]}".formatted(camera("BV-3", "Bãi xe ngoài")));
        await().atMost(Duration.ofSeconds(30)).until(() -> names().contains("Bãi xe ngoài"));
        assertThat(cameras()).isEqualTo(3);

        PAGES.put("page=2", "<html>bảo trì</html>");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> admin.get("/api/v1/routes").text().contains("không phải JSON"));
        assertThat(cameras()).isEqualTo(3);
        assertThat(SharedHub.get().client().get("/health/ready").status()).isEqualTo(200);

        PAGES.put("page=2", "{\"data\": [%s]}".formatted(camera("BV-3", "Bãi xe")));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !admin.get("/api/v1/routes").text().contains("không phải JSON"));

        PAGES.clear();
        charset = Charset.forName("windows-1258");
        PAGES.put("page=1", "{\"data\": [%s]}".formatted(camera("BV-1", "Cô\u0309ng chơ\u0323")));
        await().atMost(Duration.ofSeconds(30)).until(() -> names().contains("Cổng chợ"));
    }

    @Test
    void aSystemThatIsSlowAndFailsEveryFifthTimeTellsAllItsCameras() throws Exception {
        var names = RecorderSettings.HOSPITAL_NAMES;
        try (var slow = new RestAgency(0, RestAgency.cameras(SharedHub.LONG_AN, 8418, 172_001, names), 2)) {
            slow.failEvery(5);
            slow.slow(200);
            SharedHub.get()
                    .configure(
                            SLOW_FILE,
                            """
                            template = source-rest
                            url = %s
                            items = /data
                            page = page
                            columns = Vĩ độ = /vi_tri/lat; Kinh độ = /vi_tri/lng
                            source = bv-cham
                            name = Bệnh viện có máy chủ chậm
                            area = %s
                            profile = hospital
                            sector = health
                            every.seconds = 1
                            """
                                    .formatted(slow.address(), SharedHub.LONG_AN));
            await().atMost(Duration.ofSeconds(60)).until(() -> cameras("bv-cham") == names.size());
            assertThat(admin.get("/api/v1/cameras?source=bv-cham").text()).contains(names);
        }
    }

    @Test
    void theChannelThatARouteSaysIsRecordedWithItsSourceAndIsThatOfItsCameras() throws Exception {
        var list = "[{\"ma_camera\": \"K-1\", \"ten_camera\": \"Cổng kênh riêng\", \"nguon_dau_tu\": \"Ngân sách\"}]";
        hospital.createContext("/api/kenh", exchange -> {
            var body = list.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        var route =
                """
                template = source-rest
                url = http://127.0.0.1:%d/api/kenh
                source = bv-kenh
                area = %s
                profile = hospital
                sector = health
                network = private
                every.seconds = 1
                """
                        .formatted(hospital.getAddress().getPort(), SharedHub.LONG_AN);
        SharedHub.get().configure(CHANNEL_FILE, route);
        await().atMost(Duration.ofSeconds(60)).until(() -> cameras("bv-kenh") == 1);
        assertThat(network()).isEqualTo("private");
        var camera = admin.get("/api/v1/cameras?source=bv-kenh")
                .json()
                .at("/items/0/id")
                .asText();
        assertThat(channelOf(camera)).isEqualTo("private");
        assertThat(lastImport()).doesNotContain("truyền qua Internet");

        SharedHub.get().configure(CHANNEL_FILE, route.replace("private", "internet"));
        await().atMost(Duration.ofSeconds(60)).until(() -> channelOf(camera).equals("internet"));
        assertThat(network()).isEqualTo("internet");
        assertThat(lastImport()).as("R4.7").contains("truyền qua Internet");
    }

    private static String network() {
        return admin.get("/api/v1/sources/bv-kenh").json().path("network").asText();
    }

    private static String channelOf(String camera) {
        return admin.get("/api/v1/cameras/" + camera)
                .json()
                .at("/values/network")
                .asText();
    }

    private static String lastImport() {
        var last = admin.get("/api/v1/imports?source=bv-kenh")
                .json()
                .at("/items/0/id")
                .asText();
        return admin.get("/api/v1/imports/" + last).text();
    }

    private static String camera(String code, String name) {
        return "{\"ma_camera\": \"%s\", \"ten_camera\": \"%s\", \"geo\": {\"lat\": 10.5%d, \"lng\": 106.4}}"
                .formatted(code, name, code.charAt(3) - '0');
    }

    private static int cameras() {
        return cameras("benh-vien");
    }

    private static int cameras(String source) {
        return admin.get("/api/v1/cameras?source=" + source).json().get("total").asInt();
    }

    private static String names() {
        return admin.get("/api/v1/cameras?source=benh-vien").text();
    }
}
