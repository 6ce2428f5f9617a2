package vn.matluoi.registry.internal.db;

import java.util.List;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/** Refuses numbers and words that are beyond what a list or a column takes, naming the field and the rule. */
public final class Limits {

    private Limits() {}

    public static void check(String field, int value, int most) {
        if (value < 1 || value > most) {
            throw refusal(
                    field,
                    "number.range",
                    new Text(
                            "%s phải từ 1 đến %d, không phải %d".formatted(field, most, value),
                            "%s is 1 to %d, not %d".formatted(field, most, value)));
        }
    }

    public static void length(String field, String value, int most) {
        if (value.length() > most) {
            throw refusal(
                    field,
                    "text.long",
                    new Text(
                            "%s dài %d ký tự, tối đa %d: hãy rút gọn".formatted(field, value.length(), most),
                            "%s has %d characters, at most %d fit: shorten it".formatted(field, value.length(), most)));
        }
    }

    private static HubException refusal(String field, String rule, Text text) {
        return new HubException(
                HubException.Reason.INVALID, rule, text, List.of(new HubException.FieldError(field, rule, text)));
    }
}
