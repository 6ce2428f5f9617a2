package vn.matluoi.media.internal.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import vn.matluoi.media.internal.relay.LiveStream;
import vn.matluoi.media.internal.relay.Watcher;
import vn.matluoi.media.internal.rtsp.MalformedRtsp;
import vn.matluoi.media.internal.rtsp.MessageReader;
import vn.matluoi.media.internal.rtsp.RtspMessage;
import vn.matluoi.media.internal.rtsp.RtspRequest;
import vn.matluoi.media.internal.rtsp.RtspResponse;
import vn.matluoi.media.internal.sdp.SessionDescription;
import vn.matluoi.media.internal.ticket.Grant;
import vn.matluoi.media.internal.ticket.WatchRights.Answer;

/**
 * One viewer's connection. Until its ticket is proved it gets no description, opens nothing and has little time; then
 * it moves to the event loop of the stream it watches. On the channel's event loop of the moment.
 */
final class ViewerConnection extends ChannelInboundHandlerAdapter implements Watcher {

    private static final String METHODS = "OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, TEARDOWN, GET_PARAMETER";
    private static final Set<String> IN_SESSION = Set.of("SETUP", "PLAY", "PAUSE");
    private static final Set<String> NEVER = Set.of("ANNOUNCE", "RECORD", "SET_PARAMETER", "REDIRECT");
    private static final Duration PAUSED = Duration.ofSeconds(60);
    private static final int MOST_UNREAD = MessageReader.MAX_MESSAGE + 128 * 1024;
    private static final int MOST_MOVES = 3;

    private final Channel channel;
    private final ServerParts parts;
    private final InetAddress address;
    private final long connectedAt = System.nanoTime();

    private boolean counted;
    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    private Optional<RtspRequest> describing = Optional.empty();
    private Optional<LivePath> path = Optional.empty();
    private Optional<Grant> grant = Optional.empty();
    private Optional<Permit> permit = Optional.empty();
    private Optional<LiveStream> stream = Optional.empty();
    private Optional<ViewerSession> session = Optional.empty();
    private Optional<ScheduledFuture<?>> tick = Optional.empty();
    private boolean closing;
    private long partialSince = connectedAt;
    private long heardAt = connectedAt;
    private int moves;

    ViewerConnection(Channel channel, ServerParts parts) {
        this.channel = channel;
        this.parts = parts;
        this.address = ((InetSocketAddress) channel.remoteAddress()).getAddress();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        counted = parts.limits().enter(address);
        if (!counted) {
            ctx.close();
            return;
        }
        startTicking();
        ctx.fireChannelActive();
    }

    private void startTicking() {
        var period = Math.max(20, Math.min(1000, parts.timing().request().toMillis() / 4));
        tick = Optional.of(channel.eventLoop().scheduleAtFixedRate(this::tick, period, period, TimeUnit.MILLISECONDS));
    }

    private void tick() {
        var now = System.nanoTime();
        var timing = parts.timing();
        var playing = session.filter(ViewerSession::isPlaying).isPresent();
        if (partialSince != 0
                && describing.isEmpty()
                && now - partialSince > timing.request().toNanos()) {
            channel.close();
        } else if (!playing && session.filter(ViewerSession::hasPlayed).isPresent()) {
            if (now - heardAt > PAUSED.toNanos()) {
                channel.close();
            }
        } else if (!playing && now - connectedAt > timing.proof().toNanos()) {
            channel.close();
        }
        if (session.isPresent()) {
            permit.ifPresent(given -> given.check(now));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var in = (ByteBuf) message;
        if (closing || !channel.isActive()) {
            in.release();
            return;
        }
        if (unread.isReadable()) {
            var both = channel.alloc().buffer(unread.readableBytes() + in.readableBytes());
            both.writeBytes(unread).writeBytes(in);
            unread.release();
            in.release();
            unread = both;
        } else {
            unread.release();
            unread = in;
        }
        if (unread.readableBytes() > MOST_UNREAD) {
            channel.close();
            return;
        }
        handleAll();
    }

    /** Handles what has come, as long as nothing is pending and the answers are being taken. */
    private void handleAll() {
        try {
            while (!closing && describing.isEmpty() && channel.isWritable() && unread.isReadable()) {
                if (unread.getByte(unread.readerIndex()) == '$') {
                    if (!skipFrame()) {
                        break;
                    }
                    continue;
                }
                var message = MessageReader.read(unread);
                if (message.isEmpty()) {
                    break;
                }
                handle(message.get());
            }
        } catch (MalformedRtsp e) {
            last(RtspResponse.of(400, "Bad Request"));
        }
        if (!unread.isReadable()) {
            unread.release();
            unread = Unpooled.EMPTY_BUFFER;
            partialSince = grant.isPresent() ? 0 : partialSince;
        } else if (partialSince == 0) {
            partialSince = System.nanoTime();
        }
        channel.config().setAutoRead(!closing && describing.isEmpty() && channel.isWritable());
    }

    /** A viewer's reports on an interleaved channel. @return whether it was whole */
    private boolean skipFrame() {
        var at = unread.readerIndex();
        if (unread.readableBytes() < 4 || unread.readableBytes() < 4 + unread.getUnsignedShort(at + 2)) {
            return false;
        }
        unread.skipBytes(4 + unread.getUnsignedShort(at + 2));
        heardAt = System.nanoTime();
        return true;
    }

    private void handle(RtspMessage message) throws MalformedRtsp {
        heardAt = System.nanoTime();
        if (!(message instanceof RtspRequest request)) {
            return;
        }
        if (request.headers()
                .first("CSeq")
                .filter(text -> text.matches("\\d{1,10}"))
                .isEmpty()) {
            throw new MalformedRtsp("a request has no CSeq");
        }
        if (request.headers().first("Require").isPresent()) {
            answer(request, RtspResponse.of(551, "Option not supported"));
            return;
        }
        switch (request.method()) {
            case "OPTIONS" -> answer(request, RtspResponse.of(200, "OK").with("Public", METHODS));
            case "DESCRIBE" -> describe(request);
            case "TEARDOWN" -> {
                answer(request, RtspResponse.of(200, "OK"));
                closeWhenSent();
            }
            case "GET_PARAMETER" ->
                answer(
                        request,
                        session.isPresent()
                                ? session.get().answer(request)
                                : RtspResponse.of(454, "Session Not Found"));
            default -> other(request);
        }
    }

    private void other(RtspRequest request) throws MalformedRtsp {
        if (!IN_SESSION.contains(request.method())) {
            var known = NEVER.contains(request.method());
            answer(request, RtspResponse.of(known ? 405 : 501, known ? "Method Not Allowed" : "Not Implemented"));
            return;
        }
        if (session.isEmpty()) {
            refuse(request);
            return;
        }
        var response = session.get().answer(request);
        answer(request, response);
        if ("PLAY".equals(request.method()) && response.isSuccess()) {
            session.get().start();
        }
    }

    /** The same answer, whatever is wrong with the ticket; one try a connection. */
    private void refuse(RtspRequest request) {
        parts.rights().refused(address.getHostAddress());
        answer(request, RtspResponse.of(404, "Not Found"));
        closeWhenSent();
    }

    private void describe(RtspRequest request) throws MalformedRtsp {
        if (session.isPresent()) {
            answer(request, session.get().answer(request));
            return;
        }
        if (parts.budget().isTight()) {
            answer(request, RtspResponse.of(453, "Not Enough Bandwidth"));
            closeWhenSent();
            return;
        }
        path = LivePath.of(request.uri());
        grant = path.flatMap(asked -> parts.tickets().open(asked.ticket()));
        if (grant.isEmpty()) {
            refuse(request);
            return;
        }
        describing = Optional.of(request);
        var loop = channel.eventLoop();
        parts.rights()
                .open(grant.get(), address.getHostAddress())
                .whenComplete((answer, failure) ->
                        loop.execute(() -> decided(request, failure == null ? answer : Answer.UNAVAILABLE)));
    }

    private void decided(RtspRequest request, Answer answer) {
        if (answer == Answer.ALLOWED) {
            permit = Optional.of(new Permit(grant.get(), address.getHostAddress(), channel, parts));
            if (channel.isActive()) {
                find();
            } else {
                recordClosed();
            }
            return;
        }
        describing = Optional.empty();
        answer(
                request,
                answer == Answer.REFUSED
                        ? RtspResponse.of(404, "Not Found")
                        : RtspResponse.of(503, "Service Unavailable"));
        closeWhenSent();
    }

    /** Goes to the loop where the stream lives, so that fan-out needs no locks. */
    private void find() {
        moves++;
        if (moves > MOST_MOVES) {
            unavailable();
            return;
        }
        var found = parts.streams().of(grant.get().stream());
        if (found.loop().inEventLoop()) {
            join(found);
            return;
        }
        tick.ifPresent(timer -> timer.cancel(false));
        channel.deregister().addListener(left -> found.loop().register(channel).addListener(moved -> {
            if (moved.isSuccess()) {
                startTicking();
                join(found);
            } else {
                channel.unsafe().closeForcibly();
                letGo();
                found.loop().execute(() -> found.leave(this));
            }
        }));
    }

    private void join(LiveStream found) {
        stream = Optional.of(found);
        if (!channel.isActive()) {
            found.leave(this);
            recordClosed();
        } else if (!found.join(this)) {
            find();
        }
    }

    @Override
    public void described(SessionDescription description) {
        if (describing.isEmpty() || stream.isEmpty() || session.isPresent()) {
            return;
        }
        var request = describing.get();
        describing = Optional.empty();
        session = Optional.of(new ViewerSession(path.get(), stream.get(), description, channel, parts));
        answer(request, session.get().describe());
        handleAll();
    }

    @Override
    public void unavailable() {
        permit.ifPresent(given -> given.endsBecause("stream"));
        describing.ifPresent(request -> {
            describing = Optional.empty();
            answer(request, RtspResponse.of(503, "Service Unavailable"));
        });
        closeWhenSent();
    }

    @Override
    public void ended() {
        unavailable();
    }

    private void answer(RtspRequest request, RtspResponse response) {
        var numbered = response.with("CSeq", request.headers().first("CSeq").orElse("0"));
        channel.writeAndFlush(Unpooled.wrappedBuffer(numbered.encode()), channel.voidPromise());
    }

    private void last(RtspResponse response) {
        channel.writeAndFlush(Unpooled.wrappedBuffer(response.encode()), channel.voidPromise());
        closeWhenSent();
    }

    private void closeWhenSent() {
        if (closing) {
            return;
        }
        closing = true;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        var late = parts.timing().stalled().toMillis();
        channel.eventLoop().schedule(() -> channel.close(), late, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable() && !closing) {
            channel.eventLoop().execute(this::handleAll);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        letGo();
    }

    private void letGo() {
        tick.ifPresent(timer -> timer.cancel(false));
        unread.release();
        unread = Unpooled.EMPTY_BUFFER;
        if (counted) {
            counted = false;
            parts.limits().leave(address);
        }
        session.ifPresent(ViewerSession::end);
        stream.ifPresent(watched -> watched.leave(this));
        recordClosed();
    }

    private void recordClosed() {
        permit.ifPresent(given -> given.end(session.map(ViewerSession::bytesOut).orElse(0L)));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
