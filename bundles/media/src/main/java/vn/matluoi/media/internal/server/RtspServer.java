package vn.matluoi.media.internal.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Listens for viewers. Any thread but an event loop. */
public final class RtspServer implements AutoCloseable {

    private static final int BACKLOG = 1024;

    /** Bytes the system may hold for a viewer: without a bound a thousand silent ones would take gigabytes. */
    private static final int UNSENT = 256 * 1024;

    private static final WriteBufferWaterMark ANSWERS = new WriteBufferWaterMark(256 * 1024, 512 * 1024);

    private final ServerBootstrap bootstrap;
    private final ChannelGroup viewers = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private Channel listening;

    /**
     * @param address where to listen; port 0 for any free one
     * @throws IOException if it cannot be listened there; the message names address and port
     */
    public RtspServer(EventLoopGroup loops, ByteBufAllocator allocator, ServerParts parts, InetSocketAddress address)
            throws IOException {
        this.bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.SO_SNDBUF, UNSENT)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, ANSWERS)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        viewers.add(channel);
                        channel.pipeline().addLast(new ViewerConnection(channel, parts));
                    }
                });
        this.listening = listen(address);
    }

    private Channel listen(InetSocketAddress address) throws IOException {
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": "
                            + bound.cause().getMessage(),
                    bound.cause());
        }
        return bound.channel();
    }

    /** @return where it listens */
    public synchronized InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    /**
     * Listens elsewhere; viewers there are already stay. On the same port, as from loopback to every network, the old
     * listener has to go first, and comes back if the new one cannot be had.
     *
     * @throws IOException if that cannot be; it then listens where it did
     */
    public synchronized void move(InetSocketAddress address) throws IOException {
        var before = address();
        if (before.equals(address)) {
            return;
        }
        if (before.getPort() != address.getPort()) {
            var old = listening;
            listening = listen(address);
            old.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
            return;
        }
        listening.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
        try {
            listening = listen(address);
        } catch (IOException e) {
            listening = listen(before);
            throw e;
        }
    }

    /** Stops listening and sends every viewer away. */
    @Override
    public synchronized void close() {
        listening.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
        viewers.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
