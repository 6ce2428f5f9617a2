package vn.matluoi.simulators.recorder;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import vn.matluoi.simulators.fault.Fault;
import vn.matluoi.simulators.fault.Fault.Kind;
import vn.matluoi.simulators.login.LoginCount;
import vn.matluoi.simulators.login.LoginGate;
import vn.matluoi.simulators.login.Verdict;
import vn.matluoi.simulators.login.Verdict.Outcome;
import vn.matluoi.simulators.recorder.HttpReply.Manner;
import vn.matluoi.simulators.rtsp.Cameras.Availability;
import vn.matluoi.simulators.rtsp.Clip;
import vn.matluoi.simulators.rtsp.RtspServer;
import vn.matluoi.simulators.web.RequestCounts;

/**
 * A recorder of the Hikvision family: ISAPI on one port, RTSP on another, both on loopback, one account and one lock-out
 * for both. It works from the constructor on until closed. Safe for any thread.
 */
public final class HikvisionRecorder implements AutoCloseable {

    private static final Duration LOCK = Duration.ofMinutes(30);

    private final RecorderSettings settings;
    private final Box plain;
    private final LoginGate gate;
    private final Isapi isapi;
    private final HttpListener http;
    private final RtspServer rtsp;
    private final RequestCounts requests = new RequestCounts();
    private final LongAdder challenges = new LongAdder();
    private final SetClock ownClock;
    private final Tape tape;
    private final Alarms alarms;
    private final AlarmServers servers;
    private final Turrets turrets;
    private final Set<Quirk> quirks = ConcurrentHashMap.newKeySet();
    private final Set<Integer> unwired = ConcurrentHashMap.newKeySet();
    private volatile Fault fault = Fault.NONE;
    /** {@link #plain}, with the label it has now. */
    private volatile Box box;

    /** Listens at once, by the machine's clock. */
    public HikvisionRecorder(RecorderSettings settings, String password, Clip clip) throws IOException {
        this(settings, password, clip, Clock.systemUTC());
    }

    /** @param clock what the lock-out, the nonces and the recorder's own time go by */
    public HikvisionRecorder(RecorderSettings settings, String password, Clip clip, Clock clock) throws IOException {
        this.settings = settings;
        plain = Box.of(settings);
        box = plain;
        gate = new LoginGate(
                box.serial().substring(box.serial().length() - 13),
                settings.algorithms(),
                settings.user(),
                password,
                clock);
        ownClock = new SetClock(clock);
        tape = new Tape(() -> box, () -> clockNow().now(clock).toLocalDateTime(), clip);
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        rtsp = new RtspServer(
                new InetSocketAddress(loopback, settings.rtspPort()),
                clip,
                tape.watchedBy(this::availability),
                gate,
                this::fault);
        ServerSocket server;
        try {
            server = HttpListener.socket(settings.tls(), settings.httpPort(), loopback);
        } catch (IOException e) {
            rtsp.close();
            throw new IOException("port " + settings.httpPort() + ": " + e.getMessage(), e);
        }
        Documents documents = new Documents(
                clip,
                clock,
                settings.tls(),
                server::getLocalPort,
                rtsp::port,
                ownClock::followsServer,
                () -> quirks.contains(Quirk.STRING_CHANNEL_ID));
        AlarmText text = new AlarmText(() -> box, () -> clockNow().now(clock), quirks::contains);
        alarms = new Alarms(clock, text, quirks::contains);
        servers = new AlarmServers(text, quirks::contains);
        turrets = new Turrets(() -> box, clock);
        Deeds deeds = new Deeds(this::boxThatAnswers, alarms, turrets, tape, settings.user(), unwired, changes());
        isapi = new Isapi(this::boxThatAnswers, documents, new Snapshot(clip.size()), deeds);
        http = new HttpListener(server, settings.name(), this::answer);
    }

    /** Its name in the control interface. */
    public String name() {
        return settings.name();
    }

    /** The address of its web interface. */
    public String address() {
        return (settings.tls() ? "https" : "http") + "://127.0.0.1:" + http.port();
    }

    /** The port of ISAPI. */
    public int httpPort() {
        return http.port();
    }

    /** The port of RTSP. */
    public int rtspPort() {
        return rtsp.port();
    }

    /** The name of its one account. */
    public String user() {
        return gate.user();
    }

    /** The serial number it gives. */
    public String serial() {
        return box.serial();
    }

    /** What it does wrong now. */
    public Fault fault() {
        return fault;
    }

    /** From now on it does this wrong; {@link Fault#NONE} mends it. */
    public void setFault(Fault wrong) {
        fault = wrong;
    }

    /** Locks every address out for a time; zero lets them in again. */
    public void lock(Duration time) {
        gate.lock(time);
    }

    /** Wears out every nonce given so far. */
    public void expireNonces() {
        gate.expireNonces();
    }

    /** Somebody changes the password at the device. */
    public void changePassword(String password) {
        gate.changePassword(password);
    }

    /**
     * A camera behind a channel is unplugged, or plugged in.
     *
     * @throws IllegalArgumentException if there is no such channel, or no camera
     */
    public synchronized void setOnline(int channel, boolean online) {
        if (channel < 1 || channel > box.channels().size()) {
            throw new IllegalArgumentException(
                    "channel n is 1 to " + box.channels().size() + ", not: " + channel);
        }
        Channel chosen = box.channels().get(channel - 1);
        if (chosen.kind == Channel.Kind.EMPTY) {
            throw new IllegalArgumentException("channel " + channel + " is an empty slot");
        }
        plain.channels().get(channel - 1).setOnline(online);
        chosen.setOnline(online);
    }

    /** Somebody writes this behind the names of all channels that have a camera, all at once; empty takes it away. */
    public synchronized void setLabel(String label) {
        box = plain.labelled(label);
    }

    /** From now on it is odd in this way, or no longer. */
    public void setQuirk(Quirk quirk, boolean on) {
        if (on) {
            quirks.add(quirk);
        } else {
            quirks.remove(quirk);
        }
        alarms.wake();
        if (quirk == Quirk.LOCKED_USER_CHECK) {
            gate.lock(on ? LOCK : Duration.ZERO);
        }
    }

    /** The ways in which it is odd now. */
    public Set<Quirk> quirks() {
        return Set.copyOf(quirks);
    }

    /** Whether a channel's alarms are sent to the surveillance center; they all are at first. */
    public void setWired(int channel, boolean wired) {
        if (wired) {
            unwired.remove(channel);
        } else {
            unwired.add(channel);
        }
    }

    /**
     * Something happens, and its recorder tells it if it is wired to.
     *
     * @param channel 0 for the recorder itself
     * @param type as the family calls it: {@code VMD, linedetection, ANPR, diskerror ...}
     * @param target {@code human, vehicle} or empty
     * @param plate of a vehicle, or empty
     */
    public void raise(int channel, String type, String target, String plate, Duration time) {
        if (channel < 0 || channel > box.channels().size()) {
            throw new IllegalArgumentException(
                    "channel n is 0 to " + box.channels().size() + ", not: " + channel);
        }
        if (!unwired.contains(channel)) {
            Alarms.Alarm alarm = new Alarms.Alarm(channel, type, target, plate);
            alarms.raise(alarm, time);
            servers.raise(alarm, time);
        }
    }

    /** A test moved the clock: what is due by it is told now. */
    void clockMoved() {
        alarms.wake();
    }

    /** Alarm streams that are open: 0 or 1. */
    public long alarmStreams() {
        return alarms.open();
    }

    /** Where it sends its alarms by itself. */
    public AlarmServers alarmServers() {
        return servers;
    }

    /** Where the camera of a channel looks; nothing if it does not turn. */
    public Optional<Look> look(int channel) {
        return turrets.turret(channel).map(Turret::look);
    }

    /** Log-ins by account name, over HTTP and RTSP together, as the recorder itself counted them. */
    public Map<String, LoginCount> logins() {
        return gate.counts();
    }

    /** Requests that reached it over HTTP, by {@code METHOD path}. */
    public Map<String, Long> requests() {
        return requests.sums();
    }

    /** Answers that asked for credentials because there were none or the nonce was worn out. */
    public long challenges() {
        return challenges.sum();
    }

    /** What the RTSP side is doing. */
    public RtspServer.State rtsp() {
        return rtsp.state();
    }

    /** Seconds until the address that has to wait longest among the loopback ones is let in; 0 if it is not locked out. */
    public long lockedSeconds() {
        return gate.lockedSeconds("127.0.0.1");
    }

    /** @param kind {@code analog}, {@code digital} or {@code empty} */
    public record ChannelState(int number, String name, String kind, boolean online) {}

    /** Its channels as they are now. */
    public List<ChannelState> channels() {
        return box.channels().stream()
                .map(c -> new ChannelState(c.number, c.name, c.kind.name().toLowerCase(Locale.ROOT), c.online()))
                .toList();
    }

    /** Forgets all counts; lock-outs stay. */
    public void resetCounts() {
        gate.resetCounts();
        requests.clear();
        challenges.reset();
        rtsp.resetCounts();
    }

    @Override
    public void close() throws IOException {
        servers.close();
        http.close();
        rtsp.close();
    }

    private WrongClock clockNow() {
        Fault now = fault;
        WrongClock wrong = now.http(Kind.CLOCK, "") ? new WrongClock(now.seconds(), now.year()) : WrongClock.RIGHT;
        return ownClock.wrongBy(wrong);
    }

    /** Who sets the clock mends it. */
    private Deeds.Changes changes() {
        return new Deeds.Changes() {
            @Override
            public void time(String local, boolean byServer) {
                if (fault.kind() == Kind.CLOCK) {
                    fault = Fault.NONE;
                }
                ownClock.set(local, byServer);
            }

            @Override
            public void password(String password) {
                changePassword(password);
            }
        };
    }

    private Availability availability(int channel) {
        if (channel < 1 || channel > box.channels().size()) {
            return Availability.ABSENT;
        }
        Channel chosen = box.channels().get(channel - 1);
        if (chosen.kind == Channel.Kind.EMPTY) {
            return Availability.ABSENT;
        }
        return chosen.online() ? Availability.ONLINE : Availability.OFFLINE;
    }

    private Box boxThatAnswers() {
        return fault.http(Kind.OTHER_BOX, "") ? box.other() : box;
    }

    private HttpReply answer(HttpRequest request) {
        requests.count(request.method() + ' ' + request.path());
        Fault now = fault;
        String path = request.path();
        if (now.http(Kind.RESET, path)) {
            return Refusal.noSuchPage().sent(Manner.RESET);
        }
        if (now.http(Kind.SILENT, path)) {
            return Refusal.noSuchPage().sent(Manner.NEVER);
        }
        HttpReply reply = letIn(request, now);
        if (now.http(Kind.SLOW, path)) {
            return reply.sent(Manner.SLOWLY);
        }
        // a device that cannot even ask for the password is another fault: the ones below show after the log-in
        if (reply.status() == 401) {
            return reply;
        }
        if (now.http(Kind.CUT, path)) {
            return reply.sent(Manner.CUT);
        }
        if (now.http(Kind.ENDLESS, path)) {
            return reply.sent(Manner.ENDLESSLY);
        }
        if (now.http(Kind.GARBAGE, path)) {
            return Refusal.garbage();
        }
        return reply;
    }

    private HttpReply letIn(HttpRequest request, Fault now) {
        Verdict verdict = gate.judge(
                request.peer(),
                request.method(),
                request.target(),
                request.headers().get("authorization"));
        if (!verdict.accepted()) {
            boolean stale = verdict.outcome() == Outcome.STALE;
            if (stale || verdict.outcome() == Outcome.ASKED) {
                challenges.increment();
            }
            return Refusal.unauthorized(gate.challenges(stale, true), verdict.retriesLeft(), verdict.unlockSeconds());
        }
        String path = request.path();
        if (now.http(Kind.REFUSE, path)) {
            return Refusal.lowPrivilege(path);
        }
        if (now.http(Kind.BUSY, path)) {
            return Refusal.deviceBusy(path);
        }
        if (quirks.contains(Quirk.NO_ALERT_STREAM) && path.endsWith("/alertStream")) {
            return Refusal.notSupport(path);
        }
        if (now.http(Kind.REDIRECT, path)) {
            return HttpReply.html(302, "Found", "").with(List.of("Location: http://127.0.0.2:9/elsewhere"));
        }
        boolean badPicture = now.http(Kind.BAD_PICTURE, "") || quirks.contains(Quirk.PICTURE_BAD_XML_CONTENT);
        return servers.answer(request)
                .orElseGet(() -> isapi.answer(request, badPicture, clockNow(), verdict::retriesLeft));
    }
}
