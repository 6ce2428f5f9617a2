package vn.matluoi.media.internal.relay;

import java.time.Duration;

/**
 * How long media waits for what.
 *
 * @param connect for a device to take the connection
 * @param answer for a device to answer one request
 * @param opening for a device from the first request, or from its turn to log in, to PLAY
 * @param silence a stream that brings nothing for so long is torn down and opened again
 * @param reopenFirst shortest wait before a stream is opened again
 * @param reopenJitter how much is added to it at most, at random, or taken from the longest
 * @param reopenLongest longest wait between two tries: short, since they are made only while somebody watches
 * @param reports between RTCP reports, to the camera and to viewers
 * @param stalled a viewer that takes nothing for so long is closed
 * @param request for a viewer to finish a request it has begun, and to make its first one
 * @param proof for a viewer to get from connecting to PLAY
 * @param rights between two questions whether a viewer still has its rights
 * @param rightsUnknown a viewer whose rights could not be asked for so long is closed
 * @param ticket a ticket that was not opened is worthless after this
 * @param rest of an event loop between two rounds of work; a picture may be late by as much
 */
public record Timing(
        Duration connect,
        Duration answer,
        Duration opening,
        Duration silence,
        Duration reopenFirst,
        Duration reopenJitter,
        Duration reopenLongest,
        Duration reports,
        Duration stalled,
        Duration request,
        Duration proof,
        Duration rights,
        Duration rightsUnknown,
        Duration ticket,
        Duration rest) {

    /** @return what a hub in use runs with */
    public static Timing standard() {
        return new Timing(
                Duration.ofSeconds(3),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofSeconds(8),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(90),
                Duration.ofSeconds(60),
                Duration.ofMillis(10));
    }
}
