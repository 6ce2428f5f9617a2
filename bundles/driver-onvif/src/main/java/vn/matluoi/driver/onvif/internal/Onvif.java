package vn.matluoi.driver.onvif.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
    private final ZoneId site;
    private final Map<Service, Services.Place> places = new ConcurrentHashMap<>();
    private final Set<String> usualTried = ConcurrentHashMap.newKeySet(); // operations
    private volatile LogIn logIn = LogIn.NONE;
    private volatile DeviceClock clock = DeviceClock.UNKNOWN;
    private volatile Instant clockRead = Instant.EPOCH;
    private volatile boolean closed;
    private volatile boolean pictureRefused;

    Onvif(DeviceHttp http, Target target, InstantSource time, Accounts.Account account) throws DeviceException {
        this.target = target;
        this.time = time;
        this.account = account;
        this.site = DeviceClock.site(target);
        this.ports = new Ports(http, target);
        this.nobody = target.user().isEmpty() ? ports : new Ports(http, Targets.anonymous(target));
        var path = Optional.ofNullable(target.address().getRawPath()).filter(p -> p.length() > 1);
        places.put(Service.DEVICE, new Services.Place(ports.outside(), path.orElse(Service.DEVICE.usualPath())));
    }

    Ports ports() {
        return ports;
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
        var first = exchange(operation, place);
        if (!first.isNotAuthorized()) {
            return first;
        }
        if (target.user().isEmpty()) {
            throw Words.noUser();
        }
        try {
            if (!account.proving().tryLock(target.timeout().toMillis() * 2, TimeUnit.MILLISECONDS)) {
                throw Words.full("log-in");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Words.full("log-in");
        }
        try {
            account.check();
            return prove(operation, place, seen, first);
        } finally {
            account.proving().unlock();
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
        var wrong = Words.wrongToken();
        account.reject(wrong);
        throw wrong;
    }

    /** A token that was right and is not any more: the device's clock jumped, or the account may not do this. */
    private Answer afterClockMoved(Operation operation, Services.Place place, LogIn known, Answer refused)
            throws DeviceException {
        var before = time.instant();
        var device = place(Service.DEVICE);
        var said = Answer.judge(CLOCK, nobody.at(device.port()).call(request(CLOCK, device, "")));
        var offsets = clock(said, before).offsets(clockRead);
        if (offsets.get(0).minus(known.offset()).abs().toSeconds() < 2) {
            return refused;
        }
        logIn = known.withToken(offsets.get(0));
        var again = exchange(operation, place);
        if (again.isNotAuthorized()) {
            logIn = known;
        }
        return again;
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
                var request = request(operation, place, security(known));
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
            if (known.proven() || !known.http()) {
                throw e;
            }
            logIn = known.withBare(); // a 401 that names no way to log in: what it wants is a token
            return new Answer.Failed(new Fault(Fault.Kind.NOT_AUTHORIZED, "401"));
        }
        return Answer.judge(operation, reply);
    }

    private DeviceReply call(Operation operation, Services.Place place, LogIn known) throws DeviceException {
        try {
            return ports.at(place.port()).call(request(operation, place, security(known)));
        } catch (Refused e) {
            if (e.why() != Why.CREDENTIALS || target.user().isEmpty()) {
                throw e;
            }
            var rejected = Words.rejected(e);
            account.reject(rejected);
            throw rejected;
        }
    }

    /**
     * A picture may need the account of the web server, which on devices that log in by token is another: it is tried once, and
     * that it is refused says nothing of the account for ONVIF.
     *
     * @throws Unsupported if it is refused so, or its port may not be reached
     */
    DeviceReply picture(int port, DeviceRequest request) throws DeviceException {
        if (closed) {
            throw Words.closed();
        }
        if (pictureRefused) {
            throw Words.pictureAccount();
        }
        boolean token = !logIn.http() && nobody != ports;
        try {
            return (token ? nobody : ports).at(port).call(request);
        } catch (Refused e) {
            if (e.why() == Why.NETWORK && port != ports.outside()) {
                throw new Unsupported(e.text());
            }
            if (!token || e.why() != Why.CREDENTIALS) {
                throw e;
            }
        }
        try {
            return ports.at(port).call(request);
        } catch (Refused e) {
            if (e.why() == Why.CREDENTIALS && logIn.token()) {
                pictureRefused = true;
                throw Words.pictureAccount();
            }
            throw e;
        }
    }

    private String security(LogIn known) {
        return known.token()
                ? Token.header(
                        target.user(), target.secret(), time.instant().plus(known.offset()), known.mustUnderstand())
                : "";
    }

    private static DeviceRequest request(Operation operation, Services.Place place, String security) {
        return Soap.request(operation, place.path(), security, DeviceRequest.MAX_BYTES);
    }

    /** Asks without waiting, logged in as was found out before. The stage fails with a {@link DeviceException}. */
    CompletionStage<Answer> send(Operation operation, Services.Place place) {
        var known = logIn;
        boolean alone = known.token() && !known.http() && nobody != ports;
        try {
            var sent = (alone ? nobody : ports)
                    .at(place.port())
                    .send(request(operation, place, security(known)))
                    .thenCompose(reply -> judged(operation, reply));
            return alone ? sent.exceptionallyCompose(why -> againByHttp(operation, place, why)) : sent;
        } catch (DeviceException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** A subscription may be at a place that says 401 where the event service took the token alone. */
    private CompletionStage<Answer> againByHttp(Operation operation, Services.Place place, Throwable why) {
        var cause = why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
        if (cause instanceof Refused refused && refused.why() == Why.CREDENTIALS) {
            logIn = logIn.withHttp();
            return send(operation, place);
        }
        return CompletableFuture.failedFuture(cause);
    }

    private static CompletionStage<Answer> judged(Operation operation, DeviceReply reply) {
        try {
            return CompletableFuture.completedFuture(Answer.judge(operation, reply));
        } catch (Garbled e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Reads the device's clock; log-ins are dated by it from now on. */
    DeviceClock measure() throws DeviceException {
        var before = time.instant();
        return clock(answer(CLOCK), before);
    }

    private DeviceClock clock(Answer answer, Instant before) {
        if (!(answer instanceof Answer.Found found)) {
            return DeviceClock.UNKNOWN;
        }
        var middle = before.plus(Duration.between(before, time.instant()).dividedBy(2));
        var read = DeviceClock.read(found.response(), site);
        clock = read;
        clockRead = middle;
        return read;
    }

    /** Reads the clock without waiting; tokens are dated by it from then on. Done even where it cannot be read. */
    CompletionStage<Void> remeasure() {
        var before = time.instant();
        var device = places.get(Service.DEVICE);
        try {
            return nobody.at(device.port())
                    .send(request(CLOCK, device, ""))
                    .thenCompose(reply -> judged(CLOCK, reply))
                    .handle((answer, why) -> {
                        if (answer instanceof Answer.Found && logIn.token()) {
                            var offset =
                                    clock(answer, before).offsets(clockRead).get(0);
                            logIn = logIn.withToken(offset).withProof();
                        }
                        return null;
                    });
        } catch (DeviceException e) {
            return CompletableFuture.completedFuture(null);
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

    /** Takes no more questions. What was asked already is answered until {@link #close()}. */
    void end() {
        closed = true;
    }

    @Override
    public void close() {
        closed = true;
        ports.close();
        nobody.close();
    }
}
