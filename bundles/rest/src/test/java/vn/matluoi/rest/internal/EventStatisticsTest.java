package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.event.EventStatistics;
import vn.matluoi.api.event.EventStatistics.By;
import vn.matluoi.api.event.EventStatistics.Count;
import vn.matluoi.api.event.EventStatistics.Counts;
import vn.matluoi.api.event.EventStatistics.Every;
import vn.matluoi.api.event.EventStatistics.Question;

class EventStatisticsTest {

    private static final Instant DAY = Instant.parse("2026-11-21T17:00:00Z");

    private record Asked(Scope scope, Question question) {}

    private final FakeHub hub = new FakeHub();
    private final List<Asked> asked = new ArrayList<>();
    private Optional<String> of = Optional.empty();
    private RunningApi api;

    @BeforeEach
    void start() {
        hub.services.put(EventStatistics.class, (EventStatistics) (scope, question) -> {
            asked.add(new Asked(scope, question));
            return new Counts(
                    List.of(new Count(DAY, of, Type.VEHICLE_SEEN, 12)),
                    DAY,
                    DAY.plusSeconds(86_400),
                    Optional.of(DAY.minusSeconds(3_600)));
        });
        api = new RunningApi(hub);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void asksWithinTheCallersScopeAndAnswersInTheTimeOfVietNam() {
        var counts = api.get("lan", "/events/statistics");
        assertThat(counts.status()).as(counts.text()).isEqualTo(200);
        assertThat(counts.text())
                .isEqualTo(
                        "{\"items\":[{\"start\":\"2026-11-22T00:00:00+07:00\",\"type\":\"vehicle_seen\",\"count\":12}],"
                                + "\"from\":\"2026-11-22T00:00:00+07:00\",\"to\":\"2026-11-23T00:00:00+07:00\","
                                + "\"since\":\"2026-11-21T23:00:00+07:00\"}");
        var question = asked.get(0);
        assertThat(question.scope().everything()).isFalse();
        assertThat(question.scope().areas()).isNotEmpty();
        assertThat(question.question())
                .isEqualTo(new Question(
                        By.TYPE, Every.DAY, Optional.empty(), Set.of(), Optional.empty(), Optional.empty()));
    }

    @Test
    void passesOnWhatIsAskedFor() {
        of = Optional.of("80001");
        var counts = api.get(
                "admin",
                "/events/statistics?by=area&every=hour&area=80&type=vehicle_seen,parked"
                        + "&from=2026-11-22T00:00:00%2B07:00&to=2026-11-22T05:00:00Z");
        assertThat(counts.json().path("items").path(0).path("of").asText()).isEqualTo("80001");
        assertThat(asked.get(0))
                .isEqualTo(new Asked(
                        Scope.all(),
                        new Question(
                                By.AREA,
                                Every.HOUR,
                                Optional.of(new AreaCode("80")),
                                Set.of(Type.VEHICLE_SEEN, Type.PARKED),
                                Optional.of(DAY),
                                Optional.of(Instant.parse("2026-11-22T05:00:00Z")))));
    }

    @Test
    void isASheetOfWhichNothingIsAFormula() {
        of = Optional.of("=1+\"1\"");
        var sheet = api.get("lan", "/events/statistics.csv?by=sector");
        assertThat(sheet.header("Content-Type")).startsWith("text/csv");
        assertThat(sheet.header("Content-Disposition")).contains("events.csv");
        assertThat(sheet.text())
                .isEqualTo("start,sector,type,count\r\n"
                        + "2026-11-22T00:00:00+07:00,\"'=1+\"\"1\"\"\",vehicle_seen,12\r\n");
        assertThat(asked.get(0).scope().everything()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22, 2026-11-21T17:00:00Z",
        "2026-11-22T07:30, 2026-11-22T00:30:00Z",
        "2026-11-22T07:30:15, 2026-11-22T00:30:15Z",
        "2026-11-22T07:30:00Z, 2026-11-22T07:30:00Z"
    })
    void takesADateAndATimeOfVietNam(String written, Instant meant) {
        var answer = api.get("admin", "/events/statistics?from=" + written + "&to=" + written);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(asked.get(0).question().from()).contains(meant);
        assertThat(asked.get(0).question().to()).contains(meant);
    }

    @Test
    void namesTheWordsToChooseFromAndTheAreaThatIsNone() {
        assertThat(api.get("admin", "/events/statistics?every=week").text())
                .contains("Trường “every” phải là một trong: hour, day, month.");
        assertThat(api.get("admin", "/events/statistics?area=99999").text())
                .contains("“area”: không có đơn vị hành chính nào mang mã 99999");
        assertThat(api.get("admin", "/cameras?area=99999").rule()).isEqualTo("area.unknown");
    }

    @ParameterizedTest
    @CsvSource({
        "by=colour, by, field.pattern",
        "every=week, every, field.pattern",
        "type=explosion, type, event.type",
        "area=xa, area, area.code",
        "area=99999, area, area.unknown",
        "from=hom-nay, from, time.format",
        "from=2026-11-31, from, time.format",
        "to=2026-11-22T07, to, time.format",
        "sector=traffic, sector, query.unknown"
    })
    void refusesWhatCannotBe(String query, String field, String rule) {
        for (var path : List.of("/events/statistics?", "/events/statistics.csv?")) {
            var answer = api.get("admin", path + query);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().path("errors").get(0).path("field").asText())
                    .isEqualTo(field);
            assertThat(answer.rule()).isEqualTo(rule);
        }
        assertThat(asked).isEmpty();
    }
}
