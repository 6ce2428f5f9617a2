package vn.matluoi.http.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.http.DeviceRequest;
import vn.matluoi.api.login.Challenge;
import vn.matluoi.api.login.Digest;

/**
 * One request from being asked to its answer: it waits for its turn at the device, goes out unsigned or with a kept
 * nonce, answers a challenge, follows one redirect on the same device, and is over at its deadline whatever happens.
 * Belongs to its connection's event loop.
 */
final class Call implements Wire.Exchange {

    /** Longest wait for the head of an answer. */
    private static final Duration HEAD = Duration.ofSeconds(5);

    private static final long TICK_MILLIS = 250;

    /** So often a call is signed where each nonce turns out to be old: Dahua locks at five wrong log-ins, and two are kept back. */
    private static final int MOST_SIGNATURES = 3;

    /** Where a call is. */
    private enum Stage {
        WAITING,
        DIALLING,
        LOGGING_IN,
        HEAD,
        BODY,
        OVER
    }

    /** How the request on its way is signed. */
    private enum Signed {
        NOT,
        /** With a nonce from before: a 401 may only mean that it is old. */
        KEPT,
        /** With a nonce this call was just given, or by Basic, that knows none: a 401 means the account is wrong. */
        FRESH
    }

    private final DeviceConnection connection;
    private final EventLoop loop;
    private final Login login;
    private final Gate gate;
    private final DeviceRequest request;
    private final Taker taker;
    private final long started = System.nanoTime();
    private final long limit;

    private Stage stage = Stage.WAITING;
    private long stageSince = started;
    private String path;
    private Optional<String> authorization = Optional.empty();
    private Optional<Digest> digest = Optional.empty();
    private Signed signed = Signed.NOT;
    private Optional<Wire> wire = Optional.empty();
    private Optional<Arriving> arriving = Optional.empty();
    private Optional<Future<?>> timer = Optional.empty();
    private boolean permit;
    private boolean proving;
    private int signatures; // sent, of this call
    private boolean redirected;
    private boolean redialled;

    Call(DeviceConnection connection, DeviceRequest request, Duration limit, Taker taker) {
        this.connection = connection;
        this.loop = connection.loop();
        this.login = connection.login();
        this.gate = connection.gate();
        this.request = request;
        this.path = request.path();
        this.limit = limit.plus(request.patience()).toNanos();
        this.taker = taker;
    }

    /** Takes the outcome of a call, once. Called on the event loop. */
    interface Taker {

        /** @return whether the answer with that head is to be handed over as it comes, instead of whole */
        boolean wantsPieces(int status);

        void whole(Reply reply);

        /** The head of an answer in pieces; the taker now owns the wire's exchange through the result. */
        Wire.Exchange pieces(HttpResponse head, Wire wire);

        void failed(DeviceException why);
    }

    void start() {
        var bar = login.bar();
        if (bar.isPresent()) {
            fail(bar.get());
            return;
        }
        tick();
        if (!request.patience().isZero()) {
            send(); // held back by the device for its own reasons: it must not keep ordinary calls waiting
        } else if (!gate.enter(() -> loop.execute(this::admitted))) {
            fail(Failures.tooMany(connection.where()));
        }
    }

    /** Ends the call from outside. */
    void fail(DeviceException why) {
        if (over()) {
            taker.failed(why);
        }
    }

    private void admitted() {
        if (stage == Stage.OVER) {
            gate.leave();
            return;
        }
        permit = true;
        send();
    }

    /** Sends with what is known: a kept nonce, Basic where it was chosen before, or nothing. */
    private void send() {
        var bar = login.bar();
        if (bar.isPresent()) {
            fail(bar.get());
            return;
        }
        digest = login.kept();
        authorization =
                digest.map(d -> connection.sign(d, request.method(), path)).or(connection::basic);
        signatures += authorization.isPresent() ? 1 : 0;
        signed = digest.isPresent() ? Signed.KEPT : authorization.isPresent() ? Signed.FRESH : Signed.NOT;
        transmit(false);
    }

    private void transmit(boolean onNewWire) {
        arriving = Optional.empty();
        var idle = onNewWire ? Optional.<Wire>empty() : connection.takeIdle();
        if (idle.isPresent()) {
            go(idle.get());
            return;
        }
        enter(Stage.DIALLING);
        connection.dial(Duration.ofNanos(Math.max(1, limit - (System.nanoTime() - started))), new Dialer.Dialled() {
            @Override
            public void open(Wire opened, String fingerprint) {
                connection.shown(fingerprint);
                if (stage == Stage.DIALLING) {
                    go(opened);
                } else {
                    opened.close();
                }
            }

            @Override
            public void failed(DeviceException why, String fingerprint) {
                connection.shown(fingerprint);
                fail(why);
            }
        });
    }

    private void go(Wire on) {
        wire = Optional.of(on);
        enter(Stage.HEAD);
        on.start(http(on.endpoint()), this);
    }

    private FullHttpRequest http(Endpoint to) {
        var http = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.valueOf(request.method()),
                path,
                Unpooled.wrappedBuffer(request.body()));
        http.headers()
                .set(HttpHeaderNames.HOST, to.hostHeader())
                .set(HttpHeaderNames.USER_AGENT, "MatLuoi")
                .set(HttpHeaderNames.ACCEPT, "*/*")
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        if (request.body().length > 0 || !request.method().equals("GET")) {
            http.headers().set(HttpHeaderNames.CONTENT_LENGTH, request.body().length);
        }
        request.contentType().ifPresent(t -> http.headers().set(HttpHeaderNames.CONTENT_TYPE, t));
        request.headers().forEach((name, value) -> http.headers().set(name, value));
        authorization.ifPresent(a -> http.headers().set(HttpHeaderNames.AUTHORIZATION, a));
        return http;
    }

    @Override
    public void head(HttpResponse response) {
        int status = response.status().code();
        if (taker.wantsPieces(status) && !handledHere(status)) {
            settleLogin();
            var handed = wire.orElseThrow();
            wire = Optional.empty();
            if (over()) {
                handed.hand(taker.pieces(response, handed));
            }
            return;
        }
        try {
            enter(Stage.BODY);
            arriving = Optional.of(new Arriving(response, request.maxBytes(), connection.where(), stageSince));
        } catch (Garbled e) {
            fail(e);
        }
    }

    @Override
    public void piece(ByteBuf content) {
        try {
            arriving.orElseThrow().add(content, System.nanoTime());
        } catch (Garbled e) {
            fail(e);
        }
    }

    @Override
    public void end(boolean reusable) {
        var done = wire.orElseThrow();
        wire = Optional.empty();
        if (reusable) {
            connection.giveIdle(done);
        } else {
            done.close();
        }
        answered();
    }

    @Override
    public void broken(boolean garbled, boolean silent, Optional<Throwable> cause) {
        var lost = wire;
        wire = Optional.empty();
        if (garbled) {
            fail(Failures.notHttp(connection.where(), cause.orElse(null)));
        } else if (stage == Stage.BODY && arriving.orElseThrow().whole()) {
            answered();
        } else if (silent
                && !redialled
                && request.method().equals("GET")
                && lost.filter(Wire::used).isPresent()) {
            redialled = true; // the device closed a kept connection just as we used it
            authorization =
                    digest.map(d -> connection.sign(d, request.method(), path)).or(() -> authorization);
            transmit(true);
        } else {
            fail(Failures.brokeOff(connection.where(), cause.orElse(null)));
        }
    }

    private static boolean handledHere(int status) {
        return status == 401 || status == 503 || isRedirect(status);
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private void answered() {
        try {
            var reply = arriving.orElseThrow().reply();
            if (reply.status() == 401) {
                challenged(reply);
                return;
            }
            settleLogin();
            if (reply.status() == 503) {
                throw Failures.busy(connection.where());
            }
            if (isRedirect(reply.status())) {
                redirect(reply);
            } else if (over()) {
                taker.whole(reply);
            }
        } catch (DeviceException e) {
            fail(e);
        }
    }

    private void redirect(Reply reply) throws DeviceException {
        var location = reply.header("Location").orElse("");
        if (redirected || !request.method().equals("GET")) {
            throw Failures.leadsAway(connection.where(), location);
        }
        redirected = true;
        path = connection.follow(location, path);
        send();
    }

    private void challenged(Reply reply) throws DeviceException {
        var locked = UserCheck.locked(reply);
        if (locked.isPresent()) {
            proving = false;
            throw login.locked(locked.get());
        }
        if (connection.showsKey()) {
            proving = false;
            throw login.rejected();
        }
        if (connection.anonymous()) {
            throw Failures.noCredentials(connection.where());
        }
        var challenges = Challenge.parse(reply.headers().getAll(HttpHeaderNames.WWW_AUTHENTICATE));
        var fresh = Digest.strongest(challenges, connection.cnonce());
        boolean basic = fresh.isEmpty() && challenges.stream().anyMatch(Challenge::isBasic);
        if (fresh.isEmpty() && !basic) {
            throw Failures.unreadable("401, no WWW-Authenticate that is known", null);
        }
        if (basic) {
            if (login.tookDigest()) {
                throw Failures.weaker(connection.where());
            }
            connection.chooseBasic();
        }
        boolean otherScheme = digest.isEmpty() && fresh.isPresent(); // Basic was sent, Digest is asked for now
        if (signed == Signed.FRESH && !otherScheme) {
            boolean onlyStale =
                    signatures < MOST_SIGNATURES && challenges.stream().anyMatch(Challenge::stale);
            if (!onlyStale) {
                proving = false;
                throw login.rejected();
            }
            sendSigned(fresh);
            return;
        }
        if (signed == Signed.KEPT) {
            digest.ifPresent(login::doubt);
        }
        enter(Stage.LOGGING_IN);
        login.ask(verdict -> loop.execute(() -> decided(verdict, fresh)));
    }

    private void decided(Login.Verdict verdict, Optional<Digest> fresh) {
        if (stage == Stage.OVER) {
            if (verdict instanceof Login.Verdict.Prove) {
                login.unsettled();
            }
            return;
        }
        if (verdict instanceof Login.Verdict.Stop stop) {
            fail(stop.why());
            return;
        }
        proving = verdict instanceof Login.Verdict.Prove;
        sendSigned(fresh);
    }

    private void sendSigned(Optional<Digest> fresh) {
        fresh.ifPresent(login::keep);
        digest = fresh;
        authorization =
                fresh.map(d -> connection.sign(d, request.method(), path)).or(connection::basic);
        signed = Signed.FRESH;
        signatures++;
        transmit(false);
    }

    /** An answer to a signed request that is not a 401: the account is right. */
    private void settleLogin() {
        if (proving && signed == Signed.FRESH) {
            proving = false;
            login.accepted();
        }
    }

    private void enter(Stage next) {
        stage = next;
        stageSince = System.nanoTime();
    }

    private void tick() {
        if (stage == Stage.OVER) {
            return;
        }
        long now = System.nanoTime();
        boolean late = now - started >= limit;
        if (stage == Stage.BODY
                && arriving.filter(a -> a.quietAndWhole(now) || late && a.whole())
                        .isPresent()) {
            wire.ifPresent(Wire::close);
            wire = Optional.empty();
            answered();
        } else if (late) {
            fail(
                    stage == Stage.WAITING
                            ? Failures.tooMany(connection.where())
                            : Failures.noAnswer(connection.where(), Duration.ofNanos(limit)));
        } else if (stage == Stage.HEAD && now - stageSince >= head().toNanos()) {
            fail(Failures.noAnswer(connection.where(), head()));
        } else if (stage == Stage.BODY && arriving.filter(a -> a.tooSlow(now)).isPresent()) {
            fail(Failures.tooSlow(connection.where()));
        }
        if (stage != Stage.OVER) {
            long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(limit - (now - started)) + 1);
            timer = Optional.of(loop.schedule(this::tick, Math.min(TICK_MILLIS, left), TimeUnit.MILLISECONDS));
        }
    }

    private Duration head() {
        return HEAD.plus(request.patience());
    }

    /** @return true the first time */
    private boolean over() {
        if (stage == Stage.OVER) {
            return false;
        }
        stage = Stage.OVER;
        timer.ifPresent(t -> t.cancel(false));
        wire.ifPresent(Wire::close);
        wire = Optional.empty();
        if (proving) {
            proving = false;
            login.unsettled();
        }
        if (permit) {
            gate.leave();
        }
        connection.over(this);
        return true;
    }
}
