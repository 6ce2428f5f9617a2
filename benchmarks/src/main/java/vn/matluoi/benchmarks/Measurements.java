package vn.matluoi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page of the last runs: one section a command, whatever its seed, between two comments that name it. What stands before
 * the first section is written by people and left alone.
 */
final class Measurements {

    private static final Pattern SECTION =
            Pattern.compile("<!-- begin (?<name>[a-z0-9 .-]+) -->\n.*?<!-- end \\k<name> -->\n", Pattern.DOTALL);

    private Measurements() {}

    /**
     * Puts a run in the place of the one before it.
     *
     * @param name of the section: the command without its seed
     * @param section Markdown, with its heading
     */
    static void record(Path page, String name, String section) throws IOException {
        String old = Files.readString(page);
        Map<String, String> sections = new TreeMap<>();
        Matcher found = SECTION.matcher(old);
        int first = old.length();
        while (found.find()) {
            first = Math.min(first, found.start());
            sections.put(found.group("name"), found.group());
        }
        sections.put(name, "<!-- begin %s -->\n%s<!-- end %s -->\n".formatted(name, section, name));
        String head = old.substring(0, first).stripTrailing();
        Path next = page.resolveSibling(page.getFileName() + ".new");
        Files.writeString(next, head + "\n\n" + String.join("\n", sections.values()));
        Files.move(next, page, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}
