package vn.matluoi.api;

import java.util.Objects;

/**
 * A field of public work a camera serves, such as traffic, health or education (REQUIREMENTS R1.1).
 *
 * @param code lower-case letters and hyphens, for example {@code traffic}
 * @param name what people read
 */
public record Sector(String code, Text name) {

    public Sector {
        Objects.requireNonNull(name, "name");
        if (!code.matches("[a-z][a-z-]{0,39}")) {
            throw new IllegalArgumentException("a sector code is lower-case letters and hyphens, not: " + code);
        }
    }
}
