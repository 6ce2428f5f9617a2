package vn.matluoi.http.internal;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One connection of somebody who sends, one request after the other. Whatever is not a request to an open address, from whom
 * it is open to, gets the same answer: there is nothing here. Belongs to its channel's event loop.
 */
final class PushRequest extends SimpleChannelInboundHandler<HttpObject> {

    /** Largest body, pictures included. */
    static final long LARGEST = 8L * 1024 * 1024;

    /** Time for the first head. */
    static final Duration HEAD = Duration.ofSeconds(10);

    private static final Duration WHOLE = Duration.ofSeconds(20);
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(65);

    private static final byte[] TAKEN = answer("200 OK", "keep-alive");
    private static final byte[] TAKEN_LAST = answer("200 OK", "close");
    private static final byte[] NOTHING_HERE = answer("404 Not Found", "close");
    private static final byte[] TOO_MUCH = answer("503 Service Unavailable", "close");
    private static final byte[] GO_ON = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final PushListener listener;
    private final InetAddress peer;
    private Optional<Arrival> arrival = Optional.empty();
    private boolean over;
    private Optional<Future<?>> limit = Optional.empty();

    /** A request whose body comes. */
    private static final class Arrival {
        private final PushDoor door;
        private final String contentType;
        private final boolean keepAlive;
        private final PushBody body;
        private int held;
        private long length;

        Arrival(PushDoor door, String contentType, boolean keepAlive) {
            this.door = door;
            this.contentType = contentType;
            this.keepAlive = keepAlive;
            this.body = new PushBody(contentType);
        }
    }

    PushRequest(PushListener listener, InetSocketAddress peer) {
        this.listener = listener;
        this.peer = peer.getAddress();
    }

    private static byte[] answer(String status, String connection) {
        return "HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: %s\r\n\r\n"
                .formatted(status, connection)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (listener.enter(peer)) {
            within(HEAD, context);
        } else {
            over = true;
            context.close();
        }
        context.channel().closeFuture().addListener(closed -> {
            listener.leave(peer);
            limit.ifPresent(l -> l.cancel(false));
            arrival.ifPresent(a -> listener.giveBack(a.door, a.held));
            arrival = Optional.empty();
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (over) {
            return;
        }
        if (message.decoderResult().isFailure()) {
            last(NOTHING_HERE, context);
            return;
        }
        if (message instanceof HttpRequest head) {
            begin(head, context);
        }
        if (message instanceof HttpContent content && !over) {
            take(content, context);
        }
    }

    private void begin(HttpRequest head, ChannelHandlerContext context) {
        var door = listener.door(head.uri()).filter(d -> d.opensTo(peer));
        if (door.isEmpty() || !head.method().equals(HttpMethod.POST) || length(head) > LARGEST) {
            last(NOTHING_HERE, context);
        } else if (!door.get().admits()) {
            last(TOO_MUCH, context);
        } else {
            var type = head.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
            arrival = Optional.of(new Arrival(door.get(), type, HttpUtil.isKeepAlive(head)));
            within(WHOLE, context);
            if (HttpUtil.is100ContinueExpected(head)) {
                context.writeAndFlush(Unpooled.wrappedBuffer(GO_ON));
            }
        }
    }

    private static long length(HttpRequest head) {
        try {
            return HttpUtil.getContentLength(head, 0L);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private void take(HttpContent content, ChannelHandlerContext context) {
        var now = arrival.orElseThrow();
        int more = content.content().readableBytes();
        now.length += more;
        if (now.length > LARGEST) {
            last(NOTHING_HERE, context);
            return;
        }
        now.body.take(content.content());
        int grown = now.body.holds() - now.held;
        now.held += grown;
        if (!listener.lend(now.door, grown) || !now.door.admits(more)) {
            last(TOO_MUCH, context);
        } else if (content instanceof LastHttpContent && !now.door.admitsOn(now.body.length())) {
            last(TOO_MUCH, context);
        } else if (content instanceof LastHttpContent) {
            arrival = Optional.empty();
            now.door.hand(new Post(now.contentType, now.body.bytes()), () -> listener.giveBack(now.door, now.held));
            if (now.keepAlive) {
                within(IDLE, context);
                context.writeAndFlush(Unpooled.wrappedBuffer(TAKEN));
            } else {
                last(TAKEN_LAST, context);
            }
        }
    }

    /** The last answer. What still comes is passed over for a moment, or the other side would lose the answer over it. */
    private void last(byte[] answer, ChannelHandlerContext context) {
        over = true;
        context.writeAndFlush(Unpooled.wrappedBuffer(answer)).addListener(written -> {
            if (context.channel() instanceof SocketChannel channel && channel.isActive()) {
                channel.shutdownOutput();
                within(LINGER, context);
            }
        });
    }

    private void within(Duration time, ChannelHandlerContext context) {
        limit.ifPresent(l -> l.cancel(false));
        limit = Optional.of(context.executor().schedule(() -> context.close(), time.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
