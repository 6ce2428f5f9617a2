package vn.matluoi.source.jdbc.internal;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way to one database for one run: it leads to the address that was looked up and allowed, whatever the driver makes of the name,
 * carries so many bytes and no more, and can be cut at any time by any thread.
 */
final class Line {

    private final InetSocketAddress to;
    private final long most;
    private final Set<Closeable> held = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile boolean overrun;
    private volatile boolean answered;
    private volatile boolean silent;

    /** @param most bytes that may come from there over one connection */
    Line(InetSocketAddress to, long most) {
        this.to = to;
        this.most = most;
    }

    /** @return whether more came than may */
    boolean overrun() {
        return overrun;
    }

    /** @return whether anything came from there */
    boolean answered() {
        return answered;
    }

    /** Says that nothing came any more where something was waited for. */
    void fellSilent() {
        silent = true;
    }

    boolean isSilent() {
        return silent;
    }

    boolean isCut() {
        return cut;
    }

    void cut() {
        cut = true;
        held.forEach(Line::close);
    }

    /** Has it closed when the line is cut, which may be now. */
    <T extends Closeable> T hold(T part) throws IOException {
        held.add(part);
        if (cut) {
            close(part);
            throw new IOException("the run is over");
        }
        return part;
    }

    Socket socket() throws IOException {
        return hold(new Pinned());
    }

    private static void close(Closeable part) {
        try {
            part.close();
        } catch (IOException e) {
            // it is closed
        }
    }

    private final class Pinned extends Socket {

        @Override
        public void connect(SocketAddress wherever, int timeout) throws IOException {
            super.connect(to, timeout);
        }

        @Override
        public void connect(SocketAddress wherever) throws IOException {
            super.connect(to);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new Counted(super.getInputStream());
        }

        @Override
        public synchronized void close() throws IOException {
            held.remove(this);
            super.close();
        }
    }

    private final class Counted extends FilterInputStream {

        private long left = most;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            var one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            var n = super.read(buffer, from, length);
            count(n);
            return n;
        }

        private void count(int n) throws IOException {
            answered |= n > 0;
            left -= Math.max(0, n);
            if (left < 0) {
                overrun = true;
                throw new IOException("more than " + most + " bytes came");
            }
        }
    }
}
