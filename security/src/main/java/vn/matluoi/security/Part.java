package vn.matluoi.security;

import java.util.regex.Pattern;

/** One library at one version, as Maven names it. */
public record Part(String group, String name, String version) {

    public Part {
        if (group.isBlank() || name.isBlank() || version.isBlank()) {
            throw new IllegalArgumentException("a part has a group, a name and a version: " + group + ":" + name);
        }
    }

    /** @param text {@code group:name:version} */
    static Part of(String text) {
        var pieces = text.strip().split(":");
        if (pieces.length != 3) {
            throw new IllegalArgumentException("not group:name:version: " + text);
        }
        return new Part(pieces[0], pieces[1], pieces[2]);
    }

    /** @param pattern {@code group:name}, where {@code *} stands for anything */
    boolean matches(String pattern) {
        var regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
        return (group + ":" + name).matches(regex);
    }

    String purl() {
        return "pkg:maven/" + group + "/" + name + "@" + version;
    }

    @Override
    public String toString() {
        return group + ":" + name + ":" + version;
    }
}
