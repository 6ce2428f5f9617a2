package vn.matluoi.source.sftp.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.sftp.RemoteFile;

/**
 * What one route knows of the sheets on its server: which it has begun, how often, and, where they stay there, which are done. It
 * outlives a kill: a line is on the disk before what it says is begun. Were it lost, sheets that lie on the server would be taken in once
 * more, which changes nothing in the catalogue. One thread.
 */
final class Ledger implements AutoCloseable {

    /** Sheets known at a time; the first ones are forgotten first. */
    static final int MOST = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final int SPARE_LINES = 1000;
    private static final int PARTS = 7;
    private static final int LONGEST_LINE = 4096;

    private final Path file;
    private final String place;
    private final Map<String, Entry> entries;
    private FileChannel out;
    private int lines;

    /** How far a sheet came. */
    enum State {
        BEGUN,
        TAKEN,
        REFUSED
    }

    /**
     * One sheet.
     *
     * @param file as the server described it
     * @param number of this delivery
     * @param tries how often the hub began and did not end
     * @param sha256Hex of its bytes; empty if it was not fetched
     */
    record Entry(RemoteFile file, String number, int tries, State state, String sha256Hex) {

        Entry begun() {
            return new Entry(file, number, tries + 1, State.BEGUN, sha256Hex);
        }

        /** The database, or the disk, was away: that was no try. */
        Entry notTried() {
            return new Entry(file, number, tries - 1, State.BEGUN, sha256Hex);
        }

        Entry ended(State end, String digest) {
            return new Entry(file, number, 0, end, digest);
        }

        Entry as(RemoteFile now) {
            return new Entry(now, number, tries, state, sha256Hex);
        }
    }

    private Ledger(Path file, String place, Map<String, Entry> entries) {
        this.file = file;
        this.place = place;
        this.entries = entries;
    }

    /**
     * @param place which folder of which server; what the file says of another is nothing
     * @throws HubException {@code UNAVAILABLE} if it cannot be written
     */
    static Ledger open(Path file, String place) {
        var ledger = new Ledger(file, place, read(file, place));
        ledger.rewrite();
        return ledger;
    }

    private static Map<String, Entry> read(Path file, String place) {
        var entries = new LinkedHashMap<String, Entry>();
        try (var lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            if (encoded(place).equals(line(lines))) {
                for (var line = line(lines); line != null; line = line(lines)) {
                    apply(line, entries);
                }
            }
        } catch (NoSuchFileException e) {
            // the first look
        } catch (IOException e) {
            LOG.warn("{} cannot be read, and begins anew: {}", file, e.toString());
        }
        return entries;
    }

    private static String line(BufferedReader lines) throws IOException {
        var line = lines.readLine();
        if (line != null && line.length() > LONGEST_LINE) {
            throw new IOException("a line of %d characters".formatted(line.length()));
        }
        return line;
    }

    /** A line that a kill cut short says nothing. */
    private static void apply(String line, Map<String, Entry> entries) {
        var parts = line.split(" ", -1);
        try {
            var name = new String(Base64.getDecoder().decode(parts[0]), StandardCharsets.UTF_8);
            entries.remove(name);
            if (parts.length == PARTS) {
                entries.put(
                        name,
                        new Entry(
                                new RemoteFile(
                                        name, Long.parseLong(parts[1]), Instant.ofEpochMilli(Long.parseLong(parts[2]))),
                                UUID.fromString(parts[3]).toString(),
                                Integer.parseInt(parts[4]),
                                State.valueOf(parts[5]),
                                parts[6].equals("-") ? "" : parts[6]));
            }
        } catch (IllegalArgumentException e) {
            LOG.debug("not a line: {}", line, e);
        }
    }

    /** @return what is known of a sheet of that name */
    Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** @return the delivery of that file: the one that was begun, if it is the same file, else a new one */
    Entry delivery(RemoteFile sheet) {
        return find(sheet.name())
                .filter(entry -> entry.file().equals(sheet))
                .orElseGet(() -> new Entry(sheet, UUID.randomUUID().toString(), 0, State.BEGUN, ""));
    }

    /** Notes it. @throws HubException {@code UNAVAILABLE} if it cannot be written */
    void note(Entry entry) {
        var sheet = entry.file();
        entries.remove(sheet.name());
        entries.put(sheet.name(), entry);
        if (entries.size() > MOST) {
            entries.remove(entries.keySet().iterator().next());
        }
        append(line(entry));
    }

    private static String line(Entry entry) {
        var sheet = entry.file();
        return String.join(
                " ",
                encoded(sheet.name()),
                Long.toString(sheet.size()),
                Long.toString(sheet.modified().toEpochMilli()),
                entry.number(),
                Integer.toString(entry.tries()),
                entry.state().name(),
                entry.sha256Hex().isEmpty() ? "-" : entry.sha256Hex());
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The sheet is no longer in the folder. */
    void forget(String name) {
        if (entries.remove(name) != null) {
            append(encoded(name));
        }
    }

    /** Forgets all others. */
    void keepOnly(Set<String> names) {
        if (entries.keySet().retainAll(names)) {
            rewrite();
        }
    }

    private void append(String line) {
        try {
            if (lines > 2 * entries.size() + SPARE_LINES) {
                rewrite();
                return;
            }
            var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(false);
            lines++;
        } catch (IOException e) {
            throw full(e);
        }
    }

    private void rewrite() {
        var aside = file.resolveSibling(file.getFileName() + ".part");
        try {
            close();
            Files.createDirectories(file.getParent());
            try (var writer = Files.newBufferedWriter(aside, StandardCharsets.ISO_8859_1)) {
                writer.write(encoded(place) + "\n");
                for (var entry : entries.values()) {
                    writer.write(line(entry) + "\n");
                }
            }
            out = FileChannel.open(aside, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
            out.force(true);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
            lines = entries.size();
        } catch (IOException e) {
            throw full(e);
        }
    }

    private HubException full(IOException cause) {
        var refusal = new HubException(
                HubException.Reason.UNAVAILABLE,
                "sftp.ledger",
                new Text(
                        "không ghi được %s nên chưa nhận gì; hãy kiểm tra dung lượng đĩa và quyền ghi".formatted(file),
                        "%s cannot be written, so nothing is taken in; check the room on the disk and the rights"
                                .formatted(file)));
        refusal.initCause(cause);
        return refusal;
    }

    @Override
    public void close() {
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            LOG.debug("closing {}", file, e); // each line was forced already
        }
    }
}
