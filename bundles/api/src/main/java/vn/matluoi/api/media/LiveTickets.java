package vn.matluoi.api.media;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.driver.StreamKind;

/**
 * One-time addresses for watching, live or recorded. A ticket is a path segment of at least 128 random bits, opens once, within
 * 60 seconds, for one connection, and shows nothing of the device (R3.9). Its rights are asked for again when
 * it is opened and while it plays.
 */
@ProviderType
public interface LiveTickets {

    /** Longest window one ticket plays. */
    Duration LONGEST_PLAYBACK = Duration.ofHours(6);

    /**
     * @param caller whom it is for; the decision point was already asked
     * @throws vn.matluoi.api.HubException {@code BUSY} if viewers already fill the memory budget
     */
    Ticket issue(Caller caller, CameraId camera, StreamKind kind);

    /**
     * For recorded footage: the first stretch of the window that is recorded, for one viewer, at the pace it was recorded, ended by the
     * hub. If nothing is recorded there, or the device has no room, opening it is answered 503.
     *
     * @throws vn.matluoi.api.HubException {@code INVALID} unless the window begins before it ends and is at most {@link
     *     #LONGEST_PLAYBACK}; {@code BUSY} as for live pictures
     */
    Ticket issue(Caller caller, CameraId camera, Instant from, Instant to);

    /** @return where tickets to live pictures lead, without the ticket: {@code rtsp://host:8554/live/} */
    URI base();

    /** @return what media does now, for metrics and the health check */
    Load load();

    /**
     * A ticket.
     *
     * @param rtsp the address to play; {@code rtsp://host:8554/live/…}
     * @param expires when it is worthless unless opened
     */
    record Ticket(URI rtsp, Instant expires) {

        public Ticket {
            Objects.requireNonNull(rtsp, "rtsp");
            Objects.requireNonNull(expires, "expires");
        }

        @Override
        public String toString() {
            return "a ticket until " + expires;
        }
    }

    /**
     * What media does.
     *
     * @param upstreams streams open to devices
     * @param viewers connections that watch
     * @param queuedBytes bytes waiting for slow viewers
     * @param bytesIn since start
     * @param bytesOut since start
     * @param droppedGroups groups of pictures dropped for slow viewers since start
     */
    record Load(int upstreams, int viewers, long queuedBytes, long bytesIn, long bytesOut, long droppedGroups) {}
}
