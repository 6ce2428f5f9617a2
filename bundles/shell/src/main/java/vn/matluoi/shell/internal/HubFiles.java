package vn.matluoi.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import vn.matluoi.api.HubException;
import vn.matluoi.api.intake.Profiles;

/** Files on the hub's machine that a command names. */
final class HubFiles {

    private HubFiles() {}

    static InputStream open(String file) {
        try {
            return Files.newInputStream(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw unreadable(file);
        }
    }

    /** @return a document in UTF-8, of which what is too long for a profile is cut off */
    static String text(String file) {
        try (var in = open(file)) {
            var bytes = in.readNBytes(4 * Profiles.LONGEST);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IOException e) {
            throw unreadable(file);
        }
    }

    private static HubException unreadable(String file) {
        return HubCommand.invalid(
                "file",
                "file.unreadable",
                "không đọc được tệp %s trên máy chủ (UTF-8)".formatted(file),
                "the file %s cannot be read on the hub's machine (UTF-8)".formatted(file));
    }
}
