package vn.matluoi.simulators;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import vn.matluoi.simulators.dahua.DahuaRecorder;
import vn.matluoi.simulators.onvif.Event;
import vn.matluoi.simulators.onvif.OnvifDevice;
import vn.matluoi.simulators.recorder.HikvisionRecorder;

/** Something moves before a camera of each device in turn, every few seconds, and is gone again. One thread. */
final class DemoMotion implements AutoCloseable {

    private static final int EVERY_SECONDS = 5;
    private static final int LASTS_SECONDS = 3;

    private final List<HikvisionRecorder> recorders;
    private final DahuaRecorder dahua;
    private final OnvifDevice onvif;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "demo-motion");
        made.setDaemon(true);
        return made;
    });
    private int turn;

    DemoMotion(List<HikvisionRecorder> recorders, DahuaRecorder dahua, OnvifDevice onvif) {
        this.recorders = recorders;
        this.dahua = dahua;
        this.onvif = onvif;
    }

    void begin() {
        thread.scheduleAtFixedRate(this::next, 1, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void next() {
        int number = turn++;
        int channel = number / 3 % 4 + 1;
        switch (number % 3) {
            case 0 ->
                recorders
                        .get(number / 3 % recorders.size())
                        .raise(channel, "VMD", "human", "", Duration.ofSeconds(LASTS_SECONDS));
            case 1 -> {
                dahua.tell("VideoMotion", "Start", channel - 1, "");
                later(() -> dahua.tell("VideoMotion", "Stop", channel - 1, ""));
            }
            default -> {
                onvif(channel, true);
                later(() -> onvif(channel, false));
            }
        }
    }

    private void onvif(int channel, boolean moves) {
        onvif.happen(new Event(
                "tns1:VideoSource/MotionAlarm",
                "Source",
                "VideoSource_" + channel,
                "State",
                String.valueOf(moves),
                "Changed",
                Instant.now()));
    }

    private void later(Runnable what) {
        thread.schedule(what, LASTS_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
