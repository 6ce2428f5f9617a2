package vn.matluoi.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.event.EventQuery;
import vn.matluoi.api.event.EventStatistics;
import vn.matluoi.api.event.StoredEvent;
import vn.matluoi.api.registry.Areas;

/** Events, listed and counted, and the days that people and programs read of them. */
class EventCommandsTest extends CommandFixture {

    @Test
    void countsEventsByWhatIsAskedFor() throws Exception {
        var command = ready(new EventCountList());
        var asked = new ArrayList<Object>();
        command.statistics = fake(EventStatistics.class, (method, given) -> {
            asked.add(given[1]);
            var day = Instant.parse("2026-11-21T17:00:00Z");
            return new EventStatistics.Counts(
                    List.of(new EventStatistics.Count(day, Optional.of("27694"), CameraEvent.Type.VEHICLE_SEEN, 1_234)),
                    day,
                    day,
                    Optional.empty());
        });
        command.areas = fake(Areas.class, (method, given) -> List.of("area"));
        command.by = "area";
        command.every = "month";
        command.area = "80";
        command.type = "vehicle_seen,parked";
        command.from = "2026-11-22T07:00";

        assertThat(command.execute()).isNull();
        assertThat(asked)
                .containsExactly(new EventStatistics.Question(
                        EventStatistics.By.AREA,
                        EventStatistics.Every.MONTH,
                        Optional.of(new AreaCode("80")),
                        Set.of(CameraEvent.Type.VEHICLE_SEEN, CameraEvent.Type.PARKED),
                        Optional.of(Instant.parse("2026-11-22T00:00:00Z")),
                        Optional.empty()));
        assertThat(printed()).contains("2026-11-22 00:00:00", "area", "27694", "vehicle_seen", "1234");

        command.by = "colour";
        assertThat(command.execute()).isEqualTo(2);
        assertThat(printed()).contains("--by là một trong: type, area, sector, camera, source");
    }

    @Test
    void tellsProgramsAndPeopleTheSameDay() throws Exception {
        var command = ready(new EventCountList());
        var asked = new ArrayList<EventStatistics.Question>();
        command.statistics = fake(EventStatistics.class, (method, given) -> {
            asked.add((EventStatistics.Question) given[1]);
            var day = Instant.parse("2026-11-29T17:00:00Z");
            return new EventStatistics.Counts(
                    List.of(new EventStatistics.Count(day, Optional.empty(), CameraEvent.Type.MOTION, 5)),
                    day,
                    day.plusSeconds(86_400),
                    Optional.of(day.minusSeconds(3_600)));
        });
        command.from = "2026-11-30";

        assertThat(command.execute()).isNull();
        assertThat(asked.get(0).from()).contains(Instant.parse("2026-11-29T17:00:00Z"));
        assertThat(printed())
                .contains(
                        "2026-11-30 00:00:00",
                        "từ 2026-11-30 00:00:00 đến 2026-12-01 00:00:00",
                        "trạm đếm từ / counted since: 2026-11-29 23:00:00")
                .doesNotContain("│ of");

        console.reset();
        command.json = true;
        command.by = "camera";
        assertThat(command.execute()).isNull();
        assertThat(printed())
                .isEqualTo("[{\"start\":\"2026-11-30T00:00:00+07:00\",\"type\":\"motion\",\"count\":5}]\n");
    }

    @Test
    void saysOnceWhatIsWrongWithAnOptionAndRefusesAnAreaThatIsNone() throws Exception {
        var command = ready(new EventCountList());
        command.every = "week";
        assertThat(command.execute()).isEqualTo(2);
        assertThat(printed().split("--every")).as(printed()).hasSize(3); // once in each language

        command.every = "day";
        command.areas = fake(Areas.class, (method, given) -> List.of());
        command.area = "99999";
        assertThat(command.execute()).isEqualTo(2);
        assertThat(printed()).contains("--area: không có đơn vị hành chính nào mang mã 99999");
    }

    @Test
    void listsTheNewestEventsWithoutTheDevicesWordsForAViewer() throws Exception {
        var command = ready(new EventList());
        var asked = new ArrayList<Object>();
        command.events = fake(EventLog.class, (method, given) -> {
            asked.addAll(List.of(method, given[1], given[2]));
            return List.of(new StoredEvent(
                    7,
                    new CameraEvent(
                            new SourceId("nvr-1"),
                            Optional.of(new ChannelId("5")),
                            CameraEvent.Type.MOTION,
                            CameraEvent.Phase.INACTIVE,
                            Optional.empty(),
                            Instant.EPOCH,
                            "VMD\u001b[2J",
                            "payload"),
                    Optional.of(CameraId.of("80", 1)),
                    true));
        });
        command.camera = CameraId.of("80", 1).value();
        command.type = "motion,tamper";
        command.from = "2026-11-22T07:00";
        command.to = "2026-11-22T00:30:00Z";
        command.limit = 5;

        assertThat(command.execute()).isNull();
        assertThat(asked)
                .containsExactly(
                        "newest",
                        new EventQuery(
                                Optional.of(CameraId.of("80", 1)),
                                Optional.empty(),
                                Set.of(CameraEvent.Type.MOTION, CameraEvent.Type.TAMPER),
                                Optional.of(Instant.parse("2026-11-22T00:00:00Z")),
                                Optional.of(Instant.parse("2026-11-22T00:30:00Z"))),
                        5);
        assertThat(printed())
                .contains("motion", "inactive (assumed)", "VMD")
                .doesNotContain("VMD\u001b")
                .doesNotContain("payload");
        console.reset();
        mayReadSources = false;
        assertThat(command.execute()).isNull();
        assertThat(printed()).contains("motion").doesNotContain("VMD");

        command.type = "explosion";
        assertThat(command.execute()).isEqualTo(2);
        command.type = null;
        console.reset();
        command.to = "2026-11-22T07:00";
        assertThat(command.execute()).isEqualTo(2);
        assertThat(printed()).contains("--to phải sau --from", "--to must be after --from");
        command.to = "hôm qua";
        assertThat(command.execute()).isEqualTo(2);
        assertThat(printed()).contains("--to", "2026-11-22T07:00 (giờ Việt Nam)");
        command.to = null;
        command.limit = 0;
        assertThat(command.execute()).isEqualTo(2);
        command.limit = 1;
        command.events = null;
        assertThat(command.execute()).isEqualTo(1);
    }
}
