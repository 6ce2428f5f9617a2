package vn.matluoi.driver.dahua.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import vn.matluoi.api.driver.DeviceException.Garbled;

/**
 * The lines {@code key=value} of a CGI answer. Lines end in CRLF, LF or CR; the value may hold {@code =} and blanks, and
 * is UTF-8 or, from older firmware, GBK; a line that is no such pair is passed over. Keys are kept in lower case, as
 * firmware differs in it ({@code vendor=}, {@code Vendor=}); of a key said twice the first counts. Passwords, which
 * recorders tell of their cameras, are not kept.
 *
 * @param values in the device's order
 */
record KeyValues(Map<String, String> values) {

    /** The encoding table of 256 channels has about 80,000 lines. */
    static final int MOST_LINES = 200_000;

    private static final Pattern KEY = Pattern.compile("[\\w.:\\[\\]-]{1,200}");
    private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n");
    private static final Pattern INDEXED = Pattern.compile("\\[(\\d{1,5})](?:\\.(.+))?");

    /** {@code .uuid:System_CONFIG_NETCAMERA_INFO_3.Address} of DHI-NVR5232, DHI-NVR5464 and Lorex N843A8. */
    private static final Pattern NAMED = Pattern.compile("\\.uuid:\\w*?_(\\d{1,5})(?:\\.(.+))?");

    private static final Pattern PLAIN = Pattern.compile("\\.([^:]+)");

    /** @throws Garbled if it has more lines than any device has to say */
    static KeyValues read(byte[] body) throws Garbled {
        var values = new LinkedHashMap<String, String>();
        int lines = 0;
        for (var line : (Iterable<String>) LINE_END.splitAsStream(text(body))::iterator) {
            if (++lines > MOST_LINES) {
                throw Words.tooManyLines(MOST_LINES);
            }
            int at = line.indexOf('=');
            if (at <= 0) {
                continue;
            }
            var key = line.substring(0, at).strip();
            if (KEY.matcher(key).matches() && !key.toLowerCase(Locale.ROOT).endsWith("password")) {
                values.putIfAbsent(
                        key.toLowerCase(Locale.ROOT), line.substring(at + 1).strip());
            }
        }
        return new KeyValues(values);
    }

    /** @return the body as text, without a byte order mark */
    static String text(byte[] body) {
        var text = strictly(body, StandardCharsets.UTF_8)
                .or(() -> strictly(body, Charset.forName("GB18030")))
                .orElseGet(() -> new String(body, StandardCharsets.ISO_8859_1));
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static Optional<String> strictly(byte[] bytes, Charset charset) {
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** @return the value of a key, written in any case; empty if it is not there or says nothing */
    Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key.toLowerCase(Locale.ROOT))).filter(v -> !v.isEmpty());
    }

    /** @return whether it says so in a word it knows; {@code otherwise} if not */
    boolean flag(String key, boolean otherwise) {
        return switch (get(key).orElse("").toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> otherwise;
        };
    }

    /** @return a number such as {@code 4096} or {@code 1495797858304.000000}, cut to a whole one; 0 if it is none */
    long number(String key) {
        return get(key).filter(v -> v.matches("\\d{1,17}(\\.\\d{0,20})?"))
                .map(v -> Long.parseLong(v.replaceAll("\\..*", "")))
                .orElse(0L);
    }

    /** @return a channel number from 0; empty if it is none */
    Optional<Integer> index(String key) {
        return get(key).filter(v -> v.matches("\\d{1,5}")).map(Integer::parseInt);
    }

    boolean any(String prefix) {
        var start = prefix.toLowerCase(Locale.ROOT);
        return values.keySet().stream().anyMatch(k -> k.startsWith(start));
    }

    /**
     * The rows of a table: {@code name[3].Key}, {@code name.uuid:..._3.Key}, and {@code name.Key} for the only one.
     * Indexes may be missing in between.
     *
     * @return by index; what stands directly at an index, as in {@code name[3]=7}, has the empty key
     */
    SortedMap<Integer, KeyValues> rows(String name) {
        var start = name.toLowerCase(Locale.ROOT);
        var rows = new TreeMap<Integer, Map<String, String>>();
        values.forEach((key, value) -> {
            if (!key.startsWith(start)) {
                return;
            }
            var rest = key.substring(start.length());
            var indexed = INDEXED.matcher(rest);
            var named = NAMED.matcher(rest);
            var plain = PLAIN.matcher(rest);
            if (indexed.matches() || named.matches()) {
                var found = indexed.matches() ? indexed : named;
                put(rows, Integer.parseInt(found.group(1)), found.group(2), value);
            } else if (plain.matches()) {
                put(rows, 0, plain.group(1), value);
            }
        });
        var read = new TreeMap<Integer, KeyValues>();
        rows.forEach((index, row) -> read.put(index, new KeyValues(row)));
        return read;
    }

    private static void put(Map<Integer, Map<String, String>> rows, int index, String key, String value) {
        rows.computeIfAbsent(index, i -> new LinkedHashMap<>())
                .putIfAbsent(Optional.ofNullable(key).orElse(""), value);
    }

    /** @return what stands under {@code name.} */
    KeyValues under(String name) {
        var start = name.toLowerCase(Locale.ROOT) + ".";
        var found = new LinkedHashMap<String, String>();
        values.forEach((key, value) -> {
            if (key.startsWith(start)) {
                found.put(key.substring(start.length()), value);
            }
        });
        return new KeyValues(found);
    }

    /** Values stay out of it: they are a stranger's, and there are many. */
    @Override
    public String toString() {
        return values.size() + " lines";
    }
}
