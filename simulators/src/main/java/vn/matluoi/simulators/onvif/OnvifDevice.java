package vn.matluoi.simulators.onvif;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import vn.matluoi.simulators.fault.Fault;
import vn.matluoi.simulators.fault.Fault.Kind;
import vn.matluoi.simulators.login.Digest.Algorithm;
import vn.matluoi.simulators.login.LoginCount;
import vn.matluoi.simulators.login.LoginGate;
import vn.matluoi.simulators.recorder.RecorderSettings;
import vn.matluoi.simulators.rtsp.Cameras;
import vn.matluoi.simulators.web.Answer;
import vn.matluoi.simulators.web.RequestCounts;
import vn.matluoi.simulators.web.WebReply;
import vn.matluoi.simulators.web.WebReply.Manner;
import vn.matluoi.simulators.web.WebRequest;
import vn.matluoi.simulators.web.WebServer;

/**
 * An ONVIF camera or recorder on loopback. What it answers with belongs to its {@link OnvifSite}; it holds no thread of
 * its own. Safe for any thread.
 */
public final class OnvifDevice implements Cameras, AutoCloseable {

    static final String SNAPSHOTS = "/onvif/snapshot/";
    static final String SUBSCRIPTIONS = "/onvif/subscription/";

    private final OnvifSettings settings;
    private final OnvifSite site;
    private final DeviceClock clock;
    private final LoginGate gate;
    private final OnvifLogin login;
    private final WebServer.Door door;
    private final List<Offer> offers;
    private final Map<String, Service> services;
    private final EventService events;
    private final Identity identity;
    private final Map<Integer, PtzHead> heads = new ConcurrentHashMap<>(1);
    private final Set<Integer> offline = ConcurrentHashMap.newKeySet(1);
    private final RequestCounts requests = new RequestCounts();
    private volatile Set<Mode> modes = Set.of();
    private volatile Fault fault = Fault.NONE;

    OnvifDevice(OnvifSite site, OnvifSettings settings, String password) throws IOException {
        this.site = site;
        this.settings = settings;
        clock = new DeviceClock(site.clock());
        identity = Identity.of(settings);
        gate = new LoginGate(identity.serial(), List.of(Algorithm.MD5), settings.user(), password, site.clock());
        login = new OnvifLogin(gate, settings.auth());
        events = new EventService(this, site.timer());
        offers = Offers.of(settings);
        services = Offers.services(this, events, new Media(this, site.clip()));
        door = site.web().listen(new InetSocketAddress("127.0.0.1", settings.port()), this::handle);
    }

    /** Its name in the control interface. */
    public String name() {
        return settings.name();
    }

    /** The address of its device service. */
    public String address() {
        return "http://127.0.0.1:" + port() + "/onvif/device_service";
    }

    public int port() {
        return door.port();
    }

    public int rtspPort() {
        return site.rtspPort();
    }

    public String user() {
        return gate.user();
    }

    /** The serial number it gives now. */
    public String serial() {
        return identity().serial();
    }

    public int channels() {
        return settings.channels();
    }

    public String channelName(int channel) {
        List<String> names = RecorderSettings.COMMUNE_NAMES;
        return names.get((channel - 1) % names.size()) + (channel > names.size() ? " " + channel : "");
    }

    /** Does this wrong from now on, or no more. */
    public synchronized void set(Mode mode, boolean on) {
        EnumSet<Mode> changed = EnumSet.noneOf(Mode.class);
        changed.addAll(modes);
        if (on) {
            changed.add(mode);
        } else {
            changed.remove(mode);
        }
        modes = Set.copyOf(changed);
    }

    /** What it does wrong of the kinds that only this standard knows. */
    public Set<Mode> modes() {
        return modes;
    }

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
     * A camera is unplugged, or plugged in; subscribers hear of it.
     *
     * @throws IllegalArgumentException if there is no such channel
     */
    public void setOnline(int channel, boolean online) {
        if (channel < 1 || channel > channels()) {
            throw new IllegalArgumentException("channel n is 1 to " + channels() + ", not: " + channel);
        }
        boolean changed = online ? offline.remove(channel) : offline.add(channel);
        if (changed) {
            happen(new Event(
                    "tns1:VideoSource/SignalLoss",
                    "Source",
                    "VideoSource_" + channel,
                    "State",
                    Boolean.toString(!online),
                    "Changed",
                    now()));
        }
    }

    public boolean online(int channel) {
        return !offline.contains(channel);
    }

    /** Something happens at the device; whoever has subscribed hears of it. */
    public void happen(Event event) {
        events.happen(event);
    }

    /** Sends this to all who want to be sent what happens, as it is. */
    public void send(byte[] body) {
        events.send(body);
    }

    /** It forgets its subscriptions, as when it restarts. */
    public void forgetSubscriptions() {
        events.forget();
    }

    /** Subscriptions that have not ended. */
    public int subscriptions() {
        return events.subscriptions();
    }

    /** Log-ins by account name, as the device itself counted them. */
    public Map<String, LoginCount> logins() {
        return gate.counts();
    }

    /** Seconds until loopback is let in; 0 if it is not locked out. */
    public long lockedSeconds() {
        return gate.lockedSeconds("127.0.0.1");
    }

    /** Answers that asked for credentials because there were none or the nonce was worn out. */
    public long challenges() {
        return login.challenges().sum();
    }

    /** Requests by operation, as {@code tds:GetDeviceInformation}, or by method and path. */
    public Map<String, Long> requests() {
        return requests.sums();
    }

    /** Where the head of a channel is: pan and tilt from -1 to 1, zoom from 0 to 1. */
    public double[] position(int channel) {
        PtzHead.Place place = head(channel).place(now());
        return new double[] {place.pan(), place.tilt(), place.zoom()};
    }

    /** Forgets all counts; lock-outs stay. */
    public void resetCounts() {
        gate.resetCounts();
        requests.clear();
        login.challenges().reset();
    }

    @Override
    public void close() throws IOException {
        door.close();
        site.forget(this);
    }

    LoginGate gate() {
        return gate;
    }

    boolean has(Mode mode) {
        return modes.contains(mode);
    }

    List<Offer> offers() {
        return has(Mode.MEDIA2_ONLY) ? Offers.media2Only(offers) : offers;
    }

    boolean movable(int channel) {
        return channel >= 1 && channel <= settings.movable();
    }

    PtzHead head(int channel) {
        return heads.computeIfAbsent(channel, n -> new PtzHead());
    }

    Identity identity() {
        if (has(Mode.WRONG_MAC_AND_ZERO_SERIAL)) {
            return identity.nobody();
        }
        return fault.http(Kind.OTHER_BOX, "") ? identity.other() : identity;
    }

    /** Name, hardware and kind as scopes (ONVIF Core §7.3.2.2). */
    List<String> scopes() {
        List<String> scopes = new ArrayList<>(List.of(
                "onvif://www.onvif.org/type/video_encoder",
                "onvif://www.onvif.org/Profile/Streaming",
                "onvif://www.onvif.org/hardware/" + identity().model(),
                "onvif://www.onvif.org/MAC/" + identity().mac(),
                "onvif://www.onvif.org/name/"
                        + URLEncoder.encode(settings.title(), StandardCharsets.UTF_8)
                                .replace("+", "%20")));
        if (settings.media2()) {
            scopes.add("onvif://www.onvif.org/Profile/T");
        }
        if (settings.footage()) {
            scopes.add("onvif://www.onvif.org/Profile/G");
        }
        return scopes;
    }

    String uuid() {
        return identity.uuid();
    }

    /** Scheme, host and port of the addresses it gives. */
    String base() {
        if (has(Mode.WRONG_X_ADDR)) {
            return "http://192.168.1.64:80";
        }
        return has(Mode.IPV6_LINK_LOCAL_ONLY)
                ? "http://[fe80::5e10:2ff:fe00:1]:" + port()
                : "http://127.0.0.1:" + port();
    }

    /** The host of the stream addresses it gives. */
    String mediaHost() {
        String base = base();
        return base.substring("http://".length(), base.lastIndexOf(':'));
    }

    String serviceAddress(Offer offer) {
        boolean wrong = offer.namespace().equals(Namespaces.PTZ) && has(Mode.WRONG_PTZ_PATH);
        return base() + (wrong ? Offers.DEVICE_PATH : offer.path());
    }

    @Override
    public Optional<Piece> recorded(int channel, Instant moment) {
        return settings.footage() && channel <= channels()
                ? Footage.pieces(moment, Instant.MAX, now()).stream().findFirst()
                : Optional.empty();
    }

    @Override
    public Availability availability(int channel) {
        if (channel < 1 || channel > channels()) {
            return Availability.ABSENT;
        }
        return online(channel) ? Availability.ONLINE : Availability.OFFLINE;
    }

    /** The time by its own clock. */
    Instant now() {
        return clock.now(has(Mode.CLOCK_IN_1970), fault);
    }

    boolean clockIsByHand() {
        return clock.isByHand();
    }

    /** @param time what it is now; null to follow a time server. Either ends a clock that stands in 1970 */
    void setClock(Instant time) {
        set(Mode.CLOCK_IN_1970, false);
        clock.set(time);
    }

    private void handle(WebRequest request, Answer answer) {
        Fault now = fault;
        String path = request.path();
        if (now.http(Kind.RESET, path) || now.http(Kind.SILENT, path)) {
            count(request.method() + ' ' + path);
            answer.send(WebReply.page(404).sent(now.kind() == Kind.RESET ? Manner.RESET : Manner.NEVER));
            return;
        }
        if (request.method().equals("POST") && path.startsWith("/onvif/")) {
            new Exchange(this, request, answer).run();
            return;
        }
        count(request.method() + ' ' + path);
        reply(path, answer, path.startsWith(SNAPSHOTS) ? snapshot(request) : WebReply.page(404));
    }

    private WebReply snapshot(WebRequest request) {
        Optional<WebReply> refused = login.refuses(request);
        String number = request.path().substring(SNAPSHOTS.length());
        if (refused.isPresent()) {
            return refused.get();
        }
        if (!number.matches("[1-9]\\d{0,2}") || Integer.parseInt(number) > channels()) {
            return WebReply.page(404);
        }
        int channel = Integer.parseInt(number);
        return online(channel)
                ? WebReply.of(200, "image/jpeg", site.snapshot().of(channel, channelName(channel)))
                : WebReply.page(503);
    }

    /** Sends it as the fault of the moment wants it; a device that cannot even ask for the password is another fault. */
    void reply(String path, Answer answer, WebReply reply) {
        Fault now = fault;
        if (now.http(Kind.SLOW, path)) {
            answer.send(reply.sent(Manner.SLOWLY));
        } else if (reply.status() != 401 && now.http(Kind.CUT, path)) {
            answer.send(reply.sent(Manner.CUT));
        } else if (reply.status() != 401 && now.http(Kind.GARBAGE, path)) {
            answer.send(WebReply.of(
                    200,
                    reply.contentType(),
                    "<?xml version=\"1.0\"?><env:Env\u0000\u0007<<&&>".getBytes(StandardCharsets.ISO_8859_1)));
        } else {
            answer.send(reply);
        }
    }

    void count(String what) {
        requests.count(what);
    }

    OnvifLogin login() {
        return login;
    }

    EventService events() {
        return events;
    }

    /** The service of a namespace, or null. */
    Service service(String namespace) {
        return services.get(namespace);
    }

    Duration window() {
        return has(Mode.CLOCK_WINDOW_5S) ? Duration.ofSeconds(5) : settings.window();
    }
}
