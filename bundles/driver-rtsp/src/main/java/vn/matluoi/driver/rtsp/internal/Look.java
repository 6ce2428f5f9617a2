package vn.matluoi.driver.rtsp.internal;

import java.time.Duration;
import java.util.Optional;
import vn.matluoi.api.driver.DeviceException;

/**
 * What a DESCRIBE found.
 *
 * @param description empty if the device has no stream at that path
 * @param word the device's own word for it, as {@code 404 Not Found}
 * @param server what the device calls its server; may be empty
 * @param roundTrip from the request to the whole answer
 */
record Look(Optional<Description> description, String word, String server, Duration roundTrip) {

    static Look of(RtspAnswer answer, Place place, Duration roundTrip) throws DeviceException {
        var word = Words.clean(answer.status() + " " + answer.reason());
        var server = answer.first("Server").map(Words::clean).orElse("");
        if (answer.isSuccess()) {
            return new Look(Optional.of(Description.parse(answer.body())), word, server, roundTrip);
        }
        return switch (answer.status()) {
            case 404, 410 -> new Look(Optional.empty(), word, server, roundTrip);
            case 403 -> throw Words.noRight(place.where());
            case 453, 503 -> throw Words.busy(place.where());
            case 300, 301, 302, 303, 305, 307, 308 -> throw Words.leadsAway(place.where());
            default -> throw Words.status(answer.status());
        };
    }

    Optional<Description.Video> video() {
        return description.flatMap(Description::video);
    }

    /** @return why there is no picture; empty if there is one */
    Optional<String> fault() {
        if (video().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(description.isPresent() ? "no video in its SDP" : word);
    }
}
