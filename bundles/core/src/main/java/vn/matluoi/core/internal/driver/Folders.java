package vn.matluoi.core.internal.driver;

import java.nio.file.Path;

/** Where plug-ins and the keys they are trusted by lie on this hub. */
final class Folders {

    private Folders() {}

    /** @param name {@code repository}, {@code archive}, {@code inbox} or {@code refused} */
    static Path drivers(String name) {
        return Path.of(System.getProperty("karaf.base", ".")).resolve("drivers").resolve(name);
    }

    /** @return {@code etc/drivers/trusted} */
    static Path trusted() {
        return etc().resolve("trusted");
    }

    /** @return {@code etc/drivers/shipped.sha256} */
    static Path shipped() {
        return etc().resolve("shipped.sha256");
    }

    private static Path etc() {
        return Path.of(System.getProperty("karaf.etc", "etc")).resolve("drivers");
    }
}
