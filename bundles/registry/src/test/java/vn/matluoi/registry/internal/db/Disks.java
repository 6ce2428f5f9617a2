package vn.matluoi.registry.internal.db;

import java.nio.file.Path;

/** Disks for tests that are about something else. */
public final class Disks {

    private Disks() {}

    public static DiskSpace roomy() {
        var folder = Path.of("target");
        var disk = new DiskSpace(folder, folder, 1, 0, any -> Long.MAX_VALUE);
        disk.look();
        return disk;
    }
}
