package vn.matluoi.source.jdbc.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.SocketFactory;

/**
 * Makes the sockets of a {@link Line}. Drivers load it by its name and make an instance in the thread that connects; what they open
 * later, as to cancel a query, goes the same way. A driver that makes one elsewhere gets no socket.
 */
public final class LineSockets extends SocketFactory {

    private static final ThreadLocal<Line> CONNECTING = new ThreadLocal<>();

    private final Optional<Line> line;

    /** Called by drivers. */
    public LineSockets() {
        this.line = Optional.ofNullable(CONNECTING.get());
    }

    /** What connects. */
    interface Connecting<T> {
        T connect() throws java.sql.SQLException;
    }

    /** Lets a driver connect by that line alone. */
    static <T> T by(Line line, Connecting<T> what) throws java.sql.SQLException {
        var thread = Thread.currentThread();
        var loader = thread.getContextClassLoader();
        CONNECTING.set(line);
        thread.setContextClassLoader(LineSockets.class.getClassLoader());
        try {
            return what.connect();
        } finally {
            thread.setContextClassLoader(loader);
            CONNECTING.remove();
        }
    }

    @Override
    public Socket createSocket() throws IOException {
        return line.orElseThrow(() -> new IOException("no line")).socket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return connected();
    }

    private Socket connected() throws IOException {
        var socket = createSocket();
        socket.connect(null, JdbcSettings.CONNECT_MILLIS);
        return socket;
    }
}
