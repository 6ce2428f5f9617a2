package vn.matluoi.driver.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.driver.Target;

/**
 * Every driver's test class extends this one. What passes here, the hub can rely on. The device is played by a server
 * in the test, most easily a {@link DeviceServer}, with channels that are offline or empty, with addresses of
 * another host in whatever it answers, and with footage of today if its family keeps footage.
 */
public abstract class DeviceDriverContract extends DeviceFaultsContract {

    private static final int SESSIONS = 50;

    static {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "debug");
    }

    /**
     * @return channels the device lists though nothing comes from them: at least one, unless the devices of this family
     *     have one channel only
     */
    protected abstract Set<ChannelId> offlineChannels();

    /** @return the same device and account, but the password is wrong; a new secret at each call */
    protected Target wrongPassword() {
        var right = reachable();
        return Targets.at(right.address(), right.user(), "wrong-" + System.nanoTime());
    }

    @Test
    void givesUpInTime() throws DeviceException {
        driver().open(reachable()).close(); // what is loaded once does not count
        try (var silent = SilentDevice.open()) {
            var target = Targets.moved(reachable(), silent.address(), Duration.ofMillis(1500));
            assertTimeoutPreemptively(
                    target.timeout().plusSeconds(1), () -> assertThatExceptionOfType(DeviceException.Unreachable.class)
                            .isThrownBy(() -> driver().open(target)));
        }
    }

    @Test
    void triesAWrongPasswordOnce() {
        var wrong = wrongPassword();
        int before = device().wrongLogins();

        assertThat(refusal(wrong).why()).isEqualTo(Why.CREDENTIALS);
        int asked = device().requests();
        assertThat(refusal(wrong).why()).isEqualTo(Why.CREDENTIALS);

        assertThat(device().wrongLogins() - before)
                .as("wrong log-ins the device saw")
                .isEqualTo(1);
        assertThat(device().requests()).as("requests after the refusal").isEqualTo(asked);
    }

    @Test
    void triesAWrongPasswordOnceFromManyThreads() throws Exception {
        var wrong = wrongPassword();
        int before = device().wrongLogins();
        var pool = Executors.newFixedThreadPool(8);
        try {
            var tasks = new ArrayList<Callable<Why>>();
            for (int i = 0; i < 8; i++) {
                tasks.add(() -> refusal(wrong).why());
            }
            for (var task : pool.invokeAll(tasks)) {
                assertThat(task.get()).isEqualTo(Why.CREDENTIALS);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(device().wrongLogins() - before)
                .as("wrong log-ins the device saw")
                .isEqualTo(1);
    }

    @Test
    void tellsNoSecret() throws Exception {
        var wrong = wrongPassword();
        var right = reachable();
        var said = new ArrayList<String>();
        try (var heard = Heard.listen();
                var silent = SilentDevice.open()) {
            collect(refusal(wrong), said);
            var slow = Targets.moved(right, silent.address(), Duration.ofMillis(500));
            collect(catchThrowableOfType(DeviceException.class, () -> driver().open(slow)), said);
            try (var session = driver().open(right)) {
                said.add(session.toString());
                for (var channel : session.channels()) {
                    said.add(channel.toString());
                    addresses(session, channel).forEach(a -> said.add(a + " " + a.uri()));
                }
            }
            said.add(heard.text());
        }
        assertUntold(said, wrong.user(), wrong.secret());
        assertUntold(said, right.user(), right.secret());
    }

    /** Busy in every way of its family, and gone: whatever is asked, what is thrown, told later or logged has no password in it. */
    @Test
    void tellsNoSecretWhenTheDeviceFailsAfterTheLogIn() throws Exception {
        var right = reachable();
        var fresh = "Fresh-" + System.nanoTime();
        var said = new ArrayList<String>();
        var ways = new ArrayList<>(busyWays().values());
        ways.add(device()::close); // the last: it does not come back
        try (var heard = Heard.listen()) {
            for (var way : ways) {
                var thrown = new CopyOnWriteArrayList<Throwable>();
                try (var session = driver().open(right)) {
                    var calls = EveryCall.of(session, fresh, thrown);
                    way.run();
                    for (var call : calls) {
                        Optional.ofNullable(catchThrowable(call)).ifPresent(thrown::add);
                    }
                    assertThat(thrown).as("what is thrown").isNotEmpty().allSatisfy(t -> assertThat(t)
                            .isInstanceOf(DeviceException.class));
                    thrown.forEach(t -> collect(t, said));
                    device().recover();
                }
            }
            said.add(heard.text());
        }
        assertUntold(said, right.user(), right.secret());
        assertUntold(said, right.user(), fresh);
    }

    private static void assertUntold(List<String> said, String user, String secret) {
        var basic = (user + ":" + secret).getBytes(StandardCharsets.UTF_8);
        assertThat(said).allSatisfy(s -> assertThat(s)
                .doesNotContain(secret)
                .doesNotContain(Base64.getEncoder().encodeToString(basic)));
    }

    @Test
    void saysWhatIsWrongInBothLanguages() {
        var text = refusal(wrongPassword()).text();
        assertThat(text.vi()).isNotBlank().isNotEqualTo(text.en());
        assertThat(text.en()).isNotBlank();
    }

    @Test
    void keepsChannelsThatAreNotThere() throws DeviceException {
        try (var session = driver().open(reachable())) {
            var channels = session.channels();
            var absent = channels.stream()
                    .filter(c -> c.status() == Channel.Status.OFFLINE || c.status() == Channel.Status.EMPTY)
                    .map(Channel::id)
                    .toList();
            assertThat(absent).containsExactlyInAnyOrderElementsOf(offlineChannels());
            assertThat(absent.isEmpty() && channels.size() > 1)
                    .as("several channels, and nothing to keep")
                    .isFalse();
        }
    }

    @Test
    void namesEachChannelTheSameAfterReconnecting() throws DeviceException {
        assertThat(channelIds()).doesNotHaveDuplicates().isNotEmpty().isEqualTo(channelIds());
    }

    @Test
    void rewritesAddressesToTheTarget() throws DeviceException {
        var target = reachable();
        try (var session = driver().open(target)) {
            var addresses = new ArrayList<StreamAddress>();
            for (var channel : session.channels()) {
                addresses.addAll(addresses(session, channel));
            }
            assertThat(addresses).isNotEmpty().allSatisfy(address -> {
                assertThat(address.uri().getHost()).isEqualTo(target.address().getHost());
                assertThat(address.uri().getRawUserInfo()).isNull();
                assertThat(address.source()).isEqualTo(target.id());
            });
        }
    }

    @Test
    void refusesAnotherDeviceThanThePinned() throws DeviceException {
        var target = reachable();
        try (var session = driver().open(target)) {
            var serial = session.facet(DeviceFacet.Identity.class)
                    .orElseThrow()
                    .info()
                    .serial();
            if (serial.isPresent()) {
                try (var again = driver().open(Targets.pinned(target, serial.get()))) {
                    assertThat(again.channels()).isNotEmpty();
                }
            }
            var other = serial.orElse("") + "X"; // what tells no serial number is not the pinned one either
            assertThat(refusal(Targets.pinned(target, other)).why()).isEqualTo(Why.WRONG_DEVICE);
        }
    }

    @Test
    void saysGarbledWhenSomethingElseAnswers() {
        try (var other = DeviceServer.open(
                reachable().user(),
                reachable().secret(),
                request -> DeviceServer.Answer.of(200, "text/html", "<html><body><h1>It works!</h1></body>"))) {
            var target =
                    Targets.at(other.address(), reachable().user(), reachable().secret());
            assertThatExceptionOfType(DeviceException.Garbled.class).isThrownBy(() -> driver().open(target));
        }
    }

    @Test
    void hasNoFacetForAChannelThatIsNotThere() throws DeviceException {
        try (var session = driver().open(reachable())) {
            session.channels();
            assertThat(session.facet(new ChannelId("no-such-channel"), ChannelFacet.Streams.class))
                    .isEmpty();
        }
    }

    @Test
    void closesQuietlyAndTwice() throws DeviceException {
        var session = driver().open(reachable());
        session.close();
        session.close();
        assertThatExceptionOfType(DeviceException.class).isThrownBy(session::channels);
    }

    @Test
    void holdsNoThreadPerDevice() throws DeviceException {
        var threads = ManagementFactory.getThreadMXBean();
        var open = new ArrayList<DeviceSession>();
        try {
            open.add(driver().open(reachable()));
            open.add(driver().open(reachable()));
            int before = threads.getThreadCount();
            while (open.size() < SESSIONS) {
                var session = driver().open(reachable());
                open.add(session);
                session.channels();
            }
            assertThat(threads.getThreadCount() - before)
                    .as("threads that %d more sessions took", SESSIONS - 2)
                    .isLessThanOrEqualTo(4);
        } finally {
            open.forEach(DeviceSession::close);
        }
    }

    private Refused refusal(Target target) {
        return catchThrowableOfType(Refused.class, () -> driver().open(target).close());
    }

    private List<ChannelId> channelIds() throws DeviceException {
        try (var session = driver().open(reachable())) {
            return session.channels().stream().map(Channel::id).toList();
        }
    }

    /** Of every kind of stream there is, and of footage if some is found within the last day. */
    private static List<StreamAddress> addresses(DeviceSession session, Channel channel) throws DeviceException {
        var found = new ArrayList<StreamAddress>();
        var streams = session.facet(channel.id(), ChannelFacet.Streams.class);
        if (streams.isPresent()) {
            var offered = streams.get().streams();
            for (var kind : StreamKind.values()) {
                var address = unlessUnsupported(() -> streams.get().address(kind));
                assertThat(address.isPresent() || offered.stream().noneMatch(s -> s.kind() == kind))
                        .as("a stream that is offered has an address: %s of %s", kind, channel.id())
                        .isTrue();
                address.ifPresent(found::add);
            }
        }
        var recordings = session.facet(channel.id(), ChannelFacet.Recordings.class);
        if (recordings.isPresent()) {
            var now = Instant.now();
            var stretches = unlessUnsupported(() -> recordings.get().search(now.minus(Duration.ofDays(1)), now));
            for (var stretch : stretches.orElse(List.of())) {
                found.add(recordings.get().playback(stretch));
            }
        }
        return found;
    }

    /** A question to a device. */
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws DeviceException;
    }

    private static <T> Optional<T> unlessUnsupported(Question<T> question) throws DeviceException {
        try {
            return Optional.of(question.ask());
        } catch (DeviceException.Unsupported e) {
            return Optional.empty();
        }
    }

    private static void collect(Throwable thrown, List<String> said) {
        for (var t = thrown; t != null; t = t.getCause()) {
            said.add(t.toString());
            if (t instanceof DeviceException e) {
                said.add(e.text().toString());
            }
            if (t instanceof Refused r) {
                r.evidence().ifPresent(said::add);
            }
        }
    }
}
