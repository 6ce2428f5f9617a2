package vn.matluoi.forward.registry.internal;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.registry.Changes;

/**
 * Tells another registry of the catalogue's cameras. A delivery says which camera changed; what is told is all of that camera as it is now,
 * so that telling twice, or comparing in between, does no harm. Nothing is told of changes before both sides have been compared once, and
 * again after a gap. {@link #send} by one thread at a time, {@link #look} by another.
 */
public final class Upper {

    private static final Logger LOG = LoggerFactory.getLogger(Upper.class);
    private static final Duration TURN = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofHours(1);
    private static final String COMPARING = "-";
    /** One that fails over so many cameras is not well itself. */
    private static final int MOST_FAILED_OVER = 20;
    /** Deliveries that are known to have been told. */
    private static final int MOST_REMEMBERED = 2 * SinkRoute.MOST_BATCH;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RegistrySettings settings;
    private final Shared mine;
    private final Peer peer;
    private final Changes changes;
    private final Link link;
    private final InstantSource clock;
    private final Runnable urge;
    private final ReentrantLock wire = new ReentrantLock(true);
    /** Why the other one refuses a camera. Guarded by {@link #wire}, as all below. */
    private final Map<String, Text> refused = new HashMap<>();

    /** What comparing found to be withdrawn and kept, because it was too much at once: the feed withdraws it all the same. */
    private final Set<String> kept = new HashSet<>();

    /** Places of the deliveries told last: the hub may bring one again, or one before the one that is its turn. */
    private final Set<Long> told = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });

    private OptionalLong covered = OptionalLong.empty();
    private Optional<String> stream = Optional.empty();
    private long last;
    private Instant due = Instant.MIN;
    private int failedOver; // in this comparison; by the thread that looks

    /** @param urge has {@link #look} called soon */
    Upper(
            RegistrySettings settings,
            Shared mine,
            Peer peer,
            Changes changes,
            Link link,
            InstantSource clock,
            Runnable urge) {
        this.settings = settings;
        this.mine = mine;
        this.peer = peer;
        this.changes = changes;
        this.link = link;
        this.clock = clock;
        this.urge = urge;
    }

    Link link() {
        return link;
    }

    Peer peer() {
        return peer;
    }

    /** Called by the route. */
    public void send(List<Delivery> batch) throws SinkException {
        turn();
        try {
            if (covered.isEmpty()) {
                urge.run();
                throw comparing();
            }
            follow(batch);
            for (var i = 0; i < batch.size(); i++) {
                var why = subject(batch.get(i)).map(refused::get);
                if (why.isPresent()) {
                    throw SinkException.Rejected.at(i, why.get());
                }
            }
        } catch (Peer.OutOfStep e) {
            lose();
            urge.run();
            throw comparing();
        } finally {
            wire.unlock();
        }
    }

    private void turn() throws SinkException {
        try {
            if (!wire.tryLock(TURN.toSeconds(), TimeUnit.SECONDS)) {
                throw comparing();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw comparing();
        }
    }

    private static SinkException comparing() {
        return new SinkException.Away(
                new Text("đang đối chiếu với nơi nhận", "comparing with the receiver"), 0, Optional.of(SOON), null);
    }

    private void follow(List<Delivery> batch) throws SinkException, Peer.OutOfStep {
        var name = batch.get(0).source();
        if (!stream.equals(Optional.of(name))) {
            peer.tell(name, OptionalLong.empty(), covered, Map.of());
            stream = Optional.of(name);
            last = covered.getAsLong();
        }
        var ids = new LinkedHashSet<String>();
        var newest = last;
        for (var delivery : batch) {
            var subject = subject(delivery);
            // what was told before is there, unless it was refused and a person has it tried again
            if (delivery.sequence() > covered.getAsLong() && !told.contains(delivery.sequence())
                    || subject.filter(refused::containsKey).isPresent()) {
                subject.ifPresent(ids::add);
                other(delivery).ifPresent(ids::add);
            } else {
                Stream.concat(subject.stream(), other(delivery).stream())
                        .filter(kept::contains)
                        .forEach(ids::add);
            }
            newest = Math.max(newest, delivery.sequence());
        }
        if (newest > last) {
            tell(name, OptionalLong.of(last), OptionalLong.of(newest), ids);
            last = newest;
        } else if (!ids.isEmpty()) {
            tell(name, OptionalLong.empty(), OptionalLong.empty(), ids);
        }
        batch.forEach(delivery -> told.add(delivery.sequence()));
    }

    private static Optional<String> subject(Delivery delivery) {
        return delivery.subject().filter(CameraId::isValid);
    }

    /** The camera that was merged with the one it is about, or came out of it. */
    private static Optional<String> other(Delivery delivery) {
        try {
            var data = JSON.readTree(delivery.json()).path("data");
            return Optional.of(data.path("other").asText()).filter(CameraId::isValid);
        } catch (IOException e) {
            throw new UncheckedIOException("the hub wrote it", e);
        }
    }

    private void tell(String name, OptionalLong after, OptionalLong sequence, Iterable<String> ids)
            throws SinkException, Peer.OutOfStep {
        var cameras = new LinkedHashMap<String, Optional<Map<String, String>>>();
        ids.forEach(id -> cameras.put(id, mine.camera(id)));
        var no = peer.tell(name, after, sequence, cameras);
        refused.keySet().removeAll(cameras.keySet());
        refused.putAll(no);
        if (kept.removeAll(cameras.keySet())) {
            link.keeps(kept.size());
        }
        link.up();
    }

    /** The other registry is not where it was left: it was restored, or somebody else tells it. */
    private void lose() {
        covered = OptionalLong.empty();
        stream = Optional.empty();
        told.clear();
    }

    /** Looks how the link is, and compares where that is due. Ends in a bounded time, whatever the other side does. */
    void look() {
        try {
            var standing = peer.standing();
            link.up();
            link.waits(standing.waiting());
            if (isDue(standing)) {
                compare();
            }
        } catch (SinkException e) {
            link.down(e.text());
        } catch (HubException e) {
            LOG.debug("the catalogue does not answer", e);
        } catch (RuntimeException e) { // a fault of the hub: the link is not to end by it
            LOG.error("the link to another registry cannot be looked at", e);
        }
    }

    private boolean isDue(Peer.Standing standing) {
        if (!wire.tryLock()) {
            return false; // something is on its way: it will say where the other one is
        }
        try {
            var elsewhere = stream.isPresent()
                    && !(stream.get().equals(standing.stream()) && standing.sequence() == last)
                    && !isBehind(standing);
            if (elsewhere) {
                lose();
            }
            return covered.isEmpty() || !clock.instant().isBefore(due);
        } finally {
            wire.unlock();
        }
    }

    /** It was asked before something that has arrived since. */
    private boolean isBehind(Peer.Standing standing) {
        try {
            var now = peer.standing();
            return stream.get().equals(now.stream()) && now.sequence() == last;
        } catch (SinkException e) {
            LOG.debug("asked again where the other registry is, after {}", standing, e);
            return true; // looked at again soon
        }
    }

    private void compare() throws SinkException {
        var until = changes.last();
        failedOver = 0;
        var outcome = new Comparison(mine, peer, this::tellDifference, settings.mostWithdrawn()).run();
        turn();
        try {
            kept.clear();
            kept.addAll(outcome.kept());
            link.keeps(kept.size());
            if (covered.isEmpty()) {
                covered = OptionalLong.of(until);
            }
            var next = failedOver > 0 && AGAIN.compareTo(settings.compare()) < 0 ? AGAIN : settings.compare();
            due = clock.instant().plus(next);
        } finally {
            wire.unlock();
        }
        if (!outcome.kept().isEmpty()) {
            LOG.warn(
                    "{}: {} cameras ought to be withdrawn from the other registry, more than withdraw.percent allows; they were kept",
                    settings.sender(),
                    outcome.kept().size());
        }
        LOG.info(
                "{}: compared, looked into {} areas, told of {} cameras, withdrew {}",
                settings.sender(),
                outcome.asked(),
                outcome.told(),
                outcome.withdrawn());
    }

    /** Between two batches others have their turn. */
    private void tellDifference(List<String> ids) throws SinkException {
        var parts = new ArrayList<List<String>>(List.of(ids));
        while (!parts.isEmpty()) {
            var part = parts.remove(parts.size() - 1);
            turn();
            try {
                tell(stream.orElse(COMPARING), OptionalLong.empty(), OptionalLong.empty(), part);
            } catch (SinkException.Rejected | SinkException.Failing e) {
                if (part.size() > 1) {
                    parts.add(part.subList(part.size() / 2, part.size()));
                    parts.add(part.subList(0, part.size() / 2));
                } else {
                    if (e instanceof SinkException.Failing failing) {
                        isWell(failing);
                    }
                    refused.put(part.get(0), e.text());
                }
            } catch (Peer.OutOfStep e) {
                throw comparing(); // it never is, of what bears no sequence
            } finally {
                wire.unlock();
            }
        }
    }

    /** @throws SinkException if it fails over everything, and not over the camera it was told of last */
    private void isWell(SinkException.Failing failing) throws SinkException {
        failedOver++;
        if (failedOver > MOST_FAILED_OVER) {
            throw failing;
        }
        peer.standing();
    }
}
