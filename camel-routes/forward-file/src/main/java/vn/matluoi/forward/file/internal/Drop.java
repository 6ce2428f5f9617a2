package vn.matluoi.forward.file.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.Text;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException;

/**
 * A folder into which messages are laid, a line each. They are written aside, forced to the disk before they count as delivered,
 * and moved under their own name once the file is large or old enough. A full folder takes no more until somebody collects. Any
 * thread.
 */
public final class Drop {

    static final String SUFFIX = ".jsonl";
    private static final String ASIDE = ".part";

    private static final Logger LOG = LoggerFactory.getLogger(Drop.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final DropSettings settings;
    private final InstantSource clock;
    private Optional<Path> aside = Optional.empty(); // guarded by this, as all below
    private Instant since = Instant.EPOCH;
    private long bytes;
    private boolean begun;

    Drop(DropSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Called by the route. */
    public synchronized void lay(List<Delivery> batch) throws SinkException {
        try {
            begin();
            room();
            var lines = lines(batch);
            var file = open();
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                var before = bytes; // what a write that failed left behind it is written over
                channel.truncate(before);
                channel.position(before);
                while (lines.hasRemaining()) {
                    channel.write(lines);
                }
                channel.force(true);
                bytes = channel.position();
            }
            rollIfDue();
        } catch (IOException | UncheckedIOException e) {
            forgetWhatIsGone();
            throw new SinkException.Away(
                    new Text(
                            "không ghi được vào thư mục %s: %s; kiểm tra quyền ghi và dung lượng đĩa"
                                    .formatted(settings.folder(), e.getMessage()),
                            "the folder %s cannot be written to: %s; check its rights and the disk"
                                    .formatted(settings.folder(), e.getMessage())),
                    e);
        }
    }

    private static ByteBuffer lines(List<Delivery> batch) {
        var size = batch.stream().mapToInt(one -> one.json().length + 1).sum();
        var lines = ByteBuffer.allocate(size);
        batch.forEach(one -> lines.put(one.json()).put((byte) '\n'));
        return lines.flip();
    }

    /** What a hub that ended left aside was delivered as far as its last whole line. */
    private void begin() throws IOException {
        if (begun) {
            return;
        }
        Files.createDirectories(settings.folder());
        try (var left = Files.newDirectoryStream(settings.folder(), "." + settings.routeName() + ".*" + ASIDE)) {
            for (var file : left) {
                finish(file, whole(file));
            }
        }
        begun = true;
    }

    /** @return how many bytes of it are whole lines */
    private static long whole(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var piece = ByteBuffer.allocate(64 * 1024);
            for (var end = channel.size(); end > 0; ) {
                var from = Math.max(0, end - piece.capacity());
                piece.clear().limit((int) (end - from));
                while (piece.hasRemaining() && channel.read(piece, from + piece.position()) >= 0) {
                    // until it is full
                }
                for (var i = piece.position() - 1; i >= 0; i--) {
                    if (piece.get(i) == '\n') {
                        return from + i + 1;
                    }
                }
                end = from;
            }
            return 0;
        }
    }

    private void room() throws IOException, SinkException {
        var used = 0L;
        try (var files = Files.newDirectoryStream(settings.folder(), "*" + SUFFIX)) {
            for (var file : files) {
                used += size(file);
            }
        }
        if (used + bytes >= settings.folderBytes()) {
            throw new SinkException.Away(new Text(
                    "thư mục %s đã đầy (%d MiB): bên nhận chưa lấy tệp; lấy tệp đi hoặc tăng folder.mib"
                            .formatted(settings.folder(), settings.folderBytes() >> 20),
                    "the folder %s is full (%d MiB): nobody has collected the files; collect them or raise folder.mib"
                            .formatted(settings.folder(), settings.folderBytes() >> 20)));
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // collected meanwhile
        }
    }

    private Path open() throws IOException {
        if (aside.isEmpty()) {
            since = clock.instant();
            var file = settings.folder()
                    .resolve(".%s.%s-%s%s"
                            .formatted(
                                    settings.routeName(),
                                    STAMP.format(since),
                                    UUID.randomUUID().toString().substring(0, 8),
                                    ASIDE));
            Files.createFile(file);
            bytes = 0;
            aside = Optional.of(file);
        }
        return aside.get();
    }

    /** Moves the file that is written under its own name, if it is large or old enough. */
    synchronized void roll() {
        try {
            rollIfDue();
        } catch (IOException e) {
            forgetWhatIsGone();
            LOG.warn("route {}: a file cannot be moved to its place: {}", settings.routeName(), e.getMessage());
        }
    }

    /** Where somebody cleared the folder, or took it away, it is made and begun anew. */
    private void forgetWhatIsGone() {
        if (aside.isEmpty() || Files.notExists(aside.get())) {
            aside = Optional.empty();
            bytes = 0;
            begun = false;
        }
    }

    private void rollIfDue() throws IOException {
        if (aside.isPresent()
                && (bytes >= settings.rollBytes()
                        || Duration.between(since, clock.instant()).compareTo(settings.rollAfter()) >= 0)) {
            close();
        }
    }

    private void close() throws IOException {
        if (aside.isPresent()) {
            var file = aside.get();
            finish(file, bytes);
            aside = Optional.empty();
            bytes = 0;
        }
    }

    /** The route stops: what is aside is whole. */
    synchronized void end() {
        try {
            close();
        } catch (IOException e) {
            LOG.warn("route {}: a file cannot be moved to its place: {}", settings.routeName(), e.getMessage());
        }
        begun = false;
    }

    private void finish(Path file, long whole) throws IOException {
        if (whole == 0) {
            Files.deleteIfExists(file);
            return;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(whole);
            channel.force(true);
        }
        var hidden = file.getFileName().toString();
        var name = hidden.substring(("." + settings.routeName() + ".").length(), hidden.length() - ASIDE.length());
        Files.move(file, settings.folder().resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
        try (var folder = FileChannel.open(settings.folder(), StandardOpenOption.READ)) {
            folder.force(true); // the name, too, is to outlive the machine
        }
    }
}
