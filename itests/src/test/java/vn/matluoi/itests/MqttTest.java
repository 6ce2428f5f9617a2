package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.simulators.mqtt.MortalDevice;
import vn.matluoi.simulators.mqtt.Mosquitto;

/** A district's own broker tells its cameras and what they report, encrypted and with a log-in; the hub listens by two routes, and tells it what changes by a third. */
class MqttTest {

    private static final String CAMERAS = "vn.matluoi.route-huyen-mqtt-camera.cfg";
    private static final String EVENTS = "vn.matluoi.route-huyen-mqtt-su-kien.cfg";
    private static final String STATUS = "vn.matluoi.route-huyen-mqtt-trang-thai.cfg";
    private static final String SINK = "vn.matluoi.route-huyen-mqtt-nhan.cfg";
    private static final String SECRET = "huyen-mqtt";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static Mosquitto broker;
    private static String pin;
    private static Client admin;

    @BeforeAll
    static void open() throws IOException {
        broker = Mosquitto.in(folder, 0).account("huyen", "mật khẩu của huyện");
        pin = broker.encrypt();
        broker.start();
        admin = SharedHub.administrator();
        var secret = SharedHub.get().etc().resolve("keys").resolve(SECRET);
        Files.writeString(secret, "mật khẩu của huyện\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterAll
    static void close() throws IOException {
        Files.deleteIfExists(SharedHub.get().etc().resolve(CAMERAS));
        Files.deleteIfExists(SharedHub.get().etc().resolve(EVENTS));
        Files.deleteIfExists(SharedHub.get().etc().resolve(STATUS));
        Files.deleteIfExists(SharedHub.get().etc().resolve(SINK));
        await().atMost(PATIENCE).until(() -> !admin.get("/api/v1/routes").text().contains("huyen-mqtt"));
        Files.deleteIfExists(SharedHub.get().etc().resolve("keys").resolve(SECRET));
        admin.delete("/api/v1/sources/huyen-mqtt");
        broker.close();
    }

    /** The file of that name as the guide has it, with this broker's place and certificate. */
    private static String guide(String file) throws IOException {
        return Guide.file("connect-by-mqtt.md", file)
                .replace("mqtts://mq.huyen.example.vn:8883", "mqtts://127.0.0.1:" + broker.port())
                .replace(Guide.FINGERPRINT, pin);
    }

    private static void say(String topic, String text) throws Exception {
        var district = district("huyen");
        district.publishWith()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(text.getBytes(StandardCharsets.UTF_8))
                .send();
        district.disconnect();
    }

    private static Mqtt5BlockingClient district(String name) throws Exception {
        var client = Mqtt5Client.builder()
                .identifier(name)
                .serverHost("localhost")
                .serverPort(broker.port())
                .sslConfig()
                .trustManagerFactory(trust())
                .applySslConfig()
                .simpleAuth()
                .username("huyen")
                .password("mật khẩu của huyện".getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildBlocking();
        client.connect();
        return client;
    }

    private static TrustManagerFactory trust() throws Exception {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(broker.authority())) {
            store.setCertificateEntry(
                    "broker", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        trust.init(store);
        return trust;
    }

    /** A camera that says that it is there, and has the broker say when it is gone. */
    private static MortalDevice camera(String code) throws Exception {
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trust().getTrustManagers(), null);
        var device = new MortalDevice(
                tls.getSocketFactory().createSocket("localhost", broker.port()),
                "camera-" + code,
                "huyen",
                "mật khẩu của huyện",
                "huyen/camera/" + code + "/trang-thai",
                "mất kết nối");
        device.say("có hình");
        return device;
    }

    @Test
    void aBrokerTellsCamerasAndWhatTheyReport() throws Exception {
        SharedHub.get().configure(CAMERAS, guide(CAMERAS));
        SharedHub.get().configure(EVENTS, guide(EVENTS));
        await().atMost(PATIENCE)
                .until(() -> Files.readString(broker.log()).contains("tram-su-kien 1 huyen/camera/+/su-kien")
                        && Files.readString(broker.log()).contains("tram-camera 1 huyen/camera/+/thong-tin"));

        say("huyen/camera/H-01/thong-tin", camera("H-01", "Cổng chào huyện"));
        say("huyen/camera/H-02/thong-tin", camera("H-02", "Ngã ba huyện"));
        await().atMost(PATIENCE)
                .until(() -> cameras().contains("Cổng chào huyện") && cameras().contains("Ngã ba huyện"));

        say("huyen/camera/H-02/su-kien", "{\"loai\": \"Che ống kính\", \"luc\": \"2026-11-29T08:00:00\"}");
        await().atMost(PATIENCE).until(() -> events().contains("tamper"));
        var event = admin.get("/api/v1/events?source=huyen-mqtt&newest=true&limit=1")
                .json()
                .get("items")
                .get(0);
        assertThat(event.get("camera").asText()).isEqualTo(id("H-02"));
        assertThat(event.toString()).contains("2026-11-29T01:00:00Z").contains("Che ống kính");

        say("huyen/camera/H-02/su-kien", "hỏng");
        await().atMost(PATIENCE).until(() -> admin.get("/api/v1/routes/huyen-mqtt-su-kien/dead-letters")
                .text()
                .contains("mqtt.no-json"));
        assertThat(admin.get("/api/v1/routes").text()).contains("không phải JSON");

        whatComesWhileTheBrokerOrTheRouteIsAwayIsNotLost();
    }

    private static void whatComesWhileTheBrokerOrTheRouteIsAwayIsNotLost() throws Exception {
        broker.stop(false);
        await().atMost(PATIENCE).until(() -> admin.get("/api/v1/routes").text().contains("không có kết nối MQTT 5"));
        assertThat(SharedHub.get().client().get("/health/ready").status()).isEqualTo(200);
        broker.start();
        await().atMost(PATIENCE).until(() -> !admin.get("/api/v1/routes").text().contains("không có kết nối MQTT 5"));

        assertThat(SharedHub.get().shellSays("hub:route-stop huyen-mqtt-su-kien"))
                .isNotNull();
        say("huyen/camera/H-01/su-kien", "{\"loai\": \"video-lost\"}");
        assertThat(SharedHub.get().shellSays("hub:route-start huyen-mqtt-su-kien"))
                .isNotNull();
        await().atMost(PATIENCE).until(() -> states("H-01").contains("pulse"));
    }

    @Test
    void aCameraThatDiesIsToldByItsBroker() throws Exception {
        try (var device = camera("H-09")) { // before the hub listens: the broker keeps what it says
            SharedHub.get().configure(STATUS, guide(STATUS));
            await().atMost(PATIENCE).until(() -> states("H-09").equals(List.of("inactive")));
            device.die();
            await().atMost(PATIENCE).until(() -> states("H-09").equals(List.of("active", "inactive")));
        }

        say("huyen/camera/H-09/trang-thai", "chập chờn");
        await().atMost(PATIENCE).until(() -> admin.get("/api/v1/routes/huyen-mqtt-trang-thai/dead-letters")
                .text()
                .contains("mqtt.state"));
        assertThat(SharedHub.get().shellSays("hub:route-stop huyen-mqtt-trang-thai"))
                .isNotNull();
        assertThat(SharedHub.get().shellSays("hub:route-start huyen-mqtt-trang-thai"))
                .isNotNull();
        say("huyen/camera/H-10/trang-thai", "1");
        await().atMost(PATIENCE).until(() -> states("H-10").equals(List.of("inactive")));
        assertThat(states("H-09")).containsExactly("active", "inactive"); // the broker said so again
    }

    @Test
    void aStateThatCameBeforeItsCameraIsToldAgainWithIt() throws Exception {
        SharedHub.get().configure(STATUS, guide(STATUS));
        SharedHub.get().configure(CAMERAS, guide(CAMERAS));
        await().atMost(PATIENCE)
                .until(() -> Files.readString(broker.log()).contains("tram-trang-thai 1 huyen/camera/+/trang-thai")
                        && Files.readString(broker.log()).contains("tram-camera 1 huyen/camera/+/thong-tin"));
        say("huyen/camera/H-25/trang-thai", "mất kết nối");
        await().atMost(PATIENCE).until(() -> states("H-25").equals(List.of("active")));

        say("huyen/camera/H-25/thong-tin", camera("H-25", "Bến xe huyện"));
        await().atMost(PATIENCE).until(() -> states("H-25").equals(List.of("active", "active")));
        assertThat(admin.get("/api/v1/events?type=video_lost&camera=" + id("H-25"))
                        .json()
                        .get("items"))
                .hasSize(1);
    }

    @Test
    void whatTheBrokerRepeatsIsNewsOnceAProgramSaidOtherwise() throws Exception {
        SharedHub.get().configure(STATUS, guide(STATUS));
        await().atMost(PATIENCE)
                .until(() -> Files.readString(broker.log()).contains("tram-trang-thai 1 huyen/camera/+/trang-thai"));
        say("huyen/camera/H-26/trang-thai", "mất kết nối");
        await().atMost(PATIENCE).until(() -> states("H-26").equals(List.of("active")));

        new SoapClient(admin.get("/soap/agency?wsdl").text(), "admin", RunningHub.PASSWORD)
                .send(
                        "Agency11",
                        "ReportStatus",
                        """
                        <ReportStatus xmlns="urn:matluoi:agency:v1"><Source>huyen-mqtt</Source><Status>\
                        <Camera>H-26</Camera><Working>true</Working></Status></ReportStatus>""");
        assertThat(states("H-26")).containsExactly("inactive", "active");

        say("huyen/camera/H-26/trang-thai", "mất kết nối");
        await().atMost(PATIENCE).until(() -> states("H-26").equals(List.of("active", "inactive", "active")));
    }

    /** @return what was told of that camera, newest first */
    private static List<String> states(String code) {
        var states = new ArrayList<String>();
        for (var event : admin.get("/api/v1/events?source=huyen-mqtt&type=video_lost&newest=true")
                .json()
                .get("items")) {
            if (event.get("channel").asText().equals(code)) {
                states.add(event.get("phase").asText());
            }
        }
        return states;
    }

    @Test
    void whatChangesInTheCatalogueGoesToABrokerOnce() throws Exception {
        SharedHub.get().configure(SINK, guide(SINK));
        await().atMost(PATIENCE).until(() -> Files.readString(broker.log()).contains("as matluoi-huyen-mqtt-nhan"));
        var district = district("nhan");
        try (var told = district.publishes(MqttGlobalPublishFilter.ALL)) {
            district.subscribeWith()
                    .topicFilter("tinh/#")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send();
            var sheet = "Mã camera,Tên camera,Địa chỉ lắp đặt\nMQ-1,Cổng đình,Số 1 đường Làng\n";
            var made = admin.post(
                    "/api/v1/sources",
                    SharedHub.json(Map.of("id", "huyen-mqtt-bang", "name", "Bảng", "area", SharedHub.LONG_AN)));
            assertThat(made.status()).as(made.text()).isBetween(200, 201);
            var taken = admin.send(
                    "POST",
                    "/api/v1/imports?profile=commune&source=huyen-mqtt-bang&name=bang.csv",
                    "text/csv",
                    sheet.getBytes(StandardCharsets.UTF_8));
            assertThat(taken.status()).as(taken.text()).isBetween(200, 201);

            var message = told.receive(PATIENCE.toSeconds(), TimeUnit.SECONDS).orElseThrow();
            assertThat(message.getTopic().toString()).isEqualTo("tinh/27694/camera.created");
            assertThat(message.getContentType().orElseThrow().toString()).isEqualTo("application/cloudevents+json");
            assertThat(new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8))
                    .contains("\"specversion\":\"1.0\"", "vn.matluoi.camera.created", "Cổng đình")
                    .doesNotContain("đường Làng");
            assertThat(told.receive(1, TimeUnit.SECONDS)).isEmpty();
        } finally {
            district.disconnect();
            admin.delete("/api/v1/sources/huyen-mqtt-bang");
        }
    }

    private static String camera(String code, String name) {
        return "{\"ma_camera\": \"%s\", \"ten_camera\": \"%s\", \"vi_tri\": {\"lat\": 10.46%d3, \"lng\": 106.3391}}"
                .formatted(code, name, code.charAt(3) - '0');
    }

    private static String cameras() {
        return admin.get("/api/v1/cameras?source=huyen-mqtt").text();
    }

    private static String id(String code) {
        for (var camera : admin.get("/api/v1/cameras?source=huyen-mqtt").json().get("items")) {
            if (camera.toString().contains("\"" + code + "\"")) {
                return camera.get("id").asText();
            }
        }
        return "none";
    }

    private static String events() {
        return admin.get("/api/v1/events?source=huyen-mqtt").text();
    }
}
