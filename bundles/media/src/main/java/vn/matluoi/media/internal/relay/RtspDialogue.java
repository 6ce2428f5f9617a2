package vn.matluoi.media.internal.relay;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.media.internal.rtsp.Digest;
import vn.matluoi.media.internal.rtsp.MalformedRtsp;
import vn.matluoi.media.internal.rtsp.RtspHeaders;
import vn.matluoi.media.internal.rtsp.RtspRequest;
import vn.matluoi.media.internal.rtsp.RtspResponse;

/**
 * Requests to a device and its answers, one at a time, with the log-in. A password is tried once, when the gate gives
 * the turn: a second 401 ends the dialogue, unless the device says that only the nonce is old. The device has so long to
 * open a stream, not counting what is waited for at the gate: that is other connections' time. On the channel's event
 * loop.
 */
final class RtspDialogue implements LoginGate.Visitor {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MOST_REQUESTS = 1_000;

    private final Channel channel;
    private final StreamAddress address;
    private final LoginGate gate;
    private final Timing timing;
    private final Failure failure;

    private Optional<Digest> digest = Optional.empty();
    private Optional<Pending> pending = Optional.empty();
    private Optional<Question> atGate = Optional.empty();
    private Optional<String> session = Optional.empty();
    private Optional<ScheduledFuture<?>> opening = Optional.empty();
    private boolean opened;
    private boolean proven;
    private int sequence;
    private int requests;

    /** What to do with an answer. */
    interface Answer {

        /** It was done. */
        void accept(RtspResponse response) throws MalformedRtsp, DeviceException;

        /**
         * The device declined; unless it is overridden, that ends the dialogue.
         *
         * @param why what the status means
         */
        default void declined(int status, DeviceException why) throws MalformedRtsp, DeviceException {
            throw why;
        }

        /** @return whether the dialogue is over if no answer comes in time */
        default boolean isNeeded() {
            return true;
        }
    }

    /** Whom to tell that it cannot go on. */
    interface Failure {

        void failed(DeviceException why);
    }

    /** @param renewed whether it is asked again because the nonce was old */
    private record Question(RtspRequest request, boolean renewed, Answer answer) {}

    private record Pending(Question question, int sequence, ScheduledFuture<?> deadline) {}

    RtspDialogue(Channel channel, StreamAddress address, LoginGate gate, Timing timing, Failure failure) {
        this.channel = channel;
        this.address = address;
        this.gate = gate;
        this.timing = timing;
        this.failure = failure;
        goOnOpening();
    }

    /** The stream plays: only single answers can be late from now on. */
    void opened() {
        opened = true;
        stopOpening();
    }

    private void goOnOpening() {
        if (!opened) {
            opening = Optional.of(channel.eventLoop()
                    .schedule(
                            () -> tooLate(
                                    "Thiết bị không mở luồng kịp thời.", "The device did not open the stream in time."),
                            timing.opening().toMillis(),
                            TimeUnit.MILLISECONDS));
        }
    }

    private void stopOpening() {
        opening.ifPresent(deadline -> deadline.cancel(false));
        opening = Optional.empty();
    }

    /** Every later request belongs to this session. */
    void enter(String id) {
        session = Optional.of(id);
    }

    boolean isInSession() {
        return session.isPresent();
    }

    boolean isIdle() {
        return pending.isEmpty() && atGate.isEmpty();
    }

    /** Asks; a demand for a log-in is met on the way. */
    void ask(String method, String uri, RtspHeaders headers, Answer answer) {
        requests = 0;
        send(new Question(new RtspRequest(method, uri, headers), false, answer));
    }

    /** Says goodbye, without waiting for an answer. */
    void tearDown(String uri) {
        end();
        write(new RtspRequest("TEARDOWN", uri, RtspHeaders.none()));
    }

    private void send(Question question) {
        var answer = question.answer();
        var deadline =
                channel.eventLoop().schedule(() -> late(answer), timing.answer().toMillis(), TimeUnit.MILLISECONDS);
        pending = Optional.of(new Pending(question, sequence + 1, deadline));
        write(question.request());
    }

    private void late(Answer answer) {
        if (answer.isNeeded()) {
            tooLate(
                    "Thiết bị không trả lời yêu cầu RTSP kịp thời.",
                    "The device did not answer an RTSP request in time.");
        } else {
            end();
        }
    }

    private void tooLate(String vi, String en) {
        end();
        failure.failed(new DeviceException.Unreachable(new Text(vi, en)));
    }

    private void write(RtspRequest request) {
        sequence++;
        var headers =
                RtspHeaders.none().with("CSeq", Integer.toString(sequence)).with("User-Agent", "hub");
        if (session.isPresent()) {
            headers = headers.with("Session", session.get());
        }
        if (digest.isPresent() && !gate.isRejected(address)) {
            headers = headers.with("Authorization", digest.get().authorization(request.method(), request.uri()));
        }
        for (var line : request.headers().lines()) {
            headers = headers.with(line.name(), line.value());
        }
        var bytes = new RtspRequest(request.method(), request.uri(), headers, request.body()).encode();
        channel.writeAndFlush(Unpooled.wrappedBuffer(bytes), channel.voidPromise());
    }

    /** Declines what the device asks of us; without a limit the answers it does not read would pile up. */
    void asked(RtspRequest request) throws MalformedRtsp {
        requests++;
        if (!channel.isWritable() || requests > MOST_REQUESTS) {
            throw new MalformedRtsp("it sends requests without end");
        }
        var answer = RtspResponse.of(501, "Not Implemented")
                .with("CSeq", request.headers().first("CSeq").orElse("0"));
        channel.writeAndFlush(Unpooled.wrappedBuffer(answer.encode()), channel.voidPromise());
    }

    /** Takes an answer; one that nobody waits for is left alone. */
    void answered(RtspResponse response) throws MalformedRtsp, DeviceException {
        if (pending.isEmpty() || response.status() < 200 || !isFor(pending.get(), response)) {
            return;
        }
        var open = pending.get();
        open.deadline().cancel(false);
        pending = Optional.empty();
        var question = open.question();
        if (response.status() == 401) {
            logIn(question, response);
            return;
        }
        gate.leave(address, this);
        if (response.isSuccess()) {
            proven |= digest.isPresent();
            question.answer().accept(response);
        } else {
            var why = refusal(question.request().method(), response.status());
            question.answer().declined(response.status(), why);
        }
    }

    private static boolean isFor(Pending open, RtspResponse response) {
        return response.headers()
                .first("CSeq")
                .map(text -> text.equals(Integer.toString(open.sequence())))
                .orElse(true);
    }

    private void logIn(Question question, RtspResponse response) throws DeviceException {
        var challenges = response.headers().all("WWW-Authenticate");
        var bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        var demanded = Digest.answering(
                challenges, address.user(), address.secret(), HexFormat.of().formatHex(bytes));
        if (address.user().isEmpty()) {
            gate.rejected(address, this);
            throw credentials(
                    "Thiết bị đòi đăng nhập RTSP nhưng nguồn chưa có tài khoản.",
                    "The device asks for an RTSP log-in, but the source has no account.");
        }
        if (demanded.isEmpty()) {
            throw new DeviceException.Unsupported(new Text(
                    "Thiết bị chỉ nhận kiểu đăng nhập để lộ mật khẩu; hãy bật Digest cho RTSP trên thiết bị.",
                    "The device takes only log-ins that show the password; switch on Digest for RTSP on the device."));
        }
        var onlyOld = demanded.get().isStale() || proven;
        if (digest.isPresent() && (question.renewed() || !onlyOld)) {
            gate.rejected(address, this);
            throw credentials(
                    "Thiết bị từ chối tài khoản hoặc mật khẩu RTSP.",
                    "The device refused the RTSP user name or password.");
        }
        atGate = Optional.of(new Question(question.request(), digest.isPresent(), question.answer()));
        digest = demanded;
        stopOpening();
        gate.leave(address, this);
        gate.pass(address, this);
    }

    @Override
    public void enter() {
        channel.eventLoop()
                .execute(() -> atGate.ifPresent(question -> {
                    atGate = Optional.empty();
                    goOnOpening();
                    try {
                        send(question);
                    } catch (IllegalArgumentException e) {
                        failure.failed(new DeviceException.Garbled(new Text(
                                "Yêu cầu đăng nhập của thiết bị chứa ký tự điều khiển.",
                                "The device's demand for a log-in holds control characters.")));
                    }
                }));
    }

    @Override
    public void rejected() {
        channel.eventLoop().execute(() -> {
            if (atGate.isPresent()) {
                failure.failed(credentials(
                        "Mật khẩu của nguồn này vừa bị thiết bị từ chối.",
                        "The device has just refused this source's password."));
            }
        });
    }

    private static DeviceException.Refused credentials(String vi, String en) {
        return new DeviceException.Refused(Why.CREDENTIALS, new Text(vi, en));
    }

    private static DeviceException refusal(String method, int status) {
        var text = new Text(
                "Thiết bị trả lời %d cho yêu cầu %s.".formatted(status, method),
                "The device answered %d to %s.".formatted(status, method));
        return switch (status) {
            case 403 -> new DeviceException.Refused(Why.RIGHTS, text);
            case 453, 503 -> new DeviceException.Busy(text);
            case 404, 454 -> new DeviceException.Unreachable(text);
            default -> new DeviceException.Garbled(text);
        };
    }

    /** Nobody waits any longer. */
    void end() {
        pending.ifPresent(open -> open.deadline().cancel(false));
        pending = Optional.empty();
        atGate = Optional.empty();
        stopOpening();
        gate.leave(address, this);
    }
}
