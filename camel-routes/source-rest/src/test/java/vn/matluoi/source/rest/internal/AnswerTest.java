package vn.matluoi.source.rest.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one answer says, and that none can do harm. */
class AnswerTest extends PolledAgency {

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
    void ofAnAnswerThatBreaksOffNothingIsTaken() {
        agency.says("/api/cameras", 5000, out -> out.write("[{\"name\": \"1\"}".getBytes(UTF_8)));
        var poll = poll(Map.of());
        poll.run();
        fails(poll, "rest.unreachable");
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
}
