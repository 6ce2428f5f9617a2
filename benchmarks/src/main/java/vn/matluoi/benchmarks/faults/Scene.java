package vn.matluoi.benchmarks.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.benchmarks.Machine;
import vn.matluoi.benchmarks.Report;
import vn.matluoi.simulators.rtsp.ViewerPool;

/** The hub that is attacked, seen from outside, for several faults one after the other. */
record Scene(Fault.Trial trial, Hub admin, Machine process) {

    /** A hub that was just started for the first time. */
    static Scene of(Fault.Trial trial) throws IOException {
        return new Scene(
                trial,
                Hub.administrator(trial.base(), trial.data()),
                new Machine(trial.options().number("hub-pid", 0)));
    }

    boolean brief() {
        return trial.brief();
    }

    Report.Case begin(String name) {
        return trial.report().begin(name);
    }

    /** What becomes so some time. */
    interface Awaited {
        boolean isSo() throws IOException;
    }

    /** @return seconds until it was so, or all of them */
    static double until(int seconds, Awaited awaited) throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(seconds)) {
            if (awaited.isSo()) {
                return (System.nanoTime() - began) / 1e9;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return seconds;
    }

    /** Whether somebody sees pictures of that camera; opens a viewer if there is none. */
    boolean plays(ViewerPool viewers, String camera) throws IOException {
        ViewerPool.Report seen = viewers.report();
        if (seen.frames() > 0 || seen.viewers() > 0) {
            return seen.frames() > 0;
        }
        JsonNode offered = admin.body(
                        "/api/v1/cameras/" + camera + "/live",
                        "application/json",
                        "{}".getBytes(StandardCharsets.UTF_8))
                .json();
        if (offered.has("rtsp")) {
            try {
                viewers.open(URI.create(offered.get("rtsp").asText()), Duration.ofSeconds(20));
            } catch (IOException e) {
                return false; // not yet
            }
        }
        return false;
    }

    /** What a process holds. */
    record Held(long threads, long descriptors, long residentMiB) {}

    Held held() {
        return new Held(process.threads(), process.descriptors(), process.residentMiB());
    }

    /** Waits until the process holds no more than before, but for a few; @return seconds it took, or all of the time */
    double released(Held before, int more, int seconds) throws InterruptedException {
        long began = System.nanoTime();
        while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(seconds)) {
            Held now = held();
            if (now.threads() <= before.threads() + more && now.descriptors() <= before.descriptors() + more) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    /** That the process holds no more than before, but for a few that come and go. */
    void judge(Report.Case one, Held before, int more, int moreMiB) {
        Held now = held();
        one.figure("threadsBefore", "luồng trước / threads before", before.threads())
                .must("threads", "luồng sau / threads after", now.threads(), before.threads() + more)
                .figure("descriptorsBefore", "descriptor trước / descriptors before", before.descriptors())
                .must(
                        "descriptors",
                        "descriptor sau / descriptors after",
                        now.descriptors(),
                        before.descriptors() + more)
                .figure("residentBeforeMiB", "bộ nhớ trước, MiB / resident before", before.residentMiB())
                .must(
                        "residentMiB",
                        "bộ nhớ sau, MiB / resident after",
                        now.residentMiB(),
                        before.residentMiB() + moreMiB);
    }
}
