package vn.matluoi.rest.internal.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceivedKarTest {

    private static final Instant BEGAN = Instant.parse("2026-03-01T08:00:00Z");

    @TempDir
    private Path folder;

    private Path left(String name, Instant at) throws Exception {
        var made = Files.createDirectory(folder.resolve(name));
        Files.writeString(made.resolve("acme.kar"), "half");
        Files.setLastModifiedTime(made, FileTime.from(at));
        return made;
    }

    @Test
    void removesWhatAKilledHubLeftAndNothingElse() throws Exception {
        var old = left("matluoi-kar-1", BEGAN.minusSeconds(1));
        var present = left("matluoi-kar-2", BEGAN.plusSeconds(1));
        var another = left("other-1", BEGAN.minusSeconds(1));
        ReceivedKar.clean(folder, BEGAN);
        assertThat(old).doesNotExist();
        assertThat(present).exists();
        assertThat(another).exists();
    }

    @Test
    void whatCannotBeRemovedKeepsNothingElseFromIt() throws Exception {
        var odd = Files.createDirectories(folder.resolve("matluoi-kar-0/full/of"));
        var file = Files.createFile(folder.resolve("matluoi-kar-1"));
        var old = left("matluoi-kar-2", BEGAN.minusSeconds(1));
        for (var each : new Path[] {odd.getParent().getParent(), file}) {
            Files.setLastModifiedTime(each, FileTime.from(BEGAN.minusSeconds(1)));
        }
        ReceivedKar.clean(folder, BEGAN);
        assertThat(old).doesNotExist();
    }

    @Test
    void aFileIsGoneWhenItIsClosed() throws Exception {
        var kar = ReceivedKar.of("acme.kar", new ByteArrayInputStream(new byte[] {1, 2, 3}));
        assertThat(kar.file()).hasBinaryContent(new byte[] {1, 2, 3});
        kar.close();
        assertThat(kar.file().getParent()).doesNotExist();
    }
}
