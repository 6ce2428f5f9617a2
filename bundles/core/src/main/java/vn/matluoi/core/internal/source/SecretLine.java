package vn.matluoi.core.internal.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Takes the line of the secret out of a {@code .cfg} file, and leaves every other byte as it stands: comments, order,
 * blanks, line ends. Continued lines (a backslash at the end) go as a whole. Source: java.util.Properties, load format.
 */
final class SecretLine {

    private static final String KEY = "secret";

    private SecretLine() {}

    /**
     * Rewrites the file without the line, in one step: it is the old or the new one, never half.
     *
     * @return whether there was such a line
     */
    static boolean remove(Path file) throws IOException {
        var before = Files.readString(file, StandardCharsets.ISO_8859_1); // every byte survives, whatever it means
        var after = without(before);
        if (after.equals(before)) {
            return false;
        }
        var aside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(aside);
        Files.createFile(aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(aside, after, StandardCharsets.ISO_8859_1);
        Files.setPosixFilePermissions(aside, Files.getPosixFilePermissions(file));
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }

    static String without(String text) {
        var kept = new StringBuilder(text.length());
        var at = 0;
        while (at < text.length()) {
            var end = endOfEntry(text, at);
            var entry = text.substring(at, end);
            if (!isSecret(entry)) {
                kept.append(entry);
            }
            at = end;
        }
        return kept.toString();
    }

    /** An entry is a line with all that continue it; a comment never continues. */
    private static int endOfEntry(String text, int start) {
        var end = endOfLine(text, start);
        if (isComment(text.substring(start, end))) {
            return end;
        }
        while (end < text.length() && continues(text.substring(start, end))) {
            end = endOfLine(text, end);
        }
        return end;
    }

    private static int endOfLine(String text, int start) {
        for (var i = start; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '\n') {
                return i + 1;
            }
            if (c == '\r') {
                return i + 1 < text.length() && text.charAt(i + 1) == '\n' ? i + 2 : i + 1;
            }
        }
        return text.length();
    }

    private static boolean isComment(String line) {
        var stripped = line.stripLeading();
        return stripped.startsWith("#") || stripped.startsWith("!");
    }

    private static boolean continues(String line) {
        var bare = line.endsWith("\r\n")
                ? line.substring(0, line.length() - 2)
                : line.endsWith("\n") || line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        var backslashes = 0;
        while (backslashes < bare.length() && bare.charAt(bare.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static boolean isSecret(String entry) {
        var stripped = entry.stripLeading();
        if (!stripped.startsWith(KEY)) {
            return false;
        }
        var rest = stripped.substring(KEY.length());
        return rest.isEmpty() || " \t\f=:\r\n\\".indexOf(rest.charAt(0)) >= 0;
    }
}
