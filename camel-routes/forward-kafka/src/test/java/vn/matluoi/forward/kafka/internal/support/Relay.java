package vn.matluoi.forward.kafka.internal.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line to a server on loopback that can lose what the server answers: it has heard, and nobody hears of it. */
public final class Relay implements AutoCloseable {

    private final ServerSocket door;
    private final int server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean losing;

    Relay(int port, int server) throws IOException {
        this.server = server;
        this.door = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
        thread(this::accept);
    }

    public String address() {
        return "127.0.0.1:" + door.getLocalPort();
    }

    /** @param losing whether answers are lost from now on; a connection that lost some has none any more */
    public void loseAnswers(boolean losing) {
        this.losing = losing;
    }

    private static void thread(Runnable work) {
        var thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                var client = door.accept();
                open.add(client);
                var behind = new Socket(door.getInetAddress(), server);
                open.add(behind);
                thread(() -> pass(client, behind, false));
                thread(() -> pass(behind, client, true));
            }
        } catch (IOException e) {
            // closed, or the server is away
        }
    }

    private void pass(Socket from, Socket to, boolean answers) {
        var lost = false;
        try (from;
                to) {
            var bytes = new byte[8192];
            for (var count = from.getInputStream().read(bytes);
                    count >= 0;
                    count = from.getInputStream().read(bytes)) {
                lost |= answers && losing;
                if (!lost) {
                    to.getOutputStream().write(bytes, 0, count);
                }
            }
        } catch (IOException e) {
            // one side is gone, and now both are
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
