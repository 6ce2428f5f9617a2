package vn.matluoi.simulators.recorder;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import vn.matluoi.simulators.login.Digest.Algorithm;
import vn.matluoi.simulators.login.LoginGate;
import vn.matluoi.simulators.login.Verdict;
import vn.matluoi.simulators.login.Verdict.Outcome;
import vn.matluoi.simulators.rtsp.Clip;

/**
 * Thousands of recorders of the Hikvision family, each on a loopback address of its own (127.1.0.1 and on) and one port, without
 * pictures: they are asked what recorders are asked, and tell events. One thread for all, one for what they tell. Safe for any
 * thread.
 */
public final class Fleet implements AutoCloseable {

    private static final int A_NET = 250;
    private static final int HEARTBEAT_SECONDS = 10;
    private static final int RTSP_PORT = 554;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

    private final int channels;
    private final int port;
    private final List<Device> devices = new ArrayList<>();
    private final FleetListener http;
    private final ScheduledExecutorService teller = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "fleet-events");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicLong told = new AtomicLong();
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicLong connections = new AtomicLong();
    /** Connections taken in each second since the start, as far back as is counted. */
    private final AtomicLongArray bySecond = new AtomicLongArray(24 * 3600);

    private final long started = System.nanoTime();
    private volatile int eventsASecond;
    private volatile Instant since = Instant.now();

    private record Device(InetSocketAddress address, Box box, LoginGate gate, Isapi isapi, AtomicLong streaming) {}

    /** @param port the same for all */
    public Fleet(int count, int channels, int port, String user, String password, Clip clip) throws IOException {
        this.channels = channels;
        this.port = port;
        Clock clock = Clock.systemUTC();
        Snapshot picture = new Snapshot(clip.size());
        Documents documents = new Documents(clip, clock, false, () -> port, () -> RTSP_PORT, () -> true, () -> false);
        // one for all: what is recorded is megabytes, and the same everywhere
        Box any = Box.of(RecorderSettings.of("fleet", "Network Video Recorder", user)
                .withPorts(port, RTSP_PORT)
                .withChannels(channels, 0, 0, 0));
        Tape tape = new Tape(() -> any, () -> LocalDateTime.now(clock), clip);
        for (int i = 0; i < count; i++) {
            RecorderSettings settings = RecorderSettings.of("fleet-" + (i + 1), "Network Video Recorder", user)
                    .withPorts(port, RTSP_PORT)
                    .withChannels(channels, 0, 0, 0)
                    .withAlgorithms(List.of(Algorithm.MD5));
            Box box = Box.of(settings);
            LoginGate gate = new LoginGate(box.serial(), List.of(Algorithm.MD5), user, password, clock);
            devices.add(new Device(
                    new InetSocketAddress(address(i), port),
                    box,
                    gate,
                    new Isapi(() -> box, documents, picture, deeds(box, clock, tape, user)),
                    new AtomicLong()));
        }
        http = new FleetListener(devices.stream().map(Device::address).toList(), new FleetListener.Answers() {
            @Override
            public HttpReply answer(int device, HttpRequest request) {
                return answered(devices.get(device), request);
            }

            @Override
            public void streaming(int device) {
                streams.incrementAndGet();
                devices.get(device).streaming().incrementAndGet();
            }

            @Override
            public void connected(int device) {
                connections.incrementAndGet();
                bySecond.incrementAndGet(second());
            }
        });
        teller.scheduleAtFixedRate(this::beat, 1, 1, TimeUnit.SECONDS);
        teller.scheduleAtFixedRate(this::tick, 100, 100, TimeUnit.MILLISECONDS);
    }

    /** Nobody changes a clock or a password here; alarms are told by the fleet itself. */
    private static Deeds deeds(Box box, Clock clock, Tape tape, String user) {
        AlarmText text = new AlarmText(() -> box, () -> OffsetDateTime.now(clock), quirk -> false);
        return new Deeds(
                () -> box,
                new Alarms(clock, text, quirk -> false),
                new Turrets(() -> box, clock),
                tape,
                user,
                Set.of(),
                new Deeds.Changes() {
                    @Override
                    public void time(String local, boolean byServer) {
                        // stays as it is
                    }

                    @Override
                    public void password(String password) {
                        // stays as it is
                    }
                });
    }

    private static InetAddress address(int device) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, 1, (byte) (device / A_NET), (byte) (device % A_NET + 1)});
    }

    /** Where a recorder's web interface is. */
    public String address(String scheme, int device) {
        return scheme + "://" + devices.get(device).address().getAddress().getHostAddress() + ':' + port;
    }

    public int size() {
        return devices.size();
    }

    /** From now on so many events a second are told, by one recorder after the other; 0 for none. */
    public void tellEvents(int aSecond) {
        since = Instant.now();
        told.set(0);
        eventsASecond = aSecond;
    }

    /** Takes the power of the first so many recorders away, or gives it back. */
    public void power(int count, boolean on) {
        for (int i = 0; i < Math.min(count, devices.size()); i++) {
            if (!on) {
                devices.get(i).streaming().set(0);
            }
            http.power(i, on);
        }
    }

    /**
     * What happened.
     *
     * @param told events since the rate was last set
     * @param streaming recorders that have had an event stream open since they had power
     * @param connections taken since the start
     * @param most connections taken in one second, of those since the power was last given or the rate set
     * @param wrong log-ins that were wrong, of all
     * @param locked recorders that have somebody locked out
     */
    public record State(long told, int streaming, long connections, long most, long wrong, int locked) {}

    /** @param seconds how far back the busiest second is looked for */
    public State state(int seconds) {
        long most = 0;
        for (int s = Math.max(0, second() - seconds); s <= second(); s++) {
            most = Math.max(most, bySecond.get(s));
        }
        long wrong = 0;
        int locked = 0;
        int streaming = 0;
        for (Device device : devices) {
            wrong += device.gate().counts().values().stream()
                    .mapToLong(count -> count.wrong())
                    .sum();
            locked += device.gate().lockedSeconds("127.0.0.1") > 0 ? 1 : 0;
            streaming += device.streaming().get() > 0 ? 1 : 0;
        }
        return new State(told.get(), streaming, connections.get(), most, wrong, locked);
    }

    @Override
    public void close() {
        teller.shutdownNow();
        http.close();
    }

    private int second() {
        return (int) Math.min(bySecond.length() - 1, (System.nanoTime() - started) / 1_000_000_000);
    }

    private static HttpReply answered(Device device, HttpRequest request) {
        Verdict verdict = device.gate()
                .judge(
                        request.peer(),
                        request.method(),
                        request.target(),
                        request.headers().get("authorization"));
        if (!verdict.accepted()) {
            return Refusal.unauthorized(
                    device.gate().challenges(verdict.outcome() == Outcome.STALE, true),
                    verdict.retriesLeft(),
                    verdict.unlockSeconds());
        }
        if (request.path().equalsIgnoreCase("/ISAPI/Event/notification/alertStream")) {
            return HttpReply.of(200, "OK", "multipart/mixed; boundary=boundary", part(heartbeat()))
                    .with(List.of(FleetListener.STREAM));
        }
        return device.isapi().answer(request, false, WrongClock.RIGHT, verdict::retriesLeft);
    }

    /** A tenth of all recorders each second, so that each is heard every ten. */
    private void beat() {
        byte[] beat = part(heartbeat());
        for (int i = second() % HEARTBEAT_SECONDS; i < devices.size(); i += HEARTBEAT_SECONDS) {
            http.tell(i, beat);
        }
    }

    private void tick() {
        int rate = eventsASecond;
        if (rate == 0) {
            return;
        }
        long due = (Instant.now().toEpochMilli() - since.toEpochMilli()) * rate / 1000;
        for (long n = told.get(); n < due; n++) {
            // motion begins and ends at once: what is not repeated for some seconds is taken for ended by whoever
            // listens
            long begun = n / 2;
            int device = (int) (begun % devices.size());
            int channel = (int) (begun / devices.size() % channels);
            http.tell(device, part(motion(channel + 1, n % 2 == 0)));
            told.incrementAndGet();
        }
    }

    private static byte[] part(String xml) {
        return ("--boundary\r\nContent-Type: application/xml; charset=\"UTF-8\"\r\nContent-Length: " + xml.length()
                        + "\r\n\r\n" + xml + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String heartbeat() {
        return alert(1, 0, "videoloss", "inactive", "videoloss alarm");
    }

    private static String motion(int channel, boolean active) {
        return alert(channel, 1, "VMD", active ? "active" : "inactive", "Motion alarm");
    }

    private static String alert(int channel, int count, String type, String state, String description) {
        return new Xml()
                .open("EventNotificationAlert", "version=\"2.0\" xmlns=\"http://www.isapi.org/ver20/XMLSchema\"")
                .leaf("ipAddress", "192.168.1.64")
                .leaf("portNo", 80)
                .leaf("protocol", "HTTP")
                .leaf("channelID", channel)
                .leaf("dateTime", OffsetDateTime.now(ZoneOffset.ofHours(7)).format(TIME))
                .leaf("activePostCount", count)
                .leaf("eventType", type)
                .leaf("eventState", state)
                .leaf("eventDescription", description)
                .end();
    }
}
