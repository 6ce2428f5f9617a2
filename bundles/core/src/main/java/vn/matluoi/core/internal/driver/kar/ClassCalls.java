package vn.matluoi.core.internal.driver.kar;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * What a class refers to, by its constant pool alone.
 *
 * <p>Source: The Java Virtual Machine Specification, Java SE 17, section 4.4.
 */
final class ClassCalls {

    private static final Set<String> NEVER_CLASSES = Set.of(
            "java/lang/ProcessBuilder",
            "java/lang/Runtime",
            "sun/misc/Unsafe",
            "java/lang/instrument/Instrumentation",
            "java/net/ServerSocket",
            "java/nio/channels/ServerSocketChannel",
            "java/net/http/HttpClient",
            "java/net/HttpURLConnection",
            "java/net/URLConnection");

    private static final Set<String> NEVER_METHODS = Set.of(
            "java/lang/System.exit",
            "java/lang/System.load",
            "java/lang/System.loadLibrary",
            "java/net/URL.openConnection",
            "java/net/URL.openStream");

    private static final Set<String> SOCKETS = Set.of(
            "java/net/Socket",
            "java/net/DatagramSocket",
            "java/net/MulticastSocket",
            "java/nio/channels/SocketChannel",
            "java/nio/channels/DatagramChannel",
            "java/nio/channels/AsynchronousSocketChannel",
            "javax/net/SocketFactory",
            "javax/net/ssl/SSLSocketFactory");

    private static final int MAGIC = 0xCAFEBABE;

    private final Object[] pool;

    private ClassCalls(Object[] pool) {
        this.pool = pool;
    }

    /** Two places in the pool. */
    private record Pair(int tag, int first, int second) {}

    /** @return what a driver's class refers to and must not, as {@code java/lang/System.exit} */
    static Set<String> forbidden(byte[] bytes, boolean socketsAllowed) throws IOException {
        var found = new HashSet<String>();
        var calls = new ClassCalls(pool(bytes));
        for (var each : calls.pool) {
            if (each instanceof Pair pair && pair.tag == 7) {
                var name = calls.text(pair.first);
                if (NEVER_CLASSES.contains(name) || !socketsAllowed && SOCKETS.contains(name)) {
                    found.add(name);
                }
            } else if (each instanceof Pair pair && (pair.tag == 10 || pair.tag == 11)) {
                var name = calls.text(calls.pair(pair.first).first) + "." + calls.text(calls.pair(pair.second).first);
                if (NEVER_METHODS.contains(name)) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    private Pair pair(int index) throws IOException {
        if (index < pool.length && pool[index] instanceof Pair pair) {
            return pair;
        }
        throw new IOException("damaged constant pool");
    }

    private String text(int index) throws IOException {
        if (index < pool.length && pool[index] instanceof String text) {
            return text;
        }
        throw new IOException("damaged constant pool");
    }

    private static Object[] pool(byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (in.readInt() != MAGIC) {
            throw new IOException("no class");
        }
        in.readInt(); // version
        var pool = new Object[in.readUnsignedShort()];
        for (var i = 1; i < pool.length; i++) {
            var tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> pool[i] = in.readUTF();
                case 3, 4 -> in.readInt();
                case 5, 6 -> {
                    in.readLong();
                    i++; // takes two places
                }
                case 7, 8, 16, 19, 20 -> pool[i] = new Pair(tag, in.readUnsignedShort(), 0);
                case 9, 10, 11, 12, 17, 18 -> pool[i] = new Pair(tag, in.readUnsignedShort(), in.readUnsignedShort());
                case 15 -> {
                    in.readUnsignedByte();
                    in.readUnsignedShort();
                }
                default -> throw new IOException("unknown constant " + tag);
            }
        }
        return pool;
    }
}
