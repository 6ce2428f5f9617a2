package vn.matluoi.thirdparty.derby;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.derby.io.StorageFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Derby names a checkpoint in its control files before the log has its record. */
class EarlyCheckpointTest {

    private static final long AT = (7L << 32) | 40;

    @TempDir
    Path folder;

    private Path log;
    private FailStopStorage storage;

    @BeforeEach
    void open() throws IOException {
        storage = new FailStopStorage();
        storage.init("", folder.resolve("db").toString(), null, "unique");
        log = Files.createDirectories(Path.of(storage.getCanonicalName()).resolve("log"));
        file("db.lck").getRandomAccessFile("rw").close();
        Files.write(log.resolve("log6.dat"), new byte[100]);
        Files.write(log.resolve("log7.dat"), new byte[100]);
        write("log.ctrl", control(0));
        write("logmirror.ctrl", control(0));
    }

    private StorageFile file(String name) {
        return name.startsWith("log") ? storage.newStorageFile("log", name) : storage.newStorageFile(name);
    }

    private void write(String name, byte[] bytes) throws IOException {
        try (var out = (WatchedFile) file(name).getRandomAccessFile("rw")) {
            out.write(bytes);
        }
    }

    private static byte[] control(long instant) {
        return ByteBuffer.allocate(48).putLong(128).putLong(instant).array();
    }

    private long named(String name) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(log.resolve(name))).getLong(8);
    }

    private void name() throws IOException {
        write("log.ctrl", control(AT));
        write("logmirror.ctrl", control(AT));
        assertThat(file("log6.dat").delete()).isTrue();
    }

    @Test
    void aCheckpointWhoseRecordIsNotInTheLogIsNotNamedAndNothingBeforeItGoes() throws IOException {
        name();

        assertThat(named("log.ctrl")).isZero();
        assertThat(named("logmirror.ctrl")).isZero();
        assertThat(log.resolve("log6.dat")).exists();
    }

    @Test
    void itIsNamedWhenItsRecordIsThereAndThenTheLogBeforeItGoes() throws IOException {
        name();
        try (var out = (WatchedFile) file("log7.dat").getRandomAccessFile("rw")) {
            out.seek(40);
            out.write(ByteBuffer.allocate(12).putInt(17).putLong(AT).array());
        }
        write("log.ctrl", control(AT));
        write("logmirror.ctrl", control(AT));

        assertThat(named("log.ctrl")).isEqualTo(AT);
        assertThat(named("logmirror.ctrl")).isEqualTo(AT);
        assertThat(log.resolve("log6.dat")).doesNotExist();
    }
}
