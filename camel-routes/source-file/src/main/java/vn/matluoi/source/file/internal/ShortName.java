package vn.matluoi.source.file.internal;

import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.Locale;

/**
 * File names that fit. Linux allows 255 bytes a name (NAME_MAX, POSIX.1-2017 {@code limits.h}); an accented
 * Vietnamese letter takes up to three in UTF-8, more where its marks are characters of their own.
 */
final class ShortName {

    private static final String GAP = "…";
    private static final int LONGEST_EXTENSION = 20;

    private ShortName() {}

    /** @return the name, its middle left out at the border of a character if it is longer than that many bytes */
    static String of(String name, int most) {
        if (bytes(name) <= most) {
            return name;
        }
        var dot = name.lastIndexOf('.');
        var extension = dot > 0 && bytes(name.substring(dot)) <= LONGEST_EXTENSION ? name.substring(dot) : "";
        var stem = name.substring(0, name.length() - extension.length());
        var room = most - bytes(extension) - bytes(GAP);
        var borders = BreakIterator.getCharacterInstance(Locale.ROOT);
        borders.setText(stem);
        var head = 0;
        for (var next = borders.next(); bytes(stem.substring(0, next)) <= room / 2; next = borders.next()) {
            head = next;
        }
        var tail = stem.length();
        borders.last();
        for (var next = borders.previous(); bytes(stem.substring(next)) <= room / 2; next = borders.previous()) {
            tail = next;
        }
        return stem.substring(0, head) + GAP + stem.substring(tail) + extension;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
