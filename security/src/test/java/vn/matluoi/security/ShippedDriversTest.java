package vn.matluoi.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedDriversTest {

    @TempDir
    private Path folder;

    private void file(String path) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "abc");
    }

    @Test
    void namesEveryFileOfTheDriversByItsContentAndNothingElse() throws IOException {
        file("drivers/repository/vn/acme-1.0.jar");
        file("drivers/repository/vn/acme-1.0-features.xml");
        file("system/vn/other.jar");
        // of "abc": FIPS 180-4, example B.1
        var abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertThat(ShippedDrivers.of(folder))
                .isEqualTo(abc + "  drivers/repository/vn/acme-1.0-features.xml\n" + abc
                        + "  drivers/repository/vn/acme-1.0.jar\n");
    }

    @Test
    void aDistributionWithoutDriversEndsTheBuild() throws IOException {
        Files.createDirectories(folder.resolve("drivers/repository"));
        assertThatIOException().isThrownBy(() -> ShippedDrivers.of(folder));
    }
}
