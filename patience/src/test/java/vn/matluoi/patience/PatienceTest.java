package vn.matluoi.patience;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import org.awaitility.Awaitility;
import org.awaitility.core.EvaluatedCondition;
import org.junit.jupiter.api.Test;

class PatienceTest {

    @Test
    void aWaitThatNamesNoTimeIsAMinute() {
        var left = new ArrayList<EvaluatedCondition<?>>();
        Awaitility.await().conditionEvaluationListener(left::add).until(() -> true);
        var whole = left.get(0).getElapsedTimeInMS() + left.get(0).getRemainingTimeInMS();
        assertEquals(Duration.ofMinutes(1).toSeconds(), Math.round(whole / 1000.0));
    }
}
