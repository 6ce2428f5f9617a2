package vn.matluoi.source.file.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vn.matluoi.api.Text;

/**
 * The folder and its three subfolders: where a sheet lies says how far it came. Each step is one atomic rename, so a
 * kill between any two leaves the sheet in exactly one of them.
 *
 * <p>A claimed sheet carries a number of its own in front of its name ({@code UUID~name}) until it is finished, and how
 * often it was tried in vain ({@code UUID.2~name}), which so outlives a kill. That number and the digest of its bytes are its delivery: the same sheet taken up again after a kill is the same delivery,
 * and the intake applies a delivery once; a sheet that was mended meanwhile is another. Finished sheets have their plain
 * name again, so that what a person takes out, mends and drops again is new.
 */
final class InboxFolders {

    private static final Pattern CLAIMED = Pattern.compile(
            "([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?:\\.(\\d))?~(.+)", Pattern.DOTALL);

    /** So that the longest name made of it fits: a UUID, the tries and {@code .part}, or a number and the report's ending. */
    private static final int LONGEST_NAME = 200;

    private static final String REPORT = ".report.xlsx";

    /** Bytes that must be free, for the report of a sheet. */
    private static final long ROOM = 4 << 20;

    private final Path inbox;

    private final ToLongFunction<Path> free;

    InboxFolders(Path inbox) {
        this(inbox, folder -> folder.toFile().getUsableSpace());
    }

    /** @param free how many bytes may still be written below a folder */
    InboxFolders(Path inbox, ToLongFunction<Path> free) {
        this.inbox = inbox;
        this.free = free;
    }

    Path processing() {
        return inbox.resolve("processing");
    }

    Path done() {
        return inbox.resolve("done");
    }

    Path failed() {
        return inbox.resolve("failed");
    }

    /** Makes the folders, and puts back what a killed hub left in {@code processing}: tried once more in vain. */
    void open() throws IOException {
        for (var folder : List.of(inbox, processing(), done(), failed())) {
            Files.createDirectories(folder);
        }
        try (var left = Files.newDirectoryStream(processing())) {
            for (var sheet : left) {
                if (!isSheet(sheet)) {
                    continue;
                }
                if (sheet.getFileName().toString().endsWith(".part")) {
                    Files.delete(sheet);
                } else {
                    giveBackTried(sheet);
                }
            }
        }
    }

    /** @return whether a report can still be written; without one no sheet is taken */
    boolean hasRoom() {
        return free.applyAsLong(inbox) >= ROOM;
    }

    /** @return which folder is missing, full, or not writable for the hub, and the mend; empty if all is well */
    Optional<Text> problem() {
        var wrong = Stream.of(inbox, processing(), done(), failed())
                .filter(folder ->
                        !Files.isDirectory(folder) || !Files.isWritable(folder) || !Files.isExecutable(folder))
                .map(Path::toString)
                .toList();
        if (wrong.isEmpty()) {
            return hasRoom()
                    ? Optional.empty()
                    : Optional.of(new Text(
                            "đĩa chứa thư mục %s đã đầy: hãy giải phóng dung lượng, bảng tính sẽ được nhận tiếp"
                                    .formatted(inbox),
                            "the disk of the folder %s is full: make room, and sheets are taken again"
                                    .formatted(inbox)));
        }
        var names = String.join(", ", wrong);
        return Optional.of(new Text(
                "thư mục không có hoặc hệ thống không ghi được: %s; hãy tạo lại và cấp quyền ghi cho tài khoản chạy hệ thống"
                        .formatted(names),
                "missing, or not writable for the hub: %s; make the folder again and let the hub's account write to it"
                        .formatted(names)));
    }

    /** Claims a sheet. @return where it lies now; its name carries the number of the claim and is short enough */
    Path claim(Path sheet) throws IOException {
        var name = sheet.getFileName().toString();
        var before = CLAIMED.matcher(name);
        var claimed = before.matches()
                ? claimed(before.group(1), tries(sheet), before.group(3))
                : claimed(UUID.randomUUID().toString(), 0, name);
        return Files.move(sheet, processing().resolve(claimed), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String claimed(String number, int tries, String name) {
        return number + (tries == 0 ? "" : "." + Math.min(tries, 9)) + "~" + ShortName.of(name, LONGEST_NAME);
    }

    /** Puts a claimed sheet back, under the name that carries its number, to be taken up again. @return that name */
    String giveBack(Path claimed) throws IOException {
        return giveBack(claimed, claimed.getFileName().toString());
    }

    /** The same, when the hub failed over it or was killed: one try more. */
    String giveBackTried(Path claimed) throws IOException {
        var parts = CLAIMED.matcher(claimed.getFileName().toString());
        return giveBack(
                claimed,
                parts.matches()
                        ? claimed(parts.group(1), tries(claimed) + 1, parts.group(3))
                        : claimed.getFileName().toString());
    }

    private String giveBack(Path claimed, String name) throws IOException {
        try {
            Files.move(claimed, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException alreadyFinished) {
            // it went to done or failed before the failure that brought us here
        }
        return name;
    }

    /** @return whether it is a file itself: no folder, no link to what is not the agency's, no pipe that never ends */
    static boolean isSheet(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Opens what {@link #isSheet} let through, and nothing that was put in its place meanwhile. */
    static InputStream read(Path claimed) throws IOException {
        if (!isSheet(claimed)) {
            throw new IOException("not a regular file: " + claimed.getFileName());
        }
        return Files.newInputStream(claimed, LinkOption.NOFOLLOW_LINKS);
    }

    /** @return how often it was tried in vain */
    static int tries(Path sheet) {
        var parts = CLAIMED.matcher(sheet.getFileName().toString());
        return parts.matches() && parts.group(2) != null ? Integer.parseInt(parts.group(2)) : 0;
    }

    /** @return the identity of this delivery: the number of the claim, and the SHA-256 of the sheet as it lies there */
    static String delivery(Path claimed) throws IOException {
        try (var sheet = read(claimed);
                var digest =
                        new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
            sheet.transferTo(digest);
            return number(claimed) + ":"
                    + HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** @return the number of the claim */
    static String number(Path claimed) {
        var parts = CLAIMED.matcher(claimed.getFileName().toString());
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a claimed sheet: " + claimed.getFileName());
        }
        return parts.group(1);
    }

    /** @return the name people gave the sheet */
    static String nameOf(Path sheet) {
        var name = sheet.getFileName().toString();
        var parts = CLAIMED.matcher(name);
        return parts.matches() ? parts.group(3) : name;
    }

    /**
     * Ends a sheet under its plain name: its report first, then the sheet itself. A sheet of that name that lies there
     * already stays, this one is {@code name (2)}; a report without its sheet (the hub was killed between the two, or a
     * person took the sheet out) gives way.
     *
     * @param end {@link #done()} or {@link #failed()}
     */
    void finish(Path claimed, Path end, Report report) throws IOException {
        var aside = processing().resolve(claimed.getFileName() + ".part");
        try (var out = Files.newOutputStream(aside)) {
            report.writeTo(out);
        }
        try (var channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        var name = freeName(nameOf(claimed), end);
        Files.move(aside, end.resolve(name + REPORT), StandardCopyOption.ATOMIC_MOVE);
        Files.move(claimed, end.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String freeName(String name, Path end) {
        var dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
        var free = name;
        for (var next = 2; isTaken(free, end); next++) {
            free = "%s (%d)%s".formatted(name.substring(0, dot), next, name.substring(dot));
        }
        return free;
    }

    /** A sheet is there, or the place of the report is held by something that has a report of its own: a sheet too. */
    private static boolean isTaken(String name, Path end) {
        return Files.exists(end.resolve(name)) || Files.exists(end.resolve(name + REPORT + REPORT));
    }

    /** Writes a report. */
    @FunctionalInterface
    interface Report {
        void writeTo(OutputStream out) throws IOException;
    }
}
