package vn.matluoi.core.internal.source;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelFacet.Downloads.DownloadSink;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.source.FootageFile;
import vn.matluoi.core.internal.supervise.Transfer;
import vn.matluoi.core.internal.work.Timer;

/**
 * Between a device that gives a file and whoever takes it: a bounded queue. The device is held back while {@link #ENOUGH} bytes
 * wait, and every {@link #LOOK} it is seen whether both go on. Any thread; what others hang on its stages runs outside its lock.
 */
final class IncomingFile implements FootageFile, DownloadSink, Transfer {

    static final Duration LOOK = Duration.ofSeconds(30);

    /** Bytes that wait before the device is held back. */
    static final int ENOUGH = 512 << 10;

    /** Bytes that may wait: a driver that lets its device go on comes here. */
    static final int MOST = 4 << 20;

    /** Of what waits, so many bytes must be done with at the next look: 8.7 KiB a second. */
    static final int TAKEN = 256 << 10;

    /** Bytes that a device must give between two looks while somebody waits for them: 100 a second. */
    static final int GIVEN = 3000;

    /** Looks at which a device may have given less before it is given up: recorders pause. */
    static final int LEAN = 3;

    /** Looks after which it has lasted too long: two hours. */
    static final int LOOKS = 240;

    private static final int SHOWS_FORM = 8;

    private final Timer timer;
    private final Consumer<Callable<Boolean>> closer;
    private final Consumer<IncomingFile> left;
    private final CompletableFuture<FootageFile> begun = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    private final Deque<byte[]> waiting = new ArrayDeque<>(); // guarded by this, as all below
    private int held; // bytes that wait
    private int inHand; // bytes of the piece that was taken last
    private long received;
    private byte[] first = {};
    private Optional<CompletableFuture<Optional<byte[]>>> asked = Optional.empty();
    private Optional<CompletableFuture<Boolean>> room = Optional.empty();
    private Optional<AutoCloseable> wire = Optional.empty();
    private Optional<Recording> recording = Optional.empty();
    private boolean sessionEnded; // since the device was asked
    private boolean given; // all that the device gives
    private Optional<DeviceException> broke = Optional.empty();
    private boolean ended;
    private Optional<Throwable> failure = Optional.empty();
    private Optional<Timer.Pending> look = Optional.empty();
    private int looks;
    private int lean;
    private long receivedThen; // at the last look, as what must be done with at the next
    private long due;

    /**
     * @param closer runs what closes a driver's download: it may hang
     * @param left told once the device is free again
     */
    IncomingFile(Timer timer, Consumer<Callable<Boolean>> closer, Consumer<IncomingFile> left) {
        this.timer = timer;
        this.closer = closer;
        this.left = left;
    }

    // ---- how it begins

    /** @return completes when it is known what it is; fails if nothing comes */
    CompletionStage<FootageFile> begun() {
        return begun;
    }

    synchronized boolean isOver() {
        return ended;
    }

    /** The device is asked for it from now on, on the session there is. */
    synchronized void asks() {
        sessionEnded = false;
    }

    synchronized void is(Recording found) {
        recording = Optional.of(found);
    }

    void opened(AutoCloseable opened) {
        boolean late;
        boolean cut;
        synchronized (this) {
            wire = Optional.of(opened);
            late = ended;
            cut = sessionEnded;
        }
        if (late) {
            close(opened);
        } else if (cut) {
            sessionEnds();
        }
    }

    /** The device did not begin. */
    void failed(Throwable why) {
        end(Optional.of(why instanceof CompletionException && why.getCause() != null ? why.getCause() : why));
    }

    // ---- the session it comes over

    @Override
    public synchronized boolean isLive() {
        return begun.isDone() && !given && !ended;
    }

    @Override
    public void sessionEnds() {
        synchronized (this) {
            sessionEnded = true;
            if (wire.isEmpty() || given) {
                return; // it was not begun, or is here
            }
        }
        end(Optional.of(new DeviceException.Unreachable(new Text(
                "phiên với thiết bị đã đóng khi đang tải", "the session with the device was closed meanwhile"))));
    }

    // ---- what the device gives

    @Override
    public void piece(byte[] piece) {
        List<Runnable> news;
        boolean shown;
        boolean tooMuch;
        synchronized (this) {
            if (ended || given || piece.length == 0) {
                return;
            }
            waiting.add(piece.clone());
            held += piece.length;
            received += piece.length;
            if (first.length < SHOWS_FORM) {
                var had = first.length;
                first = Arrays.copyOf(first, Math.min(SHOWS_FORM, had + piece.length));
                System.arraycopy(piece, 0, first, had, first.length - had);
            }
            shown = first.length == SHOWS_FORM;
            tooMuch = held > MOST;
            news = news();
        }
        if (shown) {
            begun.complete(this);
        }
        news.forEach(Runnable::run);
        if (tooMuch) {
            end(Optional.of(tooSlow()));
        }
    }

    @Override
    public synchronized CompletionStage<?> ready() {
        if (held < ENOUGH || ended) {
            return CompletableFuture.completedFuture(true);
        }
        if (room.isEmpty()) {
            room = Optional.of(new CompletableFuture<>());
        }
        return room.get();
    }

    @Override
    public void ended(Optional<DeviceException> why) {
        List<Runnable> news;
        synchronized (this) {
            if (ended || given) {
                return;
            }
            given = true;
            broke = why;
            news = news();
        }
        left.accept(this);
        if (received() > 0) {
            begun.complete(this);
        } else {
            end(Optional.of(why.<Throwable>map(cause -> cause).orElseGet(IncomingFile::empty)));
        }
        news.forEach(Runnable::run);
    }

    private synchronized long received() {
        return received;
    }

    // ---- what is taken

    @Override
    public synchronized Instant from() {
        return recording.orElseThrow().from();
    }

    @Override
    public synchronized Instant to() {
        return recording.orElseThrow().to();
    }

    @Override
    public synchronized Form form() {
        var text = new String(first, StandardCharsets.ISO_8859_1);
        if (text.startsWith("\0\0\1\u00ba")) {
            return Form.MPEG_PS;
        }
        if (text.startsWith("IMKH")) {
            return Form.HIKVISION;
        }
        if (text.startsWith("DHAV")) {
            return Form.DHAV;
        }
        return text.startsWith("ftyp", 4) ? Form.MP4 : Form.OTHER;
    }

    @Override
    public CompletionStage<Optional<byte[]>> next() {
        var answer = new CompletableFuture<Optional<byte[]>>();
        List<Runnable> news;
        synchronized (this) {
            if (ended) {
                failure.ifPresentOrElse(answer::completeExceptionally, () -> answer.complete(Optional.empty()));
                return answer;
            }
            if (asked.isPresent()) {
                throw new IllegalStateException("it was asked for already");
            }
            inHand = 0;
            asked = Optional.of(answer);
            news = news();
        }
        news.forEach(Runnable::run);
        return answer;
    }

    /** @return what follows of what was just changed; to be run outside the lock */
    private List<Runnable> news() {
        var news = new ArrayList<Runnable>(2);
        if (asked.isPresent() && !waiting.isEmpty()) {
            var answer = asked.get();
            var piece = waiting.remove();
            asked = Optional.empty();
            held -= piece.length;
            inHand = piece.length;
            news.add(() -> answer.complete(Optional.of(piece)));
        }
        if (room.isPresent() && held <= ENOUGH / 2) {
            var free = room.get();
            room = Optional.empty();
            news.add(() -> free.complete(true));
        }
        if (asked.isPresent() && given) {
            Optional<Throwable> why = broke.map(cause -> cause);
            news.add(() -> end(why));
        }
        return news;
    }

    @Override
    public CompletionStage<Void> over() {
        return over;
    }

    @Override
    public void close() {
        end(Optional.of(new HubException(
                Reason.UNAVAILABLE,
                "download.ended",
                new Text("Việc tải bản ghi đã bị dừng.", "The footage is not fetched any more."))));
    }

    private void end(Optional<Throwable> why) {
        Optional<CompletableFuture<Optional<byte[]>>> who;
        Optional<CompletableFuture<Boolean>> free;
        Optional<AutoCloseable> open;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            failure = why;
            waiting.clear();
            held = 0;
            who = asked;
            free = room;
            open = given ? Optional.empty() : wire;
            look.ifPresent(Timer.Pending::cancel);
        }
        open.ifPresent(this::close);
        left.accept(this);
        why.ifPresentOrElse(over::completeExceptionally, () -> over.complete(null));
        why.ifPresent(begun::completeExceptionally);
        who.ifPresent(
                answer -> why.ifPresentOrElse(answer::completeExceptionally, () -> answer.complete(Optional.empty())));
        free.ifPresent(ready -> ready.complete(true));
    }

    private void close(AutoCloseable opened) {
        closer.accept(() -> {
            opened.close();
            return true;
        });
    }

    // ---- whether it goes on

    /** Looks after it from now on. */
    synchronized void watch() {
        if (!ended) {
            look = Optional.of(timer.after(LOOK, this::look));
        }
    }

    private void look() {
        var fault = fault();
        if (fault.isPresent()) {
            end(fault);
        } else {
            watch();
        }
    }

    private synchronized Optional<Throwable> fault() {
        looks++;
        var passed = received - held - inHand;
        if (passed < due || looks >= LOOKS) {
            return Optional.of(tooSlow());
        }
        var known = begun.isDone(); // before, nobody can take any of it
        due = known ? passed + Math.min(TAKEN, held + inHand) : 0;
        var hungry = wire.isPresent() && !given && (asked.isPresent() || !known);
        lean = hungry && received - receivedThen < GIVEN ? lean + 1 : 0;
        receivedThen = received;
        return lean < LEAN
                ? Optional.empty()
                : Optional.of(new DeviceException.Unreachable(
                        new Text("thiết bị gửi bản ghi quá chậm", "the device gives the footage too slowly")));
    }

    private static HubException tooSlow() {
        return new HubException(
                Reason.BUSY,
                TOO_SLOW,
                new Text(
                        "Bản ghi được nhận quá chậm nên việc tải đã dừng.",
                        "The footage was taken too slowly, so it is not fetched any more."));
    }

    private static DeviceException empty() {
        return new DeviceException.Garbled(
                new Text("thiết bị trả về một bản ghi rỗng", "the device gave footage without a byte"));
    }
}
