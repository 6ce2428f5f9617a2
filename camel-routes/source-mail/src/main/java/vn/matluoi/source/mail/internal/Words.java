package vn.matluoi.source.mail.internal;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;

/** Words in headers that are not ASCII. */
final class Words {

    private Words() {}

    /** @return as it was meant (RFC 2047, where a program wrote it into a parameter, too), or as it stands */
    static String decoded(String text) {
        try {
            return MimeUtility.decodeText(text);
        } catch (UnsupportedEncodingException e) {
            return text;
        }
    }
}
