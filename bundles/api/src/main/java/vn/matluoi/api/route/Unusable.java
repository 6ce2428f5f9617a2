package vn.matluoi.api.route;

import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.Text;

/** What an agency's system answered, or that it did not, cannot be taken for a list of cameras; nothing of it is. */
public final class Unusable extends Exception {

    private static final long serialVersionUID = 1L;

    private final String rule;
    private final transient Text text;
    private final transient Optional<Answer> answer;

    /**
     * @param rule a stable word, for example {@code rest.status}; of the same cause always the same
     * @param text what is wrong, for whoever looks after the route; no secret in it
     */
    public Unusable(String rule, Text text) {
        this(rule, text, Optional.empty());
    }

    private Unusable(String rule, Text text, Optional<Answer> answer) {
        super(text.en());
        this.rule = Objects.requireNonNull(rule, "rule");
        this.text = text;
        this.answer = answer;
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

    /**
     * @param mediaType of the answer, for example {@code application/json}
     * @param raw its bytes as they came
     * @return the same with what was answered, which is then kept as a dead letter
     */
    public Unusable answered(String mediaType, byte[] raw) {
        return new Unusable(rule, text, Optional.of(new Answer(mediaType, raw)));
    }

    Optional<Answer> answer() {
        return answer;
    }

    record Answer(String mediaType, byte[] raw) {}
}
