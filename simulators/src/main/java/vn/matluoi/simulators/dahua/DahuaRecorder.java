package vn.matluoi.simulators.dahua;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.simulators.fault.Fault;
import vn.matluoi.simulators.fault.Fault.Kind;
import vn.matluoi.simulators.login.LoginCount;
import vn.matluoi.simulators.login.LoginGate;
import vn.matluoi.simulators.login.Verdict;
import vn.matluoi.simulators.login.Verdict.Outcome;
import vn.matluoi.simulators.recorder.HttpListener;
import vn.matluoi.simulators.recorder.HttpReply;
import vn.matluoi.simulators.recorder.HttpReply.Manner;
import vn.matluoi.simulators.recorder.HttpRequest;
import vn.matluoi.simulators.recorder.RecorderSettings;
import vn.matluoi.simulators.recorder.Snapshot;
import vn.matluoi.simulators.rtsp.Cameras.Availability;
import vn.matluoi.simulators.rtsp.Clip;
import vn.matluoi.simulators.rtsp.RtspServer;
import vn.matluoi.simulators.web.RequestCounts;

/**
 * A recorder of the Dahua family: CGI on one port, RTSP on another, both on loopback, one account and one lock-out for
 * both. It works from the constructor on until closed. Safe for any thread.
 */
public final class DahuaRecorder implements AutoCloseable {

    private static final ZoneOffset VIETNAM = ZoneOffset.ofHours(7);

    private final RecorderSettings settings;
    private final Clock clock;
    private final Plate plate;
    private final List<Camera> cameras;
    private final Tables tables;
    private final EventFeed events = new EventFeed(this::has);
    private final Dhav dhav = new Dhav();
    private final FileFind files;
    private final Snapshot snapshot;
    private final LoginGate gate;
    private final Cgi cgi = new Cgi(this);
    private final HttpListener http;
    private final RtspServer rtsp;
    private final RequestCounts requests = new RequestCounts();
    private final Set<Quirk> quirks = EnumSet.noneOf(Quirk.class); // guarded by itself
    private volatile Fault fault = Fault.NONE;
    private volatile Duration ahead = Duration.ZERO;
    private String password; // guarded by this

    /** Listens at once, by the machine's clock. */
    public DahuaRecorder(RecorderSettings settings, String password, Clip clip) throws IOException {
        this(settings, password, clip, Clock.systemUTC());
    }

    /** @param clock what the lock-out, the nonces and the recorder's own time go by */
    public DahuaRecorder(RecorderSettings settings, String password, Clip clip, Clock clock) throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.password = password;
        plate = Plate.of(settings);
        cameras = Camera.all(settings);
        tables = new Tables(plate, cameras, clip);
        files = new FileFind(this::camera, this::wallClock, dhav.length());
        snapshot = new Snapshot(clip.size());
        gate = new LoginGate("Login to " + plate.serial(), settings.algorithms(), settings.user(), password, clock);
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        rtsp = new RtspServer(
                new InetSocketAddress(loopback, settings.rtspPort()), clip, this::availability, gate, this::fault);
        try {
            http = new HttpListener(
                    new ServerSocket(settings.httpPort(), 256, loopback), settings.name(), this::answer);
        } catch (IOException e) {
            rtsp.close();
            throw new IOException("port " + settings.httpPort() + ": " + e.getMessage(), e);
        }
    }

    /** Its name in the control interface. */
    public String name() {
        return settings.name();
    }

    /** The address of its web interface. */
    public String address() {
        return "http://127.0.0.1:" + http.port();
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
        return plate.serial();
    }

    /** What it does wrong now. */
    public Fault fault() {
        return fault;
    }

    /** From now on it does this wrong; {@link Fault#NONE} mends it. */
    public void setFault(Fault wrong) {
        fault = wrong;
    }

    /** From now on it has this quirk, or has it no more. */
    public void set(Quirk quirk, boolean on) {
        synchronized (quirks) {
            if (on) {
                quirks.add(quirk);
            } else {
                quirks.remove(quirk);
            }
        }
    }

    /** Whether it has the quirk. */
    public boolean has(Quirk quirk) {
        synchronized (quirks) {
            return quirks.contains(quirk);
        }
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
    public synchronized void changePassword(String newPassword) {
        password = newPassword;
        gate.changePassword(newPassword);
    }

    /** The account changes its own password; it has 8 to 32 characters. */
    synchronized boolean changePassword(String old, String fresh) {
        boolean may = old.equals(password) && fresh.length() >= 8 && fresh.length() <= 32;
        if (may) {
            changePassword(fresh);
        }
        return may;
    }

    /**
     * A camera behind a channel is unplugged, or plugged in; the recorder tells it as {@code VideoLoss}.
     *
     * @throws IllegalArgumentException if there is no such channel
     */
    public void setOnline(int channel, boolean online) {
        Camera camera = existing(channel);
        if (camera.online() != online && camera.there()) {
            camera.setOnline(online);
            events.tell("VideoLoss", online ? "Stop" : "Start", camera.index(), "");
        }
    }

    /** Somebody sets what the channel records: 0 by schedule, 1 always, 2 nothing. */
    public void setRecordMode(int channel, int mode) {
        if (mode < 0 || mode > 2) {
            throw new IllegalArgumentException("mode is 0, 1 or 2, not: " + mode);
        }
        existing(channel).setRecordMode(mode);
    }

    /**
     * Something happens.
     *
     * @param index as the device counts: channels from 0, -1 for none
     * @param data JSON; empty for none
     */
    public void tell(String code, String action, int index, String data) {
        events.tell(code, action, index, data);
    }

    /** Ends every event stream, as a restart does. */
    public void dropEventStreams() {
        events.drop();
    }

    /** Event streams that are attached. */
    public int eventStreams() {
        return events.listeners();
    }

    /** Searches for files that were made and not destroyed. */
    public int openSearches() {
        return files.open();
    }

    /** How far its clock is ahead of the machine's; negative: behind. */
    public void setAhead(Duration time) {
        ahead = time;
    }

    /** Log-ins by account name. */
    public Map<String, LoginCount> logins() {
        return gate.counts();
    }

    /** Requests that reached it over HTTP, by {@code METHOD path}. */
    public Map<String, Long> requests() {
        return requests.sums();
    }

    /** What the RTSP side is doing. */
    public RtspServer.State rtsp() {
        return rtsp.state();
    }

    /** Seconds until the loopback address is let in; 0 if it is not locked out. */
    public long lockedSeconds() {
        return gate.lockedSeconds("127.0.0.1");
    }

    /**
     * @param kind {@code analog}, {@code private}, {@code onvif} or {@code empty}
     * @param motion what its head was told last and has not been told to stop; empty if nothing
     */
    public record ChannelState(int number, String name, String kind, boolean online, int recordMode, String motion) {}

    /** Its channels as they are now. */
    public List<ChannelState> channels() {
        return cameras.stream()
                .map(c -> new ChannelState(
                        c.number,
                        c.name,
                        !c.there() ? "empty" : c.analog() ? "analog" : c.protocol.toLowerCase(java.util.Locale.ROOT),
                        c.online(),
                        c.recordMode(),
                        c.head.map(PtzHead::motion).orElse("")))
                .toList();
    }

    /** Forgets all counts; lock-outs stay. */
    public void resetCounts() {
        gate.resetCounts();
        requests.clear();
        rtsp.resetCounts();
    }

    @Override
    public void close() throws IOException {
        events.drop();
        http.close();
        rtsp.close();
    }

    Plate plate() {
        return fault.http(Kind.OTHER_BOX, "") ? plate.other() : plate;
    }

    Tables tables() {
        return tables;
    }

    EventFeed events() {
        return events;
    }

    FileFind files() {
        return files;
    }

    /** @param number from 1 */
    Optional<Camera> camera(int number) {
        return number >= 1 && number <= cameras.size() ? Optional.of(cameras.get(number - 1)) : Optional.empty();
    }

    private Camera existing(int number) {
        return camera(number).orElseThrow(() -> new IllegalArgumentException("channel n is 1 to " + cameras.size()));
    }

    LocalDateTime wallClock() {
        boolean wrong = fault.http(Kind.CLOCK, "");
        LocalDateTime time =
                LocalDateTime.ofInstant(clock.instant().plus(ahead), VIETNAM).plusSeconds(wrong ? fault.seconds() : 0);
        return wrong && fault.year() > 0 ? time.withYear(fault.year()) : time;
    }

    void setWallClock(LocalDateTime time) {
        ahead = Duration.between(clock.instant(), time.toInstant(VIETNAM));
    }

    HttpReply snapshot(int channel) {
        Optional<Camera> camera = camera(channel).filter(Camera::there);
        if (camera.isEmpty() || camera.get().onvif() && has(Quirk.ONVIF_CHILD) || fault.http(Kind.BAD_PICTURE, "")) {
            return Says.badRequest();
        }
        return camera.get().online()
                ? HttpReply.of(200, "OK", "image/jpeg", snapshot.of(channel, camera.get().name))
                : Says.busy();
    }

    HttpReply footage(int channel, LocalDateTime from) {
        return HttpReply.of(200, "OK", "application/octet-stream", dhav.file(channel, from));
    }

    private Availability availability(int channel) {
        Optional<Camera> camera = camera(channel).filter(Camera::there);
        if (camera.isEmpty()) {
            return Availability.ABSENT;
        }
        boolean silent = camera.get().onvif() && has(Quirk.ONVIF_CHILD);
        return camera.get().online() && !silent ? Availability.ONLINE : Availability.OFFLINE;
    }

    private HttpReply answer(HttpRequest request) {
        String path = request.path();
        requests.count(request.method() + ' ' + path);
        Fault now = fault;
        if (now.http(Kind.RESET, path)) {
            return Says.ok().sent(Manner.RESET);
        }
        if (now.http(Kind.SILENT, path)) {
            return Says.ok().sent(Manner.NEVER);
        }
        HttpReply reply = letIn(request, now);
        if (now.http(Kind.SLOW, path)) {
            return reply.sent(Manner.SLOWLY);
        }
        if (reply.status() == 401 || reply.manner() == Manner.FED) {
            return reply;
        }
        if (now.http(Kind.CUT, path)) {
            return reply.sent(Manner.CUT);
        }
        if (now.http(Kind.ENDLESS, path)) {
            return reply.sent(Manner.ENDLESSLY);
        }
        if (now.http(Kind.GARBAGE, path)) {
            byte[] garbage = "\u0000\u0007=deviceType\r\ntable[[].\u00ff=<html>".getBytes(StandardCharsets.ISO_8859_1);
            return HttpReply.of(200, "OK", "text/plain", garbage);
        }
        return has(Quirk.LENGTH_LONGER_THAN_BODY) ? reply.sent(Manner.SHORT) : reply;
    }

    private HttpReply letIn(HttpRequest request, Fault now) {
        Verdict verdict = gate.judge(
                request.peer(),
                request.method(),
                request.target(),
                request.headers().get("authorization"));
        if (verdict.outcome() == Outcome.LOCKED) {
            return Says.locked(verdict.unlockSeconds());
        }
        if (!verdict.accepted()) {
            return Says.unauthorized(gate.challenges(verdict.outcome() == Outcome.STALE, true));
        }
        String path = request.path();
        if (now.http(Kind.REFUSE, path)) {
            return Says.forbidden();
        }
        if (now.http(Kind.BUSY, path)) {
            return Says.busy();
        }
        if (now.http(Kind.REDIRECT, path)) {
            return HttpReply.of(302, "Found", "text/html", new byte[0])
                    .with(List.of("Location: http://127.0.0.2:9/elsewhere"));
        }
        return cgi.answer(request);
    }
}
