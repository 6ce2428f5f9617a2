package vn.matluoi.core.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ops4j.pax.url.mvn.MavenResolver;
import org.ops4j.pax.url.mvn.MavenResolvers;

/** Against the resolver that the container has. */
class MavenSessionsTest {

    private static final String PID = "org.ops4j.pax.url.mvn";

    @TempDir
    private Path folder;

    @Test
    void whatTheResolverKeepsForNobodyIsDroppedAndItResolvesOn() throws Exception {
        var jar = Files.createDirectories(folder.resolve("drivers/a/b/1")).resolve("b-1.jar");
        Files.writeString(jar, "jar");
        try (var resolver = resolver()) {
            for (var times = 0; times < 3; times++) {
                assertThat(resolver.resolve("mvn:a/b/1")).isEqualTo(jar.toFile());
            }
            assertThat(kept(resolver))
                    .as("a release of Pax URL that finds its sessions again needs no MavenSessions")
                    .isNotEmpty();

            MavenSessions.drop(resolver);

            assertThat(kept(resolver)).isEmpty();
            assertThat(resolver.resolve("mvn:a/b/1")).isEqualTo(jar.toFile());
        }
    }

    private MavenResolver resolver() throws IOException {
        var settings = new Hashtable<String, String>();
        settings.put(PID + ".localRepository", folder.resolve("local").toString());
        settings.put(PID + ".defaultRepositories", folder.resolve("drivers").toUri() + "@id=drivers");
        settings.put(PID + ".repositories", "");
        return MavenResolvers.createMavenResolver(settings, PID);
    }

    private static Map<?, ?> kept(MavenResolver resolver) throws ReflectiveOperationException {
        var field = resolver.getClass().getDeclaredField("sessions");
        field.setAccessible(true);
        return (Map<?, ?>) field.get(resolver);
    }
}
