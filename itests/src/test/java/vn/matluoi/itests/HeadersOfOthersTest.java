package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.simulators.agency.MailServer;
import vn.matluoi.simulators.hostile.HeaderCorpus;
import vn.matluoi.simulators.mqtt.Mosquitto;
import vn.matluoi.simulators.tls.PemCertificate;

/**
 * Agencies' programs that put headers by which Camel is steered into whatever they may write: no message of a route has one of them, from its first
 * step on, by the hub's own trace; nor has what a sink sends.
 */
@Tag("own-hub")
class HeadersOfOthersTest {

    private static final String DOOR = "cong-an-ninh";
    private static final String BROKER = "mqtt-huyen";
    private static final String MAILBOX = "thu-phuong";
    private static final String SINK = "so-nhan";
    private static final String BOX = "camera@tinh.example.vn";
    private static final String WARD = "van-thu@phuong.example.vn";

    /** What the hub's own routes set. */
    private static final String OWN = "MatLuoiSource";

    /** What is read before any route, so that the message would not come in at all. */
    private static final Set<String> OF_HTTP =
            Set.of("content-type", "content-length", "content-encoding", "transfer-encoding", "x-http-method-override");

    private static final int AT_ONCE = 40; // a request has 8 KiB of headers
    private static final int PARTS = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern HEADER = Pattern.compile("<header key=\"([^\"]*)\"[^>]*>([^<]*)<");
    private static final Pattern ROUTE = Pattern.compile("<routeId>([^<]*)</routeId>");

    @TempDir
    private static Path folder;

    private static RunningHub hub;
    private static Client admin;
    private static Client program;
    private static Mosquitto broker;
    private static MailServer mails;
    private static HttpServer receiver;
    private static Jmx jmx;
    private static final List<Map<String, List<String>>> RECEIVED = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        broker = Mosquitto.in(Files.createDirectory(folder.resolve("broker")), 0);
        broker.start();
        var certificate = PemCertificate.kept(folder, "hop-thu");
        mails = new MailServer(0, certificate, BOX, "cua-hop-thu");
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        receiver.createContext("/hook", told -> {
            RECEIVED.add(Map.copyOf(told.getRequestHeaders()));
            told.getRequestBody().readAllBytes();
            told.sendResponseHeaders(204, -1);
            told.close();
        });
        receiver.start();
        hub = RunningHub.prepared("headers-of-others").lookedInto();
        hub.configure("vn.matluoi.devices.cfg", SharedHub.devices());
        hub.start();
        admin = hub.administrator();
        key("hop-thu", "cua-hop-thu");
        key("so-nhan", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        route(DOOR, "template = source-webhook\nsource = khu-do-thi\narea = %s\nprofile = generic\n");
        route(
                BROKER,
                "template = source-mqtt\nsource = huyen\narea = %s\ncamera = topic:2\ntopic = cam/+/su-kien\nbroker = mqtt://127.0.0.1:"
                        + broker.port() + "\n");
        route(
                MAILBOX,
                "template = source-mail\nsource = phuong\narea = %s\nprofile = generic\nhost = 127.0.0.1\nsecret.file = hop-thu\nevery.seconds = 1\n"
                        + "port = %d\ncertificate = %s\nusername = %s\nfrom = %s\n"
                                .formatted(mails.port(), certificate.fingerprint(), BOX, WARD));
        route(
                SINK,
                "template = forward-webhook\ncontent = events\nlegal.basis = Quyết định 1/QĐ-UBND\nplain = true\nsecret.file = so-nhan\nurl = http://127.0.0.1:%d/hook\n"
                        .formatted(receiver.getAddress().getPort()));
        await().atMost(PATIENCE).until(() -> admin.get("/api/v1/routes").text().split("\"started\"").length == 5);
        var made = admin.post("/api/v1/keys", SharedHub.json(Map.of("source", "khu-do-thi", "label", "x", "days", 1)));
        program = hub.client().with(made.json().path("key").asText());
        jmx = new Jmx(hub.pid());
        jmx.set("tracer", "BacklogSize", 1000);
        jmx.set("tracer", "Enabled", true);
    }

    private static void key(String name, String text) throws IOException {
        var file = Files.createDirectories(hub.etc().resolve("keys")).resolve(name);
        Files.writeString(file, text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static void route(String name, String settings) throws IOException {
        hub.configure(
                "vn.matluoi.route-" + name + ".cfg", settings.replace("area = %s", "area = " + SharedHub.LONG_AN));
    }

    @AfterAll
    static void stop() throws IOException {
        for (var open : new AutoCloseable[] {jmx, hub, mails, broker, () -> receiver.stop(0)}) {
            try {
                if (open != null) {
                    open.close();
                }
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }

    /** What passed since that was asked last. */
    private record Passed(List<String> routes, List<String> headers) {}

    /** None of it carries a header of others. */
    private static Passed passed() throws Exception {
        var traced = String.valueOf(jmx.invoke("tracer", "dumpAllTracedMessagesAsXml")); // and forgets it
        var headers = HEADER.matcher(traced).results().toList();
        assertThat(headers).allSatisfy(header -> {
            assertThat(header.group(1)).isEqualTo(OWN);
            assertThat(header.group(2)).isIn("khu-do-thi", "huyen", "phuong");
        });
        return new Passed(
                ROUTE.matcher(traced).results().map(route -> route.group(1)).toList(),
                headers.stream().map(header -> header.group(1)).toList());
    }

    private static void assertPasses(String route) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(passed().routes()).contains(route));
    }

    private static List<List<String>> some(List<String> names, int atOnce) {
        var some = new ArrayList<List<String>>();
        for (var from = 0; from < names.size(); from += atOnce) {
            some.add(names.subList(from, Math.min(from + atOnce, names.size())));
        }
        return some;
    }

    private static Answer submit(String type, String address, String body, String... headers) {
        return program.send("POST", address, type, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static String envelope(String header, String values) {
        return "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Header>%s</s:Header><s:Body>"
                        .formatted(header)
                + "<SubmitCameras xmlns=\"urn:matluoi:agency:v1\"><Source>khu-do-thi</Source><Delivery>1</Delivery><Camera>"
                + values
                + "<Value name=\"Tên camera\">Cổng</Value></Camera></SubmitCameras></s:Body></s:Envelope>";
    }

    @Test
    void noHeaderOfARequestReachesARoute() throws Exception {
        var names = HeaderCorpus.tokens().stream()
                .filter(name -> !OF_HTTP.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
        assertThat(names).hasSizeGreaterThan(300);
        for (var some : some(names, AT_ONCE)) {
            var headers = some.stream()
                    .flatMap(name -> Stream.of(name, HeaderCorpus.VALUE))
                    .toArray(String[]::new);
            assertTaken(submit("application/json", "/api/v1/events", "{\"type\": \"motion\"}", headers), 202);
            assertTaken(
                    submit("text/csv", "/api/v1/imports?dryRun=true&source=khu-do-thi", "Tên camera\nCổng\n", headers),
                    200);
            assertTaken(submit("text/xml; charset=utf-8", "/soap/agency", envelope("", ""), headers), 200);
        }
    }

    @Test
    void nothingOfAQueryReachesARoute() throws Exception {
        for (var some : some(HeaderCorpus.names(), AT_ONCE)) {
            var query = some.stream()
                    .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + HeaderCorpus.VALUE)
                    .collect(Collectors.joining("&"));
            for (var refused : List.of(
                    submit("application/json", "/api/v1/events?" + query, "{\"type\": \"motion\"}"),
                    submit(
                            "text/csv",
                            "/api/v1/imports?dryRun=true&source=khu-do-thi&" + query,
                            "Tên camera\nCổng\n"))) {
                assertThat(refused.status()).as(refused.text()).isEqualTo(400);
                assertThat(refused.json().path("rule").asText()).isEqualTo("query.unknown");
            }
            assertThat(passed().routes()).doesNotContain(DOOR);
            submit("text/xml; charset=utf-8", "/soap/agency?" + query, envelope("", ""));
            passed();
        }
    }

    @Test
    void nothingOfABodyBecomesAHeader() throws Exception {
        for (var some : some(HeaderCorpus.names(), AT_ONCE)) {
            var fields = new LinkedHashMap<String, Object>();
            some.forEach(name -> fields.put(name, HeaderCorpus.VALUE));
            fields.put("type", "motion");
            assertTaken(submit("application/json", "/api/v1/events", SharedHub.json(fields)), 202);
            var values = some.stream()
                    .filter(name -> name.strip().equals(name)) // as the hub reads it; with spaces it is there twice
                    .map(name -> "<Value name=\"%s\">%s</Value>".formatted(name, HeaderCorpus.VALUE))
                    .collect(Collectors.joining());
            assertTaken(submit("text/xml; charset=utf-8", "/soap/agency", envelope("", values)), 200);
        }
        for (var some : some(List.copyOf(elements()), AT_ONCE)) {
            var header = some.stream()
                    .map(name -> "<%1$s xmlns=\"urn:x\">%2$s</%1$s>".formatted(name, HeaderCorpus.VALUE))
                    .collect(Collectors.joining());
            assertTaken(submit("text/xml; charset=utf-8", "/soap/agency", envelope(header, "")), 200);
        }
    }

    private static Set<String> elements() {
        return HeaderCorpus.names().stream()
                .filter(name -> name.matches("[A-Za-z_][\\w.-]*"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void noHeaderOfAPartOfAFormReachesARoute() throws Exception {
        for (var some : some(HeaderCorpus.tokens(), AT_ONCE)) {
            var headers = some.stream()
                    .filter(name -> !OF_HTTP.contains(name.toLowerCase(Locale.ROOT)))
                    .map(name -> name + ": " + HeaderCorpus.VALUE + "\r\n")
                    .collect(Collectors.joining());
            assertTaken(form(sheet(headers, some.get(0))), 200);
        }
    }

    @Test
    void noFieldOfAFormReachesARoute() throws Exception {
        var names = HeaderCorpus.names().stream()
                .filter(name -> !name.contains("\t"))
                .toList();
        for (var some : some(names, PARTS)) {
            var fields = some.stream()
                    .map(name -> "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                            .formatted(name, HeaderCorpus.VALUE))
                    .collect(Collectors.joining());
            var answer = form(fields + sheet("", "a"));
            assertThat(answer.status()).as(answer.text()).isBetween(200, 499);
            var form = some.stream()
                    .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + HeaderCorpus.VALUE)
                    .collect(Collectors.joining("&"));
            assertThat(submit("application/x-www-form-urlencoded", "/api/v1/events", form)
                            .status())
                    .isEqualTo(415);
            passed();
        }
    }

    private static Answer form(String parts) {
        return submit(
                "multipart/form-data; boundary=b",
                "/api/v1/imports?dryRun=true&source=khu-do-thi",
                parts + "--b--\r\n");
    }

    private static String sheet(String headers, String name) {
        return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s.csv\"\r\n%sContent-Type: text/csv\r\n\r\nTên camera\nCổng\n\r\n"
                .formatted(name, headers);
    }

    private static void assertTaken(Answer answer, int status) throws Exception {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        var passed = passed();
        assertThat(passed.routes()).contains(DOOR);
        assertThat(passed.headers()).as("the trace shows headers").contains(OWN);
    }

    @Test
    void noPropertyOfAMessageOfABrokerReachesARoute() throws Exception {
        var client = Mqtt5Client.builder()
                .identifier("huyen")
                .serverHost("localhost")
                .serverPort(broker.port())
                .buildBlocking();
        client.connect();
        var properties = Mqtt5UserProperties.builder();
        HeaderCorpus.names().stream()
                .filter(name -> name.chars().noneMatch(Character::isISOControl)) // the broker takes none
                .forEach(name -> properties.add(name, HeaderCorpus.VALUE));
        client.publishWith()
                .topic("cam/CamelHttpUri/su-kien")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload("{\"type\": \"motion\"}".getBytes(StandardCharsets.UTF_8))
                .responseTopic(HeaderCorpus.VALUE)
                .userProperties(properties.build())
                .send();
        client.disconnect();
        assertPasses(BROKER);
        await().atMost(PATIENCE)
                .until(() -> admin.get("/api/v1/events?source=huyen").text().contains("CamelHttpUri"));
    }

    @Test
    void noHeaderOfAMailReachesARoute() throws Exception {
        var headers = new LinkedHashMap<String, String>();
        HeaderCorpus.tokens().stream()
                .filter(name -> !OF_HTTP.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(name -> headers.put(name, HeaderCorpus.VALUE));
        mails.deliver(
                WARD,
                Files.writeString(folder.resolve("CamelFileName.csv"), "Mã camera;Tên camera\nCHO-1;Cổng chợ\n"),
                headers);
        assertPasses(MAILBOX);
        await().atMost(PATIENCE)
                .until(() -> admin.get("/api/v1/imports?source=phuong").text().contains("CamelFileName.csv"));
        passed();
    }

    @Test
    void noHeaderOfThoseWhoToldLeavesWithWhatASinkSends() throws Exception {
        var before = RECEIVED.size();
        var headers = HeaderCorpus.tokens().stream()
                .filter(name -> !OF_HTTP.contains(name.toLowerCase(Locale.ROOT)))
                .limit(AT_ONCE)
                .flatMap(name -> Stream.of(name, HeaderCorpus.VALUE))
                .toArray(String[]::new);
        assertThat(submit("application/json", "/api/v1/events", "{\"type\": \"motion\"}", headers)
                        .status())
                .isEqualTo(202);
        await().atMost(PATIENCE).until(() -> RECEIVED.size() > before);
        assertThat(RECEIVED)
                .allSatisfy(message -> assertThat(message.values().toString()).doesNotContain(HeaderCorpus.VALUE));
        assertPasses(SINK);
    }
}
