package vn.matluoi.driver.onvif.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;
import vn.matluoi.api.http.XmlElement;

/**
 * Asks a device and finds out how it wants to be logged in to: it is asked as nobody until it refuses, then by HTTP Digest if it
 * said 401, by WS-UsernameToken if it said so in a fault, and by both only where one alone was not enough. So no log-in is sent
 * that nobody asked for, and none twice. For any thread.
 */
final class Onvif implements AutoCloseable {

    private static final Operation CLOCK = Operation.of(Service.DEVICE, "GetSystemDateAndTime");

    private final Target target;
    private final InstantSource time;
    private final Accounts.Account account;
    private final Ports ports;
    private final Ports nobody;
    private final Pictures pictures;
    private final ZoneId site;
    private final Map<Service, Services.Place> places = new ConcurrentHashMap<>();
    private final Set<String> usualTried = ConcurrentHashMap.newKeySet(); // operations
    private final Unfinished unfinished;
    private volatile LogIn logIn = LogIn.NONE;
    private volatile DeviceClock clock = DeviceClock.UNKNOWN;
    private volatile Instant clockRead = Instant.EPOCH;
    private volatile boolean closed;

    /** @param patience how long what is sent last may keep it open */
    Onvif(DeviceHttp http, Target target, InstantSource time, Accounts.Account account, Duration patience)
            throws DeviceException {
        this.unfinished = new Unfinished(patience);
        this.target = target;
        this.time = time;
        this.account = account;
        this.site = DeviceClock.site(target);
        this.ports = new Ports(http, target);
        this.nobody = target.user().isEmpty() ? ports : new Ports(http, Targets.anonymous(target));
        this.pictures = new Pictures(ports, nobody);
        var path = Optional.ofNullable(target.address().getRawPath()).filter(p -> p.length() > 1);
        places.put(Service.DEVICE, new Services.Place(ports.outside(), path.orElse(Service.DEVICE.usualPath())));
    }

    Ports ports() {
        return ports;
    }

    /** @return what keeps this open beyond {@link #close()} */
    Unfinished unfinished() {
        return unfinished;
    }

    /** The device told where its services are; the device service stays where the source says. */
    void found(Services services) {
        services.places().forEach(places::putIfAbsent);
    }

    boolean has(Service service) {
        return places.containsKey(service);
    }

    Services.Place place(Service service) throws Unsupported {
        var place = places.get(service);
        if (place == null) {
            throw Words.notSupported(service.name(), "GetServices");
        }
        return place;
    }

    XmlElement ask(Operation operation) throws DeviceException {
        return answer(operation).response(operation);
    }

    /** The same where it is normal that a device does not know it or does not allow it. */
    Optional<XmlElement> find(Operation operation) throws DeviceException {
        try {
            return Optional.of(ask(operation));
        } catch (Unsupported | Garbled e) {
            return Optional.empty();
        } catch (Refused e) {
            if (e.why() == Why.RIGHTS) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** YooSee names the device service for PTZ: where a service does not know its own operation, the usual path is tried, once for each. */
    Answer answer(Operation operation) throws DeviceException {
        var service = operation.service();
        var place = place(service);
        var answer = answer(operation, place);
        if (!answer.isOfAnotherPlace()
                || service == Service.DEVICE
                || place.path().equals(service.usualPath())) {
            return answer;
        }
        if (!usualTried.add(operation.name())) {
            return answer;
        }
        var usual = new Services.Place(ports.outside(), service.usualPath());
        var second = answer(operation, usual);
        if (second instanceof Answer.Found) {
            places.put(service, usual);
            return second;
        }
        return answer;
    }

    Answer answer(Operation operation, Services.Place place) throws DeviceException {
        if (closed) {
            throw Words.closed();
        }
        var seen = logIn;
        if (seen.token()) {
            account.check();
        }
        var first = exchange(operation, place);
        if (!first.isNotAuthorized()) {
            return first;
        }
        if (target.user().isEmpty()) {
            throw Words.noUser();
        }
        account.lock(target.timeout().multipliedBy(2));
        try {
            account.check();
            return prove(operation, place, seen, first);
        } finally {
            account.unlock();
        }
    }

    private Answer prove(Operation operation, Services.Place place, LogIn seen, Answer refused) throws DeviceException {
        if (!logIn.equals(seen) && logIn.proven()) { // another call has just found out
            var again = exchange(operation, place);
            if (!again.isNotAuthorized()) {
                return again;
            }
        }
        var known = logIn;
        if (known.token() && known.proven()) {
            return afterClockMoved(operation, place, known, refused);
        }
        if (known.bothRefused()) {
            return refused;
        }
        var offsets = clock.offsets(clockRead.equals(Instant.EPOCH) ? time.instant() : clockRead);
        for (var offset : known.http() && !known.bare() ? offsets.subList(0, 1) : offsets) {
            logIn = known.withToken(offset);
            var answer = exchange(operation, place);
            if (!answer.isNotAuthorized()) {
                return answer;
            }
        }
        if (known.http() && !known.bare()) {
            logIn = known.withBothRefused(); // the log-in by HTTP was right: it is the right that is missing
            return refused;
        }
        logIn = known;
        throw rejected();
    }

    /**
     * A token that was right and is not any more: the device's clock jumped, its password was changed, or the account may not do
     * this. Which of the last two is told by the operation that proved the password, asked once: devices lock at five wrong ones.
     */
    private Answer afterClockMoved(Operation operation, Services.Place place, LogIn known, Answer refused)
            throws DeviceException {
        var before = time.instant();
        var device = place(Service.DEVICE);
        var said = Answer.judge(CLOCK, nobody.at(device.port()).call(request(CLOCK, device, LogIn.NONE)));
        var last = refused;
        if (moved(said, before)) {
            last = exchange(operation, place);
            if (!last.isNotAuthorized()) {
                return last;
            }
        }
        if (operation.name().equals(Description.INFORMATION.name())
                || exchange(Description.INFORMATION, device).isNotAuthorized()) {
            throw rejected();
        }
        return last;
    }

    private Refused rejected() {
        var wrong = Words.wrongToken();
        account.reject(wrong);
        return wrong;
    }

    private boolean moved(Answer said, Instant before) {
        var was = logIn.offset();
        clock(said, before);
        return logIn.offset().minus(was).abs().toSeconds() >= 2;
    }

    private Answer exchange(Operation operation, Services.Place place) throws DeviceException {
        var answer = once(operation, place);
        if (answer instanceof Answer.Failed failed
                && failed.fault().kind() == Fault.Kind.NOT_UNDERSTOOD
                && logIn.token()
                && logIn.mustUnderstand()) {
            logIn = logIn.withoutMustUnderstand();
            answer = once(operation, place);
        }
        if (answer instanceof Answer.Found && logIn.known() && !logIn.proven()) {
            logIn = logIn.withProof();
        }
        return answer;
    }

    private Answer once(Operation operation, Services.Place place) throws DeviceException {
        var known = logIn;
        if (!known.http() && nobody != ports) {
            try {
                var request = request(operation, place, known);
                return Answer.judge(operation, nobody.at(place.port()).call(request));
            } catch (Refused e) {
                if (e.why() != Why.CREDENTIALS) {
                    throw e;
                }
                known = known.withHttp(); // it said 401
                logIn = known;
            }
        }
        DeviceReply reply;
        try {
            reply = call(operation, place, known);
        } catch (Garbled e) {
            if (!known.bare()) {
                if (known.proven() || !known.http()) {
                    throw e;
                }
                logIn = known.withBare(); // a 401 that names no way to log in: what it wants is a token
            }
            return Answer.BARE_401;
        }
        return Answer.judge(operation, reply);
    }

    private DeviceReply call(Operation operation, Services.Place place, LogIn known) throws DeviceException {
        try {
            return ports.at(place.port()).call(request(operation, place, known));
        } catch (Refused e) {
            if (e.why() != Why.CREDENTIALS || target.user().isEmpty()) {
                throw e;
            }
            var rejected = Words.rejected(e);
            account.reject(rejected);
            throw rejected;
        }
    }

    /** @throws Unsupported if a picture's account is refused, or its port may not be reached */
    DeviceReply picture(int port, DeviceRequest request) throws DeviceException {
        if (closed) {
            throw Words.closed();
        }
        return pictures.fetch(logIn, port, request);
    }

    private DeviceRequest request(Operation operation, Services.Place place, LogIn known) {
        return Soap.request(operation, place.path(), known.header(target, time.instant()), DeviceRequest.MAX_BYTES);
    }

    /** Asks without waiting, logged in as was found out before. The stage fails with a {@link DeviceException}. */
    CompletionStage<Answer> send(Operation operation, Services.Place place) {
        var known = logIn;
        boolean alone = known.token() && !known.http() && nobody != ports;
        try {
            if (known.token()) {
                account.check();
            }
            var sent = (alone ? nobody : ports)
                    .at(place.port())
                    .send(request(operation, place, known))
                    .handle((reply, why) -> Answer.judge(operation, known, reply, why))
                    .thenCompose(answer -> answer);
            return alone ? sent.exceptionallyCompose(why -> againByHttp(operation, place, why)) : sent;
        } catch (DeviceException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** A subscription may be at a place that says 401 where the event service took the token alone. */
    private CompletionStage<Answer> againByHttp(Operation operation, Services.Place place, Throwable why) {
        var cause = Answer.cause(why);
        if (cause instanceof Refused refused && refused.why() == Why.CREDENTIALS) {
            logIn = logIn.withHttp();
            return send(operation, place);
        }
        return CompletableFuture.failedFuture(cause);
    }

    /** Reads the device's clock; log-ins are dated by it from now on. */
    DeviceClock measure() throws DeviceException {
        var before = time.instant();
        return clock(answer(CLOCK), before);
    }

    /** Tokens that were right are dated on by as much as the clock changed. */
    private DeviceClock clock(Answer answer, Instant before) {
        if (!(answer instanceof Answer.Found found)) {
            return DeviceClock.UNKNOWN;
        }
        var was = clock.offset(clockRead);
        var middle = before.plus(Duration.between(before, time.instant()).dividedBy(2));
        var read = DeviceClock.read(found.response(), site);
        clock = read;
        clockRead = middle;
        var known = logIn;
        if (known.token() && known.proven()) {
            read.offset(middle)
                    .map(o -> o.minus(was.orElse(known.offset())))
                    .ifPresent(change ->
                            logIn = known.withToken(known.offset().plus(change)).withProof());
        }
        return read;
    }

    /**
     * What it means that a log-in that was right a moment ago is refused now, found out as {@link #afterClockMoved} does but
     * without waiting: at most one more token is sent.
     *
     * @return why, or empty if the device's clock had jumped, so that it may be asked again
     */
    CompletionStage<Optional<DeviceException>> judge(String operation) {
        Optional<DeviceException> noRight = Optional.of(Words.noRight(operation));
        if (!logIn.token()) {
            return CompletableFuture.completedFuture(noRight);
        }
        var device = places.get(Service.DEVICE);
        return remeasure(device)
                .thenCompose(moved -> send(Description.INFORMATION, device).thenApply(answer -> {
                    if (answer.isNotAuthorized()) {
                        return Optional.of(rejected());
                    }
                    return moved ? Optional.empty() : noRight;
                }));
    }

    /** @return whether the clock jumped; no if it cannot be read */
    private CompletionStage<Boolean> remeasure(Services.Place device) {
        var before = time.instant();
        try {
            return nobody.at(device.port())
                    .send(request(CLOCK, device, LogIn.NONE))
                    .handle((reply, why) -> Answer.judge(CLOCK, LogIn.NONE, reply, why))
                    .thenCompose(answer -> answer)
                    .handle((answer, why) -> moved(answer, before));
        } catch (DeviceException e) {
            return CompletableFuture.completedFuture(false);
        }
    }

    /** @return device clock minus hub clock, as last read; zero if it was never told */
    Duration offset() {
        return clock.offset(clockRead).orElse(Duration.ZERO);
    }

    Instant clockRead() {
        return clockRead;
    }

    AutoCloseable later(Duration delay, Runnable work) {
        return ports.main().later(delay, work);
    }

    /** Takes no more questions, and closes when nothing is {@link #unfinished()}. */
    @Override
    public void close() {
        closed = true;
        unfinished.whenDone(() -> {
            ports.close();
            nobody.close();
        });
    }
}
