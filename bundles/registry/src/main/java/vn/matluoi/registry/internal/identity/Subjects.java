package vn.matluoi.registry.internal.identity;

/** By what the questions about a row are found again when its source says it once more, or takes it back. */
public final class Subjects {

    private Subjects() {}

    /** @return of a row to which its source gives a channel or a code; blank for the one it does not give */
    public static String named(String source, String channel, String code) {
        return row(source, "named " + channel + "\u001f" + code);
    }

    /** @return of a row that is known by these words */
    public static String row(String source, String words) {
        return "row " + Sign.hash(source + "\u001f" + words);
    }
}
