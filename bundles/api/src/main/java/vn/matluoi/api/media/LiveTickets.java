package vn.matluoi.api.media;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.driver.StreamKind;

/**
 * One-time addresses for watching. A ticket is a path segment of at least 128 random bits, opens once, within
 * 60 seconds, for one connection, and shows nothing of the device (R3.9). Its rights are asked for again when
 * it is opened and while it plays.
 */
@ProviderType
public interface LiveTickets {

    /**
     * @param caller whom it is for; the decision point was already asked
     * @throws vn.matluoi.api.HubException {@code BUSY} if viewers already fill the memory budget
     */
    Ticket issue(Caller caller, CameraId camera, StreamKind kind);

    /** @return where tickets lead, without the ticket: {@code rtsp://host:8554/live/} */
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
