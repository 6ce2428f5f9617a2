package vn.matluoi.driver.hikvision.internal;

import java.util.Optional;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;
import vn.matluoi.api.http.XmlElement;

/** Asks a device and tells its refusals apart. For any thread. */
final class Isapi implements AutoCloseable {

    private final DeviceHttp.Connection connection;

    Isapi(DeviceHttp.Connection connection) {
        this.connection = connection;
    }

    /** What came back for a path. */
    sealed interface Answer {
        record Found(XmlElement root) implements Answer {}

        /** Refused as not there. @param status HTTP status */
        record Absent(int status) implements Answer {}
    }

    /**
     * @param root the element the answer must be
     * @throws Garbled if it is something else
     */
    Answer ask(String path, String root) throws DeviceException {
        var reply = connection.call(DeviceRequest.get(path));
        if (reply.status() == 404) {
            return new Answer.Absent(404);
        }
        boolean good = reply.status() >= 200 && reply.status() < 300;
        var element = good ? Optional.of(reply.xml()) : readable(reply);
        var status = element.flatMap(ResponseStatus::of);
        if (status.isPresent()) {
            return judged(path, reply.status(), status.get());
        }
        if (!good) {
            if (reply.status() == 400 || reply.status() == 403 || reply.status() == 405 || reply.status() == 501) {
                return new Answer.Absent(reply.status());
            }
            throw Words.status(path, reply.status(), "");
        }
        var found = element.orElseThrow();
        if (!found.name().equals(root)) {
            throw Words.otherRoot(path, Clean.word(found.name()));
        }
        return new Answer.Found(found);
    }

    /** The same where being absent is normal. */
    Optional<XmlElement> find(String path, String root) throws DeviceException {
        return ask(path, root) instanceof Answer.Found found ? Optional.of(found.root()) : Optional.empty();
    }

    private static Answer judged(String path, int http, ResponseStatus status) throws DeviceException {
        return switch (status.meaning()) {
            case ABSENT -> new Answer.Absent(http);
            case BUSY -> throw Words.busy();
            case NO_RIGHT -> throw Words.noRight();
            case NOT_ACTIVATED -> throw Words.notActivated();
            case OK, OTHER -> throw Words.status(path, http, status.code() + " " + status.sub());
        };
    }

    /** An error's body is XML, a page or nothing: it only adds detail. */
    static Optional<XmlElement> readable(DeviceReply reply) {
        try {
            return reply.bytes().length == 0 ? Optional.empty() : Optional.of(reply.xml());
        } catch (Garbled e) {
            return Optional.empty();
        }
    }

    DeviceReply raw(DeviceRequest request) throws DeviceException {
        return connection.call(request);
    }

    @Override
    public void close() {
        connection.close();
    }
}
