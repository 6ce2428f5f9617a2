package vn.matluoi.driver.dahua.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vn.matluoi.api.driver.Channel.Kind;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.api.driver.Target;

/**
 * What one channel recorded. A device searches and plays by its own wall clock, so its error, looked at in each call, is
 * added on the way in and taken out on the way back; of a device that tells no time it is taken for right. Requests count
 * channels from 1, on cameras some firmware from 0; answers from 0.
 */
final class DahuaRecordings implements ChannelFacet.Recordings {

    private static final DateTimeFormatter UNDERSCORED = DateTimeFormatter.ofPattern("yyyy_MM_dd_HH_mm_ss");

    private final DahuaSession session;
    private final DahuaStreams.Slots slot;
    private final Target target;

    DahuaRecordings(DahuaSession session, DahuaStreams.Slots slot, Target target) {
        this.session = session;
        this.slot = slot;
        this.target = target;
    }

    /** The device's wall clock. @param ahead of the hub's */
    private record Wall(ZoneId zone, Duration ahead) {

        LocalDateTime of(Instant time) {
            return LocalDateTime.ofInstant(time.plus(ahead), zone);
        }

        Instant at(LocalDateTime time) {
            return time.atZone(zone).toInstant().minus(ahead);
        }
    }

    @Override
    public List<Recording> search(Instant from, Instant to) throws DeviceException {
        var found = slot.find();
        var wall = wall();
        boolean camera = found.channel().kind() == Kind.SELF;
        var numbers = camera
                ? List.of(found.channel().number(), found.index())
                : List.of(found.channel().number());
        for (int number : numbers) {
            var recordings = new ArrayList<Recording>();
            for (var row : rows(number, wall.of(from), wall.of(to))) {
                if (FileSearch.isOf(row, camera ? Optional.empty() : Optional.of(found.index()))) {
                    recording(row, wall)
                            .filter(r -> r.from().isBefore(to) && r.to().isAfter(from))
                            .ifPresent(recordings::add);
                }
            }
            if (!recordings.isEmpty()) {
                recordings.sort(Comparator.comparing(Recording::from));
                return List.copyOf(recordings);
            }
        }
        return List.of();
    }

    private List<KeyValues> rows(int channel, LocalDateTime from, LocalDateTime to) throws DeviceException {
        try (var search = FileSearch.open(session.cgi())) {
            return search.rows(channel, from, to);
        }
    }

    private Wall wall() throws DeviceException {
        return new Wall(DeviceTime.zone(target), session.ahead());
    }

    /** Pictures are listed where the filter was refused. */
    private static Optional<Recording> recording(KeyValues row, Wall wall) {
        return Footage.of(row)
                .filter(f -> !f.path().toLowerCase(Locale.ROOT).matches(".*\\.(jpe?g|idx)"))
                .map(f -> new Recording(wall.at(f.from()), wall.at(f.to()), f.reference(), trigger(row)));
    }

    /** {@code Events[0]=VideoMotion}, else {@code Flags[0]=Timing}. */
    private static Optional<String> trigger(KeyValues row) {
        return Clean.optional(row.get("Events[0]").or(() -> row.get("Flags[0]")));
    }

    @Override
    public StreamAddress playback(Recording recording) throws DeviceException {
        var found = slot.find();
        var wall = wall();
        var query = "channel=%d&starttime=%s&endtime=%s"
                .formatted(
                        found.channel().number(),
                        wall.of(recording.from()).format(UNDERSCORED),
                        wall.of(recording.to()).format(UNDERSCORED));
        try {
            var host = target.address().getHost();
            var uri = new URI("rtsp", null, host, session.rtspPort(), "/cam/playback", query, null);
            return new StreamAddress(target.id(), uri, target.user(), target.secret());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("host and path were checked before", e);
        }
    }
}
