package vn.matluoi.forward.sftp.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import vn.matluoi.api.forward.Delivery;

/**
 * How the files of one route are called: {@code NAME-3f9a1c2e-0000000000000000101-0000000000000000150.jsonl} holds what stands from 101
 * to 150 in the journal. Names sort as the journal does; what is sent again bears the same name, or begins with the same position.
 */
final class DropNames {

    private static final int DIGITS = 8;

    private final String routeName;
    private final Pattern finished;
    private final Pattern aside;

    DropNames(String routeName) {
        this.routeName = routeName;
        this.finished = Pattern.compile(Pattern.quote(routeName) + "-[0-9a-f]{8}-[0-9]{19}-[0-9]{19}\\.jsonl");
        this.aside = Pattern.compile(Pattern.quote(routeName) + "\\.[0-9a-f]{8}\\.part");
    }

    String of(List<Delivery> batch) {
        var first = batch.get(0);
        return "%s-%s-%019d-%019d.jsonl"
                .formatted(
                        routeName,
                        journal(first.source()),
                        first.sequence(),
                        batch.get(batch.size() - 1).sequence());
    }

    /** A hub whose database begins anew counts from one again: its files are others, not newer ones of the same. */
    private static String journal(String source) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /**
     * @return a name for what is not whole yet, without a dot before it, since some servers never list such. Each time another: a move
     *     that the server does late moves no other file
     */
    String aside() {
        return "%s.%s.part".formatted(routeName, UUID.randomUUID().toString().substring(0, DIGITS));
    }

    boolean isFinished(String name) {
        return finished.matcher(name).matches();
    }

    boolean isAside(String name) {
        return aside.matcher(name).matches();
    }
}
