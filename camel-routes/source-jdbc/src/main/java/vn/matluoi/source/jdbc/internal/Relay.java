package vn.matluoi.source.jdbc.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Leads a driver that makes its own sockets by a {@link Line}: it is told a port on loopback, and one connection goes on from there. Whatever
 * it tries again by itself, the server sees one connection, and so one password, a run. It ends with the line.
 */
final class Relay {

    private static final int PIECE = 16 * 1024;

    private final ServerSocket door;
    private final Socket server;
    private final Line line;

    private Relay(ServerSocket door, Socket server, Line line) {
        this.door = door;
        this.server = server;
        this.line = line;
    }

    /**
     * Connects to the server, and waits for the driver.
     *
     * @param silence longest that the server may say nothing
     * @throws SQLException of class 08 if the server cannot be reached
     */
    static Relay open(Line line, Duration silence) throws SQLException {
        try {
            var server = line.socket();
            server.connect(null, JdbcSettings.CONNECT_MILLIS);
            server.setTcpNoDelay(true);
            server.setSoTimeout(Math.toIntExact(silence.toMillis()));
            var relay = new Relay(line.hold(new ServerSocket(0, 1, InetAddress.getLoopbackAddress())), server, line);
            thread("jdbc-relay-in", relay::serve);
            return relay;
        } catch (IOException e) {
            throw new SQLException(e.getMessage(), "08001"); // without its cause: it was no answer that was too slow
        }
    }

    /** @return the address that the driver is to connect to */
    String address() {
        return door.getInetAddress().getHostAddress();
    }

    int port() {
        return door.getLocalPort();
    }

    private void serve() throws IOException {
        try (server;
                var driver = line.hold(accepted())) {
            driver.setTcpNoDelay(true);
            thread("jdbc-relay-out", () -> {
                try (server;
                        driver) {
                    pass(driver.getInputStream(), server.getOutputStream());
                }
            });
            answer(driver.getOutputStream());
        }
    }

    private void answer(OutputStream to) throws IOException {
        try {
            pass(server.getInputStream(), to);
        } catch (SocketTimeoutException e) {
            line.fellSilent(); // before the driver hears of it
        }
    }

    private Socket accepted() throws IOException {
        try (door) { // nobody else is let in
            return door.accept();
        }
    }

    private static void pass(InputStream from, OutputStream to) throws IOException {
        var piece = new byte[PIECE];
        for (var n = from.read(piece); n >= 0; n = from.read(piece)) {
            to.write(piece, 0, n);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void thread(String name, Work work) {
        var thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // the line is cut, or one of both has gone: the other side has heard of it
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}
