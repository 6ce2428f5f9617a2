package vn.matluoi.simulators.rtsp;

import java.time.Instant;
import java.util.Optional;

/** What an RTSP server must know of the channels whose pictures it sends. Called from the server's thread; quick. */
@FunctionalInterface
public interface Cameras {

    /** @param channel number of the channel, from 1 */
    Availability availability(int channel);

    /** @return how many live streams a channel has: the first of a device has three, the others a main and a sub stream */
    static int streams(int channel) {
        return channel == 1 ? 3 : 2;
    }

    /**
     * @param address of recorded footage, {@code /Streaming/tracks/501?starttime=...&endtime=...}
     * @return how many frames there are; 0 if there is no such footage
     */
    default long recordedFrames(String address) {
        return 0;
    }

    /** Whether a channel can be watched. */
    enum Availability {
        ONLINE,
        OFFLINE,
        ABSENT
    }

    /** A time of recorded footage without gaps; the end is exclusive. */
    record Piece(Instant from, Instant to) {}

    /** @return the first piece of a channel's footage that ends after a moment; empty if there is none */
    default Optional<Piece> recorded(int channel, Instant moment) {
        return Optional.empty();
    }
}
