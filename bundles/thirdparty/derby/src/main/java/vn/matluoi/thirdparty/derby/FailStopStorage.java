package vn.matluoi.thirdparty.derby;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.derby.impl.io.DirStorageFactory;
import org.apache.derby.io.StorageFile;
import org.apache.derby.io.WritableStorageFactory;

/**
 * Derby's files in a folder, with one difference: once a write or sync of a database's files has failed, every later one
 * fails too, until the database is opened anew and has recovered from its log. Derby itself tries a failed log write up to
 * five times more, and only notes when a sync fails at a checkpoint; the next sync of that file may then succeed although
 * the pages are lost, for Linux tells of each failure once. So a failure here always takes the database down, and a commit
 * is never acknowledged after one.
 *
 * <p>Derby makes it by name: system property {@code derby.subSubProtocol.directory}.
 */
public final class FailStopStorage implements WritableStorageFactory {

    /** By which Derby owns a database: the first file that it writes each time one is opened. */
    private static final String LOCK = "db.lck";

    /** Files of the log, and what is left of a dropped table until the log no longer speaks of it. */
    private static final Pattern OF_THE_LOG = Pattern.compile("log\\d+\\.dat|d\\p{XDigit}+\\.dat");

    /** By the path of the database's folder. */
    private static final Map<String, Health> HEALTH = new ConcurrentHashMap<>();

    private final WritableStorageFactory files = new DirStorageFactory();

    /** Whether a database's files can be trusted since it was opened last. */
    static final class Health {

        private volatile IOException failure;
        /** Whether a checkpoint was named whose record is not in the log yet. Guarded by this, as what is below. */
        private boolean early;

        private final List<StorageFile> notYetDeleted = new ArrayList<>();

        synchronized void early() {
            early = true;
        }

        /** The record is there, and was named again: what was needed until then may go. */
        synchronized void inOrder() {
            early = false;
            notYetDeleted.forEach(StorageFile::delete);
            notYetDeleted.clear();
        }

        /** @return whether it is gone, or will be */
        boolean delete(StorageFile file) {
            synchronized (this) {
                if (early && OF_THE_LOG.matcher(file.getName()).matches()) {
                    return notYetDeleted.add(file);
                }
            }
            return file.delete();
        }

        void require() throws IOException {
            if (failure != null) {
                throw new IOException("an earlier write or sync of this database failed", failure);
            }
        }

        IOException failed(IOException why) {
            if (failure == null) {
                failure = why;
            }
            return why;
        }
    }

    @Override
    public void init(String home, String databaseName, String tempDirName, String uniqueName) throws IOException {
        files.init(home, databaseName, tempDirName, uniqueName);
    }

    @Override
    public StorageFile newStorageFile(String path) {
        return watched(files.newStorageFile(path));
    }

    @Override
    public StorageFile newStorageFile(String directoryName, String fileName) {
        return watched(files.newStorageFile(directoryName, fileName));
    }

    @Override
    public StorageFile newStorageFile(StorageFile directoryName, String fileName) {
        return watched(files.newStorageFile(plain(directoryName), fileName));
    }

    @Override
    public StorageFile createTemporaryFile(String prefix, String suffix) throws IOException {
        return files.createTemporaryFile(prefix, suffix);
    }

    @Override
    public StorageFile getTempDir() {
        return watched(files.getTempDir());
    }

    @Override
    public void sync(OutputStream stream, boolean metaData) throws IOException {
        files.sync(stream, metaData);
    }

    @Override
    public boolean supportsWriteSync() {
        return files.supportsWriteSync();
    }

    @Override
    public void shutdown() {
        files.shutdown();
    }

    @Override
    public String getCanonicalName() throws IOException {
        return files.getCanonicalName();
    }

    @Override
    public void setCanonicalName(String name) {
        files.setCanonicalName(name);
    }

    @Override
    public char getSeparator() {
        return files.getSeparator();
    }

    @Override
    public boolean isFast() {
        return files.isFast();
    }

    @Override
    public boolean isReadOnlyDatabase() {
        return files.isReadOnlyDatabase();
    }

    @Override
    public boolean supportsRandomAccess() {
        return files.supportsRandomAccess();
    }

    @Override
    public int getStorageFactoryVersion() {
        return files.getStorageFactoryVersion();
    }

    /** @param database its folder, without links in its path */
    static Health health(Path database) {
        return HEALTH.computeIfAbsent(database.toString(), name -> new Health());
    }

    private Health health() throws FileNotFoundException {
        try {
            return health(Path.of(files.getCanonicalName()));
        } catch (IOException e) {
            throw (FileNotFoundException) new FileNotFoundException(e.getMessage()).initCause(e);
        }
    }

    /** A file whose writes are watched. All else is Derby's own. */
    private interface Watched extends StorageFile {

        StorageFile plain();
    }

    private static StorageFile plain(StorageFile file) {
        return file instanceof Watched watched ? watched.plain() : file;
    }

    private StorageFile watched(StorageFile file) {
        if (file == null) {
            return null;
        }
        return (StorageFile) Proxy.newProxyInstance(
                FailStopStorage.class.getClassLoader(), new Class<?>[] {Watched.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "plain":
                            return file;
                        case "equals":
                            return arguments[0] instanceof Watched other && file.equals(other.plain());
                        case "getRandomAccessFile":
                            if (file.getName().equals(LOCK)) {
                                HEALTH.put(files.getCanonicalName(), new Health());
                            }
                            return new WatchedFile(file.getPath(), (String) arguments[0], health());
                        case "delete":
                            return health().delete(file);
                        case "renameTo":
                            return file.renameTo(plain((StorageFile) arguments[0]));
                        case "getParentDir":
                            return watched(file.getParentDir());
                        default:
                    }
                    try {
                        return method.invoke(file, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
