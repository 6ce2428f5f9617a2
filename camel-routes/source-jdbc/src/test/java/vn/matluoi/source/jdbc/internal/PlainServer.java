package vn.matluoi.source.jdbc.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A database server on loopback that answers each log-in, and then each query, as it is told to. */
final class PlainServer implements AutoCloseable {

    /** Says something. */
    interface Saying {
        void to(OutputStream out) throws IOException;
    }

    final List<String> logIns = new CopyOnWriteArrayList<>();
    volatile String answer = "welcome";
    volatile Saying rows = out -> out.write("Cổng trường\n\n".getBytes(StandardCharsets.UTF_8));
    private final ServerSocket door;

    PlainServer() {
        try {
            door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(() -> {
            while (true) {
                var client = door.accept();
                thread(() -> serve(client));
            }
        });
    }

    int port() {
        return door.getLocalPort();
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            logIns.add(in.readLine());
            client.getOutputStream().write((answer + "\n").getBytes(StandardCharsets.UTF_8));
            if (in.readLine() != null) {
                rows.to(client.getOutputStream());
            }
            in.readLine(); // until the other side goes
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // the other side has had enough, or it is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
