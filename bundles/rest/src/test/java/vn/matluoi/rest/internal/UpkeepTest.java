package vn.matluoi.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceFacet.Health.Disk;
import vn.matluoi.api.driver.DeviceFacet.Health.HealthReport;
import vn.matluoi.api.source.DeviceUpkeep;
import vn.matluoi.api.source.Sources;

/** Passwords and clocks of devices. */
class UpkeepTest {

    private static FakeHub hub;
    private static RunningApi api;
    private final Upkeep upkeep = new Upkeep();

    private static final class Upkeep implements DeviceUpkeep {

        private final List<Optional<String>> given = new ArrayList<>();
        private HubException fails;
        private Duration offset = Duration.ofMillis(-61_500);

        @Override
        public Rotation rotate(Caller by, SourceId id, Optional<char[]> chosen) {
            if (fails != null) {
                throw fails;
            }
            given.add(chosen.map(String::new));
            return new Rotation(List.of(id, new SourceId("cong")));
        }

        @Override
        public HealthReport health(SourceId id) {
            return new HealthReport(
                    Optional.of(offset),
                    List.of(new Disk("1", false, "unformatted", 4000, 0)),
                    List.of("disk 1: unformatted"),
                    Map.of(new ChannelId("2"), true, new ChannelId("1"), false),
                    Optional.of("V4.30"),
                    Optional.of(Duration.ofMillis(12)),
                    Optional.empty());
        }

        @Override
        public List<Text> remarks(SourceId id) {
            return List.of(new Text("không có số sê-ri", "no serial number"));
        }

        @Override
        public ClockCheck clock(SourceId id) {
            return new ClockCheck(offset, Optional.of("pool.ntp.org"));
        }

        @Override
        public ClockSet setClock(Caller by, SourceId id) {
            var before = offset;
            offset = Duration.ofMillis(200);
            return new ClockSet(before, offset, Optional.of("pool.ntp.org"));
        }
    }

    @BeforeAll
    static void aSource() {
        hub = new FakeHub();
        hub.services.put(Sources.class, new FakeSources());
        api = new RunningApi(hub);
        assertThat(api.send("admin", "POST", "/sources", "{\"id\":\"nvr\",\"name\":\"a\",\"area\":\"80\"}")
                        .status())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @BeforeEach
    void upkeepAnew() {
        hub.services.put(DeviceUpkeep.class, upkeep);
    }

    private static RunningApi.Answer post(String account, String path, String json) {
        return api.send(account, "POST", path, json.replace('\'', '"'));
    }

    @Test
    void aPasswordIsMadeByTheHubOrSentAndNeverShown() {
        var made = post("admin", "/sources/nvr/password", "{}");
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        assertThat(made.json().path("sources")).extracting(Object::toString).containsExactly("\"nvr\"", "\"cong\"");

        var sent = post("admin", "/sources/nvr/password", "{'secret':'river-mouth-9'}");
        assertThat(sent.status()).isEqualTo(200);
        assertThat(sent.text()).doesNotContain("river");
        assertThat(upkeep.given).containsExactly(Optional.empty(), Optional.of("river-mouth-9"));
        assertThat(hub.audit.toString()).doesNotContain("river");

        var tooLong = post("admin", "/sources/nvr/password", "{'secret':'more-than-sixteen-1'}");
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.text()).doesNotContain("sixteen-1");
        assertThat(post("admin", "/sources/nvr/password?secret=river-mouth-9", "{}")
                        .rule())
                .isEqualTo("query.unknown");
    }

    @Test
    void aFailureSaysWhichPasswordHolds() {
        upkeep.fails = new HubException(
                HubException.Reason.DEVICE,
                "password.kept",
                new Text("mật khẩu cũ vẫn có hiệu lực", "the old password holds"));
        var answer = post("admin", "/sources/nvr/password", "{}");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.rule()).isEqualTo("password.kept");
        assertThat(answer.text()).contains("mật khẩu cũ vẫn có hiệu lực");
    }

    @Test
    void aDeviceSaysHowItIsInItsOwnWords() {
        var health = api.get("admin", "/sources/nvr/health").json();
        assertThat(health.at("/disks/0").toString())
                .isEqualTo(
                        "{\"id\":\"1\",\"healthy\":false,\"status\":\"unformatted\",\"capacityMegabytes\":4000,\"freeMegabytes\":0}");
        assertThat(health.path("recording").toString())
                .isEqualTo("[{\"channel\":\"1\",\"records\":false},{\"channel\":\"2\",\"records\":true}]");
        assertThat(health.at("/faults/0").asText()).isEqualTo("disk 1: unformatted");
        assertThat(health.path("clockOffsetMillis").asLong()).isEqualTo(-61_500);
        assertThat(health.has("uptimeSeconds")).isFalse();
        assertThat(health.at("/remarks/0").asText()).isEqualTo("không có số sê-ri");
    }

    @Test
    void aClockIsSetOnlyWhenAPersonAllowsIt() {
        var shown = api.get("admin", "/sources/nvr/clock").json();
        assertThat(shown.path("offsetMillis").asLong()).isEqualTo(-61_500);
        assertThat(shown.path("timeServer").asText()).isEqualTo("pool.ntp.org");
        assertThat(post("admin", "/sources/nvr/clock", "{}").status()).isEqualTo(400);
        assertThat(post("admin", "/sources/nvr/clock", "{'confirm':false}").rule())
                .isEqualTo("clock.confirm");
        assertThat(upkeep.offset).isNegative();

        var set = post("admin", "/sources/nvr/clock", "{'confirm':true}").json();
        assertThat(set.path("offsetBeforeMillis").asLong()).isEqualTo(-61_500);
        assertThat(set.path("offsetMillis").asLong()).isEqualTo(200);
        assertThat(set.path("timeServerBefore").asText()).isEqualTo("pool.ntp.org");
        assertThat(set.has("timeServer")).isFalse();
    }

    @Test
    void whoMayNotChangeSourcesChangesNoDevice() {
        for (var account : List.of("lan", "hoa")) {
            assertThat(post(account, "/sources/nvr/password", "{}").status()).isEqualTo(403);
            assertThat(post(account, "/sources/nvr/clock", "{'confirm':true}").status())
                    .isEqualTo(403);
            assertThat(api.get(account, "/sources/nvr/clock").status()).isEqualTo(403);
            assertThat(api.get(account, "/sources/nvr/health").status()).isEqualTo(403);
        }
        assertThat(post("admin", "/sources/nobody/password", "{}").status()).isEqualTo(404);
        assertThat(upkeep.given).isEmpty();
    }
}
