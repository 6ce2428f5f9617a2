package vn.matluoi.registry.internal.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException;

class DiskSpaceTest {

    private static final long LEAST = 64 << 10;
    private static final long RESERVED = 128 << 10;

    @TempDir
    Path data;

    @TempDir
    Path log;

    private final AtomicLong free = new AtomicLong(1 << 20);
    private final AtomicLong freeForLog = new AtomicLong(1 << 20);
    private DiskSpace disk;
    private Path reserve;

    @BeforeEach
    void make() {
        reserve = data.resolve("reserve");
        disk = new DiskSpace(data, log, LEAST, RESERVED, folder -> (folder.equals(data) ? free : freeForLog).get());
        disk.look();
    }

    @Test
    void keepsSomeAsideWhileThereIsRoom() throws Exception {
        assertThat(Files.size(reserve)).isEqualTo(RESERVED);
        assertThat(disk.check().healthy()).isTrue();
        disk.begin();
        disk.end();
    }

    @Test
    void refusesChangesAndSaysWhereWhenThereIsLittleRoom() {
        free.set(LEAST - 1);

        assertThatExceptionOfType(HubException.class).isThrownBy(disk::begin).satisfies(refusal -> {
            assertThat(refusal.reason()).isEqualTo(HubException.Reason.UNAVAILABLE);
            assertThat(refusal.rule()).isEqualTo("disk.full");
            assertThat(refusal.text().vi()).contains(data.toString());
        });
        assertThat(disk.check().healthy()).isFalse();
        assertThat(disk.check().detail().en()).contains(data.toString());
        disk.look();
        assertThat(reserve).as("there is still room for the log").exists();
    }

    @Test
    void givesWhatIsAsideAwayWhenNothingElseIsLeftAndGoesOnByItself() {
        free.set(0);
        disk.look();
        assertThat(reserve).doesNotExist();

        free.set(RESERVED);
        disk.look();
        assertThatExceptionOfType(HubException.class)
                .as("what was set free is not for changes")
                .isThrownBy(disk::begin);
        assertThat(disk.check().healthy()).isFalse();

        free.set(LEAST + RESERVED);
        disk.look();
        free.set(LEAST);
        assertThat(reserve).exists();
        assertThat(disk.check().healthy()).isTrue();
        disk.begin();
        disk.end();
    }

    @Test
    void keepsItAsLongAsAChangeIsUnderWay() {
        disk.begin();
        free.set(0);
        disk.look();
        assertThat(reserve).exists();

        disk.end();
        disk.look();
        assertThat(reserve).doesNotExist();
    }

    @Test
    void namesTheDiskOfTheLogAndGoesOn() {
        freeForLog.set(0);

        assertThat(disk.check().healthy()).isFalse();
        assertThat(disk.check().detail().en()).contains(log.toString());
        disk.begin();
        disk.end();
    }
}
