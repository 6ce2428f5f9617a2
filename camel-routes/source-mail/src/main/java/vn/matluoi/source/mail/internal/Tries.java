package vn.matluoi.source.mail.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/**
 * How often the hub has begun with sheets that it has not ended. It outlives a kill: a try is on the disk before it begins, so that a
 * sheet over which the hub itself ends is not tried for ever. Were the file lost, the counting would begin anew. One thread.
 */
final class Tries {

    /** The first ones are forgotten first. */
    private static final int MOST = 1000;

    private static final long MOST_BYTES = 256 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(Tries.class);

    private final Path file;
    private final Map<String, Integer> counts;

    private Tries(Path file, Map<String, Integer> counts) {
        this.file = file;
        this.counts = counts;
    }

    static Tries read(Path file) {
        var counts = new LinkedHashMap<String, Integer>();
        try {
            if (Files.size(file) <= MOST_BYTES) {
                for (var line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                    var gap = line.indexOf(' ');
                    if (line.substring(0, Math.max(0, gap)).matches("[1-9]")) {
                        counts.put(line.substring(gap + 1), Integer.parseInt(line.substring(0, gap)));
                    }
                }
            }
        } catch (NoSuchFileException e) {
            // nothing was begun yet
        } catch (IOException e) {
            LOG.warn("{} cannot be read, and begins anew: {}", file, e.toString());
        }
        return new Tries(file, counts);
    }

    /**
     * Notes that the hub begins with that delivery.
     *
     * @return the how manieth time; from 1
     * @throws HubException {@code UNAVAILABLE} if it cannot be noted
     */
    int begin(String delivery) {
        var tries = counts.getOrDefault(delivery, 0) + 1;
        note(delivery, tries);
        return tries;
    }

    /** @param tries 0 to forget it. @throws HubException as {@link #begin} */
    void note(String delivery, int tries) {
        counts.remove(delivery);
        if (tries > 0) {
            counts.put(delivery, Math.min(tries, 9));
        }
        if (counts.size() > MOST) {
            counts.remove(counts.keySet().iterator().next());
        }
        write();
    }

    /** Says that what was begun was no try. @throws HubException as {@link #begin} */
    void takeBack(String delivery) {
        note(delivery, counts.getOrDefault(delivery, 0) - 1);
    }

    private void write() {
        var text = new StringBuilder();
        counts.forEach((delivery, tries) ->
                text.append(tries).append(' ').append(delivery).append('\n'));
        var aside = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.getParent());
            try (var out = FileChannel.open(
                    aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                var bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.ISO_8859_1));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            var refusal = new HubException(
                    HubException.Reason.UNAVAILABLE,
                    "mail.tries",
                    new Text(
                            "không ghi được %s nên chưa nhận gì; hãy kiểm tra dung lượng đĩa và quyền ghi"
                                    .formatted(file),
                            "%s cannot be written, so nothing is taken in; check the room on the disk and the rights"
                                    .formatted(file)));
            refusal.initCause(e);
            throw refusal;
        }
    }
}
