package vn.matluoi.driver.rtsp.internal;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.login.Challenge;

/**
 * Requests to a device and its answers, one at a time, with the log-in; one stream is described in it. The first request goes unsigned; a password is
 * tried once: a 401 to a signed request ends the matter, unless only the nonce is old. For the one whose turn at the
 * {@link Login} it is.
 */
final class Dialogue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Dialogue.class);
    private static final int MOST_SKIPPED = 8;
    private static final int MOST_DEMANDS = 2;

    private final Target target;
    private final Place place;
    private final Login login;
    private final Wire.Dial dial;
    private final Deadline deadline;
    private final LongSupplier nanos;

    private Optional<Wire> wire = Optional.empty();
    private Optional<AnswerReader> reader = Optional.empty();
    private Optional<Signature> signature = Optional.empty();
    private Duration roundTrip = Duration.ZERO;
    private int sequence;

    Dialogue(Target target, Place place, Login login, Wire.Dial dial, Deadline deadline) {
        this.target = target;
        this.place = place;
        this.login = login;
        this.dial = dial;
        this.deadline = deadline;
        this.nanos = deadline.nanos();
    }

    /** @return what the device says of itself; nothing is proved by it, so no password is sent for it */
    RtspAnswer options() throws DeviceException {
        return exchange("OPTIONS", place.main());
    }

    /** @return the answer, whatever its status but 401 */
    RtspAnswer describe(String path) throws DeviceException {
        var answer = exchange("DESCRIBE", path);
        for (int demands = 0; answer.status() == 401; demands++) {
            var challenges = Challenge.parse(answer.all("WWW-Authenticate"));
            var onlyOld = challenges.stream().anyMatch(each -> each.isDigest() && each.stale());
            if (signature.isPresent() && (!onlyOld || demands == MOST_DEMANDS)) {
                throw login.rejected();
            }
            signature = Optional.of(Signature.answering(challenges, target, place, login));
            answer = exchange("DESCRIBE", path);
        }
        if (signature.isPresent()) {
            login.accepted(signature.get().isDigest());
        }
        return answer;
    }

    /** @return from the last request to its whole answer */
    Duration roundTrip() {
        return roundTrip;
    }

    private RtspAnswer exchange(String method, String path) throws DeviceException {
        var request = request(method, place.uri(path).toString());
        try {
            if (wire.isEmpty()) {
                connect();
            }
            var sent = nanos.getAsLong();
            wire.get().write(request.getBytes(StandardCharsets.UTF_8));
            var answer = answer();
            roundTrip = Duration.ofNanos(nanos.getAsLong() - sent);
            if (answer.isLast()) {
                close();
            }
            return answer;
        } catch (SocketTimeoutException e) {
            throw Words.late(place.where());
        } catch (IOException e) {
            throw Words.broken(place.where(), e);
        }
    }

    private void connect() throws DeviceException, IOException {
        var opened = dial.connect(place, deadline);
        wire = Optional.of(opened);
        reader = Optional.of(new AnswerReader(opened));
    }

    private String request(String method, String uri) throws DeviceException {
        sequence++;
        var text =
                new StringBuilder("%s %s RTSP/1.0\r\nCSeq: %d\r\nUser-Agent: hub\r\n".formatted(method, uri, sequence));
        if (method.equals("DESCRIBE")) {
            text.append("Accept: application/sdp\r\n");
        }
        if (signature.isPresent()) {
            text.append("Authorization: ")
                    .append(signature.get().sign(method, uri))
                    .append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    /** Interim answers, and answers to what was asked before, are passed over. */
    private RtspAnswer answer() throws DeviceException, IOException {
        for (int skipped = 0; skipped < MOST_SKIPPED; skipped++) {
            var answer = reader.orElseThrow().read();
            var number = Integer.toString(sequence);
            if (answer.status() >= 200 && answer.first("CSeq").orElse(number).equals(number)) {
                return answer;
            }
        }
        throw Words.notRtsp();
    }

    @Override
    public void close() {
        var last = wire;
        wire = Optional.empty();
        reader = Optional.empty();
        try {
            if (last.isPresent()) {
                last.get().close();
            }
        } catch (IOException e) {
            LOG.debug("{}: {}", target.id(), e.toString()); // what was asked was answered, or failed before
        }
    }
}
