package vn.matluoi.http.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;

/**
 * One TCP or TLS connection to a device, for one exchange at a time. Belongs to its channel's event loop: call it from
 * there only.
 */
final class Wire extends ChannelInboundHandlerAdapter {

    /** Answers of the 1xx kind before the real one; some devices never stop. */
    private static final int INTERIM = 5;

    private final Channel channel;
    private final Endpoint endpoint;
    private Optional<Exchange> exchange = Optional.empty();
    private boolean used;
    private boolean answered;
    private boolean keepAlive;
    private boolean interim;
    private int interims;

    Wire(Channel channel, Endpoint endpoint) {
        this.channel = channel;
        this.endpoint = endpoint;
    }

    /** Hears one answer. Called on the event loop. */
    interface Exchange {
        void head(HttpResponse response);

        /** The buffer is only valid during the call. */
        void piece(ByteBuf content);

        /** @param reusable whether the wire can carry another exchange */
        void end(boolean reusable);

        /**
         * @param garbled whether what came is not HTTP, rather than the connection broken
         * @param silent whether nothing of the answer had come
         */
        void broken(boolean garbled, boolean silent, Optional<Throwable> cause);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** @return whether an earlier exchange went over this wire: the device may just be closing it */
    boolean used() {
        return used;
    }

    boolean open() {
        return channel.isActive();
    }

    void start(FullHttpRequest request, Exchange hears) {
        exchange = Optional.of(hears);
        answered = false;
        interims = 0;
        channel.writeAndFlush(request).addListener(f -> {
            if (!f.isSuccess()) {
                lost(false, Optional.of(f.cause()));
            }
        });
    }

    /** The rest of the answer is heard by another. */
    void hand(Exchange to) {
        if (exchange.isPresent()) {
            exchange = Optional.of(to);
        }
    }

    /** Nothing more is read than what was already; not even that the other side is gone. */
    void pause() {
        channel.config().setAutoRead(false);
    }

    void goOn() {
        channel.config().setAutoRead(true);
    }

    /** Nobody listens any more: whatever still comes is dropped. */
    void close() {
        exchange = Optional.empty();
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            var http = (HttpObject) message;
            if (exchange.isEmpty()) {
                channel.close();
            } else if (http.decoderResult().isFailure()) {
                var cause = http.decoderResult().cause();
                lost(!(cause instanceof PrematureChannelClosureException), Optional.of(cause));
            } else {
                read(http, exchange.get());
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(HttpObject http, Exchange hears) {
        if (http instanceof HttpResponse response) {
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            if (interim && ++interims > INTERIM) {
                lost(true, Optional.of(new TooLongFrameException("more than " + INTERIM + " interim answers")));
                return;
            }
            if (!interim) {
                answered = true;
                keepAlive = HttpUtil.isKeepAlive(response);
                hears.head(response);
            }
        }
        if (interim || exchange.isEmpty()) {
            return;
        }
        if (http instanceof HttpContent content && content.content().isReadable()) {
            hears.piece(content.content());
        }
        if (http instanceof LastHttpContent && exchange.isPresent()) {
            exchange = Optional.empty();
            used = true;
            hears.end(keepAlive && channel.isActive());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        lost(false, Optional.empty());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        lost(false, Optional.of(cause));
    }

    private void lost(boolean garbled, Optional<Throwable> cause) {
        var hears = exchange;
        exchange = Optional.empty();
        channel.close();
        hears.ifPresent(h -> h.broken(garbled, !answered, cause));
    }
}
