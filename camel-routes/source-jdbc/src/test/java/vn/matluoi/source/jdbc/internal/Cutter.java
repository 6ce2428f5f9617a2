package vn.matluoi.source.jdbc.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between the hub and a server, and cuts the line once so many bytes have come. */
final class Cutter implements AutoCloseable {

    private final ServerSocket in;
    private final int to;
    private final AtomicLong left;

    Cutter(int to, long bytes) {
        this.to = to;
        this.left = new AtomicLong(bytes);
        try {
            this.in = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::serve);
    }

    int port() {
        return in.getLocalPort();
    }

    private void serve() throws IOException {
        while (true) {
            var client = in.accept();
            var server = new Socket(InetAddress.getLoopbackAddress(), to);
            thread(() -> client.getInputStream().transferTo(server.getOutputStream()));
            thread(() -> {
                try (client;
                        server) {
                    var buffer = new byte[1024];
                    for (var n = server.getInputStream().read(buffer);
                            n >= 0 && left.addAndGet(-n) > 0;
                            n = server.getInputStream().read(buffer)) {
                        client.getOutputStream().write(buffer, 0, n);
                    }
                }
            });
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
                // the line is cut
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
