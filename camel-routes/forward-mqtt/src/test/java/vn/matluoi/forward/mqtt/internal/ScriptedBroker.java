package vn.matluoi.forward.mqtt.internal;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An MQTT 5 broker that takes, refuses and keeps silent as a test says. Knows no more of the protocol than a sender with QoS 1 needs. */
final class ScriptedBroker implements AutoCloseable {

    /** What it does with a message: the reason code of its PUBACK. */
    enum Answer {
        TAKES(0x00),
        FAILS(0x80),
        IS_FULL(0x97),
        /** It takes it, and never says so. */
        TAKES_SILENTLY(-1);

        private final int code;

        Answer(int code) {
            this.code = code;
        }

        boolean taken() {
            return this == TAKES || this == TAKES_SILENTLY;
        }
    }

    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int PING = 12;

    /** Payloads of the messages that were taken, in the order in which they came. */
    final List<String> taken = new CopyOnWriteArrayList<>();

    final AtomicInteger connections = new AtomicInteger();

    /** By the payload. */
    volatile Function<String, Answer> answers = text -> Answer.TAKES;

    /** How many messages it wants to have before it confirms any of them. */
    volatile int together = 1;

    private final ServerSocket door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    ScriptedBroker() throws IOException {
        thread(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    private static void thread(Runnable work) {
        var thread = new Thread(work, "scripted broker");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                var client = door.accept();
                open.add(client);
                connections.incrementAndGet();
                thread(() -> serve(client));
            }
        } catch (SocketException e) {
            // closed
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket client) {
        try (client) {
            var in = new DataInputStream(client.getInputStream());
            var out = client.getOutputStream();
            var held = new ArrayList<byte[]>();
            for (var first = in.read(); first >= 0; first = in.read()) {
                var body = ByteBuffer.wrap(new byte[length(in)]);
                in.readFully(body.array());
                switch (first >> 4) {
                    case CONNECT -> out.write(new byte[] {0x20, 3, 0, 0, 0});
                    case PING -> out.write(new byte[] {(byte) 0xD0, 0});
                    case PUBLISH -> published(body, held, out);
                    default -> {}
                }
            }
        } catch (IOException e) {
            // the client is gone, or the test is over
        } finally {
            open.remove(client);
        }
    }

    private void published(ByteBuffer body, List<byte[]> held, OutputStream out) throws IOException {
        skip(body, body.getShort()); // topic
        var high = body.get();
        var low = body.get();
        skip(body, body.get()); // properties, here fewer than 128 bytes
        var text = StandardCharsets.UTF_8.decode(body).toString();
        var answer = answers.apply(text);
        if (answer.taken()) {
            taken.add(text);
        }
        if (answer != Answer.TAKES_SILENTLY) {
            held.add(new byte[] {0x40, 4, high, low, (byte) answer.code, 0});
        }
        if (held.size() >= together) {
            for (var one : held) {
                out.write(one);
            }
            held.clear();
        }
    }

    private static void skip(ByteBuffer body, int bytes) {
        body.position(body.position() + bytes);
    }

    private static int length(DataInputStream in) throws IOException {
        var length = 0;
        for (var shift = 0; ; shift += 7) {
            var next = in.readUnsignedByte();
            length |= (next & 0x7F) << shift;
            if (next < 0x80) {
                return length;
            }
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (var client : open) {
            client.close();
        }
    }
}
