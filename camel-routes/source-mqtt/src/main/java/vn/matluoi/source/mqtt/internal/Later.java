package vn.matluoi.source.mqtt.internal;

import java.time.Duration;

/** Has work done after a pause, on a thread of its own. Never blocks; any thread. */
interface Later {

    void after(Duration pause, Runnable work);
}
