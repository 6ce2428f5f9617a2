package vn.matluoi.simulators.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names of headers by which a message from outside would steer a hub that lets them through: Camel's own, those that its components
 * read, and spellings of them that filters have missed (CVE-2025-27636 and its kin).
 */
public final class HeaderCorpus {

    /** What each is sent with, and what then must be nowhere. A file name, so that it is seen where it steers. */
    public static final String VALUE = "steered.txt";

    private static final String FILE = "header-names.txt";
    private static final String STEERS = "! ";
    private static final Pattern TOKEN = Pattern.compile("[\\w!#$%&'*+.^`|~-]+");
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z])(?=[A-Z])");
    private static final List<String> NAMES = read();

    private HeaderCorpus() {}

    /** @return every name once, in the same order each time */
    public static List<String> names() {
        return NAMES;
    }

    /** @return those that may be the name of a header of HTTP (a token of RFC 9110) or of a mail */
    public static List<String> tokens() {
        return NAMES.stream().filter(name -> TOKEN.matcher(name).matches()).toList();
    }

    private static List<String> read() {
        try (var in = HeaderCorpus.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IOException(FILE + " is missing from the jar");
            }
            var names = new LinkedHashSet<String>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .flatMap(line ->
                            line.startsWith(STEERS) ? spellings(line.substring(STEERS.length())) : Stream.of(line))
                    .forEach(names::add);
            return List.copyOf(names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> spellings(String name) {
        var first = name.substring(0, 1);
        var rest = name.substring(1);
        return Stream.of(
                name,
                name.toLowerCase(Locale.ROOT),
                name.toUpperCase(Locale.ROOT),
                first.toLowerCase(Locale.ROOT) + rest,
                first + rest.toUpperCase(Locale.ROOT),
                " " + name,
                name + " ",
                "\t" + name,
                name + "\u00a0",
                HUMP.matcher(name).replaceAll("."),
                HUMP.matcher(name).replaceAll("-"),
                HUMP.matcher(name).replaceAll("_"),
                "." + name,
                "org.apache.camel." + name,
                "%%%02X%s".formatted((int) name.charAt(0), rest),
                "%%25%02X%s".formatted((int) name.charAt(0), rest),
                (char) (name.charAt(0) - '!' + '\uff01') + rest, // full width
                name.replace('a', '\u0430'), // Cyrillic
                name.replace("i", "\u0131"), // dotless
                first + "\u200b" + rest, // of no width
                "\ufeff" + name);
    }
}
