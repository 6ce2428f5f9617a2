package vn.matluoi.benchmarks.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectedTest {

    @TempDir
    private Path folder;

    private void file(String name, int... numbers) throws IOException {
        var lines = new StringBuilder();
        for (var number : numbers) {
            lines.append("{\"id\": \"e-%d\", \"data\": {\"source\": \"told-1\", \"topic\": \"told-1 %d 0\"}}\n"
                    .formatted(number, number));
        }
        Files.writeString(folder.resolve(name), lines);
    }

    @Test
    void filesAreReadOnceInTheOrderOfTheirNamesAndNotBeforeTheyBearThem() throws IOException {
        var collected = new Collected(folder);
        file("2.jsonl", 3, 4);
        file("1.jsonl", 1, 2);
        file(".kho-tep.3.part", 5);
        assertThat(collected.look().count()).isEqualTo(4);
        assertThat(collected.look().disordered()).isZero();
        assertThat(collected.look().repeated()).isZero();
        assertThat(collected.look().has("told-1", 5)).isFalse();

        file("3.jsonl", 4, 5);
        assertThat(collected.look().repeated()).isEqualTo(1);
        assertThat(collected.look().has("told-1", 5)).isTrue();

        file("4.jsonl", 8, 7);
        assertThat(collected.look().disordered()).isEqualTo(1);
    }

    @Test
    void aFolderThatIsNotThereYetHoldsNothing() throws IOException {
        assertThat(new Collected(folder.resolve("laid")).look().count()).isZero();
    }

    @Test
    void whatIsTakenOutIsGoneAndMayComeAgainUnderItsName() throws IOException {
        var collected = Collected.takenOut(folder);
        file("1.jsonl", 1, 2);
        assertThat(collected.look().count()).isEqualTo(2);
        assertThat(folder).isEmptyDirectory();

        file("1.jsonl", 1, 2);
        assertThat(collected.look().count()).isEqualTo(2);
        assertThat(collected.look().repeated()).isEqualTo(2);
    }
}
