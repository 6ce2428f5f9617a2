package vn.matluoi.driver.hikvision.internal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DevicePush;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;
import vn.matluoi.api.http.XmlElement;

/** Asks a device and tells its refusals apart. For any thread. */
final class Isapi implements AutoCloseable {

    private static final String XML = "application/xml; charset=\"UTF-8\"";

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
     * @param root the element the answer must be; empty for any
     * @throws Garbled if it is something else
     */
    Answer ask(String path, String root) throws DeviceException {
        return read(path, root, connection.call(DeviceRequest.get(path)));
    }

    /**
     * Asks a question that does not fit into a path.
     *
     * @throws DeviceException.Unsupported if it cannot be asked
     */
    XmlElement post(String path, String xml, String root) throws DeviceException {
        var request = DeviceRequest.post(path, XML, xml.getBytes(StandardCharsets.UTF_8));
        if (read(path, root, connection.call(request)) instanceof Answer.Found found) {
            return found.root();
        }
        throw Words.notThere(path);
    }

    private static Answer read(String path, String root, DeviceReply reply) throws DeviceException {
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
            if (isAbsent(reply.status())) {
                return new Answer.Absent(reply.status());
            }
            throw Words.status(path, reply.status(), "");
        }
        var found = element.orElseThrow();
        if (!root.isEmpty() && !found.name().equals(root)) {
            throw Words.otherRoot(path, Clean.word(found.name()));
        }
        return new Answer.Found(found);
    }

    /** @return whatever is there, by any name; empty if nothing is */
    Optional<XmlElement> find(String path) throws DeviceException {
        return find(path, "");
    }

    /** The same where being absent is normal. */
    Optional<XmlElement> find(String path, String root) throws DeviceException {
        return ask(path, root) instanceof Answer.Found found ? Optional.of(found.root()) : Optional.empty();
    }

    private static Answer judged(String path, int http, ResponseStatus status) throws DeviceException {
        if (status.meaning() == ResponseStatus.Meaning.ABSENT) {
            return new Answer.Absent(http);
        }
        throw refusal(path, http, status);
    }

    /** @return why something was not done */
    static DeviceException refusal(String path, int http, ResponseStatus status) {
        return switch (status.meaning()) {
            case ABSENT -> Words.notThere(path);
            case BUSY -> Words.busy();
            case NO_RIGHT -> Words.noRight();
            case NOT_ACTIVATED -> Words.notActivated();
            case OK, OTHER -> Words.status(path, http, status.code() + " " + status.sub());
        };
    }

    /** The same of an answer without a {@code ResponseStatus}. */
    static DeviceException refusal(String path, int http) {
        return isAbsent(http) ? Words.notThere(path) : Words.status(path, http, "");
    }

    static boolean isAbsent(int http) {
        return http == 400 || http == 403 || http == 404 || http == 405 || http == 501;
    }

    /**
     * Has the device do something that it answers with a {@code ResponseStatus}.
     *
     * @param xml what to send; empty for nothing
     * @throws DeviceException.Unsupported if it cannot
     */
    void tell(String method, String path, String xml) throws DeviceException {
        var type = xml.isEmpty() ? Optional.<String>empty() : Optional.of(XML);
        var reply = connection.call(
                new DeviceRequest(method, path, type, xml.getBytes(StandardCharsets.UTF_8), DeviceRequest.MAX_BYTES));
        boolean good = reply.status() >= 200 && reply.status() < 300;
        var status = readable(reply).flatMap(ResponseStatus::of);
        if (status.isEmpty() && !good) {
            throw refusal(path, reply.status());
        }
        if (status.isPresent() && !(good && status.get().done())) {
            throw refusal(path, reply.status(), status.get());
        }
    }

    /** Opens an answer that does not end. The stage fails with what the device refuses it with. */
    CompletionStage<AutoCloseable> stream(DeviceRequest request, DeviceHttp.StreamSink sink) {
        return stream(request, sink, opened -> {});
    }

    /** @param opened takes what closes it, before the device has shown whether it consents: it may take its time */
    CompletionStage<AutoCloseable> stream(
            DeviceRequest request, DeviceHttp.StreamSink sink, Consumer<AutoCloseable> opened) {
        var answer = new LongAnswer(request.path(), sink);
        return connection.stream(request, answer).thenCompose(wire -> {
            opened.accept(wire);
            return answer.judged(wire);
        });
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Sends without waiting. The stage fails with a {@link DeviceException}. */
    CompletionStage<DeviceReply> send(DeviceRequest request) {
        return connection.send(request);
    }

    static DeviceRequest xml(String method, String path, String xml) {
        return new DeviceRequest(
                method, path, Optional.of(XML), xml.getBytes(StandardCharsets.UTF_8), DeviceRequest.MAX_BYTES);
    }

    /** @return empty if the hub takes nothing in that devices send by themselves */
    Optional<DevicePush> push(DevicePush.Sink sink) {
        return connection.push(sink);
    }

    AutoCloseable later(Duration delay, Runnable work) {
        return connection.later(delay, work);
    }

    static void quietly(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception e) {
            throw new IllegalStateException("closing a stream or a timer does not fail", e);
        }
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
