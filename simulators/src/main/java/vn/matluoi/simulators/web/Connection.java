package vn.matluoi.simulators.web;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** One client's connection. All of it belongs to the server's reading thread, but {@link #reply}. */
final class Connection {

    private static final byte[] NOTHING = {};
    private static final int MAX_WAITING = 2 * 1024 * 1024;

    final WebServer.Door door;
    final SocketChannel socket;

    private final WebServer server;
    private final SelectionKey key;
    private final String peer;
    private byte[] in = NOTHING;
    private int length;
    private WebRequest asked;
    private Answer answer;
    private ByteBuffer out;
    private boolean slowly;
    private boolean closing;
    private long heardNanos = System.nanoTime();

    Connection(WebServer server, WebServer.Door door, SocketChannel socket, SelectionKey key, String peer) {
        this.server = server;
        this.door = door;
        this.socket = socket;
        this.key = key;
        this.peer = peer;
    }

    void heard(ByteBuffer bytes) throws IOException {
        heardNanos = System.nanoTime();
        int more = bytes.remaining();
        if (length + more > MAX_WAITING) {
            throw new IOException("more than " + MAX_WAITING + " bytes wait");
        }
        if (in.length < length + more) {
            in = Arrays.copyOf(in, Math.max(length + more, Math.min(2 * length, MAX_WAITING)));
        }
        bytes.get(in, length, more);
        length += more;
        next();
    }

    /** Begins with the next whole request, if there is one and the last one is done. */
    private void next() throws IOException {
        if (answer != null || out != null || length == 0) {
            return;
        }
        WebRequest.Taken taken = WebRequest.take(in, length, peer);
        if (taken == null) {
            return;
        }
        length -= taken.bytes();
        in = length == 0 ? NOTHING : Arrays.copyOfRange(in, taken.bytes(), taken.bytes() + length);
        asked = taken.request();
        answer = new Answer(this);
        server.work(door, asked, answer);
    }

    /** From any thread. */
    void reply(WebReply reply) {
        server.onThread(() -> {
            try {
                start(reply);
            } catch (IOException e) {
                end();
            }
        });
    }

    private void start(WebReply reply) throws IOException {
        if (!key.isValid() || reply.manner() == WebReply.Manner.NEVER) {
            return; // the answer stays open: nothing more is read from here, and nothing is sent
        }
        if (reply.manner() == WebReply.Manner.RESET) {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            end();
            return;
        }
        boolean keep = !"close".equalsIgnoreCase(asked.headers().get("connection"));
        closing = !keep || reply.manner() == WebReply.Manner.CUT;
        slowly = reply.manner() == WebReply.Manner.SLOWLY;
        out = ByteBuffer.wrap(reply.bytes(!asked.method().equals("HEAD"), keep));
        answer = null;
        asked = null;
        if (!slowly) {
            flush();
        }
    }

    void flush() throws IOException {
        if (out == null) {
            return;
        }
        socket.write(out);
        if (out.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            return;
        }
        out = null;
        key.interestOps(SelectionKey.OP_READ);
        heardNanos = System.nanoTime();
        if (closing) {
            end();
        } else {
            next();
        }
    }

    /** Once a second: a slow answer goes on by a byte, and whoever says nothing is dropped. */
    void tick(long idleSince) {
        try {
            if (slowly && out != null) {
                ByteBuffer rest = out;
                rest.limit(rest.position() + 1);
                socket.write(rest);
                rest.limit(rest.capacity());
                slowly = rest.hasRemaining();
                if (!slowly) {
                    flush();
                }
            } else if (answer == null && heardNanos < idleSince) {
                end();
            }
        } catch (IOException e) {
            end();
        }
    }

    void end() {
        key.cancel();
        if (answer != null) {
            answer.gone();
            answer = null;
        }
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
