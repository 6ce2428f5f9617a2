package vn.matluoi.core.internal.ladder;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceInfo;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.source.TestReport;
import vn.matluoi.core.internal.ladder.Rungs.Fallen;
import vn.matluoi.core.internal.supervise.SourceOption;

/**
 * One climb of the test ladder: name, tcp, tls, protocol, login, identity, clock, channels, streams, events. It stops at the first
 * rung that does not hold. Each device call is made once; a wrong password is sent once. Blocks for the target's time-out
 * a rung; for one thread.
 */
public final class TestLadder {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int NAMED = 16;
    private static final int RTSP_PORT = 554;
    private static final Duration CLOCK_NOTED = Duration.ofSeconds(60);

    private final Dial dial;
    private final Rungs rungs;
    private Optional<DeviceInfo> device = Optional.empty();
    private List<Channel> channels = List.of();
    private Optional<String> certificate = Optional.empty();

    private TestLadder(Dial dial, InstantSource time) {
        this.dial = dial;
        this.rungs = new Rungs(time);
    }

    /**
     * Climbs.
     *
     * @param failed told of what a device call failed with, so that a rejected password has its consequences
     */
    public static TestReport climb(
            DeviceDriver driver, Target target, Dial dial, InstantSource time, Consumer<DeviceException> failed) {
        return new TestLadder(dial, time).climb(driver, target, failed);
    }

    private TestReport climb(DeviceDriver driver, Target target, Consumer<DeviceException> failed) {
        try {
            var address = name(target);
            tcp(target, address);
            tls(target, address);
            var session = login(driver, pinned(target));
            try {
                identity(session, target);
                clock(session);
                channels(session, target);
                streams(session, target);
                events(session);
            } finally {
                Sessions.end(session);
            }
        } catch (Fallen e) {
            e.failure().ifPresent(failed);
            return report(false);
        }
        return report(true);
    }

    private InetSocketAddress name(Target target) throws Fallen {
        var host = target.address().getHost();
        try {
            var address = dial.resolve(host, portOf(target));
            rungs.holds("name", "%s là %s".formatted(host, ip(address)), "%s is %s".formatted(host, ip(address)));
            return address;
        } catch (Refused e) {
            throw rungs.falls("name", e.text(), Mends.NETWORK, Optional.of(e));
        } catch (DeviceException e) {
            throw rungs.falls("name", e.text(), Mends.NAME, Optional.empty());
        }
    }

    private void tcp(Target target, InetSocketAddress address) throws Fallen {
        try {
            dial.connect(address, shorter(target.timeout()));
            rungs.holds(
                    "tcp",
                    "cổng %d có trả lời".formatted(address.getPort()),
                    "port %d answers".formatted(address.getPort()));
        } catch (IOException e) {
            var text = new Text(
                    "cổng %d không trả lời".formatted(address.getPort()),
                    "port %d does not answer".formatted(address.getPort()));
            throw rungs.falls("tcp", text, Mends.TCP, Optional.empty());
        }
    }

    private void tls(Target target, InetSocketAddress address) throws Fallen {
        if (!isHttps(target)) {
            var scheme = scheme(target);
            rungs.holds("tls", "kết nối %s: không mã hóa".formatted(scheme), "%s: not encrypted".formatted(scheme));
            return;
        }
        try {
            var shown = dial.certificate(address, target.address().getHost(), target.timeout());
            certificate = Optional.of(shown);
            if (target.pinnedCertificate()
                    .filter(pin -> !pin.equalsIgnoreCase(shown))
                    .isPresent()) {
                var text = new Text(
                        "chứng chỉ không phải chứng chỉ đã chấp nhận; dấu vân tay hiện tại: " + shown,
                        "the certificate is not the accepted one; its fingerprint is " + shown);
                throw rungs.falls(
                        "tls",
                        text,
                        Mends.CERTIFICATE,
                        Optional.of(new Refused(Refused.Why.CERTIFICATE, text, Optional.empty(), Optional.of(shown))));
            }
            rungs.holds("tls", "dấu vân tay chứng chỉ " + shown, "certificate fingerprint " + shown);
        } catch (IOException e) {
            var text = new Text("cổng không nói TLS", "the port does not speak TLS");
            throw rungs.falls("tls", text, Mends.TLS, Optional.empty());
        }
    }

    /** What is spoken to from here on is what showed its certificate above. */
    private Target pinned(Target target) {
        return new Target(
                target.id(),
                target.address(),
                target.user(),
                target.secret(),
                target.timeout(),
                target.pinnedIdentity(),
                target.pinnedCertificate().or(() -> certificate),
                target.options());
    }

    /** Opening a session is one call: its failure says which of the three rungs did not hold. */
    private DeviceSession login(DeviceDriver driver, Target target) throws Fallen {
        try {
            var session = guarded(() -> driver.open(target));
            rungs.holds("protocol", "thiết bị nói đúng giao thức", "the device speaks the protocol");
            rungs.holds("login", "đăng nhập được", "logged in");
            return session;
        } catch (Refused e) {
            throw refused(e);
        } catch (DeviceException.Busy e) {
            rungs.holds("protocol", "thiết bị nói đúng giao thức", "the device speaks the protocol");
            throw rungs.falls("login", e.text(), Mends.BUSY, Optional.of(e));
        } catch (DeviceException e) {
            throw rungs.falls("protocol", e.text(), Mends.PROTOCOL, Optional.of(e));
        }
    }

    private Fallen refused(Refused e) {
        return switch (e.why()) {
            case NETWORK -> rungs.falls("protocol", e.text(), Mends.NETWORK, Optional.of(e));
            case CERTIFICATE -> rungs.falls("protocol", e.text(), Mends.CERTIFICATE, Optional.of(e));
            case WRONG_DEVICE -> {
                rungs.holds("protocol", "thiết bị nói đúng giao thức", "the device speaks the protocol");
                rungs.holds("login", "đăng nhập được", "logged in");
                yield rungs.falls("identity", e.text(), Mends.IDENTITY, Optional.of(e));
            }
            case CREDENTIALS, LOCKED, RIGHTS -> {
                rungs.holds("protocol", "thiết bị nói đúng giao thức", "the device speaks the protocol");
                yield rungs.falls("login", e.text(), Mends.login(e), Optional.of(e));
            }
        };
    }

    private void identity(DeviceSession session, Target target) throws Fallen {
        try {
            var facet = guarded(() -> session.facet(DeviceFacet.Identity.class));
            if (facet.isEmpty()) {
                rungs.holds("identity", "thiết bị không cho biết danh tính", "the device does not say who it is");
                return;
            }
            var info = guarded(facet.get()::info);
            device = Optional.of(info);
            var serial = info.serial();
            if (serial.isPresent()
                    && target.pinnedIdentity()
                            .filter(pin -> !pin.equals(serial.get()))
                            .isPresent()) {
                var text = new Text(
                        "số serial là %s, không phải %s"
                                .formatted(serial.get(), target.pinnedIdentity().get()),
                        "the serial number is %s, not %s"
                                .formatted(serial.get(), target.pinnedIdentity().get()));
                throw rungs.falls(
                        "identity",
                        text,
                        Mends.IDENTITY,
                        Optional.of(new Refused(Refused.Why.WRONG_DEVICE, text, Optional.empty(), serial)));
            }
            var named = (info.manufacturer() + " " + info.model()).strip();
            var what = named.isEmpty() ? "" : named + ", ";
            rungs.holds(
                    "identity",
                    what
                            + serial.map("số serial "::concat)
                                    .orElse("không có số serial: hệ thống không nhận ra được nếu thiết bị bị thay"),
                    what
                            + serial.map("serial number "::concat)
                                    .orElse("no serial number: the hub cannot notice if it is replaced"));
        } catch (DeviceException e) {
            throw rungs.falls("identity", e.text(), Mends.of(e), Optional.of(e));
        }
    }

    /** A wrong clock does not stop the ladder: the hub reckons with it. One that cannot be read does. */
    private void clock(DeviceSession session) throws Fallen {
        try {
            var offset = guarded(() -> offset(session));
            if (offset.isEmpty()) {
                rungs.holds("clock", "thiết bị không cho biết giờ", "the device does not tell the time");
            } else if (offset.get().abs().compareTo(CLOCK_NOTED) <= 0) {
                rungs.holds("clock", "đồng hồ đúng", "the clock is right");
            } else {
                rungs.holds(
                        "clock",
                        "đồng hồ lệch %d giây; hãy bật đồng bộ NTP trên thiết bị"
                                .formatted(offset.get().toSeconds()),
                        "the clock is off by %d seconds; switch on NTP on the device"
                                .formatted(offset.get().toSeconds()));
            }
        } catch (DeviceException.Unsupported e) {
            rungs.holds("clock", "thiết bị không cho biết giờ", "the device does not tell the time");
        } catch (DeviceException e) {
            throw rungs.falls("clock", e.text(), Mends.of(e), Optional.of(e));
        }
    }

    private static Optional<Duration> offset(DeviceSession session) throws DeviceException {
        var clock = session.facet(DeviceFacet.Clock.class);
        if (clock.isPresent()) {
            return Optional.of(clock.get().offset());
        }
        var health = session.facet(DeviceFacet.Health.class);
        return health.isPresent() ? health.get().health().clockOffset() : Optional.empty();
    }

    private void channels(DeviceSession session, Target target) throws Fallen {
        try {
            channels = guarded(session::channels);
            var meant = SourceOption.meant(target.options(), channels);
            if (meant.isEmpty() && !channels.isEmpty()) {
                throw rungs.falls("channels", noSuchChannel(channels), Mends.CHANNEL, Optional.empty());
            }
            channels = meant;
            var empty = count(Channel.Status.EMPTY);
            var offline = count(Channel.Status.OFFLINE);
            var cameras = channels.size() - empty;
            rungs.holds(
                    "channels",
                    "%d camera (%d mất kết nối%s), %d kênh trống".formatted(cameras, offline, why(channels), empty),
                    "%d cameras (%d offline%s), %d empty slots".formatted(cameras, offline, why(channels), empty));
        } catch (DeviceException e) {
            throw rungs.falls("channels", e.text(), Mends.of(e), Optional.of(e));
        }
    }

    /** The device's own words for the channels that are not there, as {@code : 3 netUnreachable, 7 noLink}. */
    private static String why(List<Channel> channels) {
        var words = channels.stream()
                .filter(each -> each.status() == Channel.Status.OFFLINE)
                .flatMap(each -> each.detail().stream().map(word -> each.id() + " " + word))
                .limit(NAMED)
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? "" : ": " + words;
    }

    private static Text noSuchChannel(List<Channel> channels) {
        var ids = channels.stream().map(each -> each.id().value()).limit(NAMED).collect(Collectors.joining(", "));
        return new Text(
                "thiết bị không có kênh được chọn; đang có %d kênh: %s".formatted(channels.size(), ids),
                "the device has no such channel; it has %d: %s".formatted(channels.size(), ids));
    }

    private void streams(DeviceSession session, Target target) throws Fallen {
        var online = channels.stream()
                .filter(channel -> channel.status() == Channel.Status.ONLINE)
                .findFirst();
        if (online.isEmpty()) {
            rungs.holds("streams", "không có kênh nào đang hoạt động để thử", "no channel is online to be tried");
            return;
        }
        try {
            var id = online.get().id();
            var facet = guarded(() -> session.facet(id, ChannelFacet.Streams.class));
            if (facet.isEmpty()) {
                rungs.holds("streams", "trình điều khiển không cho luồng hình", "the driver gives no streams");
                return;
            }
            var uri = guarded(() -> facet.get().address(StreamKind.MAIN)).uri();
            var port = uri.getPort() < 0 ? RTSP_PORT : uri.getPort();
            dial.connect(dial.resolve(target.address().getHost(), port), shorter(target.timeout()));
            rungs.holds(
                    "streams",
                    "cổng RTSP %d có trả lời (kênh %s)".formatted(port, id),
                    "RTSP port %d answers (channel %s)".formatted(port, id));
        } catch (IOException e) {
            var text = new Text("cổng RTSP không trả lời", "the RTSP port does not answer");
            throw rungs.falls("streams", text, Mends.RTSP, Optional.empty());
        } catch (DeviceException e) {
            throw rungs.falls("streams", e.text(), Mends.of(e), Optional.of(e));
        }
    }

    /** Whether it tells what happens; not waited for, since a quiet device may have nothing to tell for hours. */
    private void events(DeviceSession session) throws Fallen {
        try {
            if (guarded(() -> session.facet(DeviceFacet.Events.class)).isPresent()) {
                rungs.holds(
                        "events",
                        "trình điều khiển nhận được sự kiện; không chờ sự kiện nào",
                        "the driver gives events; none was waited for");
            } else {
                rungs.holds("events", "trình điều khiển chưa nhận được sự kiện", "the driver gives no events (yet)");
            }
        } catch (DeviceException e) {
            throw rungs.falls("events", e.text(), Mends.of(e), Optional.of(e));
        }
    }

    private TestReport report(boolean passed) {
        return new TestReport(passed, rungs.all(), device, channels, certificate);
    }

    private int count(Channel.Status status) {
        return (int)
                channels.stream().filter(channel -> channel.status() == status).count();
    }

    private interface Call<T> {
        T make() throws DeviceException;
    }

    /** A driver's own fault shows as a rung that does not hold. */
    private static <T> T guarded(Call<T> call) throws DeviceException {
        try {
            return call.make();
        } catch (RuntimeException | LinkageError e) {
            throw Mends.driverFault(e);
        }
    }

    private static boolean isHttps(Target target) {
        return scheme(target).equals("https");
    }

    private static String scheme(Target target) {
        return target.address().getScheme().toLowerCase(Locale.ROOT);
    }

    private static int portOf(Target target) {
        var port = target.address().getPort();
        if (port >= 0) {
            return port;
        }
        return switch (scheme(target)) {
            case "https" -> 443;
            case "rtsp" -> RTSP_PORT;
            default -> 80;
        };
    }

    private static String ip(InetSocketAddress address) {
        return address.getAddress() == null
                ? address.getHostString()
                : address.getAddress().getHostAddress();
    }

    private static Duration shorter(Duration timeout) {
        return timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT;
    }
}
