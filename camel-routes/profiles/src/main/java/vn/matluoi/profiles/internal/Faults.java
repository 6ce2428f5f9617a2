package vn.matluoi.profiles.internal;

import java.util.ArrayList;
import java.util.List;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/** What is wrong with one document, each with its JSON pointer; at most twenty. */
final class Faults {

    private static final int MOST = 20;

    private final List<HubException.FieldError> errors = new ArrayList<>();

    void add(String pointer, String rule, String vi, String en) {
        if (errors.size() < MOST) {
            errors.add(new HubException.FieldError(pointer.isEmpty() ? "/" : pointer, rule, new Text(vi, en)));
        }
    }

    boolean any() {
        return !errors.isEmpty();
    }

    /** @throws HubException {@code INVALID} if anything is wrong */
    void refuse() {
        if (any()) {
            throw refusal();
        }
    }

    private HubException refusal() {
        var first = errors.get(0);
        return new HubException(
                HubException.Reason.INVALID,
                "profile.invalid",
                new Text(
                        "Mẫu bảng sai ở %s: %s%s"
                                .formatted(first.field(), first.message().vi(), more("; còn %d chỗ nữa")),
                        "The profile is wrong at %s: %s%s"
                                .formatted(first.field(), first.message().en(), more("; and %d more"))),
                errors);
    }

    private String more(String words) {
        return errors.size() == 1 ? "" : words.formatted(errors.size() - 1);
    }

    static HubException of(String pointer, String rule, String vi, String en) {
        var faults = new Faults();
        faults.add(pointer, rule, vi, en);
        return faults.refusal();
    }
}
