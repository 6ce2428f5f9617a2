package vn.matluoi.source.file.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The folder and its three subfolders: where a sheet lies says how far it came. Each step is one atomic rename, so a
 * kill between any two leaves the sheet in exactly one of them.
 *
 * <p>A claimed sheet carries the identity of its delivery in front of its name ({@code UUID~name}) from then on: the
 * same sheet taken up again after a kill is the same delivery, and the intake applies a delivery once.
 */
final class InboxFolders {

    private static final Pattern CLAIMED =
            Pattern.compile("([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})~(.+)", Pattern.DOTALL);

    private final Path inbox;

    InboxFolders(Path inbox) {
        this.inbox = inbox;
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

    /** Makes the folders, and puts back what a killed hub left in {@code processing}. */
    void open() throws IOException {
        for (var folder : List.of(inbox, processing(), done(), failed())) {
            Files.createDirectories(folder);
        }
        try (var left = Files.newDirectoryStream(processing())) {
            for (var sheet : left) {
                if (Files.isRegularFile(sheet)
                        && !sheet.getFileName().toString().endsWith(".part")) {
                    giveBack(sheet);
                } else if (Files.isRegularFile(sheet)) {
                    Files.delete(sheet);
                }
            }
        }
    }

    /** Claims a sheet. @return where it lies now; its name carries the delivery */
    Path claim(Path sheet) throws IOException {
        var name = sheet.getFileName().toString();
        var claimed = CLAIMED.matcher(name).matches() ? name : UUID.randomUUID() + "~" + name;
        return Files.move(sheet, processing().resolve(claimed), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Puts a claimed sheet back, under the name that carries its delivery, to be taken up again. */
    void giveBack(Path claimed) throws IOException {
        try {
            Files.move(claimed, inbox.resolve(claimed.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException alreadyFinished) {
            // it went to done or failed before the failure that brought us here
        }
    }

    static String delivery(Path claimed) {
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
        return parts.matches() ? parts.group(2) : name;
    }

    /**
     * Ends a sheet: its report first, then the sheet itself.
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
        var name = claimed.getFileName().toString();
        Files.move(aside, end.resolve(name + ".report.xlsx"), StandardCopyOption.ATOMIC_MOVE);
        Files.move(claimed, end.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Writes a report. */
    @FunctionalInterface
    interface Report {
        void writeTo(java.io.OutputStream out) throws IOException;
    }
}
