package vn.matluoi.core.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverRepositoryTest {

    @TempDir
    private Path folder;

    private void offer(String family, String version) throws IOException {
        var name = "vn.matluoi.driver." + family;
        var place = folder.resolve("vn/matluoi").resolve(name).resolve(version);
        Files.createDirectories(place);
        Files.writeString(place.resolve("%s-%s-features.xml".formatted(name, version)), "<features/>");
    }

    @Test
    void takesTheNewestByNumberNotByLetter() throws IOException {
        var repository = new DriverRepository(folder);
        assertThat(repository.newest()).isEmpty();
        offer("hikvision", "0.9.0");
        offer("hikvision", "0.10.0");
        offer("onvif", "1.0.0");
        Files.createDirectories(folder.resolve("vn/matluoi/vn.matluoi.driver.hikvision/2.0.0")); // nothing in it yet

        assertThat(repository.newest()).containsOnlyKeys("hikvision", "onvif");
        var newest = repository.find("hikvision", Optional.empty()).orElseThrow();
        assertThat(newest.version()).isEqualTo("0.10.0");
        assertThat(newest.featuresUri()).isEqualTo("mvn:vn.matluoi/vn.matluoi.driver.hikvision/0.10.0/xml/features");
        assertThat(newest.feature()).isEqualTo("matluoi-driver-hikvision");
        assertThat(repository.find("hikvision", Optional.of("0.9.0"))).isPresent();
        assertThat(repository.find("hikvision", Optional.of("0.8.0"))).isEmpty();
    }

    @Test
    void aFamilyIsNeverAPath() throws IOException {
        offer("hikvision", "1.0.0");
        var repository = new DriverRepository(folder.resolve("vn"));
        assertThat(repository.find("../../matluoi/vn.matluoi.driver.hikvision", Optional.empty()))
                .isEmpty();
    }

    @Test
    void readsWhatIsWantedAsOneTextOrSeveral() {
        var expected = Map.of("hikvision", Optional.<String>empty(), "onvif", Optional.of("0.2.0"));
        assertThat(DriverConfiguration.wanted(" hikvision , onvif:0.2.0, ")).isEqualTo(expected);
        assertThat(DriverConfiguration.wanted(new String[] {"hikvision", "onvif:0.2.0"}))
                .isEqualTo(expected);
        assertThat(DriverConfiguration.wanted(null)).isEmpty();
    }
}
