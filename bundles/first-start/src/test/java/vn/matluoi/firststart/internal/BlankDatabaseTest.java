package vn.matluoi.firststart.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlankDatabaseTest {

    private static final String DERBY = "url = jdbc:derby:${karaf.data}/derby/matluoi;create=true\n";

    @TempDir
    Path folder;

    private Path shipped;
    private Path settings;
    private Path database;
    private BlankDatabase blank;

    @BeforeEach
    void unpackADistribution() throws IOException {
        shipped = Files.createDirectories(folder.resolve("home/database/derby/matluoi"));
        Files.createDirectory(shipped.resolve("log"));
        Files.createDirectory(shipped.resolve("seg0"));
        Files.writeString(shipped.resolve("service.properties"), "properties");
        Files.writeString(shipped.resolve("log/log1.dat"), "log");
        Files.write(shipped.resolve("seg0/c10.dat"), new byte[100_000]);
        settings = Files.createDirectory(folder.resolve("etc")).resolve("org.ops4j.datasource-matluoi.cfg");
        Files.writeString(settings, DERBY);
        database = folder.resolve("data/derby/matluoi");
        blank = new BlankDatabase(folder.resolve("home"), folder.resolve("etc"), folder.resolve("data"));
    }

    @Test
    void isLaidWholeWhereNoneIs() throws IOException {
        assertThat(blank.lay()).isTrue();

        assertThat(filesOf(database)).isEqualTo(filesOf(shipped));
        assertThat(database.resolve("seg0/c10.dat")).hasSameBinaryContentAs(shipped.resolve("seg0/c10.dat"));
        assertThat(database.resolve("log/log1.dat")).hasContent("log");
        assertThat(folder.resolve("data/derby")).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void leavesADatabaseThatIsThereAsItIs() throws IOException {
        Files.createDirectories(database);

        assertThat(blank.lay()).isFalse();

        assertThat(database).isEmptyDirectory();
    }

    @Test
    void isNotForADatabaseSomewhereElse() throws IOException {
        for (var url : List.of(
                "url = jdbc:postgresql://127.0.0.1:5432/matluoi\n",
                "url = jdbc:derby:/srv/matluoi;create=true\n",
                "url = jdbc:derby:${karaf.data}/derby/matluoi;create=true;logDevice=/srv/log\n",
                "# " + DERBY)) {
            Files.writeString(settings, url);

            assertThat(blank.lay()).as(url).isFalse();
        }
        Files.delete(settings);
        assertThat(blank.lay()).isFalse();
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aStartThatWasCutShortIsBegunAnew() throws IOException {
        var left = Files.createDirectories(folder.resolve("data/derby/matluoi.part/seg0"));
        Files.writeString(left.resolve("c99.dat"), "half");

        assertThat(blank.lay()).isTrue();

        assertThat(filesOf(database)).isEqualTo(filesOf(shipped));
    }

    @Test
    void whatCannotBeCopiedLeavesNothingBehind() throws IOException {
        Files.createSymbolicLink(shipped.resolve("seg0/c20.dat"), folder.resolve("nowhere"));

        assertThatThrownBy(blank::lay).isInstanceOf(IOException.class);

        assertThat(folder.resolve("data/derby")).isEmptyDirectory();
    }

    @Test
    void itsFilesMayBeWrittenAlsoIfTheDistributionIsReadOnly() throws IOException {
        Files.setPosixFilePermissions(shipped.resolve("seg0/c10.dat"), PosixFilePermissions.fromString("r--r--r--"));

        blank.lay();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(database.resolve("seg0/c10.dat"))))
                .startsWith("rw-");
    }

    private static List<String> filesOf(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            return all.map(path -> folder.relativize(path).toString()).sorted().toList();
        }
    }
}
