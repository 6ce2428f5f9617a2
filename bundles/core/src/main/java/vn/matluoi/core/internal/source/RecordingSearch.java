package vn.matluoi.core.internal.source;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.core.internal.source.Place.Facets;

/**
 * One search for recordings: day by day, each a job of its own, so that others get their turn between, and a device that is slow is
 * not stuck. Days are asked for one after another, so there are no locks.
 */
final class RecordingSearch {

    private static final Duration DAY = Duration.ofDays(1);

    /** A device's clock is read to the second: what it tells of one stretch may differ by one each way from day to day. */
    private static final Duration SLIP = Duration.ofSeconds(2);

    private final Place place;
    private final Instant to;
    private final BooleanSupplier isWanted;
    private final Set<Recording> found = new LinkedHashSet<>();

    /** @param isWanted false once nobody waits for it any more: then the device is asked nothing more */
    RecordingSearch(Place place, Instant to, BooleanSupplier isWanted) {
        this.place = place;
        this.to = to;
        this.isWanted = isWanted;
    }

    CompletableFuture<List<Recording>> from(Instant from) {
        var until = from.plus(DAY).isBefore(to) ? from.plus(DAY) : to;
        return place.ask(facets -> day(facets, from, until)).thenCompose(part -> {
            add(part, from);
            return until.isBefore(to) && isWanted.getAsBoolean() && found.size() < CameraDevices.MOST_RECORDINGS
                    ? from(until)
                    : CompletableFuture.completedFuture(
                            found.stream().limit(CameraDevices.MOST_RECORDINGS).toList());
        });
    }

    private List<Recording> day(Facets facets, Instant from, Instant until) throws DeviceException {
        return isWanted.getAsBoolean()
                ? facets.need(ChannelFacet.Recordings.class).search(from, until)
                : List.of();
    }

    /** A stretch over midnight is found with both days. */
    private void add(List<Recording> part, Instant from) {
        var over = found.stream()
                .filter(known -> !known.to().isBefore(from.minus(SLIP)))
                .toList();
        part.stream()
                .filter(each -> over.stream().noneMatch(known -> isSame(known, each)))
                .forEach(found::add);
    }

    private static boolean isSame(Recording one, Recording other) {
        return one.reference().equals(other.reference())
                && Duration.between(one.from(), other.from()).abs().compareTo(SLIP) <= 0;
    }
}
