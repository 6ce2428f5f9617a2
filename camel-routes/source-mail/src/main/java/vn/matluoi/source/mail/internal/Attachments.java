package vn.matluoi.source.mail.internal;

import jakarta.mail.MessagingException;
import jakarta.mail.MultipartDataSource;
import jakarta.mail.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The sheets attached to a mail. Nothing else of it is read: no text, no HTML, no links, no mails within. */
final class Attachments {

    static final int MOST = 20;

    private static final int MOST_PARTS = 100;
    private static final int DEEPEST = 8;
    private static final int LONGEST_NAME = 200;

    private final List<Sheet> sheets = new ArrayList<>();
    private int parts;
    private boolean tooMany;

    /**
     * One of them.
     *
     * @param name as people see it, without what cannot be shown
     */
    record Sheet(String name, Part part) {}

    private Attachments() {}

    static Attachments of(Part mail) throws MessagingException {
        var all = new Attachments();
        all.walk(mail, 0);
        return all;
    }

    List<Sheet> sheets() {
        return sheets;
    }

    /** @return whether there are more sheets or parts than are looked at */
    boolean tooMany() {
        return tooMany;
    }

    private void walk(Part part, int depth) throws MessagingException {
        if (++parts > MOST_PARTS || depth > DEEPEST || sheets.size() > MOST) {
            tooMany = true;
            return;
        }
        if (part.isMimeType("multipart/*")) {
            // as the server has taken it apart; asking for the content would have the library look for handlers
            if (part.getDataHandler().getDataSource() instanceof MultipartDataSource several) {
                for (var i = 0; i < several.getCount() && !tooMany; i++) {
                    walk(several.getBodyPart(i), depth + 1);
                }
            }
        } else if (!part.isMimeType("message/*") && !part.isMimeType("text/html")) {
            var name = name(part);
            var lower = name.toLowerCase(Locale.ROOT);
            if (lower.endsWith(".csv") || lower.endsWith(".xlsx")) {
                sheets.add(new Sheet(name, part));
                tooMany |= sheets.size() > MOST;
            }
        }
    }

    private static String name(Part part) throws MessagingException {
        var given = part.getFileName();
        if (given == null) {
            return "";
        }
        var shown = Words.decoded(given).replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}/\\\\]", "_");
        return shown.length() <= LONGEST_NAME ? shown : "…" + shown.substring(shown.length() - LONGEST_NAME);
    }
}
