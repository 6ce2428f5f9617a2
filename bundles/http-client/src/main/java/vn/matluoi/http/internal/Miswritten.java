package vn.matluoi.http.internal;

import vn.matluoi.api.Text;

/** A network or a port that is not written as one. */
final class Miswritten extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient Text text;

    Miswritten(String vi, String en) {
        super(en);
        this.text = new Text(vi, en);
    }

    Text text() {
        return text;
    }
}
