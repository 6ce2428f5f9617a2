package vn.matluoi.driver.onvif.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.XmlElement;

/** What came back for an operation. */
sealed interface Answer {

    /**
     * @param response the element {@code …Response}
     * @param text the whole answer as it came, read when it is asked for
     */
    record Found(XmlElement response, Supplier<String> text) implements Answer {}

    record Failed(Fault fault) implements Answer {}

    /** No SOAP and an error: a page that says 404, or nothing. @param status HTTP status */
    record Absent(int status) implements Answer {}

    /** A 401 that names no way to log in, which the HTTP client calls garbled. */
    Answer BARE_401 = new Failed(new Fault(Fault.Kind.NOT_AUTHORIZED, "401"));

    default boolean isNotAuthorized() {
        return this instanceof Failed failed && failed.fault.kind() == Fault.Kind.NOT_AUTHORIZED;
    }

    /** @return whether it may be that only the path was wrong */
    default boolean isOfAnotherPlace() {
        return this instanceof Absent
                || this instanceof Failed failed && failed.fault.kind() == Fault.Kind.NOT_SUPPORTED;
    }

    /** @throws Garbled if it is a good answer, but not of this operation */
    static Answer judge(Operation operation, DeviceReply reply) throws Garbled {
        boolean good = reply.status() >= 200 && reply.status() < 300;
        var root = good ? Optional.of(xml(reply)) : readable(reply);
        var body = root.filter(r -> r.name().equals("Envelope")).flatMap(r -> r.child("Body"));
        if (body.isEmpty()) {
            if (good) {
                throw Words.notOnvif(Clean.word("<" + root.map(XmlElement::name).orElse("") + ">"));
            }
            return new Absent(reply.status());
        }
        var fault = Fault.in(body.get());
        if (fault.isPresent()) {
            return new Failed(fault.get());
        }
        if (!good) {
            return new Absent(reply.status());
        }
        var response = operation.name() + "Response";
        if (body.get().children().isEmpty()) {
            return new Found(new XmlElement(response, Map.of(), List.of(), ""), reply::text);
        }
        var found = body.get().children().get(0);
        if (!found.name().equals(response)) {
            throw Words.otherAnswer(operation.name(), Clean.word(found.name()));
        }
        return new Found(found, reply::text);
    }

    /** The same of what was sent without waiting: {@code why} it failed, if it did. The stage fails with that or {@link Garbled}. */
    static CompletionStage<Answer> judge(Operation operation, LogIn known, DeviceReply reply, Throwable why) {
        if (why != null) {
            var cause = cause(why);
            return known.bare() && cause instanceof Garbled
                    ? CompletableFuture.completedFuture(BARE_401)
                    : CompletableFuture.failedFuture(cause);
        }
        try {
            return CompletableFuture.completedFuture(judge(operation, reply));
        } catch (Garbled e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    static Throwable cause(Throwable why) {
        return why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
    }

    private static XmlElement xml(DeviceReply reply) throws Garbled {
        try {
            return reply.xml();
        } catch (Garbled e) {
            throw Words.notOnvif(Clean.word(e.text().en()));
        }
    }

    /** An error's body is XML, a page or nothing. */
    private static Optional<XmlElement> readable(DeviceReply reply) {
        try {
            return reply.bytes().length == 0 ? Optional.empty() : Optional.of(reply.xml());
        } catch (Garbled e) {
            return Optional.empty();
        }
    }

    /** @return the response; @throws DeviceException what it means that there is none */
    default XmlElement response(Operation operation) throws DeviceException {
        if (this instanceof Found found) {
            return found.response;
        }
        if (this instanceof Failed failed) {
            throw failed.fault.asException(operation.name());
        }
        var said = "HTTP " + ((Absent) this).status;
        throw operation.service() == Service.DEVICE ? Words.notOnvif(said) : Words.notSupported(operation.name(), said);
    }
}
