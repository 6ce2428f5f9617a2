package vn.matluoi.driver.rtsp.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A TCP connection whose every wait ends with the deadline. */
final class SocketWire implements Wire {

    private static final int CONNECT_MILLIS = 5_000;

    private final Socket socket;
    private final Deadline deadline;

    private SocketWire(Socket socket, Deadline deadline) {
        this.socket = socket;
        this.deadline = deadline;
    }

    static SocketWire connect(InetSocketAddress address, Deadline deadline) throws IOException {
        var socket = new Socket();
        boolean connected = false;
        try {
            socket.connect(address, Math.min(CONNECT_MILLIS, deadline.millisLeft()));
            socket.setTcpNoDelay(true);
            connected = true;
            return new SocketWire(socket, deadline);
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    /** A request is far smaller than a socket's buffer: it does not wait for the device to read. */
    @Override
    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    @Override
    public int read(byte[] into) throws IOException {
        socket.setSoTimeout(deadline.millisLeft());
        return socket.getInputStream().read(into);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
