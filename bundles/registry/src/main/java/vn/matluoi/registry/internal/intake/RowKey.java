package vn.matluoi.registry.internal.intake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import vn.matluoi.api.intake.CameraField;

/** The first half of the SHA-256 over all that a normalised row says of its camera, but for the number of the row. */
record RowKey(long high, long low) implements Comparable<RowKey> {

    private static final CameraField[] FIELDS = CameraField.values();

    static RowKey of(Draft draft) {
        var words = new StringBuilder(1500);
        add(words, draft.channel().orElse("\0"));
        add(words, draft.area());
        for (var field : FIELDS) {
            var value = draft.values().get(field);
            var written = draft.normalised().stated().get(field);
            if (value != null || written != null) {
                words.append(field.ordinal());
                add(words, value == null ? "\0" : value);
                add(words, written == null ? "\0" : written);
            }
        }
        var digest = ByteBuffer.wrap(sha256().digest(words.toString().getBytes(StandardCharsets.UTF_8)));
        return new RowKey(digest.getLong(), digest.getLong());
    }

    private static void add(StringBuilder words, String word) {
        words.append(':').append(word.length()).append(':').append(word);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public int compareTo(RowKey other) {
        var first = Long.compare(high, other.high);
        return first != 0 ? first : Long.compare(low, other.low);
    }
}
