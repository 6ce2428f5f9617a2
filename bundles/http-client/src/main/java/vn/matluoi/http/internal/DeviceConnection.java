package vn.matluoi.http.internal;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpResponse;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceHttp.Connection;
import vn.matluoi.api.http.DeviceHttp.StreamSink;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.http.DevicePush;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;
import vn.matluoi.api.login.Digest;

/**
 * One driver's connection to one device: at most two wires, kept for a few seconds between calls. Its state belongs to
 * one event loop of the shared group, and the driver's code to its line; the public methods may be called from any other thread.
 */
final class DeviceConnection implements Connection {

    /** Longest any exchange may take, whatever the source allows. */
    static final Duration LONGEST = Duration.ofSeconds(15);

    /** Option of a source that allows Basic log-in without TLS or before its certificate is accepted. */
    static final String BASIC_ALLOWED = "basic.allowed";

    /** Option of a source: addresses besides its own that the device may send from, with commas between. */
    static final String PUSH_FROM = "push.from";

    private static final int IDLE_WIRES = 2;
    private static final Duration IDLE = Duration.ofSeconds(8);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Target target;
    private final EventLoop loop;
    private final Handlers.Line line;
    private final Dialer dialer;
    private final DeviceNetworks networks;
    private final PushListener listener;
    private final InetAddress device;
    private final KnownDevices known;
    private final UnderWay underWay;
    private final Gate gate;
    private final Login login;
    private final String where;
    private final Duration limit;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Set<Later> dues = ConcurrentHashMap.newKeySet();
    private final Set<DevicePush> doors = ConcurrentHashMap.newKeySet();
    private final Deque<Wire> idle = new ArrayDeque<>(); // on the loop, as all below
    private final Set<Call> calls = new HashSet<>();
    private final Set<Stream> streams = new HashSet<>();
    private Endpoint endpoint;
    private boolean basic;
    private volatile String certificate = "";

    DeviceConnection(
            Target target,
            Endpoint endpoint,
            EventLoop loop,
            Handlers handlers,
            Handlers.Driver driver,
            Dialer dialer,
            DeviceNetworks networks,
            PushListener listener,
            KnownDevices known,
            UnderWay underWay) {
        this.target = target;
        this.endpoint = endpoint;
        this.loop = loop;
        this.line = handlers.line(driver, target.id(), this::close);
        this.dialer = dialer;
        this.networks = networks;
        this.listener = listener;
        this.device = endpoint.address().getAddress();
        this.known = known;
        this.underWay = underWay;
        this.where = endpoint.where();
        this.gate = known.gate(where);
        this.login = known.login(target, where);
        this.limit = target.timeout().compareTo(LONGEST) < 0 ? target.timeout() : LONGEST;
    }

    EventLoop loop() {
        return loop;
    }

    Gate gate() {
        return gate;
    }

    Login login() {
        return login;
    }

    String where() {
        return where;
    }

    boolean anonymous() {
        return target.user().isEmpty();
    }

    /** Whether what it shows is a key that belongs to nobody else's account, and needs no challenge. */
    boolean showsKey() {
        return target.options().getOrDefault(DeviceHttp.LOGIN, "").equals(DeviceHttp.KEY);
    }

    @Override
    public DeviceReply call(DeviceRequest request) throws DeviceException {
        if (Handlers.runsThis() || loop.inEventLoop()) {
            throw new IllegalStateException("call() would block a thread that devices share: use send()");
        }
        var answer = ask(request, (told, after) -> {
            told.run(); // wakes who waits below, and runs nothing of the driver's
            after.run();
        });
        try {
            return answer.get(limit.plus(request.patience()).toMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DeviceException why) {
                throw why;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw Failures.noAnswer(where, limit.plus(request.patience()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.brokeOff(where, e);
        }
    }

    @Override
    public CompletionStage<DeviceReply> send(DeviceRequest request) {
        return ask(request, line::hand);
    }

    /** Where the outcome is told, and what follows when all that hangs on it was done. */
    private interface Teller {
        void tell(Runnable outcome, Runnable after);
    }

    private CompletableFuture<DeviceReply> ask(DeviceRequest request, Teller teller) {
        var answer = new CompletableFuture<DeviceReply>();
        var over = underWay.begin();
        start(request, new Call.Taker() {
            @Override
            public boolean wantsPieces(int status) {
                return false;
            }

            @Override
            public void whole(Reply reply) {
                teller.tell(() -> answer.complete(reply), over);
            }

            @Override
            public Wire.Exchange pieces(HttpResponse head, Wire wire) {
                throw new IllegalStateException("not asked for");
            }

            @Override
            public void failed(DeviceException why) {
                teller.tell(() -> answer.completeExceptionally(why), over);
            }
        });
        return answer;
    }

    @Override
    public CompletionStage<AutoCloseable> stream(DeviceRequest request, StreamSink sink) {
        var made = new CompletableFuture<CompletionStage<AutoCloseable>>();
        boolean file = sink.isFile();
        loop.execute(() -> {
            var self = new Stream[1];
            self[0] = new Stream(loop, line, where, sink, file, () -> streams.remove(self[0]));
            streams.add(self[0]);
            made.complete(self[0].opened());
            start(request, self[0]);
        });
        return made.thenCompose(opened -> opened);
    }

    @Override
    public AutoCloseable later(Duration delay, Runnable work) {
        var mine = new Later(work, dues);
        if (!closed.get()) {
            mine.due(loop.schedule(() -> line.hand(mine), delay.toMillis(), TimeUnit.MILLISECONDS));
        }
        if (closed.get()) {
            mine.close();
        }
        return mine;
    }

    @Override
    public Optional<DevicePush> push(DevicePush.Sink sink) {
        var opened = listener.open(target.id(), senders(), line, sink, doors::remove);
        opened.ifPresent(doors::add);
        if (closed.get()) {
            opened.ifPresent(PushDoor::close);
        }
        return opened.map(door -> door);
    }

    /** The device itself, and what the source names besides, as where it sends from behind a router. */
    private Set<InetAddress> senders() {
        var senders = new HashSet<InetAddress>();
        senders.add(device);
        for (var text : target.options().getOrDefault(PUSH_FROM, "").split(",")) {
            if (Literals.isAddress(text.strip())) {
                try {
                    senders.add(InetAddress.getByName(text.strip()));
                } catch (UnknownHostException e) {
                    continue; // what only looks like an address opens to nobody
                }
            }
        }
        return Set.copyOf(senders);
    }

    private void start(DeviceRequest request, Call.Taker taker) {
        loop.execute(() -> {
            var call = new Call(this, request, limit, taker);
            calls.add(call);
            if (closed.get()) {
                call.fail(Failures.closed(where));
            } else {
                call.start();
            }
        });
    }

    void over(Call call) {
        calls.remove(call);
    }

    void dial(Duration atMost, Dialer.Dialled then) {
        dialer.dial(loop, endpoint, target.pinnedCertificate(), atMost, then);
    }

    void shown(String fingerprint) {
        if (!fingerprint.isEmpty()) {
            certificate = fingerprint;
        }
    }

    Optional<Wire> takeIdle() {
        while (!idle.isEmpty()) {
            var wire = idle.pop();
            if (wire.open() && wire.endpoint().equals(endpoint)) {
                return Optional.of(wire);
            }
            wire.close();
        }
        return Optional.empty();
    }

    void giveIdle(Wire wire) {
        if (closed.get() || idle.size() >= IDLE_WIRES) {
            wire.close();
            return;
        }
        idle.push(wire);
        loop.schedule(
                () -> {
                    if (idle.remove(wire)) {
                        wire.close();
                    }
                },
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    String cnonce() {
        var bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    String sign(Digest digest, String method, String path) {
        return digest.sign(method, path, target.user(), target.secret());
    }

    /** Whether a secret may be sent as it is. */
    boolean mayShow() {
        return endpoint.tls() && target.pinnedCertificate().isPresent()
                || Boolean.parseBoolean(target.options().getOrDefault(BASIC_ALLOWED, "false"));
    }

    /** @throws DeviceException.Refused if Basic may not be used here */
    void chooseBasic() throws DeviceException.Refused {
        if (!mayShow()) {
            throw Failures.basicNotAllowed(where);
        }
        basic = true;
    }

    /** @return the Authorization header if Basic was chosen, or a key is shown */
    Optional<String> basic() {
        if (showsKey()) {
            return Optional.of("Bearer " + target.secret());
        }
        if (!basic) {
            return Optional.empty();
        }
        var plain = (target.user() + ":" + target.secret()).getBytes(StandardCharsets.UTF_8);
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(plain));
    }

    /**
     * Follows a redirect that stays on the device: another path, or from http to https on the same host. Later calls
     * go where it leads.
     *
     * @return the path to ask for
     * @throws DeviceException.Refused if it leads anywhere else
     */
    String follow(String location, String path) throws DeviceException {
        try {
            var here = new URI((endpoint.tls() ? "https://" : "http://") + where + path);
            var to = here.resolve(new URI(location));
            boolean sameHost = endpoint.host().equalsIgnoreCase(String.valueOf(to.getHost()));
            boolean tls = "https".equalsIgnoreCase(to.getScheme());
            boolean known = tls || "http".equalsIgnoreCase(to.getScheme());
            int port = to.getPort() > 0 ? to.getPort() : tls ? 443 : 80;
            boolean upgrade = tls && !endpoint.tls();
            boolean same = tls == endpoint.tls() && port == endpoint.port();
            if (location.isEmpty() || !sameHost || !known || !(upgrade || same) || to.getRawUserInfo() != null) {
                throw Failures.leadsAway(where, location);
            }
            if (upgrade) {
                var address =
                        networks.resolve(endpoint.host(), endpoint.address().getAddress(), port);
                endpoint = new Endpoint(true, endpoint.host(), port, address);
                List.copyOf(idle).forEach(Wire::close);
                idle.clear();
            }
            var next = to.getRawPath() == null || to.getRawPath().isEmpty() ? "/" : to.getRawPath();
            return to.getRawQuery() == null ? next : next + "?" + to.getRawQuery();
        } catch (URISyntaxException e) {
            throw Failures.leadsAway(where, "?");
        }
    }

    @Override
    public String certificate() {
        return certificate;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        line.leave();
        known.leave(where);
        List.copyOf(dues).forEach(Later::close);
        List.copyOf(doors).forEach(DevicePush::close);
        if (!loop.isShuttingDown()) {
            loop.execute(() -> {
                List.copyOf(calls).forEach(c -> c.fail(Failures.closed(where)));
                List.copyOf(streams).forEach(Stream::close);
                idle.forEach(Wire::close);
                idle.clear();
            });
        }
    }
}
