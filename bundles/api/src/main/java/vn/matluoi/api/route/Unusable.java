package vn.matluoi.api.route;

import java.util.Objects;
import vn.matluoi.api.Text;

/** What an agency's system answered, or that it did not, cannot be taken for a list of cameras; nothing of it is. */
public final class Unusable extends Exception {

    private static final long serialVersionUID = 1L;

    private final String rule;
    private final transient Text text;

    /**
     * @param rule a stable word, for example {@code rest.status}; of the same cause always the same
     * @param text what is wrong, for whoever looks after the route; no secret in it
     */
    public Unusable(String rule, Text text) {
        super(text.en());
        this.rule = Objects.requireNonNull(rule, "rule");
        this.text = text;
    }

    public static Unusable because(String rule, String vi, String en) {
        return new Unusable(rule, new Text(vi, en));
    }

    public String rule() {
        return rule;
    }

    public Text text() {
        return text;
    }
}
