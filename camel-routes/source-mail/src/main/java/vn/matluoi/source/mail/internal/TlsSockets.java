package vn.matluoi.source.mail.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Sockets that lead to one address, speak TLS from the first byte on, and let in no more than {@link ImapBound} does. */
final class TlsSockets extends SocketFactory {

    private final SSLContext context;
    private final InetSocketAddress address;
    private final Duration longest;

    /**
     * @param address where they lead, whatever they are told
     * @param longest each is closed then, whatever it is doing: a server that says something now and then is never silent
     */
    TlsSockets(SSLContext context, InetSocketAddress address, Duration longest) {
        this.context = context;
        this.address = address;
        this.longest = longest;
    }

    @Override
    public Socket createSocket() {
        return new TlsSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("connected later");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress here, int herePort) {
        throw new UnsupportedOperationException("connected later");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("connected later");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress here, int herePort) {
        throw new UnsupportedOperationException("connected later");
    }

    private final class TlsSocket extends Socket {

        private final Socket plain = new Socket();
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private SSLSocket tls;
        private int soTimeout;

        @Override
        public void connect(SocketAddress ignored, int timeout) throws IOException {
            over.orTimeout(longest.toNanos(), TimeUnit.NANOSECONDS).exceptionally(late -> {
                cut();
                return null;
            });
            try {
                plain.connect(address, timeout);
                plain.setSoTimeout(timeout);
                tls = (SSLSocket) context.getSocketFactory()
                        .createSocket(plain, address.getHostString(), address.getPort(), true);
                tls.startHandshake();
                tls.setSoTimeout(soTimeout);
            } catch (IOException e) {
                close();
                throw e;
            }
        }

        private void cut() {
            try {
                plain.close();
            } catch (IOException e) {
                // it is gone in any case
            }
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new ImapBound(tls.getInputStream());
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return tls.getOutputStream();
        }

        @Override
        public void setSoTimeout(int timeout) throws SocketException {
            soTimeout = timeout;
            if (tls != null) {
                tls.setSoTimeout(timeout);
            }
        }

        @Override
        public int getSoTimeout() {
            return soTimeout;
        }

        @Override
        public boolean isConnected() {
            return tls != null;
        }

        @Override
        public boolean isClosed() {
            return plain.isClosed();
        }

        @Override
        public InetAddress getInetAddress() {
            return plain.getInetAddress();
        }

        @Override
        public InetAddress getLocalAddress() {
            return plain.getLocalAddress();
        }

        @Override
        public synchronized void close() throws IOException {
            over.complete(null);
            plain.close(); // at once: nothing is left to be said
        }
    }
}
