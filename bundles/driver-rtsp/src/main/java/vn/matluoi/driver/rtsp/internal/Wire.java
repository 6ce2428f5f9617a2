package vn.matluoi.driver.rtsp.internal;

import java.io.Closeable;
import java.io.IOException;
import vn.matluoi.api.driver.DeviceException;

/** A connection to a device, for one thread. */
interface Wire extends Closeable {

    void write(byte[] bytes) throws IOException;

    /**
     * Waits for the next bytes.
     *
     * @return how many came, at least 1; -1 if the device has closed
     * @throws java.net.SocketTimeoutException if the deadline has passed
     */
    int read(byte[] into) throws IOException;

    /** Opens connections. */
    @FunctionalInterface
    interface Dial {

        /** @throws DeviceException if the device may not be reached, or its name does not resolve */
        Wire connect(Place place, Deadline deadline) throws DeviceException, IOException;
    }
}
