package vn.matluoi.driver.dahua.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet.Clock;
import vn.matluoi.api.driver.DeviceFacet.Health;
import vn.matluoi.api.driver.DeviceFacet.Health.Disk;
import vn.matluoi.api.driver.DeviceFacet.Health.HealthReport;
import vn.matluoi.driver.testkit.Targets;

/** Clock, disks, and what is not recorded. */
class HealthTest extends Opened {

    private static final String TAKE = "setCurrentTime&time=2026-11-22%2010:00:00";
    private static final String OFF = "setConfig&NTP.Enable=false";
    private static final String ON = "setConfig&NTP.Enable=true";

    private HealthReport health(CgiRecorder recorder) throws DeviceException {
        return session(recorder).facet(Health.class).orElseThrow().health();
    }

    private static CgiRecorder clock(String shown) {
        return CgiRecorder.sixteen().on(DahuaClock.PATH, "result=" + shown + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22 10:00:00, 0",
        "2026-11-22 09:58:00, -120",
        "2026-11-22 11:00:00, 3600",
        "2026-11-22T10:00:07Z, 7",
        "2026-1-2 3:04:05, -28018555",
        "2038-01-19 03:14:07, 352142047"
    })
    void readsTheWallClock(String shown, long seconds) throws DeviceException {
        var report = health(clock(shown));
        assertThat(report.clockOffset()).contains(Duration.ofSeconds(seconds));
        assertThat(report.faults()).isEmpty();
    }

    @Test
    void clockIn1970() throws DeviceException {
        assertThat(health(clock("1970-01-01 08:21:26")).clockOffset().orElseThrow())
                .isLessThan(Duration.ofDays(-20_000));
    }

    /** It follows a server, takes what it is told, and shows that. */
    private static CgiRecorder settable(String shown) {
        return clock(shown)
                .on(DahuaClock.SERVER, "table.NTP.Enable=true\r\ntable.NTP.Address=pool.ntp.org\r\n")
                .on("/cgi-bin/global.cgi?action=" + TAKE, "OK\r\n")
                .on(DahuaClock.FOLLOW_NONE, "OK\r\n")
                .on(DahuaClock.FOLLOW_AGAIN, "OK\r\n");
    }

    private void doesNotSet(CgiRecorder recorder, Class<? extends DeviceException> why) throws DeviceException {
        var clock = session(recorder).facet(Clock.class).orElseThrow();
        assertThatExceptionOfType(why).isThrownBy(() -> clock.set(now));
    }

    private List<String> ordered() {
        return server.asked().stream()
                .filter(asked -> asked.contains("action=set"))
                .map(asked -> asked.replaceFirst("^GET .*action=", ""))
                .toList();
    }

    @Test
    void aClockThatWasNotSetFollowsItsServerAgain() throws DeviceException {
        doesNotSet(settable("2026-11-22 09:00:00"), Garbled.class); // it says OK and does nothing
        assertThat(ordered()).containsExactly(TAKE, OFF, ON);
    }

    @Test
    void aClockThatIsNotSeenToBeSetFollowsItsServerAgain() throws DeviceException {
        doesNotSet(settable("").on(DahuaClock.PATH, CgiRecorder.error(503)), Busy.class);
        assertThat(ordered()).containsExactly(TAKE, OFF, ON);
    }

    @Test
    void aServerThatMayNotBeSwitchedOffIsSwitchedOnAllTheSame() throws DeviceException {
        doesNotSet(settable("2026-11-22 10:00:00").on(DahuaClock.FOLLOW_NONE, CgiRecorder.error(500)), Busy.class);
        assertThat(ordered()).as("its answer may be lost, and not the order").containsExactly(TAKE, OFF, ON);
    }

    @Test
    void aClockThatDoesNotTakeTheTimeKeepsItsServer() throws DeviceException {
        doesNotSet(
                settable("2026-11-22 09:00:00").on("/cgi-bin/global.cgi?action=" + TAKE, CgiRecorder.error(400)),
                Unsupported.class);
        assertThat(ordered()).containsExactly(TAKE);
    }

    @Test
    void nobodyAsksForAServerThatWasNotFollowed() throws DeviceException {
        doesNotSet(settable("2026-11-22 09:00:00").on(DahuaClock.SERVER, "table.NTP.Enable=false\r\n"), Garbled.class);
        assertThat(ordered()).containsExactly(TAKE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2026-13-41 10:00:00", "2026-11-22"})
    void saysWhenAClockCannotBeRead(String shown) throws DeviceException {
        var report = health(clock(shown));
        assertThat(report.clockOffset()).isEmpty();
        assertThat(report.faults()).hasSize(shown.isEmpty() ? 0 : 1);
    }

    @Test
    void takesTheZoneOfTheSite() throws DeviceException {
        var target = target(clock("2026-11-22 11:00:00"));
        var there = session(Targets.with(target, "time.zone", "Asia/Shanghai"));
        assertThat(there.facet(Health.class).orElseThrow().health().clockOffset())
                .contains(Duration.ZERO);
        var nowhere = session(Targets.with(target, "time.zone", "Sao/Hoa"));
        assertThatExceptionOfType(Unsupported.class)
                .isThrownBy(() -> nowhere.facet(Health.class).orElseThrow().health());
    }

    @Test
    void tellsDisksInTheirPartitions() throws DeviceException {
        var report = health(
                CgiRecorder.sixteen()
                        .on(
                                DahuaHealth.STORAGE,
                                """
                                list.info[0].Detail[0].IsError=false
                                list.info[0].Detail[0].Path=/dev/sda0
                                list.info[0].Detail[0].TotalBytes=1000000000000.000000
                                list.info[0].Detail[0].Type=ReadWrite
                                list.info[0].Detail[0].UsedBytes=1000000000000.000000
                                list.info[0].Detail[1].IsError=false
                                list.info[0].Detail[1].TotalBytes=2000000000000.000000
                                list.info[0].Detail[1].UsedBytes=1999000000000.000000
                                list.info[0].Name=/dev/sda
                                list.info[0].State=Success
                                list.info[1].Detail[0].IsError=true
                                list.info[1].Detail[0].TotalBytes=500000000
                                list.info[1].Name=/dev/sdb
                                list.info[1].State=Success
                                list.info[3].Name=/dev/sdd
                                list.info[3].State=Failure
                                """));
        assertThat(report.disks())
                .containsExactly(
                        new Disk("/dev/sda", true, "Success", 3_000_000, 1_000),
                        new Disk("/dev/sdb", false, "IsError", 500, 500),
                        new Disk("/dev/sdd", false, "Failure", 0, 0));
        assertThat(report.faults()).containsExactly("disk /dev/sdb: IsError", "disk /dev/sdd: Failure");
    }

    @Test
    void tellsWhatARecorderDoesNotRecord() throws DeviceException {
        var modes = "table.RecordMode[0].Mode=0\ntable.RecordMode[1].Mode=2\ntable.RecordMode[1].ModeExtra1=2\n"
                + "table.RecordMode[2].Mode=1\ntable.RecordMode[2].ModeExtra1=2\ntable.RecordMode[15].Mode=2\n";
        assertThat(health(CgiRecorder.sixteen().on(DahuaHealth.MODES, modes)).faults())
                .as("an empty slot need not record")
                .containsExactly("channel 2: RecordMode 2, nothing is recorded");
        var camera =
                new CgiRecorder("IPC").title(0, "x").publish().on(DahuaHealth.MODES, "table.RecordMode[0].Mode=2\n");
        assertThat(health(camera).faults()).as("its recorder does").isEmpty();
    }

    @Test
    void aDeviceWithoutDisksAndClockIsNotIll() throws DeviceException {
        var report = health(CgiRecorder.sixteen());
        assertThat(report.disks()).isEmpty();
        assertThat(report.clockOffset()).isEmpty();
        assertThat(report.faults()).isEmpty();
    }
}
