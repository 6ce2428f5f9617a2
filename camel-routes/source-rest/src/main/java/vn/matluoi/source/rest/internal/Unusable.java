package vn.matluoi.source.rest.internal;

import vn.matluoi.api.Text;

/** What an interface answered cannot be taken for a list of cameras; nothing of it is. */
final class Unusable extends Exception {

    private static final long serialVersionUID = 1L;

    private final String rule;
    private final transient Text text;

    private Unusable(String rule, Text text) {
        super(text.en());
        this.rule = rule;
        this.text = text;
    }

    static Unusable because(String rule, String vi, String en) {
        return new Unusable(rule, new Text(vi, en));
    }

    String rule() {
        return rule;
    }

    Text text() {
        return text;
    }
}
