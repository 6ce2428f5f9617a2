package vn.matluoi.api.http;

import java.time.Duration;
import org.osgi.annotation.versioning.ConsumerType;
import vn.matluoi.api.SourceId;

/**
 * Hears how drivers' code does where {@link DeviceHttp} runs it: sinks of answers that do not end and of what devices push,
 * timers, and what hangs on stages. Registered as a service by who takes a driver out of service for it; without one the
 * client still sees to it that nobody else is held up. Called on the client's threads: it must not block.
 */
@ConsumerType
public interface HandlerWatch {

    /** A piece of a long answer, or a push, was taken as it should be; told at most once a minute for each connection. */
    void took(Owner owner, SourceId source);

    /** An exception or error escaped a sink or a timer. What was being taken is over, the source's other code goes on. */
    void threw(Owner owner, SourceId source, Throwable fault);

    /**
     * It did not come back. Its thread was given up and is interrupted, its connection is closed, and no code of that connection is
     * run any more; nor any of its bundle, if all threads hang that one may hold.
     *
     * @param longest how long it was waited for
     */
    void hangs(Owner owner, SourceId source, Duration longest);

    /**
     * Whose code it is.
     *
     * @param bundle symbolic name of the bundle that asked for the connection
     * @param version of that bundle
     */
    record Owner(String bundle, String version) {}
}
