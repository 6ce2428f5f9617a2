package vn.matluoi.source.soap.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.source.soap.internal.Hospital.camera;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.route.AgencyPoll;

/** Until when messages and answers with WS-Security are good. */
class TimestampsTest extends PolledHospital {

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
}
