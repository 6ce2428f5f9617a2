package vn.matluoi.source.soap.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.matluoi.source.soap.internal.Hospital.camera;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.route.AgencyPoll;
import vn.matluoi.api.route.DeadLetters;

class PollTest {

    private static final DeviceHttp HTTP =
            ServiceLoader.load(DeviceHttp.class).findFirst().orElseThrow();

    private static final Instant NOW = Instant.parse("2026-11-29T03:00:00Z");

    private final Hospital hospital = new Hospital();
    private final Catalogue catalogue = new Catalogue();
    private final AtomicLong nanos = new AtomicLong();
    private long step; // of the clock, each time it is looked at

    @TempDir
    Path etc;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(etc.resolve("soap"));
        body("<GetCameras xmlns=\"urn:his\"/>");
    }

    @AfterEach
    void stop() {
        hospital.close();
    }

    private void body(String content) throws IOException {
        envelope("<s:Body>" + content + "</s:Body>");
    }

    private void envelope(String content) throws IOException {
        Files.writeString(
                etc.resolve("soap/get-cameras.xml"),
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\">" + content + "</s:Envelope>");
    }

    private AgencyPoll poll(String... more) {
        var settings = new TreeMap<>(Map.of(
                "routeName", "his",
                "url", hospital.address(),
                "source", "bv",
                "area", "27694",
                "body.file", "get-cameras.xml",
                "items", "Body/GetCamerasResponse/Camera"));
        for (var n = 0; n < more.length; n += 2) {
            settings.put(more[n], more[n + 1]);
        }
        var soap = SoapSettings.of(settings::get, etc);
        return new AgencyPoll(
                soap.agency(),
                soap.server().address().getHost(),
                soap.timing(),
                List.copyOf(soap.columns().keySet()),
                new Asking(soap, HTTP, () -> nanos.addAndGet(step), InstantSource.fixed(NOW)),
                catalogue,
                catalogue,
                catalogue.sources);
    }

    private void refuses(String rule, String... more) {
        var poll = poll(more);
        poll.run();
        assertThat(catalogue.lists).isEmpty();
        assertThat(catalogue.refusals).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(rule);
            assertThat(poll.problem()).contains(finding.message());
        });
        catalogue.refusals.clear();
        hospital.forgets();
    }

    @Test
    void eachElementIsARecordOfWhatStandsInIt() {
        hospital.says(
                """
                <h:Camera id="7"><h:MaCamera>BV-1</h:MaCamera><h:ViTri h:he="WGS84"><h:Lat>11.3</h:Lat><h:Lng>106.1</h:Lng></h:ViTri>
                <h:The>a</h:The><h:The>b</h:The><h:GhiChu xsi:nil="true"/><h:HangSanXuat></h:HangSanXuat></h:Camera>
                <h:Camera id="8"><h:MaCamera>BV-2 &amp; BV-3</h:MaCamera></h:Camera>""");

        poll("columns", "Vĩ độ = ViTri/Lat; Số = @id").run();

        var first = new HashMap<String, String>();
        first.put("Vĩ độ", "11.3");
        first.put("Số", "7");
        first.put("MaCamera", "BV-1");
        first.put("ViTri.@he", "WGS84");
        first.put("ViTri.Lng", "106.1");
        first.put("The", "a; b");
        first.put("GhiChu", null);
        first.put("HangSanXuat", "");
        assertThat(catalogue.lists).containsExactly(List.of(first, Map.of("Số", "8", "MaCamera", "BV-2 & BV-3")));
        assertThat(catalogue.orders).singleElement().satisfies(order -> {
            assertThat(order.source().value()).isEqualTo("bv");
            assertThat(order.by()).isEqualTo("route:his");
        });
    }

    @Test
    void whatIsSentIsTheFileAsItsVersionHasIt() {
        hospital.says(camera("1", "a"));
        poll("action", "urn:his:GetCameras").run();
        poll("action", "urn:his:GetCameras", "soap", "1.2").run();

        assertThat(hospital.asked.get(0).contentType()).isEqualTo("text/xml; charset=utf-8");
        assertThat(hospital.asked.get(0).action()).isEqualTo("\"urn:his:GetCameras\"");
        assertThat(hospital.asked.get(0).place()).isEqualTo("/ws/cameras");
        assertThat(hospital.asked.get(0).body()).contains("<s:Body><GetCameras xmlns=\"urn:his\"/></s:Body>");
        assertThat(hospital.asked.get(1).contentType())
                .isEqualTo("application/soap+xml; charset=utf-8; action=\"urn:his:GetCameras\"");
        assertThat(hospital.asked.get(1).action()).isNull();
    }

    @Test
    void pagesAreAskedForUntilOneIsEmpty() throws IOException {
        body("<GetCameras xmlns=\"urn:his\"><Trang>{page}</Trang></GetCameras>");
        hospital.says(
                camera("1", "a") + camera("2", "b") + "<h:Tong>3</h:Tong>", camera("3", "c"), "<h:Tong>3</h:Tong>");

        poll("page.first", "0").run();

        assertThat(catalogue.lists).singleElement().satisfies(list -> assertThat(list)
                .extracting(each -> each.get("MaCamera"))
                .containsExactly("1", "2", "3"));
        assertThat(hospital.asked)
                .extracting(asked -> asked.body().replaceAll(".*<Trang>|</Trang>.*", ""))
                .containsExactly("0", "1", "2");
    }

    @Test
    void theNextPageIsAskedByWhatTheAnswerSaysAndThatIsNoMarkup() throws IOException {
        body("<GetCameras xmlns=\"urn:his\"><Tu>{next}</Tu></GetCameras>");
        hospital.says(
                camera("1", "a") + "<h:Tiep>&lt;/Tu&gt;&amp;\"x</h:Tiep>",
                camera("2", "b") + "<h:Tiep xsi:nil=\"1\"/>");

        poll("next", "Body/GetCamerasResponse/Tiep").run();

        assertThat(catalogue.lists).singleElement().satisfies(list -> assertThat(list)
                .hasSize(2));
        assertThat(hospital.asked.get(0).body()).contains("<Tu></Tu>");
        assertThat(hospital.asked.get(1).body()).contains("<Tu>&lt;/Tu&gt;&amp;&quot;x</Tu>");
    }

    @Test
    void pagesThatGoRoundInCirclesEnd() throws IOException {
        body("<GetCameras xmlns=\"urn:his\"><Tu>{next}</Tu></GetCameras>");
        hospital.says(camera("1", "a") + "<h:Tiep>x</h:Tiep>", camera("2", "b") + "<h:Tiep>x</h:Tiep>");
        refuses("soap.endless", "next", "Body/GetCamerasResponse/Tiep");

        body("<GetCameras xmlns=\"urn:his\"><Trang>{page}</Trang></GetCameras>");
        hospital.says(camera("1", "a"));
        refuses("soap.endless");
    }

    @Test
    void pagesWithoutEndEnd() throws IOException {
        body("<GetCameras xmlns=\"urn:his\"><Trang>{page}</Trang></GetCameras>");
        for (var n = 0; n <= PagedList.MOST_PAGES; n++) {
            hospital.says(camera(String.valueOf(n), "a"));
        }
        var poll = poll();
        poll.run();
        assertThat(poll.problem().orElseThrow().en()).contains("more than 1000");
        assertThat(catalogue.lists).isEmpty();
        assertThat(hospital.asked).hasSize(PagedList.MOST_PAGES);
    }

    @Test
    void ofAListThatBreaksOffNothingIsTaken() throws IOException {
        body("<GetCameras xmlns=\"urn:his\"><Trang>{page}</Trang></GetCameras>");
        hospital.says(camera("1", "a"));
        hospital.says(500, "text/plain", "sorry");
        refuses("soap.status");

        hospital.says(camera("1", "a"));
        var half = Hospital.page(camera("2", "b"));
        hospital.says(200, "text/xml", half.substring(0, half.length() - 60));
        refuses("soap.no-envelope");

        hospital.says(camera("1", "a"));
        hospital.says(200, "text/xml", 5000, out -> out.write("<soap".getBytes()));
        refuses("soap.unreachable");
    }

    @Test
    void aPageThatFailsIsAskedForOnceMoreAndTheFirstIsNot() throws IOException {
        body("<GetCameras xmlns=\"urn:his\"><Trang>{page}</Trang></GetCameras>");
        hospital.says(camera("1", "a"));
        hospital.says(500, "text/plain", "sorry");
        hospital.says(camera("2", "b"), "");
        var poll = poll();
        poll.run();
        assertThat(catalogue.lists).singleElement().satisfies(list -> assertThat(list)
                .hasSize(2));
        assertThat(poll.problem()).isEmpty();
        assertThat(hospital.asked.get(1).body()).isEqualTo(hospital.asked.get(2).body());
        assertThat(hospital.asked.get(3).body()).contains("<Trang>3</Trang>");

        catalogue.lists.clear();
        hospital.forgets();
        hospital.says(500, "text/plain", "sorry");
        hospital.says(camera("1", "a"), "");
        refuses("soap.status");
    }

    @Test
    void aFaultIsToldInItsOwnWords() {
        hospital.says(
                500,
                "text/xml",
                """
                <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode>\
                <faultstring>Hết hạn giấy phép</faultstring></s:Fault></s:Body></s:Envelope>""");
        var poll = poll();
        poll.run();
        assertThat(poll.problem().orElseThrow().vi()).contains("Hết hạn giấy phép", "trang 1");
        assertThat(catalogue.refusals).singleElement().satisfies(f -> assertThat(f.rule())
                .isEqualTo("soap.fault"));
    }

    @Test
    void whatIsNoMessageIsNoList() {
        hospital.says(200, "text/html", "<html><body>Đăng nhập</body></html>");
        refuses("soap.no-envelope");
        hospital.says(200, "application/json", "{\"data\": []}");
        refuses("soap.no-envelope");
        hospital.says(200, "text/xml", "");
        refuses("soap.no-envelope");
    }

    @Test
    void anotherShapeIsNoList() {
        hospital.says("<h:Result><h:Camera/></h:Result>");
        refuses("soap.no-list");
        hospital.says(camera("1", "a"));
        refuses("soap.no-list", "items", "Body/ListCamerasResponse/Camera");
        hospital.says(camera("1", "a"));
        refuses("soap.no-list", "items", "Body/GetCamerasResponse/Cameras/Camera");
    }

    @Test
    void aLaterPageThatHoldsSomethingElseDoesNotEndTheList() throws IOException {
        body("<GetCameras xmlns=\"urn:his\"><Trang>{page}</Trang></GetCameras>");
        hospital.says(camera("1", "a") + "<h:Tong>1</h:Tong>", "<h:Error>busy</h:Error>");
        refuses("soap.no-list");
        hospital.says(camera("1", "a"), "busy");
        refuses("soap.no-list");
        hospital.says("busy");
        refuses("soap.no-list", "items", "Body/GetCamerasResponse/Cameras/Camera");
    }

    @Test
    void aBombIsNotExpanded() {
        var bomb = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 \"ha\">");
        for (var n = 1; n < 30; n++) {
            bomb.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(n, n - 1, n - 1));
        }
        hospital.says(200, "text/xml", bomb + "]>" + Hospital.page(camera("&a29;", "a")));
        refuses("soap.no-envelope");
        hospital.says("<a>".repeat(50_000));
        refuses("soap.no-envelope");
        hospital.says("<h:Camera/>".repeat(30_000));
        refuses("soap.no-envelope");
    }

    @Test
    void anAnswerThatDoesNotEndIsGivenUp() {
        var block = " ".repeat(1 << 16).getBytes();
        hospital.says(200, "text/xml", 0, out -> {
            for (var n = 0; n < 1 << 14; n++) { // a gibibyte, if anybody took it
                out.write(block);
            }
        });
        refuses("soap.unreachable");
    }

    @Test
    void membersThatWouldFillTheMemoryAreRefused() {
        var many = new StringBuilder();
        for (var n = 0; n < 300; n++) {
            many.append("<h:a%d/>".formatted(n));
        }
        hospital.says("<h:Camera>" + many + "</h:Camera>");
        refuses("agency.too-much");
        hospital.says("<h:Camera><h:" + "x".repeat(300) + "/></h:Camera>");
        refuses("agency.too-much");
    }

    @Test
    void pagesThatComeTooSlowlyAreGivenUp() throws IOException {
        body("<GetCameras xmlns=\"urn:his\"><Trang>{page}</Trang></GetCameras>");
        hospital.says(camera("1", "a"), camera("2", "b"), camera("3", "c"));
        step = PagedList.LONGEST.toNanos();
        refuses("soap.too-slow");
    }

    @Test
    void anEmptyListIsNotTakenForAllBeingGone() {
        hospital.says("");
        refuses("agency.empty", "complete", "true");
        hospital.says("<h:Cameras/>");
        refuses("agency.empty", "complete", "true", "items", "Body/GetCamerasResponse/Cameras/Camera");
        hospital.says("");
        refuses("agency.empty", "complete", "true", "items", "Body/GetCamerasResponse/Cameras/Camera");
    }

    @Test
    void theSameCameraTwiceIsHandedInTwiceForTheCatalogueToSay() {
        hospital.says(camera("1", "a") + camera("1", "b"));
        poll().run();
        assertThat(catalogue.lists).singleElement().satisfies(list -> assertThat(list)
                .hasSize(2));
    }

    @Test
    void aServerWhoseClockStandsIn1970IsAskedAsAnyOther() {
        hospital.says(
                "<h:Camera><h:NgayLap>1970-01-01</h:NgayLap></h:Camera>"); // its answers say so in their Date, too
        poll().run();
        assertThat(catalogue.lists).containsExactly(List.of(Map.of("NgayLap", "1970-01-01")));
    }

    @Test
    void whoDoesNotAnswerIsUnreachable() {
        hospital.close();
        refuses("soap.unreachable");
    }

    @Test
    void aWrongPasswordIsTriedOnceUntilAPersonStartsTheRouteAnew() throws IOException {
        Files.createDirectories(etc.resolve("keys"));
        Files.writeString(etc.resolve("keys/his"), "not-it\n");
        hospital.says(401, "text/plain", "");
        var poll = poll("username", "hub", "secret.file", "his");
        poll.run();
        assertThat(catalogue.refusals).singleElement().satisfies(finding -> assertThat(finding.rule())
                .isEqualTo("soap.credentials"));
        var asked = hospital.asked.size();
        HTTP.retryCredentials(new SourceId("bv")); // as after a quarter of an hour
        poll.run();
        assertThat(hospital.asked).hasSize(asked);
        assertThat(poll.problem().orElseThrow().toString())
                .contains("hub:route-start")
                .doesNotContain("not-it");

        poll("username", "hub", "secret.file", "his").run();
        assertThat(hospital.asked).hasSizeGreaterThan(asked);
    }

    private AgencyPoll secured(String kind, String... more) throws IOException {
        envelope("<s:Header>{security}</s:Header><s:Body><GetCameras p=\"{page}\"/></s:Body>");
        Files.createDirectories(etc.resolve("keys"));
        Files.writeString(etc.resolve("keys/his"), "mật khẩu & <dấu>\n");
        var all = new ArrayList<>(List.of("wsse", kind, "username", "hub", "secret.file", "his"));
        all.addAll(List.of(more));
        return poll(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "digest"})
    void eachMessageSaysWhoSendsItInAWayThatOthersUnderstand(String kind) throws Exception {
        hospital.says(camera("1", "a"), camera("2", "{security}"), "");
        secured(kind).run();
        assertThat(catalogue.lists).singleElement().satisfies(list -> assertThat(list)
                .hasSize(2));
        var nonces = new HashSet<String>();
        for (var asked : hospital.asked) {
            var seen = Verifier.verified(asked.body(), "hub", "mật khẩu & <dấu>");
            assertThat(seen.timestamp()).as("none unless it is wanted").isNull();
            var token = seen.token();
            assertThat(token.getCreated()).isEqualTo("2026-11-29T03:00:00.000Z");
            assertThat(nonces.add(token.getNonce())).isTrue();
            assertThat(asked.body().contains("mật khẩu")).isEqualTo(kind.equals("text"));
            assertThat(asked.authorization()).as("and not by HTTP, too").isNull();
        }
        assertThat(nonces).hasSize(3);
        assertThatThrownBy(() -> Verifier.verified(hospital.asked.get(0).body(), "hub", "not-it"))
                .hasMessageContaining("could not be authenticated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<faultcode xmlns:w=\"urn:wss\">w:FailedAuthentication</faultcode><faultstring>no</faultstring>",
                "<faultcode>s:Client</faultcode><faultstring>Sai tài khoản: mật khẩu &amp; &lt;dấu&gt;</faultstring>",
                "<Code><Value>s:Sender</Value><Subcode><Value>w:InvalidSecurityToken</Value></Subcode></Code><Reason><Text>no</Text></Reason>"
            })
    void aTokenThatIsRefusedIsShownOnceWhateverTheServiceCallsIt(String fault) throws Exception {
        hospital.says(
                500,
                "text/xml",
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>" + fault
                        + "</s:Fault></s:Body></s:Envelope>");
        var poll = secured("digest");
        poll.run();
        poll.run();
        assertThat(hospital.asked).hasSize(1);
        assertThat(catalogue.refusals).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("soap.credentials");
            assertThat(finding.message().toString()).contains("secret.file").doesNotContain("mật khẩu & <dấu>");
        });

        Files.writeString(etc.resolve("keys/his"), "khác\n");
        poll.run();
        assertThat(hospital.asked).hasSize(2);
        nanos.addAndGet(Duration.ofMinutes(14).toNanos());
        poll.run();
        assertThat(hospital.asked).hasSize(2);
        secured("digest").run(); // a person stopped the route, and started it again
        assertThat(hospital.asked).hasSize(3);
    }

    @Test
    void aTokenThatIsPlainlyRefusedIsNotShownAgainButWhatMayBeAPassingFaultIs() throws Exception {
        for (var status : List.of(401, 403)) {
            hospital.forgets();
            hospital.says(status, "text/plain", "");
            var poll = secured("digest");
            poll.run();
            nanos.addAndGet(Duration.ofMinutes(16).toNanos());
            poll.run();
            assertThat(hospital.asked).as("%d", status).hasSize(status == 401 ? 1 : 2);
        }
    }

    @Test
    void aServiceThatRefusesByHttpIsAskedOnceToo() throws Exception {
        for (var status : List.of(401, 403)) {
            hospital.forgets();
            hospital.says(status, "text/plain", "");
            var poll = secured("digest");
            poll.run();
            poll.run();
            assertThat(hospital.asked).as("%d", status).hasSize(1);
            assertThat(poll.problem().orElseThrow().en()).contains("secret.file");
        }
    }

    @Test
    void aServiceThatLetTheHubInBeforeAndFailsIsAskedAgain() throws Exception {
        hospital.says(camera("1", "a"));
        hospital.says(
                500,
                "text/xml",
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>"
                        + "<faultcode>s:Server</faultcode><faultstring>busy</faultstring></s:Fault></s:Body></s:Envelope>");
        var poll = secured("digest");
        poll.run();
        assertThat(catalogue.refusals).singleElement().satisfies(finding -> assertThat(finding.rule())
                .isEqualTo("soap.fault"));
        hospital.says(camera("1", "a"), "");
        poll.run();
        poll.run();
        assertThat(hospital.asked.size()).isGreaterThan(2);
    }

    /** A last page whose header says when it was made and until when it is good. */
    private static String stamped(String stamps) {
        return Hospital.page(camera("1", "a"))
                .replace(
                        "<soap:Body>",
                        "<soap:Header><w:Security xmlns:w=\"urn:w\">" + stamps
                                + "</w:Security></soap:Header><soap:Body>");
    }

    private static String stamp(String created, String expires) {
        return "<u:Timestamp xmlns:u=\"urn:u\"><u:Created>%s</u:Created><u:Expires>%s</u:Expires></u:Timestamp>"
                .formatted(created, expires);
    }

    /** A service that is asked once, with a token. */
    private AgencyPoll stamping(String timestamps) throws IOException {
        var poll = secured("digest", "wsse.timestamp", timestamps);
        envelope("<s:Header>{security}</s:Header><s:Body><GetCameras/></s:Body>");
        return poll;
    }

    @Test
    void aMessageSaysUntilWhenItIsGoodWhereThatIsWanted() throws Exception {
        hospital.says(200, "text/xml", stamped(stamp("2026-11-29T03:00:02.000Z", "2026-11-29T03:05:02.000Z")));
        stamping("required").run();
        assertThat(catalogue.lists).hasSize(1);
        var seen = Verifier.verified(hospital.asked.get(0).body(), "hub", "mật khẩu & <dấu>");
        assertThat(seen.token().getCreated()).isEqualTo("2026-11-29T03:00:00.000Z");
        assertThat(seen.timestamp().getCreated()).isEqualTo(NOW);
        assertThat(seen.timestamp().getExpires()).isEqualTo(NOW.plusSeconds(300));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-29T02:54:59Z, 2026-11-29T03:30:00Z", // older than it may be, whatever it says
        "2026-11-29T02:59:00Z, 2026-11-29T03:00:00Z", // expired
        "2026-11-29T03:05:01Z, 2026-11-29T03:10:00Z", // of a time to come
        "2026-11-29T03:00:00+07:00, 2026-11-30T00:00:00Z", // that is 20:00 the day before
        "1970-01-01T00:00:00Z, 1970-01-01T00:05:00Z",
        "hôm nay, ngày mai"
    })
    void anAnswerThatIsPlayedAgainIsKnownByItsTimestamp(String created, String expires) throws Exception {
        for (var timestamps : List.of("sent", "required")) {
            hospital.forgets();
            hospital.says(200, "text/xml", stamped(stamp(created, expires)));
            var poll = stamping(timestamps);
            poll.run();
            poll.run();
            assertThat(poll.problem().orElseThrow().vi()).contains("đồng hồ", "phát lại");
            assertThat(hospital.asked).as("the password was not refused").hasSize(2);
        }
        assertThat(catalogue.lists).isEmpty();
        assertThat(catalogue.refusals).extracting(Finding::rule).containsOnly("soap.stale");
    }

    @Test
    void oneOfSeveralTimestampsOrHalfOneIsNotEnough() throws Exception {
        var good = stamp("2026-11-29T03:00:00", "2026-11-29T03:01:00Z"); // without a zone it is in UTC
        for (var stamps : List.of(
                good + stamp("2026-11-29T02:00:00Z", "2026-11-29T02:05:00Z"),
                good.replace("Created>", "Made>"),
                good.replace("</u:Timestamp>", "<u:Created>2026-11-29T03:00:00Z</u:Created></u:Timestamp>"))) {
            hospital.forgets();
            hospital.says(200, "text/xml", stamped(stamps));
            stamping("sent").run();
        }
        assertThat(catalogue.lists).isEmpty();
        assertThat(catalogue.refusals).hasSize(3);
        hospital.forgets();
        hospital.says(200, "text/xml", stamped(good));
        stamping("required").run();
        assertThat(catalogue.lists).hasSize(1);
    }

    @Test
    void anAnswerWithoutATimestampIsTakenUnlessOneIsDemanded() throws Exception {
        hospital.says(200, "text/xml", stamped(""));
        var poll = stamping("required");
        poll.run();
        assertThat(poll.problem().orElseThrow().vi()).contains("wsse.timestamp = required");
        assertThat(catalogue.refusals).extracting(Finding::rule).containsExactly("soap.no-timestamp");
        stamping("sent").run();
        assertThat(catalogue.lists).hasSize(1);
        hospital.forgets();
        hospital.says(200, "text/xml", stamped(stamp("1970-01-01T00:00:00Z", "1970-01-01T00:05:00Z")));
        stamping("none").run();
        assertThat(catalogue.lists).as("nobody asked for it to be looked at").hasSize(2);
    }

    @Test
    void aServiceWhoseClockStandsIn1970SaysThatOfTheClocks() throws Exception {
        hospital.says(
                500,
                "text/xml",
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault>"
                        + "<faultcode>wsse:MessageExpired</faultcode><faultstring>expired</faultstring></s:Fault></s:Body></s:Envelope>");
        var poll = secured("digest");
        poll.run();
        poll.run();
        assertThat(poll.problem().orElseThrow().vi()).contains("đồng hồ");
        assertThat(hospital.asked).as("the password was not refused").hasSize(2);
    }

    @Test
    void aMessageThatIsSentBackWithThePasswordIsNotKept() throws Exception {
        hospital.saysWhatItIsAsked();
        var letters = new ArrayList<DeadLetters.Letter>();
        var poll = secured("text").keepingIn((route, letter) -> {
            letters.add(letter);
            return 1;
        });
        poll.run();
        assertThat(catalogue.refusals).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("soap.echo");
            assertThat(finding.message().toString()).doesNotContain("dấu");
        });
        assertThat(letters).isEmpty();
    }

    @Test
    void aFileThatIsGoneIsNamed() throws IOException {
        Files.delete(etc.resolve("soap/get-cameras.xml"));
        refuses("soap.body-file");
    }
}
