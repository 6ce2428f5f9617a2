package vn.matluoi.source.rest.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.route.AgencyPoll;
import vn.matluoi.api.source.Sources;

class PollTest {

    private static final DeviceHttp HTTP =
            ServiceLoader.load(DeviceHttp.class).findFirst().orElseThrow();

    private final Agency agency = new Agency();
    private final Catalogue catalogue = new Catalogue();
    private final AtomicLong nanos = new AtomicLong();
    private long step; // of the clock, each time it is looked at

    @TempDir
    Path keys;

    @AfterEach
    void stop() {
        agency.close();
    }

    private AgencyPoll poll(Map<String, String> more) {
        return poll(more, Catalogue.sources());
    }

    private AgencyPoll poll(Map<String, String> more, Sources sources) {
        var settings = new TreeMap<>(Map.of(
                "routeName", "vms", "url", agency.address() + "/api/cameras", "source", "vms-huyen", "area", "27694"));
        settings.putAll(more);
        var rest = RestSettings.of(settings::get, keys);
        return new AgencyPoll(
                rest.agency(),
                rest.address().getHost(),
                rest.timing(),
                List.copyOf(rest.columns().keySet()),
                new Listed(rest, HTTP, () -> nanos.addAndGet(step)),
                catalogue,
                catalogue,
                sources);
    }

    @Test
    void aListBecomesRecordsOfItsMembers() {
        agency.says(
                "/api/cameras",
                """
                [{"ten_camera": "Cổng chợ", "geo": {"lat": 11.3, "lng": 106.1}, "tags": ["a", "b"]},
                 {"ten_camera": "Ngã tư, \\"lớn\\"", "serial": null, "ports": [{"n": 80}]}]""");

        poll(Map.of("columns", "Vĩ độ = /geo/lat; Kinh độ = /geo/lng")).run();

        assertThat(catalogue.lists)
                .containsExactly("[{Vĩ độ=11.3, Kinh độ=106.1, ten_camera=Cổng chợ, tags=a; b},"
                        + " {ten_camera=Ngã tư, \"lớn\", serial=null, ports=[{\"n\":80}]}]");
        assertThat(catalogue.orders).singleElement().satisfies(order -> {
            assertThat(order.source().value()).isEqualTo("vms-huyen");
            assertThat(order.by()).isEqualTo("route:vms");
            assertThat(order.complete()).isFalse();
        });
    }

    @Test
    void aNumberOfFewDigitsDoesNotBecomeAGigabyte() {
        agency.says("/api/cameras", "[{\"name\": \"1\", \"height\": 1e999999999, \"version\": 5.10}]");
        poll(Map.of()).run();
        assertThat(catalogue.lists).containsExactly("[{name=1, height=1E+999999999, version=5.10}]");
    }

    @Test
    void aNumberThatIsNoneToJavaIsNoJson() {
        agency.says("/api/cameras", "[{\"height\": 1e99999999999}]");
        var poll = poll(Map.of());
        poll.run();
        fails(poll, "rest.no-json");
    }

    @Test
    void pagesAreAskedForUntilOneIsEmpty() {
        agency.says("/api/cameras?page=0", "{\"data\": [{\"name\": \"1\"}, {\"name\": \"2\"}]}");
        agency.says("/api/cameras?page=1", "{\"data\": [{\"name\": \"3\"}]}");
        agency.says("/api/cameras?page=2", "{\"data\": []}");

        poll(Map.of("page", "page", "page.first", "0", "items", "/data")).run();

        assertThat(catalogue.lists).containsExactly("[{name=1}, {name=2}, {name=3}]");
    }

    @Test
    void theNextPageIsWhereTheAnswerSays() {
        agency.says("/api/cameras", "{\"items\": [{\"name\": \"1\"}], \"next\": \"cameras?cursor=x\"}");
        agency.says("/api/cameras?cursor=x", "{\"items\": [{\"name\": \"2\"}], \"next\": null}");

        poll(Map.of("next", "/next", "items", "/items")).run();

        assertThat(catalogue.lists).containsExactly("[{name=1}, {name=2}]");
    }

    @Test
    void aNextPageOnAnotherServerIsNotFollowed() {
        try (var other = new Agency()) {
            agency.says(
                    "/api/cameras", "{\"items\": [{\"name\": \"1\"}], \"next\": \"" + other.address() + "/cameras\"}");

            var poll = poll(Map.of("next", "/next", "items", "/items"));
            poll.run();

            assertThat(other.asked()).isEmpty();
            fails(poll, "rest.elsewhere");
        }
    }

    @Test
    void pagesThatGoRoundInCirclesEnd() {
        agency.says("/api/cameras", "{\"items\": [{\"name\": \"1\"}], \"next\": \"/api/cameras\"}");
        var byLink = poll(Map.of("next", "/next", "items", "/items"));
        byLink.run();
        fails(byLink, "rest.endless");
        assertThat(agency.asked()).hasSize(1);
    }

    @Test
    void aPageNumberThatIsIgnoredEnds() {
        for (var page = 1; page < 4; page++) {
            agency.says("/api/cameras?p=" + page, "[{\"name\": \"1\"}]");
        }
        var byNumber = poll(Map.of("page", "p"));
        byNumber.run();
        fails(byNumber, "rest.endless");
        assertThat(agency.asked()).hasSize(2);
    }

    @Test
    void ofAListThatBreaksOffNothingIsTaken() {
        agency.says("/api/cameras?page=1", "[{\"name\": \"1\"}]");
        agency.says("/api/cameras?page=2", 500, "text/plain", "sorry");

        var poll = poll(Map.of("page", "page"));
        poll.run();

        fails(poll, "rest.status");
        assertThat(agency.asked()).as("once more, no oftener").hasSize(3);
    }

    @Test
    void aPageThatFailsIsAskedForOnceMore() {
        agency.says("/api/cameras?page=1", "[{\"name\": \"1\"}]");
        agency.failsOnce("/api/cameras?page=2");
        agency.says("/api/cameras?page=2", "[{\"name\": \"2\"}]");
        agency.says("/api/cameras?page=3", "[]");
        var poll = poll(Map.of("page", "page"));
        poll.run();
        assertThat(catalogue.lists).containsExactly("[{name=1}, {name=2}]");
        assertThat(poll.problem()).isEmpty();
    }

    @Test
    void aListThatFailsFromTheBeginningIsLeftForTheNextRun() {
        agency.failsOnce("/api/cameras?page=1");
        agency.says("/api/cameras?page=1", "[{\"name\": \"1\"}]");
        var poll = poll(Map.of("page", "page"));
        poll.run();
        fails(poll, "rest.status");
        assertThat(agency.asked()).hasSize(1);
    }

    @Test
    void ofAnAnswerThatBreaksOffNothingIsTaken() {
        agency.says("/api/cameras", 5000, out -> out.write("[{\"name\": \"1\"}".getBytes(UTF_8)));
        var poll = poll(Map.of());
        poll.run();
        fails(poll, "rest.unreachable");
    }

    @Test
    void whoDoesNotAnswerIsUnreachable() {
        var poll = poll(Map.of());
        agency.close(); // who calls now is refused
        poll.run();
        fails(poll, "rest.unreachable");
        assertThat(poll.problem().orElseThrow().vi()).contains("127.0.0.1");
    }

    @Test
    void anAnswerThatDoesNotEndIsGivenUp() {
        var block = " ".repeat(1 << 16).getBytes(UTF_8);
        agency.says("/api/cameras", 0, out -> {
            for (var n = 0; n < 1 << 14; n++) { // a gibibyte, if anybody took it
                out.write(block);
            }
        });
        var poll = poll(Map.of());
        poll.run();
        fails(poll, "rest.unreachable");
    }

    @Test
    void anAnswerThatDripsIsGivenUp() {
        var over = new CountDownLatch(1);
        agency.says("/api/cameras", 0, out -> drip(out, over));
        var poll = poll(Map.of());
        poll.run();
        over.countDown();
        fails(poll, "rest.unreachable");
        assertThat(poll.problem().orElseThrow().en()).contains("100 bytes");
    }

    private static void drip(OutputStream out, CountDownLatch over) throws IOException {
        try {
            while (!over.await(200, TimeUnit.MILLISECONDS)) {
                out.write(' ');
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void pagesWithoutEndEnd() {
        agency.saysElsewhere("[{\"name\": \"%s\"}]"::formatted);
        var byNumber = poll(Map.of("page", "p"));
        byNumber.run();
        fails(byNumber, "rest.endless");
        assertThat(agency.asked()).hasSize(PagedList.MOST_PAGES);
    }

    @Test
    void aServerWhoseClockStandsIn1970IsAskedAsAnyOther() {
        agency.says(
                "/api/cameras", "[{\"name\": \"1\", \"ngay_lap\": \"1970-01-01\", \"luc\": 0}]"); // as its Date says
        var poll = poll(Map.of());
        poll.run();
        poll.run();
        assertThat(catalogue.lists).containsExactly("[{name=1, ngay_lap=1970-01-01, luc=0}]");
        assertThat(catalogue.orders)
                .allSatisfy(order ->
                        assertThat(order.broughtAt()).as("its time is nobody's").isEmpty());
    }

    @Test
    void aPageOfHtmlIsNoList() {
        agency.says("/api/cameras", 200, "text/html", "<html>Đăng nhập</html>");
        var poll = poll(Map.of());
        poll.run();
        fails(poll, "rest.no-json");
        assertThat(poll.problem().orElseThrow().vi()).contains("text/html");
    }

    @Test
    void aPageIsReadInTheCharacterSetThatItsContentTypeDeclares() {
        agency.says(
                "/api/cameras?page=1",
                "application/json; charset=windows-1258",
                "[{\"ten_camera\": \"Cô\u0309ng chơ\u0323\"}]".getBytes(Charset.forName("windows-1258")));
        agency.says(
                "/api/cameras?page=2",
                "application/json; charset=utf-16",
                "[{\"ten_camera\": \"Ngã tư\"}]".getBytes(UTF_16));
        agency.says("/api/cameras?page=3", "[]");
        poll(Map.of("page", "page")).run();
        assertThat(catalogue.lists).containsExactly("[{ten_camera=Cổng chợ}, {ten_camera=Ngã tư}]");
    }

    @Test
    void bytesThatAreInNoCharacterSetAreNoList() {
        agency.says("/api/cameras", "application/json", "[{\"ten_camera\": \"Hà\"}]".getBytes(ISO_8859_1));
        var poll = poll(Map.of());
        poll.run();
        fails(poll, "rest.charset");
    }

    @Test
    void anotherShapeIsNoList() {
        agency.says("/api/cameras", "{\"message\": \"ok\"}");
        var poll = poll(Map.of("items", "/data"));
        poll.run();
        fails(poll, "rest.no-list");
    }

    @Test
    void nestingWithoutEndIsNoList() {
        agency.says("/api/cameras", "[".repeat(100_000));
        var poll = poll(Map.of());
        poll.run();
        fails(poll, "agency.too-much");
    }

    @Test
    void namesThatWouldFillTheMemoryAreRefusedWhileTheyAreRead() {
        var members = IntStream.range(0, 500).mapToObj("\"a%d\": 1"::formatted).collect(Collectors.joining(", "));
        agency.says("/api/cameras", "[{\"%s\": {%s}}]".formatted("k".repeat(50_000), members));
        var longNames = poll(Map.of());
        longNames.run();
        fails(longNames, "agency.too-much");

        catalogue.statements.clear();
        agency.says("/api/cameras", "[{\"k\": {%s}}]".formatted(members));
        var manyNames = poll(Map.of());
        manyNames.run();
        fails(manyNames, "agency.too-much");
    }

    @Test
    void aPageOfMillionsOfNothingsIsRefusedWhileItIsRead() {
        agency.says("/api/cameras", "[" + "{},".repeat(600_000) + "{}]");
        var poll = poll(Map.of());
        poll.run();
        fails(poll, "agency.too-much");
    }

    @Test
    void pagesThatComeTooSlowlyAreGivenUp() {
        agency.says("/api/cameras?page=1", "[{\"name\": \"1\"}]");
        agency.says("/api/cameras?page=2", "[{\"name\": \"2\"}]");
        step = PagedList.LONGEST.toNanos();
        var poll = poll(Map.of("page", "page"));
        poll.run();
        fails(poll, "rest.too-slow");
    }

    @Test
    void aRouteThatIsGoneBringsNothing() {
        agency.says("/api/cameras", "[{\"name\": \"1\"}]");
        var poll = poll(Map.of());
        poll.end();
        poll.run();
        assertThat(catalogue.lists).isEmpty();
        assertThat(catalogue.statements).isEmpty();
    }

    @Test
    void aNextPageThatIsNoTextIsNotTakenForTheEnd() {
        agency.says("/api/cameras", "{\"items\": [{\"name\": \"1\"}], \"next\": {\"href\": \"/api/cameras?p=2\"}}");
        var poll = poll(Map.of("next", "/next", "items", "/items"));
        poll.run();
        fails(poll, "rest.next");
    }

    @Test
    void aNextPageMayBeItsQueryAlone() {
        agency.says("/api/cameras", "{\"items\": [{\"name\": \"1\"}], \"next\": \"?p=2\"}");
        agency.says("/api/cameras?p=2", "{\"items\": [{\"name\": \"2\"}]}");
        poll(Map.of("next", "/next", "items", "/items")).run();
        assertThat(catalogue.lists).containsExactly("[{name=1}, {name=2}]");
    }

    @Test
    void whatFollowsTheListMakesItNoList() {
        agency.says("/api/cameras", "[{\"name\": \"1\"}] [{\"name\": \"2\"}]");
        var poll = poll(Map.of());
        poll.run();
        fails(poll, "rest.no-json");
    }

    @Test
    void numbersStayAsTheyAreWritten() {
        agency.says("/api/cameras", "[{\"firmware\": 5.10, \"lat\": 11.31234567890123456789}]");
        poll(Map.of()).run();
        assertThat(catalogue.lists).containsExactly("[{firmware=5.10, lat=11.31234567890123456789}]");
    }

    @Test
    void aListOfWhichRowsWereReturnedIsHandedInAgain() {
        agency.says("/api/cameras", "[{\"name\": \"1\"}]");
        catalogue.rejected = 1;
        var poll = poll(Map.of());
        poll.run();
        assertThat(poll.problem().orElseThrow().vi()).contains("1 trên 1", "trả lại");

        catalogue.rejected = 0;
        poll.run();
        poll.run();
        assertThat(catalogue.lists).hasSize(2);
        assertThat(poll.problem()).isEmpty();
    }

    @Test
    void whatTheCatalogueWillNotTakeIsSaid() {
        agency.says("/api/cameras", "[{\"name\": \"1\"}]");
        catalogue.away = new HubException(HubException.Reason.INVALID, "unit.unknown", Text.same("no such unit"));
        var poll = poll(Map.of());
        poll.run();
        assertThat(poll.problem()).contains(Text.same("no such unit"));
    }

    @Test
    void aRouteThatNamesADevicesSourceBringsNothing() {
        agency.says("/api/cameras", "[{\"name\": \"1\"}]");
        var poll = poll(Map.of(), Catalogue.devices());
        poll.run();
        assertThat(catalogue.lists).isEmpty();
        assertThat(agency.asked()).isEmpty();
        assertThat(poll.problem().orElseThrow().en()).contains("vms-huyen is a device", "hikvision");
    }

    @Test
    void theSameCauseInOtherWordsIsKeptOnce() {
        var poll = poll(Map.of());
        for (var type : new String[] {"text/html", "text/plain", "image/png"}) {
            agency.says("/api/cameras", 200, type, "<html>");
            poll.run();
            assertThat(poll.problem().orElseThrow().en()).contains(type);
        }
        assertThat(catalogue.statements).hasSize(1);
    }

    @Test
    void anEmptyListIsNotTakenForAllBeingGone() {
        agency.says("/api/cameras", "[]");
        var poll = poll(Map.of("complete", "true"));
        poll.run();
        fails(poll, "agency.empty");
    }

    @Test
    void theSameAnswerIsNotTakenInAgain() {
        agency.says("/api/cameras", "[{\"name\": \"1\"}]");
        var poll = poll(Map.of());
        poll.run();
        poll.run();
        assertThat(catalogue.lists).hasSize(1);

        agency.says("/api/cameras", "[{\"name\": \"2\"}]");
        poll.run();
        agency.says("/api/cameras", "[{\"name\": \"1\"}]");
        poll.run();
        assertThat(catalogue.lists).hasSize(3);
    }

    @Test
    void whatIsNotTakenIsKeptOnceAndForgottenWhenItIsMended() {
        var poll = poll(Map.of());
        poll.run();
        poll.run();
        fails(poll, "rest.status");

        agency.says("/api/cameras", "[{\"name\": \"1\"}]");
        poll.run();
        assertThat(poll.problem()).isEmpty();
        assertThat(catalogue.lists).hasSize(1);
    }

    @Test
    void whatTheHubCannotTakeNowIsTakenAtTheNextRun() {
        agency.says("/api/cameras", "[{\"name\": \"1\"}]");
        catalogue.away = new HubException(
                HubException.Reason.UNAVAILABLE, "database.unavailable", Text.same("the database is away"));
        var poll = poll(Map.of());
        assertThatThrownBy(poll::run).isSameAs(catalogue.away);

        catalogue.away = null;
        poll.run();
        assertThat(catalogue.lists).hasSize(1);
    }

    @Test
    void whoIsAskedForALogInAndHasNoneIsToldWhatToSet() {
        agency.says("/api/cameras", 401, "text/plain", "");
        var poll = poll(Map.of());
        poll.run();
        fails(poll, "rest.credentials");
        assertThat(poll.problem().orElseThrow().en())
                .isEqualTo("the system asks for a log-in; set username and secret.file");
    }

    @Test
    void aWrongPasswordIsTriedOnceUntilAPersonStartsTheRouteAnew() throws Exception {
        Files.writeString(keys.resolve("vms"), "not-it\n");
        agency.says("/api/cameras", 401, "text/plain", "");
        var poll = poll(Map.of("username", "hub", "secret.file", "vms"));
        poll.run();
        fails(poll, "rest.credentials");
        assertThat(poll.problem().orElseThrow().en()).contains("secret.file", "Basic", "hub:route-start");
        var asked = agency.asked().size();

        HTTP.retryCredentials(new SourceId("vms-huyen")); // as after a quarter of an hour
        poll.run();
        assertThat(agency.asked()).hasSize(asked);

        poll(Map.of("username", "hub", "secret.file", "vms")).run();
        assertThat(agency.asked()).hasSizeGreaterThan(asked);
    }

    /** Nothing was taken, and why is kept once and shown. */
    private void fails(AgencyPoll poll, String rule) {
        assertThat(catalogue.lists).isEmpty();
        assertThat(catalogue.statements).singleElement().satisfies(statement -> {
            assertThat(statement.complete()).isFalse();
            assertThat(statement.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.rule()).isEqualTo(rule);
                assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
                assertThat(poll.problem()).contains(finding.message());
            });
        });
    }
}
