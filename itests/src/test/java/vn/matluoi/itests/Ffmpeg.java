package vn.matluoi.itests;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's ffmpeg as a viewer: it decodes every frame of a stream, in a process of its own, until it is told to end. */
final class Ffmpeg implements AutoCloseable {

    private final Process process;
    private final Path complaints;
    private final List<Frame> frames = new ArrayList<>(); // guarded by this
    private final Thread reader;

    /**
     * A decoded frame.
     *
     * @param stamp its place in the stream
     * @param came when it came, by a clock that does not jump
     */
    private record Frame(Duration stamp, Duration came) {}

    /**
     * What it saw.
     *
     * @param status how it ended
     * @param complaints of the stream or the server; empty if there was none
     * @param longestStep between two frames that follow each other, by the stream's own time: longer than usual where one is lost
     * @param longestGap between two frames, or the last and the end, by the clock
     * @param watched from the first frame to the end, by the clock; zero if none came
     */
    record Seen(
            int status, String complaints, int frames, Duration longestStep, Duration longestGap, Duration watched) {}

    private Ffmpeg(Process process, Path complaints) {
        this.process = process;
        this.complaints = complaints;
        this.reader = new Thread(this::read, "ffmpeg");
        reader.setDaemon(true);
        reader.start();
    }

    /** Opens a stream and reads on to its end, or a second of it. @return {@code codec,width,height,packets} */
    static Commands.Result probe(String address) throws IOException, InterruptedException {
        return probe(List.of("-rtsp_transport", "tcp"), address);
    }

    /** The same of a file. */
    static Commands.Result probe(Path file) throws IOException, InterruptedException {
        return probe(List.of(), file.toString());
    }

    private static Commands.Result probe(List<String> how, String what) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("ffprobe", "-v", "error"));
        command.addAll(how);
        command.addAll(List.of(
                "-count_packets",
                "-read_intervals",
                "%+1",
                "-select_streams",
                "v:0",
                "-show_entries",
                "stream=codec_name,width,height,nb_read_packets",
                "-of",
                "csv=p=0",
                what));
        return Commands.run(command);
    }

    static Ffmpeg watch(String address) throws IOException {
        var complaints = Files.createTempFile(Project.TARGET, "ffmpeg", ".txt");
        var process = new ProcessBuilder(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-threads",
                        "1",
                        "-rtsp_transport",
                        "tcp",
                        "-i",
                        address,
                        "-map",
                        "0:v:0",
                        "-vsync",
                        "passthrough",
                        "-flush_packets",
                        "1",
                        "-f",
                        "framecrc",
                        "-")
                .redirectError(complaints.toFile())
                .start();
        return new Ffmpeg(process, complaints);
    }

    /** Lines {@code stream, dts, pts, duration, size, checksum} after a head that says what a tick is: {@code #tb 0: 1/90000}. */
    private void read() {
        var tick = 0.0;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("#tb 0: ")) {
                    var fraction = line.substring("#tb 0: ".length()).split("/");
                    tick = 1e9 * Double.parseDouble(fraction[0]) / Double.parseDouble(fraction[1]);
                } else if (!line.startsWith("#")) {
                    var stamp = Long.parseLong(line.split(",")[2].strip());
                    var frame =
                            new Frame(Duration.ofNanos(Math.round(stamp * tick)), Duration.ofNanos(System.nanoTime()));
                    synchronized (this) {
                        frames.add(frame);
                    }
                }
            }
        } catch (IOException e) {
            // it was ended
        }
    }

    synchronized int frames() {
        return frames.size();
    }

    /** Has it end as a person does, by q. */
    Seen end() throws IOException, InterruptedException {
        var now = Duration.ofNanos(System.nanoTime());
        Duration longestGap;
        Duration watched;
        synchronized (this) {
            var last = frames.isEmpty() ? now : frames.get(frames.size() - 1).came;
            longestGap = now.compareTo(last) > 0 ? now.minus(last) : Duration.ZERO;
            watched = frames.isEmpty() ? Duration.ZERO : now.minus(frames.get(0).came);
        }
        process.getOutputStream().write('q');
        process.getOutputStream().flush();
        var ended = process.waitFor(20, TimeUnit.SECONDS);
        reader.join(TimeUnit.SECONDS.toMillis(20));
        var longestStep = Duration.ZERO;
        synchronized (this) {
            for (var i = 1; i < frames.size(); i++) {
                var step = frames.get(i).stamp.minus(frames.get(i - 1).stamp);
                var gap = frames.get(i).came.minus(frames.get(i - 1).came);
                longestStep = step.compareTo(longestStep) > 0 ? step : longestStep;
                longestGap = gap.compareTo(longestGap) > 0 ? gap : longestGap;
            }
            return new Seen(
                    ended ? process.exitValue() : -1,
                    Files.readString(complaints),
                    frames.size(),
                    longestStep,
                    longestGap,
                    watched);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
