package vn.matluoi.http.internal;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import vn.matluoi.api.driver.DeviceException;

/**
 * Opens wires. TLS 1.2 or 1.3; no authority is asked, since devices sign their certificates themselves: the
 * certificate's fingerprint is compared with the one a person accepted, before a byte is sent.
 */
final class Dialer {

    /** Longest wait for the connection, and again for the TLS handshake. */
    private static final Duration CONNECT = Duration.ofSeconds(4);

    private static final int FIRST_LINE = 4096;
    private static final int HEADERS = 16 * 1024;
    private static final int PIECE = 64 * 1024;

    private final SslContext tls;

    Dialer() {
        try {
            tls = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .trustManager(new AnyCertificate())
                    .endpointIdentificationAlgorithm("")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("this Java runtime has no TLS 1.2", e);
        }
    }

    /** Hears how dialling ended. Called on the event loop. */
    interface Dialled {
        /** @param fingerprint SHA-256 of the certificate, hex; empty string without TLS */
        void open(Wire wire, String fingerprint);

        void failed(DeviceException why, String fingerprint);
    }

    /** @param pin fingerprint the certificate must have */
    void dial(EventLoop loop, Endpoint to, Optional<String> pin, Duration atMost, Dialled then) {
        long millis = Math.max(1, Math.min(CONNECT.toMillis(), atMost.toMillis()));
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) millis)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (to.tls()) {
                            var handler = tls.newHandler(channel.alloc());
                            handler.setHandshakeTimeoutMillis(millis);
                            channel.pipeline().addLast(handler);
                        }
                    }
                })
                .connect(to.address())
                .addListener((ChannelFuture f) -> {
                    if (!f.isSuccess()) {
                        then.failed(Failures.noConnection(to.where(), f.cause()), "");
                    } else if (to.tls()) {
                        shake(f.channel(), to, pin, then);
                    } else {
                        ready(f.channel(), to, "", then);
                    }
                });
    }

    private void shake(Channel channel, Endpoint to, Optional<String> pin, Dialled then) {
        var handler = channel.pipeline().get(SslHandler.class);
        handler.handshakeFuture().addListener(f -> {
            if (!f.isSuccess()) {
                channel.close();
                then.failed(Failures.noTls(to.where(), f.cause()), "");
                return;
            }
            var shown = fingerprint(handler);
            if (pin.isPresent() && !normal(pin.get()).equals(shown)) {
                channel.close();
                then.failed(Failures.otherCertificate(to.where(), shown), shown);
            } else {
                ready(channel, to, shown, then);
            }
        });
    }

    private void ready(Channel channel, Endpoint to, String fingerprint, Dialled then) {
        var wire = new Wire(channel, to);
        channel.pipeline().addLast(codec(), wire);
        then.open(wire, fingerprint);
    }

    /** @return what takes answers apart: within limits, and forgiving where devices are sloppy */
    static HttpClientCodec codec() {
        var decoding = new HttpDecoderConfig()
                .setMaxInitialLineLength(FIRST_LINE)
                .setMaxHeaderSize(HEADERS)
                .setMaxChunkSize(PIECE)
                .setAllowDuplicateContentLengths(true)
                .setStrictLineParsing(false)
                .setUseRfc9112TransferEncoding(false)
                .setValidateHeaders(false);
        return new HttpClientCodec(decoding, false, false);
    }

    /** @return lower-case hex without colons */
    static String normal(String fingerprint) {
        return fingerprint.replaceAll("[:\\s]", "").toLowerCase(Locale.ROOT);
    }

    private static String fingerprint(SslHandler handler) {
        try {
            var certificate = handler.engine().getSession().getPeerCertificates()[0];
            var sha = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(sha);
        } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
            return ""; // matches no pin
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
