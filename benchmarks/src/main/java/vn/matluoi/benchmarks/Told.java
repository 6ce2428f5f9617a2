package vn.matluoi.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import vn.matluoi.simulators.onvif.Event;
import vn.matluoi.simulators.onvif.OnvifDevice;
import vn.matluoi.simulators.recorder.HikvisionRecorder;

/** Events of the two other recorders: one every so often by each, channels in turn. */
final class Told implements AutoCloseable {

    private static final int EVENT_MILLIS = 500;

    private final Hub admin;
    private final HikvisionRecorder hikvision;
    private final OnvifDevice onvif;
    private final int channels;
    private final long from;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread teller = new Thread(this::tell, "events");
    private int count;

    Told(Hub admin, HikvisionRecorder hikvision, OnvifDevice onvif, int channels) throws IOException {
        this.admin = admin;
        this.channels = channels;
        this.hikvision = hikvision;
        this.onvif = onvif;
        from = admin.lastEvent();
        teller.setDaemon(true);
        teller.start();
    }

    private void tell() {
        try {
            for (; !over.get(); count++) {
                int channel = count % channels + 1;
                boolean begins = count / channels % 2 == 0;
                if (begins) {
                    hikvision.raise(channel, "linedetection", "human", "", Duration.ofMillis(EVENT_MILLIS));
                }
                onvif.happen(new Event(
                        "tns1:VideoSource/MotionAlarm",
                        "Source",
                        "VideoSource_" + channel,
                        "State",
                        String.valueOf(begins),
                        "Changed",
                        Instant.now()));
                TimeUnit.MILLISECONDS.sleep(EVENT_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() throws InterruptedException {
        over.set(true);
        teller.join();
        TimeUnit.SECONDS.sleep(8); // the last ends of what is not told by the device
    }

    int count() {
        return count;
    }

    /** Of each device, by what the hub has of it: an event that began at the recorder, a change at the other. */
    long lost() throws IOException {
        long hik = 0;
        long changes = 0;
        long after = from;
        for (JsonNode items;
                !(items = admin.get("/api/v1/events?limit=500&after=" + after).get("items")).isEmpty(); ) {
            for (JsonNode event : items) {
                after = event.get("sequence").asLong();
                boolean active = event.get("phase").asText().equals("active");
                hik += event.get("source").asText().equals("deploy-hik") && active ? 1 : 0;
                changes += event.get("source").asText().equals("deploy-onvif") ? 1 : 0;
            }
        }
        long begun =
                IntStream.range(0, count).filter(n -> n / channels % 2 == 0).count();
        return Math.max(0, begun - hik) + Math.max(0, count - changes);
    }

    @Override
    public void close() {
        over.set(true);
    }
}
