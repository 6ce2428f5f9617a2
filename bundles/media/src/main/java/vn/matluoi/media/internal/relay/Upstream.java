package vn.matluoi.media.internal.relay;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.media.internal.rtsp.DeviceUrl;
import vn.matluoi.media.internal.rtsp.Interleaved;
import vn.matluoi.media.internal.rtsp.MalformedRtsp;
import vn.matluoi.media.internal.rtsp.MessageReader;
import vn.matluoi.media.internal.rtsp.RtspHeaders;
import vn.matluoi.media.internal.rtsp.RtspMessage;
import vn.matluoi.media.internal.rtsp.RtspRequest;
import vn.matluoi.media.internal.rtsp.RtspResponse;
import vn.matluoi.media.internal.sdp.SessionDescription;

/**
 * One connection to a camera (RFC 2326, interleaved): from OPTIONS to PLAY, then the batch rule: one read, the last
 * whole frame, one hand-over. It never opens itself again; whoever holds it makes a new one. On its event loop.
 */
final class Upstream extends ChannelInboundHandlerAdapter {

    private static final Duration SESSION = Duration.ofSeconds(60);
    private static final int MOST_STRAYS = 10_000;

    private final Located place;
    private final DeviceUrl url;
    private final StreamParts parts;
    private final Timing timing;
    private final UpstreamListener listener;
    private final CarryingAllocator buffers = new CarryingAllocator();
    private final List<ScheduledFuture<?>> timers = new ArrayList<>();

    private Optional<ChannelHandlerContext> context = Optional.empty();
    private Optional<RtspDialogue> dialogue = Optional.empty();
    private Optional<FrameWalk> walk = Optional.empty();
    private String aggregate;
    private String keepAlive = "OPTIONS";
    private Duration sessionTime = SESSION;
    private Optional<FrameWalk> held = Optional.empty();
    private boolean wanted;
    private boolean over;
    private int strays;
    private long readAt = System.nanoTime();
    private long framesAt = readAt;

    /** @throws MalformedRtsp if the address is no RTSP address */
    Upstream(Located place, StreamParts parts, UpstreamListener listener) throws MalformedRtsp {
        this.place = place;
        this.url = new DeviceUrl(place.address().uri());
        this.aggregate = url.start();
        this.parts = parts;
        this.timing = parts.timing();
        this.listener = listener;
    }

    /** Connects, to the address the allow-list approved and to no other. */
    void open(EventLoop loop) {
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        timing.connect().toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOCATOR, parts.allocator())
                .option(ChannelOption.RCVBUF_ALLOCATOR, buffers)
                .handler(this)
                .connect(place.socket())
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        fail(unreachable("Không kết nối được tới thiết bị.", "No connection to the device."));
                    }
                });
    }

    /** @return where its read buffers come from */
    RecvByteBufAllocator buffers() {
        return buffers;
    }

    /** @return when a picture last came, by {@link System#nanoTime()}; answers, sound and reports do not count */
    long framesAt() {
        return framesAt;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = Optional.of(ctx);
        if (over) {
            ctx.close();
            return;
        }
        dialogue = Optional.of(new RtspDialogue(ctx.channel(), place.address(), parts.gate(), timing, this::fail));
        readAt = System.nanoTime();
        dialogue.get().ask("OPTIONS", url.start(), RtspHeaders.none(), new Options());
    }

    private final class Options implements RtspDialogue.Answer {

        @Override
        public void accept(RtspResponse response) {
            var methods = response.headers().first("Public").orElse("").toUpperCase(Locale.ROOT);
            keepAlive = methods.contains("GET_PARAMETER") ? "GET_PARAMETER" : "OPTIONS";
            describe();
        }

        /** Some devices do not know OPTIONS; the rest may work all the same. */
        @Override
        public void declined(int status, DeviceException why) {
            describe();
        }

        private void describe() {
            var wanted = RtspHeaders.none().with("Accept", "application/sdp");
            dialogue.get().ask("DESCRIBE", url.start(), wanted, Upstream.this::description);
        }
    }

    private void description(RtspResponse response) throws MalformedRtsp {
        var description = SessionDescription.parse(response.body());
        var headers = response.headers();
        var base = url.base(headers.first("Content-Base").or(() -> headers.first("Content-Location")));
        aggregate = url.control(base, description.control());
        listener.described(description);
        setUp(description, base, new FrameWalk(description), 0);
    }

    private void setUp(SessionDescription description, String base, FrameWalk frames, int track) throws MalformedRtsp {
        if (over) {
            return;
        }
        if (track < description.tracks().size()) {
            var next = new SetUp(description, base, frames, track);
            var address = url.control(base, description.tracks().get(track).control());
            var transport = place.toSetUp().with("Transport", next.asked().request());
            dialogue.get().ask("SETUP", address, transport, next);
        } else if (frames.heard().isEmpty()) {
            throw new MalformedRtsp("none of its tracks can be set up");
        } else if (place.length().isPresent() && !wanted) {
            held = Optional.of(frames);
            dialogue.get().opened();
        } else {
            start(frames);
        }
    }

    /** Recorded footage begins when it is wanted, so that none of it is missed; live pictures come by themselves. */
    void begin() {
        wanted = true;
        if (!over && held.isPresent()) {
            var frames = held.get();
            held = Optional.empty();
            start(frames);
        }
    }

    private void start(FrameWalk frames) {
        dialogue.get().ask("PLAY", aggregate, place.toPlay(), played -> play(frames));
    }

    /** The answer to the SETUP of one track, after which the next one's turn comes. */
    private final class SetUp implements RtspDialogue.Answer {

        private final SessionDescription description;
        private final String base;
        private final FrameWalk frames;
        private final int track;

        SetUp(SessionDescription description, String base, FrameWalk frames, int track) {
            this.description = description;
            this.base = base;
            this.frames = frames;
            this.track = track;
        }

        Interleaved asked() {
            return new Interleaved(track * 2, track * 2 + 1);
        }

        @Override
        public void accept(RtspResponse response) throws MalformedRtsp {
            session(response);
            var transport = response.headers().first("Transport").orElse(asked().request());
            var clockRate = description.tracks().get(track).format().clockRate();
            if (!frames.hear(track, new RtpTrack(Interleaved.answered(transport, asked()), clockRate))) {
                throw new MalformedRtsp("the device gave two tracks the same channel");
            }
            walk = Optional.of(frames);
            setUp(description, base, frames, track + 1);
        }

        /** A picture is needed; sound and data may be refused. */
        @Override
        public void declined(int status, DeviceException why) throws MalformedRtsp, DeviceException {
            if (description.tracks().get(track).isVideo()) {
                throw why;
            }
            setUp(description, base, frames, track + 1);
        }
    }

    /** The answer to a keep-alive: a device may leave it out or not know the method, so long as it sends. */
    private final class KeptAlive implements RtspDialogue.Answer {

        @Override
        public void accept(RtspResponse response) {
            // nothing to do: the session lives
        }

        @Override
        public void declined(int status, DeviceException why) throws DeviceException {
            if (status == 454) {
                throw why;
            }
            keepAlive = "OPTIONS";
        }

        @Override
        public boolean isNeeded() {
            return false;
        }
    }

    private void session(RtspResponse response) throws MalformedRtsp {
        var parts = response.headers().first("Session").orElse("").split(";");
        if (parts[0].isBlank()) {
            throw new MalformedRtsp("the device set up a track without a session");
        }
        dialogue.get().enter(parts[0].strip());
        for (var part : parts) {
            var text = part.strip().toLowerCase(Locale.ROOT);
            if (text.matches("timeout=\\d{1,5}")) {
                sessionTime = Duration.ofSeconds(Long.parseLong(text.substring(8)));
            }
        }
    }

    private void play(FrameWalk frames) {
        dialogue.get().opened();
        framesAt = System.nanoTime();
        listener.playing(frames);
        var half = Math.max(1000, Math.min(SESSION.toMillis(), sessionTime.toMillis()) / 2);
        var loop = context.get().channel().eventLoop();
        timers.add(loop.scheduleAtFixedRate(
                () -> {
                    if (dialogue.get().isIdle()) {
                        dialogue.get().ask(keepAlive, aggregate, RtspHeaders.none(), new KeptAlive());
                    }
                },
                half,
                half,
                TimeUnit.MILLISECONDS));
        var reports = timing.reports().toMillis();
        timers.add(loop.scheduleAtFixedRate(() -> report(frames), reports, reports, TimeUnit.MILLISECONDS));
    }

    /** RTCP receiver reports to the camera, some of which stop without; none for one that does not read them. */
    private void report(FrameWalk frames) {
        var channel = context.get().channel();
        if (!channel.isWritable()) {
            return;
        }
        var now = System.nanoTime();
        for (var track : frames.heard()) {
            if (track.hasStarted()) {
                channel.write(track.receiverReport(channel.alloc(), now), channel.voidPromise());
            }
        }
        channel.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var read = (ByteBuf) message;
        if (over) {
            read.release();
            return;
        }
        readAt = System.nanoTime();
        parts.meters().bytesIn.add(read.readableBytes());
        var in = buffers.whole(read, ctx.alloc());
        read.release();
        try {
            var rest = take(in);
            if (!over) {
                buffers.carry(in, rest);
            }
        } catch (MalformedRtsp e) {
            fail(new DeviceException.Garbled(new Text(
                    "Không đọc được trả lời RTSP của thiết bị.",
                    "The device's RTSP cannot be read: " + e.getMessage())));
        } catch (DeviceException e) {
            fail(e);
        } finally {
            in.release();
        }
    }

    /** @return the first index of what is not whole yet */
    private int take(ByteBuf in) throws MalformedRtsp, DeviceException {
        var at = in.readerIndex();
        var end = in.writerIndex();
        while (at < end && !over) {
            if (walk.isPresent()) {
                var to = walk.get().walk(in, at, end, readAt);
                if (to > at) {
                    framesAt = walk.get().hasPictures() ? readAt : framesAt;
                    listener.frames(in, at, to);
                    walk.get().next();
                    at = to;
                    continue;
                }
            }
            if (in.getByte(at) == '$') {
                if (end - at < 4 || end - at < 4 + in.getUnsignedShort(at + 2)) {
                    return at;
                }
                at += 4 + in.getUnsignedShort(at + 2);
                stray();
                continue;
            }
            in.readerIndex(at);
            var read = MessageReader.read(in);
            at = in.readerIndex();
            if (read.isEmpty()) {
                return at;
            }
            heard(read.get());
        }
        return at;
    }

    /** A frame on a channel nobody agreed on never gets further (old sessions' frames, seen on recorders). */
    private void stray() throws MalformedRtsp {
        strays++;
        if (strays > MOST_STRAYS) {
            throw new MalformedRtsp("it sends on channels that were not agreed on");
        }
    }

    private void heard(RtspMessage message) throws MalformedRtsp, DeviceException {
        if (message instanceof RtspResponse response) {
            dialogue.get().answered(response);
        } else if (message instanceof RtspRequest request) {
            dialogue.get().asked(request);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!over) {
            listener.readThrough();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(unreachable("Thiết bị đóng kết nối RTSP.", "The device closed the RTSP connection."));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(new DeviceException.Unreachable(
                new Text("Kết nối RTSP tới thiết bị bị đứt.", "The RTSP connection to the device broke."), cause));
    }

    private static DeviceException unreachable(String vi, String en) {
        return new DeviceException.Unreachable(new Text(vi, en));
    }

    private void fail(DeviceException why) {
        if (!over) {
            close();
            listener.lost(why);
        }
    }

    /** Says goodbye and closes. The listener hears nothing more. */
    void close() {
        if (over) {
            return;
        }
        over = true;
        timers.forEach(timer -> timer.cancel(false));
        buffers.drop();
        if (context.isEmpty()) {
            return;
        }
        var channel = context.get().channel();
        if (channel.isActive() && dialogue.isPresent() && dialogue.get().isInSession()) {
            dialogue.get().tearDown(aggregate);
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            channel.eventLoop().schedule(() -> channel.close(), timing.answer().toMillis(), TimeUnit.MILLISECONDS);
        } else {
            dialogue.ifPresent(RtspDialogue::end);
            channel.close();
        }
    }
}
