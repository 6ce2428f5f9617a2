package vn.matluoi.driver.rtsp.internal;

import java.util.List;
import java.util.Optional;

/**
 * A device's whole answer.
 *
 * @param status 100 to 599
 * @param reason the device's word for it; a stranger's text
 * @param headers in order
 */
record RtspAnswer(int status, String reason, List<Header> headers, byte[] body) {

    /** One header, its value stripped. */
    record Header(String name, String value) {}

    RtspAnswer {
        headers = List.copyOf(headers);
    }

    /** @return the first value of that name, in any case */
    Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    List<String> all(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
    }

    boolean isSuccess() {
        return status / 100 == 2;
    }

    /** @return whether the device closes the connection after it */
    boolean isLast() {
        return first("Connection").filter("close"::equalsIgnoreCase).isPresent();
    }
}
