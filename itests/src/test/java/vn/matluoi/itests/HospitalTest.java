package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.cxf.binding.soap.SoapFault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.matluoi.simulators.agency.RestAgency;
import vn.matluoi.simulators.agency.SoapAgency;
import vn.matluoi.simulators.recorder.RecorderSettings;

/** A hospital's own system speaks SOAP: it tells the hub of its cameras, and is asked for them. */
class HospitalTest {

    private static final String SOURCE = "bv-soap";
    private static final String DOOR = "vn.matluoi.route-bv-soap.cfg";
    private static final String ROUTE = "vn.matluoi.route-bv-hoi.cfg";
    private static final String CAMERA =
            """
            <Camera><Value name="Mã camera">%s</Value><Value name="Tên camera">%s</Value>\
            <Value name="Vĩ độ">10.44%s7</Value><Value name="Kinh độ">106.3172</Value></Camera>""";

    private static Client admin;
    private static SoapClient hospital;

    @BeforeAll
    static void begin() throws Exception {
        admin = SharedHub.administrator();
        var made = admin.post(
                "/api/v1/sources",
                "{\"id\": \"%s\", \"name\": \"Bệnh viện (SOAP)\", \"area\": \"%s\", \"sector\": \"health\"}"
                        .formatted(SOURCE, SharedHub.LONG_AN));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        await().until(() -> admin.get("/soap/agency?wsdl").status() == 200);
        hospital = new SoapClient(admin.get("/soap/agency?wsdl").text(), "admin", RunningHub.PASSWORD);
    }

    @AfterAll
    static void end() throws IOException {
        Files.deleteIfExists(SharedHub.get().etc().resolve(DOOR));
        Files.deleteIfExists(SharedHub.get().etc().resolve(ROUTE));
        Files.deleteIfExists(SharedHub.get().etc().resolve("soap/bv-hoi.xml"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !admin.get("/api/v1/routes").text().matches("(?s).*bv-(hoi|soap).*"));
        admin.delete("/api/v1/sources/bv-hoi");
        admin.delete("/api/v1/sources/" + SOURCE);
    }

    private static String submit(String delivery, String... cameras) {
        return """
                <SubmitCameras xmlns="urn:matluoi:agency:v1"><Source>%s</Source><Profile>hospital</Profile>\
                <Delivery>%s</Delivery>%s</SubmitCameras>"""
                .formatted(SOURCE, delivery, String.join("", cameras));
    }

    private static int cameras() {
        return admin.get("/api/v1/cameras?source=" + SOURCE).json().get("total").asInt();
    }

    @Test
    void aForeignClientNeedsNothingButTheContract() {
        for (var port : List.of("Agency11", "Agency12")) {
            assertThat(hospital.send(port, "Ping", "<Ping xmlns=\"urn:matluoi:agency:v1\"/>"))
                    .contains("PingResponse", ">admin<");
        }

        var first = hospital.send(
                "Agency11",
                "SubmitCameras",
                submit("d-1", CAMERA.formatted("BV-1", "Hành lang khu mổ", 1), CAMERA.formatted("BV-2", "", 2)));
        assertThat(first).contains("created=\"1\"", "rejected=\"1\"", "outcome=\"rejected\"", "MendVi");
        assertThat(cameras()).isEqualTo(1);
        var report = first.substring(first.indexOf("Import>") + 7);
        var again = hospital.send(
                "Agency12",
                "GetReport",
                "<GetReport xmlns=\"urn:matluoi:agency:v1\"><Import>%s</Import></GetReport>"
                        .formatted(report.substring(0, report.indexOf('<'))));
        assertThat(again).contains("rejected=\"1\"");

        var repeated = hospital.send("Agency12", "SubmitCameras", submit("d-1", CAMERA.formatted("BV-9", "Lạ", 9)));
        assertThat(repeated).as("the first report").contains("created=\"1\"", "rejected=\"1\"");
        assertThat(cameras()).isEqualTo(1);

        var dry = hospital.send(
                "Agency12",
                "SubmitCameras",
                submit("d-2", "<DryRun>true</DryRun>", CAMERA.formatted("BV-3", "Khu cấp cứu", 3)));
        assertThat(dry).contains("DryRun>true", "created=\"1\"");
        assertThat(cameras()).isEqualTo(1);

        assertThatThrownBy(() ->
                        hospital.send("Agency11", "SubmitCameras", submit("d-3", "<Camera><Name>BV</Name></Camera>")))
                .hasRootCauseInstanceOf(SoapFault.class)
                .rootCause()
                .satisfies(fault -> {
                    assertThat(fault).hasMessageContaining("SubmitCameras/Camera[1]/Name");
                    assertThat(((SoapFault) fault).getDetail().getFirstChild().getTextContent())
                            .startsWith("soap.element");
                });
    }

    @Test
    void whatTheHospitalReportsIsInTheJournal() {
        hospital.send(
                "Agency12",
                "ReportEvents",
                """
                <ReportEvents xmlns="urn:matluoi:agency:v1"><Source>%s</Source><Event><Camera>BV-7</Camera>\
                <Type>tamper</Type><Phase>active</Phase><Topic>che ống kính</Topic></Event></ReportEvents>"""
                        .formatted(SOURCE));
        assertThat(admin.get("/api/v1/events?source=" + SOURCE).text()).contains("tamper", "che ống kính", "BV-7");

        hospital.send(
                "Agency11",
                "ReportStatus",
                """
                <ReportStatus xmlns="urn:matluoi:agency:v1"><Source>%s</Source><Status><Camera>BV-8</Camera>\
                <Working>false</Working><Reason>mất điện</Reason></Status></ReportStatus>"""
                        .formatted(SOURCE));
        assertThat(admin.get("/api/v1/events?source=" + SOURCE).text()).contains("video_lost", "BV-8");
    }

    @Test
    void aKeyOfTheSourceSpeaksForItThroughItsRouteAndForNoOther() throws IOException {
        var made = admin.post("/api/v1/keys", SharedHub.json(Map.of("source", SOURCE, "label", "HIS", "days", 1)));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        var program = SharedHub.get().client().with(made.json().path("key").asText());
        var event =
                """
                <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>\
                <ReportEvents xmlns="urn:matluoi:agency:v1"><Source>%s</Source><Event><Camera>BV-K</Camera>\
                <Type>motion</Type></Event></ReportEvents></s:Body></s:Envelope>""";

        assertThat(post(program, event.formatted(SOURCE)).text()).contains("Fault", "route.closed");
        SharedHub.get()
                .configure(
                        DOOR,
                        """
                        template = source-webhook
                        source = %s
                        area = %s
                        profile = hospital
                        """
                                .formatted(SOURCE, SharedHub.LONG_AN));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> post(program, event.formatted(SOURCE)).text().contains("Kept>1<"));
        assertThat(admin.get("/api/v1/events?source=" + SOURCE).text()).contains("BV-K");
        assertThat(post(program, event.formatted("bv-khac")).text()).contains("Fault", "access.");
        assertThat(admin.delete("/api/v1/keys/"
                                + made.json().path("about").path("id").asText())
                        .status())
                .isEqualTo(204);
        assertThat(post(program, event.formatted(SOURCE)).status()).isEqualTo(401);
    }

    @Test
    void aHospitalThatIsAskedTellsItsCamerasPageByPageThoughItIsSlowAndFailsEveryFifthTime() throws Exception {
        var names = RecorderSettings.HOSPITAL_NAMES;
        try (var service = new SoapAgency(0, RestAgency.cameras(SharedHub.LONG_AN, 8417, 171_001, names), 2)) {
            var etc = SharedHub.get().etc();
            Files.createDirectories(etc.resolve("soap"));
            Files.writeString(etc.resolve("soap/bv-hoi.xml"), guide("xml").get(0));
            service.failEvery(1);
            SharedHub.get()
                    .configure(
                            ROUTE,
                            guide("properties")
                                    .get(0)
                                    .replace("http://his.example.vn/ws/cameras", service.address())
                                    .replace("3600", "1"));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> admin.get("/api/v1/routes").text().contains("Lỗi máy chủ"));

            service.failEvery(5);
            service.slow(200);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> admin.get("/api/v1/cameras?source=bv-hoi")
                                    .json()
                                    .get("total")
                                    .asInt()
                            == names.size());
            assertThat(admin.get("/api/v1/cameras?source=bv-hoi").text()).contains(names);

            service.failEvery(0);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !admin.get("/api/v1/routes").text().contains("Lỗi máy chủ"));
        }
    }

    @Test
    void whatTheGuideHasTypedIsAnsweredAsItPromises() throws Exception {
        var typed = Commands.run(
                List.of("bash", "-c", "set -euo pipefail\n" + String.join("\necho\n", guide("sh"))),
                Map.of("HUB", SharedHub.get().base().toString(), "ACCOUNT", "admin", "PASSWORD", RunningHub.PASSWORD),
                Project.ROOT,
                60);
        assertThat(typed.status()).as(typed.everything()).isZero();
        var promised = guide("text");
        assertThat(promised).hasSize(3);
        for (var words : promised) {
            assertThat(typed.out())
                    .containsPattern(Arrays.stream(words.strip().split("…", -1))
                            .map(Pattern::quote)
                            .collect(Collectors.joining(".*")));
        }
    }

    /** The blocks of that kind in the guide. */
    private static List<String> guide(String kind) throws IOException {
        return Pattern.compile("(?ms)^```" + kind + "\\n(.*?)^```$")
                .matcher(Files.readString(Project.ROOT.resolve("docs/guide/connect-by-soap.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    @Test
    void strangersAndMessagesThatAreNoneAreRefusedAsFaults() {
        var ping = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
                + "<Ping xmlns=\"urn:matluoi:agency:v1\"/></s:Body></s:Envelope>";
        var stranger = SharedHub.get().client();
        assertThat(post(stranger, ping).status()).isEqualTo(401);
        assertThat(stranger.get("/soap/agency?wsdl").status()).isEqualTo(401);
        assertThat(post(admin, ping).status()).isEqualTo(200);
        assertThat(post(admin, ping).header("X-Content-Type-Options")).isEqualTo("nosniff");

        var bomb = post(admin, "<!DOCTYPE x [<!ENTITY a \"haha\"><!ENTITY b \"&a;&a;\">]>" + ping);
        assertThat(bomb.status()).isEqualTo(500);
        assertThat(bomb.text()).contains("Refusal", "soap.envelope");
        assertThat(post(admin, ping.replace("<Ping", "x".repeat(1 << 20) + "<Ping"))
                        .status())
                .isEqualTo(413);
        assertThat(admin.get("/soap/agency?_wadl").status()).isEqualTo(405);
    }

    private static Answer post(Client client, String message) {
        return client.send("POST", "/soap/agency", "text/xml", message.getBytes(StandardCharsets.UTF_8));
    }
}
