package vn.matluoi.driver.onvif.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.ChannelFacet.Snapshots;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet.Clock;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.driver.DeviceFacet.Identity;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.Targets;

/** How devices let one in, and how they do not. */
@Timeout(60)
class LogInTest extends Opened {

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 500})
    void aTokenIsSentWhereAFaultAsksForIt(int status) throws Exception {
        var server = tokens(SoapDevice.camera());
        server.status = status;
        var session = session(target(server));
        assertThat(session.channels()).hasSize(1);
        assertThat(session.facet(ONE, Streams.class)
                        .orElseThrow()
                        .address(StreamKind.MAIN)
                        .uri())
                .hasHost("127.0.0.1");
        assertThat(server.wrong()).isZero();
    }

    @Test
    void nothingIsSentThatNobodyAskedFor() throws Exception {
        var device = SoapDevice.camera();
        var server = DeviceServer.open("hub", secret, device);
        keep(server);
        session(Targets.at(server.address(), "hub", secret)).channels();
        assertThat(device.asked("GetProfiles").get(0).text()).doesNotContain("UsernameToken");
        assertThat(server.goodLogins()).isPositive();
        assertThat(server.wrongLogins()).isZero();
    }

    @Test
    void anOpenDeviceIsAskedAsNobody() throws Exception {
        var device = SoapDevice.camera();
        var server = tokens(device);
        server.open = Set.of(
                "GetSystemDateAndTime",
                "GetServices",
                "GetCapabilities",
                "GetDeviceInformation",
                "GetVideoSources",
                "GetProfiles",
                "GetNodes");
        session(target(server)).channels();
        assertThat(server.tokens()).isZero();
    }

    @Test
    void aWrongTokenIsTriedOnceWhereTheClocksAgree() {
        var server = tokens(SoapDevice.camera());
        var wrong = Targets.at(server.address(), "hub", "wrong-" + secret);
        var refused = refused(wrong);
        assertThat(refused.why()).isEqualTo(Why.CREDENTIALS);
        assertThat(refused.text().vi()).contains("tài khoản ONVIF tách riêng tài khoản web");
        assertThat(refused.text().en()).contains("ONVIF users are separate from web users");
        assertThat(server.wrong()).isEqualTo(1);
        int asked = server.requests();
        assertThat(refused(wrong).why()).isEqualTo(Why.CREDENTIALS);
        assertThat(server.requests()).isEqualTo(asked);
    }

    @Test
    void aWrongTokenIsTriedOnceFromManyThreads() throws Exception {
        var server = tokens(SoapDevice.camera());
        var wrong = Targets.at(server.address(), "hub", "wrong-" + secret);
        var pool = Executors.newFixedThreadPool(8);
        try {
            var tasks = new ArrayList<Callable<Why>>();
            for (int i = 0; i < 8; i++) {
                tasks.add(() -> catchThrowableOfType(Refused.class, () -> driver.open(wrong))
                        .why());
            }
            for (var task : pool.invokeAll(tasks)) {
                assertThat(task.get()).isEqualTo(Why.CREDENTIALS);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(server.wrong()).isEqualTo(1);
    }

    @Test
    void anHttpRefusalSaysThatOnvifUsersAreSeparate() {
        var target = target(SoapDevice.camera());
        var refused = refused(Targets.at(target.address(), "hub", "wrong-" + secret));
        assertThat(refused.why()).isEqualTo(Why.CREDENTIALS);
        assertThat(refused.text().en()).contains("ONVIF users are separate");
    }

    @Test
    void clockIn1970() throws Exception {
        var device =
                SoapDevice.camera().on("GetSystemDateAndTime", SoapDevice.time("UTCDateTime", 1970, 1, 1, 0, 5, 0));
        var server = tokens(device);
        server.clock = () -> Instant.parse("1970-01-01T00:05:00Z");
        var session = session(target(server));
        assertThat(server.wrong()).isZero();
        assertThat(session.facet(Clock.class).orElseThrow().offset()).isLessThan(Duration.ofDays(-365 * 50));
    }

    /** It writes local time as UTC, and judges dates by the right time. */
    @Test
    void clockLocalInUtc() throws Exception {
        var both = SoapDevice.time("UTCDateTime", 2026, 11, 22, 10, 0, 0)
                .replace("</tds:SystemDateAndTime>", "")
                .concat(
                        "<tt:LocalDateTime><tt:Time><tt:Hour>10</tt:Hour><tt:Minute>0</tt:Minute><tt:Second>0</tt:Second></tt:Time>"
                                + "<tt:Date><tt:Year>2026</tt:Year><tt:Month>11</tt:Month><tt:Day>22</tt:Day></tt:Date></tt:LocalDateTime>"
                                + "</tds:SystemDateAndTime>");
        var server = tokens(SoapDevice.camera().on("GetSystemDateAndTime", both));
        assertThat(session(target(server)).channels()).hasSize(1);
        assertThat(server.wrong()).as("tries with the clock it showed").isEqualTo(1);
    }

    @Test
    void noMoreThanThreeClocksAreTried() {
        var both = SoapDevice.time("UTCDateTime", 2026, 11, 22, 12, 0, 0)
                .replace("</tds:SystemDateAndTime>", "")
                .concat(
                        "<tt:LocalDateTime><tt:Time><tt:Hour>18</tt:Hour><tt:Minute>0</tt:Minute><tt:Second>0</tt:Second></tt:Time>"
                                + "<tt:Date><tt:Year>2026</tt:Year><tt:Month>11</tt:Month><tt:Day>22</tt:Day></tt:Date></tt:LocalDateTime>"
                                + "</tds:SystemDateAndTime>");
        var server = tokens(SoapDevice.camera().on("GetSystemDateAndTime", both));
        server.clock = () -> now.minus(Duration.ofDays(9));
        assertThat(refused(target(server)).why()).isEqualTo(Why.CREDENTIALS);
        assertThat(server.wrong()).isEqualTo(3);
    }

    @Test
    void clockWindow5s() throws Exception {
        var device =
                SoapDevice.camera().on("GetSystemDateAndTime", SoapDevice.time("UTCDateTime", 2026, 11, 22, 3, 0, 47));
        var server = tokens(device);
        server.clock = () -> now.plusSeconds(47);
        server.window = Duration.ofSeconds(5);
        var session = session(target(server));
        now = now.plusSeconds(3600);
        assertThat(session.channels()).as("an hour later").hasSize(1);
        assertThat(server.wrong()).isZero();
    }

    @Test
    void aClockThatJumpedIsReadAgain() throws Exception {
        var device = SoapDevice.camera();
        var server = tokens(device);
        var session = session(target(server));
        session.channels();
        server.clock = () -> now.minus(Duration.ofDays(20));
        device.on("GetSystemDateAndTime", SoapDevice.time("UTCDateTime", 2026, 11, 2, 3, 0, 0));
        assertThat(session.channels()).hasSize(1);
    }

    @Test
    void securityMustBeUnderstood() throws Exception {
        var server = tokens(SoapDevice.camera());
        server.refusesMustUnderstand = true;
        var session = session(target(server));
        assertThat(session.channels()).hasSize(1);
        assertThat(server.wrong()).isZero();
        assertThat(server.notUnderstood()).as("it is remembered").isEqualTo(1);
    }

    @Test
    void a401ThatNamesNoWayMeansAToken() throws Exception {
        var server = tokens(SoapDevice.camera());
        server.bare401 = true;
        assertThat(session(target(server)).channels()).hasSize(1);
        assertThat(server.wrong()).isZero();
        assertThat(refused(Targets.at(server.address(), "hub", "wrong-" + secret))
                        .why())
                .isEqualTo(Why.CREDENTIALS);
        assertThat(server.wrong()).isEqualTo(1);
    }

    /** Hikvision lets an operator in, and not at its events. */
    @Test
    void pullPointNotAuthorizedForOperator() throws Exception {
        var session = session(SoapDevice.camera()
                .on(
                        "CreatePullPointSubscription",
                        SoapDevice.fault(400, "ter:NotAuthorized", "Sender not Authorized")));
        var events = session.facet(Events.class).orElseThrow();
        var refused = catchThrowableOfType(Refused.class, () -> events.subscribe(new Taken()));
        assertThat(refused.why()).isEqualTo(Why.RIGHTS);
        assertThat(session.channels()).as("all else goes on").hasSize(1);
    }

    @Test
    void aTokenThatWasRightAndIsRefusedNowIsAMissingRight() throws Exception {
        var server = tokens(SoapDevice.camera()
                .on(
                        "CreatePullPointSubscription",
                        SoapDevice.fault(400, "ter:NotAuthorized", "Sender not Authorized")));
        var session = session(target(server));
        var events = session.facet(Events.class).orElseThrow();
        assertThat(catchThrowableOfType(Refused.class, () -> events.subscribe(new Taken()))
                        .why())
                .isEqualTo(Why.RIGHTS);
        assertThat(session.facet(Identity.class).orElseThrow().info().model()).isEqualTo("DS-2DF7276-AEL");
    }

    /** Devices lock at five wrong ones. */
    @Test
    void aPasswordThatWasChangedOnTheDeviceIsAWrongLogInAndNoMissingRight() throws Exception {
        var kept = new AtomicReference<>(secret);
        var server = keep(new TokenServer(kept::get, SoapDevice.camera(), () -> now));
        var target = target(server);
        var session = session(target);
        session.channels();
        kept.set("another-" + secret);
        assertThat(catchThrowableOfType(Refused.class, session::channels).why()).isEqualTo(Why.CREDENTIALS);
        assertThat(catchThrowableOfType(Refused.class, session::channels).why()).isEqualTo(Why.CREDENTIALS);
        assertThat(refused(target).why()).isEqualTo(Why.CREDENTIALS);
        assertThat(server.wrong()).isEqualTo(2);
    }

    /** The same on a device that answers 401 and names no way to log in. */
    @Test
    void aPasswordThatWasChangedOnADeviceOfBare401IsAWrongLogIn() throws Exception {
        var kept = new AtomicReference<>(secret);
        var server = keep(new TokenServer(kept::get, SoapDevice.camera(), () -> now));
        server.bare401 = true;
        var session = session(target(server));
        session.channels();
        kept.set("another-" + secret);
        assertThat(catchThrowableOfType(Refused.class, session::channels).why()).isEqualTo(Why.CREDENTIALS);
        assertThat(server.wrong()).isEqualTo(2);
    }

    /** It writes local time as UTC; that it refuses one thing does not make its clock another. */
    @Test
    void aMissingRightOnADeviceWhoseClockIsOddSendsNoWrongToken() throws Exception {
        var device = SoapDevice.camera()
                .on("GetSystemDateAndTime", SoapDevice.time("UTCDateTime", 2026, 11, 22, 10, 0, 0))
                .on("CreatePullPointSubscription", SoapDevice.fault(400, "ter:NotAuthorized", "Sender not Authorized"));
        var server = tokens(device);
        var events = session(target(server)).facet(Events.class).orElseThrow();
        int wrong = server.wrong();
        assertThat(catchThrowableOfType(Refused.class, () -> events.subscribe(new Taken()))
                        .why())
                .isEqualTo(Why.RIGHTS);
        assertThat(server.wrong()).isEqualTo(wrong);
    }

    @Test
    void lockedAccount() {
        var device = SoapDevice.camera()
                .on("GetDeviceInformation", SoapDevice.fault(400, "ter:NotAuthorized", "The account is locked"));
        var refused = refused(target(device));
        assertThat(refused.why()).isEqualTo(Why.LOCKED);
        assertThat(refused.retryAfter()).contains(Duration.ofMinutes(30));
    }

    @Test
    void aSourceWithoutAUserIsToldThatOneIsNeeded() {
        var server = tokens(SoapDevice.camera());
        assertThat(refused(Targets.at(server.address(), "", "")).why()).isEqualTo(Why.CREDENTIALS);
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> session(Targets.at(server.address(), "", "")))
                .withMessageContaining("user name");
    }

    /** Hikvision: the picture is the web server's, whose users are others. */
    @Test
    void aPictureThatNeedsAnotherAccountStopsNothingElse() throws Exception {
        var server = tokens(SoapDevice.camera());
        server.webAccountIsAnother = true;
        var session = session(target(server));
        session.channels();
        var pictures = session.facet(ONE, Snapshots.class).orElseThrow();
        assertThatExceptionOfType(Unsupported.class).isThrownBy(pictures::take).withMessageContaining("web account");
        int fetched = server.requests();
        assertThatExceptionOfType(Unsupported.class).isThrownBy(pictures::take);
        assertThat(server.requests() - fetched)
                .as("its address is asked for, the picture is not")
                .isEqualTo(1);
        assertThat(session.channels()).hasSize(1);
        assertThat(session(target(server)).channels()).hasSize(1);
    }
}
