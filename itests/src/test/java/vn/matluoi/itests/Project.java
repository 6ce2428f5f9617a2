package vn.matluoi.itests;

import java.nio.file.Path;

/** Where things lie. */
final class Project {

    static final Path ROOT =
            Path.of(System.getProperty("matluoi.root", "..")).toAbsolutePath().normalize();
    static final String VERSION = System.getProperty("matluoi.version", "0.1.0");
    static final Path TARGET = ROOT.resolve("itests/target");
    static final Path ARCHIVE = ROOT.resolve("karaf-assembly/target/matluoi-" + VERSION + ".tar.gz");

    /** What {@code ./hub test} repeats at its end: what this machine did not let the tests prove. */
    static final Path NOT_PROVED = TARGET.resolve("not-proved.txt");

    private Project() {}
}
