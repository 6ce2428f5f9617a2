package vn.matluoi.registry.internal.db;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/** Where the next page begins: the sort keys of the last row seen, in a form nobody is tempted to make up. */
public final class Cursor {

    private static final String SEPARATOR = "\u001f";

    private Cursor() {}

    /** @param list a word for the list the cursor belongs to; it does not work on another */
    public static String of(String list, String... keys) {
        var words = list + SEPARATOR + String.join(SEPARATOR, keys);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(words.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws HubException {@code INVALID} if it is not a cursor of that list with that many keys */
    public static List<String> keys(String list, int count, String cursor) {
        try {
            var bytes = Base64.getUrlDecoder().decode(cursor);
            var words = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            var keys = List.of(words.split(SEPARATOR, -1));
            if (keys.size() == count + 1 && keys.get(0).equals(list)) {
                return keys.subList(1, keys.size());
            }
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw invalid();
        }
        throw invalid();
    }

    /** As {@link #keys}, for a list ordered by one number. */
    public static long number(String list, String cursor) {
        try {
            return Long.parseLong(keys(list, 1, cursor).get(0));
        } catch (NumberFormatException e) {
            throw invalid();
        }
    }

    private static HubException invalid() {
        var text = new Text(
                "Con trỏ trang không hợp lệ. Dùng đúng giá trị \"next\" của trang trước, hoặc bỏ tham số cursor để đọc"
                        + " từ đầu.",
                "The page cursor is not valid. Use the \"next\" of the page before, or leave cursor out to begin at the"
                        + " start.");
        return new HubException(
                HubException.Reason.INVALID,
                "cursor.invalid",
                text,
                List.of(new HubException.FieldError("cursor", "cursor.invalid", text)));
    }
}
