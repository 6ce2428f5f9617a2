package vn.matluoi.api.http;

import java.net.URI;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.driver.DeviceException;

/**
 * An address of the hub's to which one device may send by itself, in plain HTTP and without a log-in: most devices can do
 * no more. So the address is a secret: it cannot be guessed, is given to the device and to nobody else, stands in no log,
 * and is taken from the device's own network address only. Whatever else is sent there is answered as if there were
 * nothing. Closing takes the address back, as does closing the connection it was asked of; safe to repeat.
 */
@ProviderType
public interface DevicePush extends AutoCloseable {

    /**
     * @return host and port as devices see them; the path has at most 128 characters. All of it but the last segment is
     *     the same for every address of a source, so that a driver knows what it left on a device before
     */
    URI address();

    @Override
    void close();

    /** Takes what the device sends, as {@link DeviceHttp.Connection} says: one after the other, and without blocking. */
    @ConsumerType
    interface Sink {

        /** A request came, and was answered already. */
        void received(Post post);

        /** The address is good no longer, since the hub's own was changed. Nothing comes after it; not told of one closed. */
        void ended(DeviceException why);
    }

    /**
     * What a device sent: at most 8 MiB, of which the first 256 KiB are here. Pictures, sound and video are left out of
     * it; of a multipart body their heads stay.
     */
    @ProviderType
    interface Post {

        /** @return as sent; may be empty */
        String contentType();

        /** @return the body; not to be changed */
        byte[] bytes();

        /** As {@link DeviceReply#xml()}. */
        XmlElement xml() throws DeviceException.Garbled;
    }
}
