package vn.matluoi.driver.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;

/** A port that lets one in and never says a word, as a recorder does that hangs. */
public final class SilentDevice implements AutoCloseable {

    private final ServerSocket socket;

    private SilentDevice(ServerSocket socket) {
        this.socket = socket;
    }

    public static SilentDevice open() {
        try {
            return new SilentDevice(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
