package vn.matluoi.simulators.agency;

import java.io.IOException;

/** An agency's server for files on loopback, whatever it speaks, and what can be wrong with it. Any thread. */
public interface FileAgency extends AutoCloseable {

    int port();

    /** @return of its key or certificate, as the key {@code host.key} of a route has it */
    String fingerprint();

    /** The connection is gone once so many bytes of a file have been read. */
    void breaksOffAfter(long bytes);

    /** No more than that of any file is given, whatever size it has in the list. */
    void endsAfter(long bytes);

    /** Waits so long before each piece of a file. */
    void slow(long millis);

    @Override
    void close() throws IOException;
}
