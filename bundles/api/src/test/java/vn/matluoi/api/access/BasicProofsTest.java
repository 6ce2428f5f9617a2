package vn.matluoi.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

class BasicProofsTest {

    private final BasicProofs proofs = new BasicProofs();
    private final AtomicInteger asked = new AtomicInteger();

    /** Eight send the same at once. @return what each was answered */
    private List<String> eightAtOnce(Supplier<String> verdict) throws InterruptedException {
        var goOn = new CountDownLatch(1);
        var answers = new ArrayList<String>();
        Runnable sends = () -> {
            String answer;
            try {
                answer = proofs.prove("bGFu", () -> {
                    asked.incrementAndGet();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return verdict.get();
                });
            } catch (HubException refused) {
                answer = refused.rule();
            }
            synchronized (answers) {
                answers.add(answer);
            }
        };
        var senders = IntStream.range(0, 8).mapToObj(n -> new Thread(sends)).toList();
        senders.forEach(Thread::start);
        await().until(() -> senders.stream().allMatch(sender -> sender.getState() == Thread.State.WAITING));
        goOn.countDown();
        for (var sender : senders) {
            sender.join();
        }
        return answers;
    }

    @Test
    void whatManySendAtOnceIsProvedOnce() throws InterruptedException {
        assertThat(eightAtOnce(() -> "session-1")).hasSize(8).containsOnly("session-1");
        assertThat(asked).hasValue(1);
        assertThat(proofs.session("bGFu")).contains("session-1");
    }

    @Test
    void whatManySendAtOnceIsRefusedOnceAndAllAreTold() throws InterruptedException {
        assertThat(eightAtOnce(() -> {
                    throw wrong();
                }))
                .hasSize(8)
                .containsOnly("session.credentials");
        assertThat(asked).hasValue(1);
        assertThat(proofs.session("bGFu")).isEmpty();
    }

    @Test
    void aRefusalIsNotKept() {
        assertThatThrownBy(() -> proofs.prove("bGFu", () -> {
                    throw wrong();
                }))
                .isInstanceOf(HubException.class);

        assertThat(proofs.prove("bGFu", () -> "session-2")).isEqualTo("session-2");
    }

    private static HubException wrong() {
        return new HubException(HubException.Reason.UNAUTHENTICATED, "session.credentials", Text.same("wrong"));
    }
}
