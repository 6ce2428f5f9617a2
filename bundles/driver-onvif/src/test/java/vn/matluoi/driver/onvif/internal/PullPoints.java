package vn.matluoi.driver.onvif.internal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.DeviceServer.Request;

/** The event service of a played device: it keeps its subscriptions, and answers a pull at once with what waits for it. */
final class PullPoints {

    private static final int MOST_WAITING = 100;

    private final Map<String, LinkedBlockingQueue<String>> waiting = new ConcurrentHashMap<>(); // by path
    private final AtomicInteger made = new AtomicInteger();
    private volatile boolean endless;

    /** Gives a device the service. */
    SoapDevice of(SoapDevice device) {
        return device.on("CreatePullPointSubscription", request -> create())
                .on("PullMessages", this::pull)
                .on("Unsubscribe", this::unsubscribe);
    }

    private Answer create() {
        var path = "/onvif/Events/PullSubManager_" + made.incrementAndGet();
        waiting.put(path, new LinkedBlockingQueue<>(MOST_WAITING));
        return SoapDevice.found(
                "CreatePullPointSubscription",
                """
                <tev:SubscriptionReference xmlns:tev="http://www.onvif.org/ver10/events/wsdl"><wsa:Address>%s%s</wsa:Address></tev:SubscriptionReference>
                <wsnt:CurrentTime>2026-11-22T03:00:00Z</wsnt:CurrentTime><wsnt:TerminationTime>2026-11-22T03:10:00Z</wsnt:TerminationTime>"""
                        .formatted(SoapDevice.FOREIGN, path));
    }

    private Answer pull(Request request) {
        var mine = waiting.get(request.path());
        if (mine == null) {
            return unknown();
        }
        if (endless) {
            return Answer.endless("application/soap+xml; charset=utf-8");
        }
        var notices = new StringBuilder();
        for (var notice = mine.poll(); notice != null; notice = mine.poll()) {
            notices.append(notice);
        }
        return SoapDevice.found("PullMessages", notices.toString());
    }

    private Answer unsubscribe(Request request) {
        return waiting.remove(request.path()) == null ? unknown() : SoapDevice.found("Unsubscribe", "");
    }

    private static Answer unknown() {
        return SoapDevice.fault(400, "wsrf-rw:ResourceUnknownFault", "No such subscription");
    }

    /** What does not fit any more is lost, as on devices. */
    void tell(String notice) {
        waiting.values().forEach(w -> w.offer(notice));
    }

    /**
     * Answers pulls with a head, and then with what a test tells.
     *
     * @return whether it did not before
     */
    boolean answerWithoutEnd(boolean from) {
        boolean changed = endless != from;
        endless = from;
        return changed;
    }

    /** Knows no subscription any more, as a device that was restarted. */
    void forget() {
        waiting.clear();
    }

    int subscriptions() {
        return waiting.size();
    }
}
