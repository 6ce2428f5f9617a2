package vn.matluoi.api.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.Target;

/**
 * The one HTTP client devices are reached with. Its threads do not grow with devices. It logs in by digest
 * (Basic only over TLS or where the source allows it), never follows a redirect off the device, and tries a wrong
 * password once: after a 401 to a fresh nonce the connection answers every later call with
 * {@code Refused(CREDENTIALS)} without sending anything.
 */
@ProviderType
public interface DeviceHttp {

    /**
     * Option of a target: {@value #KEY} shows its secret as a key (RFC 6750) with each request, unasked. Only where TLS shows the pinned
     * certificate, or where the option {@code basic.allowed} is {@code true}.
     */
    String LOGIN = "login";

    String KEY = "key";

    /**
     * A connection to one device. Nothing is sent yet.
     *
     * @throws DeviceException.Refused {@code NETWORK} if the address is outside the allowed networks
     * @throws DeviceException.Unreachable if the name does not resolve
     */
    Connection connect(Target target) throws DeviceException;

    /**
     * A person says the account of a source is to be tried again with the same secret, having mended it on the
     * device. Without it a rejected account is kept back for a quarter of an hour, across connections; a changed secret
     * needs no call.
     */
    default void retryCredentials(SourceId source) {}

    /**
     * Reads an answer that was kept as it would be read if it were given now. Nothing is sent, and nobody logged in.
     *
     * @param body as {@link DeviceReply#bytes()} gave it
     * @return that answer, of status 200 and without headers
     */
    default DeviceReply kept(byte[] body) {
        throw new UnsupportedOperationException("this client keeps no answers");
    }

    /**
     * A connection to one device, for any thread. What a driver hangs on it (sinks, timers, stages) is run on one of a few threads
     * that all devices share, one after the other for each connection, in the order in which it came. It must not
     * block: after 30 s it is taken to hang, the connection is closed, and the driver is quarantined; so is one from
     * which exceptions escape again and again. A stage keeps what its continuations throw, so that this is neither logged nor
     * counted: what may fail there is thrown again in a timer. See {@link HandlerWatch}.
     */
    @ProviderType
    interface Connection extends AutoCloseable {

        /**
         * Sends and waits for the whole answer, at most {@link Target#timeout()} in all.
         *
         * @return the answer, whatever its status but 401
         * @throws DeviceException.Unreachable no connection, no answer in time, or it broke off
         * @throws DeviceException.Refused {@code CREDENTIALS}, {@code LOCKED}, {@code CERTIFICATE}
         * @throws DeviceException.Busy 503, or too many calls waiting for this device
         * @throws DeviceException.Garbled it is not HTTP, or larger than allowed
         */
        DeviceReply call(DeviceRequest request) throws DeviceException;

        /** The same without waiting. The stage fails with a {@link DeviceException}. */
        CompletionStage<DeviceReply> send(DeviceRequest request);

        /**
         * Opens an answer that does not end (an event stream). {@code sink} gets pieces as they come; while it takes one
         * nothing more is read of that answer, nor until the sink is {@link StreamSink#ready ready} again. A piece is only valid during the call. What is not {@link StreamSink#isFile a file} is
         * ended with {@link DeviceException.Garbled} if more than 10 MiB of it come within ten seconds.
         */
        CompletionStage<AutoCloseable> stream(DeviceRequest request, StreamSink sink);

        /**
         * Runs something later, for renewing and for deadlines. Nothing runs once the connection is closed. Safe for any
         * thread, as is closing the result, which takes it back.
         */
        AutoCloseable later(Duration delay, Runnable work);

        /**
         * Asks for an address to which the device may send what happens. Nothing is sent to the device for it.
         *
         * @return empty if the hub takes nothing in ({@code etc/vn.matluoi.push.cfg})
         */
        default Optional<DevicePush> push(DevicePush.Sink sink) {
            return Optional.empty();
        }

        /** @return SHA-256 fingerprint of the certificate the device showed, hex; empty string before TLS or for http */
        String certificate();

        @Override
        void close();
    }

    /** Takes an answer that does not end. */
    @ConsumerType
    interface StreamSink extends Consumer<byte[]> {

        /** @return whether it is a file, which may come as fast as the line carries it; asked once, before it begins */
        default boolean isFile() {
            return false;
        }

        /**
         * Asked after each piece: while it is not complete, nothing more is read, so that the device waits as TCP has it. It
         * must complete, or the answer be closed: silence is no longer the device's then, and ends nothing.
         *
         * @return completes when the next piece may come
         */
        default CompletionStage<?> ready() {
            return CompletableFuture.completedFuture(true);
        }

        /** Status and headers came. @param contentType as sent; may be empty */
        void begun(int status, String contentType);

        /** The stream ended, by the device or by a fault. */
        void ended(DeviceException why);
    }
}
