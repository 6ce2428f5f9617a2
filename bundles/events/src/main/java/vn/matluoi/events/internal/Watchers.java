package vn.matluoi.events.internal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.event.EventLog.Watcher;

/** Those who want to know of news. */
final class Watchers {

    private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

    /** One who watches; each is its own, also if the same watcher comes twice. */
    private record Watch(Watcher watcher) {

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private final List<Watch> watches = new CopyOnWriteArrayList<>();

    AutoCloseable add(Watcher watcher) {
        var watch = new Watch(watcher);
        watches.add(watch);
        return () -> watches.remove(watch);
    }

    void tell(long last) {
        for (var watch : watches) {
            try {
                watch.watcher.news(last);
            } catch (RuntimeException e) { // another's fault must not stop the journal
                LOG.warn("one who watches the journal of events failed", e);
            }
        }
    }
}
