package vn.matluoi.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;

/**
 * The least a relay can cost: one read and one write for every 10 KB over loopback TCP, and nothing else. {@link #run} is
 * that loop, in a process of its own; {@link #cpuSeconds} sends bytes through it and reads what the loop's process used.
 */
final class Floor {

    private static final int CHUNK = 10 * 1024;
    private static final int SENT_AT_ONCE = 64 * 1024;
    private static final long WARM_UP = 256L << 20;
    /** Less than this would be too few clock ticks to say anything. */
    private static final long LEAST = 1L << 30;

    private Floor() {}

    /** Takes one connection to read and one to write, moves bytes from one to the other, and ends with the first. */
    static void run() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            System.out.println("floor " + listener.socket().getLocalPort());
            try (SocketChannel from = listener.accept();
                    SocketChannel to = listener.accept()) {
                ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
                while (from.read(chunk) >= 0) {
                    chunk.flip();
                    while (chunk.hasRemaining()) {
                        to.write(chunk);
                    }
                    chunk.clear();
                }
            }
        }
    }

    /**
     * @param floor the process that {@link #run}s
     * @param bytes to be moved; few are moved as 1 GiB, and the figure scaled
     * @return what moving them cost that process
     */
    static double cpuSeconds(Machine floor, int port, long bytes) throws IOException {
        try (Socket in = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket out = new Socket(InetAddress.getLoopbackAddress(), port)) {
            move(in, out, WARM_UP);
            long moved = Math.max(bytes, LEAST);
            double before = floor.cpuSeconds();
            move(in, out, moved);
            return (floor.cpuSeconds() - before) * bytes / moved;
        }
    }

    private static void move(Socket in, Socket out, long bytes) throws IOException {
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
            byte[] block = new byte[SENT_AT_ONCE];
            try {
                OutputStream to = in.getOutputStream();
                for (long left = bytes; left > 0; left -= SENT_AT_ONCE) {
                    to.write(block, 0, (int) Math.min(left, SENT_AT_ONCE));
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        byte[] block = new byte[SENT_AT_ONCE];
        InputStream from = out.getInputStream();
        for (long left = bytes; left > 0; ) {
            int read = from.read(block, 0, (int) Math.min(left, SENT_AT_ONCE));
            if (read < 0) {
                throw new IOException("the floor program ended early");
            }
            left -= read;
        }
        sent.join();
    }
}
