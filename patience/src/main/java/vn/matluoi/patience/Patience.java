package vn.matluoi.patience;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Gives each {@code await()} that names no time a minute instead of Awaitility's ten seconds. A wait that is met returns at once, so that this costs
 * only what fails; and ten seconds are not long where the tests of all modules share two processors. JUnit finds it on the class path of tests.
 */
public final class Patience implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }
}
