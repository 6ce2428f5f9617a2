package vn.matluoi.firststart.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The Derby database a first start begins with. It comes with the distribution, its tables made and the administrative units
 * in it, and is laid down where the hub is going to open it: making both anew took four seconds.
 */
final class BlankDatabase {

    /** What is shipped is laid down for this address alone; another database, or one made otherwise, is its administrator's. */
    private static final String URL = "jdbc:derby:${karaf.data}/derby/matluoi;create=true";

    private final Path shipped;
    private final Path settings;
    private final Path database;
    private final Path aside;

    /**
     * @param home the distribution, which holds it in {@code database/derby/matluoi}
     * @param etc holds the database's settings, {@code org.ops4j.datasource-matluoi.cfg}
     * @param data the hub's state
     */
    BlankDatabase(Path home, Path etc, Path data) {
        this.shipped = home.resolve("database/derby/matluoi");
        this.settings = etc.resolve("org.ops4j.datasource-matluoi.cfg");
        this.database = data.resolve("derby/matluoi");
        this.aside = data.resolve("derby/matluoi.part");
    }

    /**
     * Lays it down where none is, on the disk and whole or not at all, also if the machine loses its power. Not for two
     * processes at once.
     *
     * @return whether it did
     * @throws IOException if it cannot be written; there is no database then, and Derby makes an empty one
     */
    boolean lay() throws IOException {
        if (Files.exists(database) || !Files.isDirectory(shipped) || !isWanted()) {
            return false;
        }
        Files.createDirectories(database.getParent());
        remove(aside); // of a start that was cut short
        try {
            copy();
            Files.move(aside, database, StandardCopyOption.ATOMIC_MOVE);
            sync(database.getParent());
            sync(database.getParent().getParent());
            return true;
        } finally {
            remove(aside);
        }
    }

    private boolean isWanted() throws IOException {
        if (!Files.exists(settings)) {
            return false;
        }
        Properties read = new Properties();
        try (InputStream in = Files.newInputStream(settings)) {
            read.load(in);
        }
        return read.getProperty("url", "").strip().equals(URL);
    }

    private void copy() throws IOException {
        List<Path> folders = new ArrayList<>();
        for (Path from : inside(shipped)) {
            Path to = aside.resolve(shipped.relativize(from));
            if (Files.isDirectory(from)) {
                Files.createDirectory(to);
                folders.add(to);
            } else {
                copy(from, to);
            }
        }
        for (Path folder : folders) {
            sync(folder);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            long end = in.size();
            for (long at = 0; at < end; ) {
                at += in.transferTo(at, end - at, out);
            }
            out.force(true);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (Files.exists(folder)) {
            List<Path> inside = inside(folder);
            inside.sort(Comparator.reverseOrder());
            for (Path path : inside) {
                Files.delete(path);
            }
        }
    }

    /** The folder and all that is in it, a folder before what it holds. */
    private static List<Path> inside(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return new ArrayList<>(all.sorted().toList());
        }
    }
}
