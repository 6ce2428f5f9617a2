package vn.matluoi.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OneTryTest {

    private static final Unusable WHY = Unusable.because("x.credentials", "sai", "wrong");

    private final AtomicLong nanos = new AtomicLong();
    private final OneTry logIn = new OneTry(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aSecretThatWasRefusedIsNotShownAgain() {
        assertThatCode(() -> logIn.ask("first")).doesNotThrowAnyException();
        logIn.refused("first", WHY);
        assertThatThrownBy(() -> logIn.ask("first")).isSameAs(WHY);
        pass(Duration.ofDays(365));
        assertThatThrownBy(() -> logIn.ask("first")).isSameAs(WHY);
    }

    @Test
    void anotherIsShownOnceToo() {
        logIn.refused("first", WHY);
        assertThatCode(() -> logIn.ask("second")).doesNotThrowAnyException();
        logIn.refused("second", WHY);
        assertThatThrownBy(() -> logIn.ask("second")).isSameAs(WHY);
    }

    @Test
    void whatMayNotHaveBeenTheSecretIsTriedAgainEverMoreRarely() throws Exception {
        var tries = 0;
        for (var minute = 0; minute < 7 * 24 * 60; minute++) {
            if (isLetThrough()) {
                tries++;
                logIn.doubted("first", WHY);
            }
            pass(Duration.ofMinutes(1));
        }
        assertThat(tries).isEqualTo(13); // 0, 15 and 45 minutes, 1:45, 3:45, 7:45, 15:45 and 31:45 hours, then daily

        pass(OneTry.LONGEST);
        logIn.ask("first");
        logIn.accepted();
        logIn.doubted("first", WHY);
        pass(OneTry.FIRST);
        assertThat(isLetThrough()).as("it begins anew").isTrue();
    }

    private boolean isLetThrough() {
        try {
            logIn.ask("first");
            return true;
        } catch (Unusable e) {
            return false;
        }
    }

    @Test
    void oneThatAPersonPutBackIntoTheFileMayBeShown() throws Exception {
        logIn.refused("first", WHY);
        logIn.ask("second");
        assertThatCode(() -> logIn.ask("first")).doesNotThrowAnyException();
    }
}
