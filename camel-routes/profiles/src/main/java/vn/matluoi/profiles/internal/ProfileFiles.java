package vn.matluoi.profiles.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Profiles;

/** The folder {@code etc/profiles}. A file that is still being written waits: it counts once two looks find it the same. */
final class ProfileFiles {

    /** More files than that are not looked at. */
    static final int MOST = 200;

    private static final String ENDING = ".json";

    private final Path folder;
    private Map<String, Mark> before = Map.of();
    private Map<String, Mark> settled = new HashMap<>();

    ProfileFiles(Path folder) {
        this.folder = folder;
    }

    private record Mark(long size, long changed, Object key) {}

    /** @return names of the profiles whose files are there, and whether each is new or another than when it last settled */
    Map<String, Boolean> look() throws IOException {
        var now = new TreeMap<String, Mark>();
        try (var files = Files.newDirectoryStream(folder, "*" + ENDING)) {
            for (var file : files) {
                if (now.size() == MOST) {
                    break;
                }
                mark(file).ifPresent(mark -> now.put(name(file), mark));
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            now.clear();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        var changed = new TreeMap<String, Boolean>();
        now.forEach(
                (name, mark) -> changed.put(name, mark.equals(before.get(name)) && !mark.equals(settled.get(name))));
        before = now;
        settled.keySet().retainAll(now.keySet());
        return changed;
    }

    /** What the file says has been judged: it is not changed until it is written again. */
    void settle(String name) {
        Optional.ofNullable(before.get(name)).ifPresent(mark -> settled.put(name, mark));
    }

    private static Optional<Mark> mark(Path file) throws IOException {
        try {
            var read = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return read.isRegularFile()
                    ? Optional.of(
                            new Mark(read.size(), read.lastModifiedTime().toMillis(), String.valueOf(read.fileKey())))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** @throws HubException {@code INVALID} if it is too long or not UTF-8 */
    String read(String name) throws IOException {
        var bytes = new byte[4 * Profiles.LONGEST + 1];
        int length;
        try (var in = Files.newInputStream(path(name), LinkOption.NOFOLLOW_LINKS)) {
            length = in.readNBytes(bytes, 0, bytes.length);
        }
        if (length == bytes.length) {
            throw Faults.of("", "profile.long", "tệp quá lớn", "the file is too large");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Faults.of("", "profile.encoding", "tệp không phải UTF-8", "the file is not UTF-8");
        }
    }

    /** @throws HubException {@code UNAVAILABLE} if the folder does not take it */
    void write(String name, String document) {
        try {
            Files.createDirectories(folder);
            var draft = Files.createTempFile(folder, name, ".tmp");
            try {
                Files.writeString(draft, document);
                Files.move(draft, path(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw unwritable(name, e);
        }
    }

    void delete(String name) {
        try {
            Files.deleteIfExists(path(name));
        } catch (IOException e) {
            throw unwritable(name, e);
        }
    }

    String shown(String name) {
        return "etc/profiles/" + name + ENDING;
    }

    private HubException unwritable(String name, IOException cause) {
        var problem = new HubException(
                HubException.Reason.UNAVAILABLE,
                "profile.file",
                new Text(
                        "không ghi được %s; kiểm tra quyền và dung lượng đĩa".formatted(shown(name)),
                        "%s cannot be written; check rights and disk space".formatted(shown(name))));
        problem.initCause(cause);
        return problem;
    }

    private Path path(String name) {
        return folder.resolve(name + ENDING);
    }

    private static String name(Path file) {
        var name = file.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }
}
