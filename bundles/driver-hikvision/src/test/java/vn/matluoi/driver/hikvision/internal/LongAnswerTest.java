package vn.matluoi.driver.hikvision.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.http.DeviceHttp.StreamSink;

/** What is a refusal, and what is an answer, though both have a good status and may be called XML. */
class LongAnswerTest {

    private static final String BUSY =
            "<?xml version=\"1.0\"?>\r\n<ResponseStatus xmlns=\"x\"><statusCode>2</statusCode><subStatusCode>deviceBusy</subStatusCode></ResponseStatus>";
    private static final String ALARM =
            "<?xml version=\"1.0\"?>\r\n<EventNotificationAlert><eventType>VMD</eventType></EventNotificationAlert>";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<String> told = new ArrayList<>();
    private int closed;

    private final LongAnswer answer = new LongAnswer("/x", new StreamSink() {
        @Override
        public void begun(int status, String contentType) {
            told.add(status + " " + contentType);
        }

        @Override
        public void accept(byte[] piece) {
            bytes.writeBytes(piece);
        }

        @Override
        public void ended(DeviceException why) {
            told.add("ended");
        }
    });

    private void comes(String body, int size) {
        var all = body.getBytes(UTF_8);
        for (int i = 0; i < all.length; i += size) {
            answer.accept(java.util.Arrays.copyOfRange(all, i, Math.min(all.length, i + size)));
        }
    }

    private void ends() {
        answer.ended(new Unreachable(Text.same("it broke off")));
    }

    private AutoCloseable opened() {
        return () -> closed++;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 10_000})
    void aRefusalWithAGoodStatusIsOneHoweverItIsCut(int size) {
        answer.begun(200, "application/xml");
        var judged = answer.judged(opened()).toCompletableFuture();
        comes(BUSY, size);
        assertThat(judged).isNotDone();
        ends();
        assertThat(catchThrowable(judged::join))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(Busy.class);
        assertThat(closed).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 10_000})
    void alarmsWithoutPartsLoseNothing(int size) {
        answer.begun(200, "text/XML; charset=UTF-8");
        var judged = answer.judged(opened()).toCompletableFuture();
        comes(ALARM + "x".repeat(5000), size);
        assertThat(judged).isCompleted();
        ends();
        assertThat(bytes.toString(UTF_8)).isEqualTo(ALARM + "x".repeat(5000));
        assertThat(told).containsExactly("200 text/XML; charset=UTF-8", "ended");
        assertThat(closed).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--boundary", "\0\0\1", ""})
    void whatIsOnlyCalledXmlGoesOn(String body) {
        answer.begun(200, "application/xml");
        comes(body, 100);
        ends();
        assertThat(answer.judged(opened()).toCompletableFuture()).isCompleted();
        assertThat(bytes.toString(UTF_8)).isEqualTo(body);
        assertThat(told).hasSize(2);
    }

    @Test
    void partsAreNotWaitedFor() {
        answer.begun(200, "multipart/mixed; boundary=boundary");
        assertThat(answer.judged(opened()).toCompletableFuture()).isCompleted();
    }

    @Test
    void ofALongRefusalTheBeginningWillDo() {
        answer.begun(200, "application/xml");
        var judged = answer.judged(opened()).toCompletableFuture();
        comes(BUSY + " ".repeat(5000), 1000);
        assertThat(judged).isCompletedExceptionally();
        assertThat(closed).isEqualTo(1);
    }
}
