package vn.matluoi.api.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.driver.DeviceException;

/**
 * A folder on a server, logged in to. Every call blocks for a bounded time and fails with {@link IOException} if the server does not
 * answer or the connection breaks; then there is no use in another. Paths are relative to the folder. One thread, but {@link #close()}
 * may come from any and ends the call under way.
 */
@ProviderType
public interface RemoteFolder extends AutoCloseable {

    /**
     * Reads the names in the folder one after the other.
     *
     * @throws DeviceException.Refused {@code RIGHTS} if the folder is not there, or may not be read
     */
    void list(Seen seen) throws IOException, DeviceException;

    /** @return that file as it is now; empty if it is not there, or no file itself */
    Optional<RemoteFile> find(String path) throws IOException;

    /** @return whether there is anything of that name, a link that leads nowhere too */
    boolean exists(String path) throws IOException;

    /**
     * Reads a file from its beginning. The stream is closed before anything else is asked.
     *
     * @throws Unreadable if the server does not give that one; others may be read
     */
    InputStream read(String path) throws IOException;

    /**
     * Writes a file that is not there yet. All of it is there once the stream is closed without a complaint, and on the server's disk,
     * where the server can be asked for that ({@code fsync@openssh.com}).
     *
     * @throws Unwritable if the server does not take it, from here or from any call of the stream
     */
    OutputStream write(String path) throws IOException;

    /** Makes a folder in the folder, if it is not there. @return whether there is one now */
    boolean makeFolder(String name) throws IOException;

    /** @return whether it was moved; not over a file that is there */
    boolean move(String from, String to) throws IOException;

    /**
     * Moves a file, over one that is there: in one step where the server knows how ({@code posix-rename@openssh.com}).
     *
     * @throws Unwritable if the server does not do it
     */
    void replace(String from, String to) throws IOException;

    /**
     * Removes a file, if it is there.
     *
     * @throws Unwritable if the server says that it does not
     */
    void remove(String path) throws IOException;

    @Override
    void close();

    /** The server does not give one file, and says so. */
    final class Unreadable extends IOException {

        private static final long serialVersionUID = 1L;

        public Unreadable(IOException why) {
            super(why);
        }
    }

    /** The server does not take a file or a name, and says so. */
    final class Unwritable extends IOException {

        private static final long serialVersionUID = 1L;

        private final Why why;

        public Unwritable(Why why, IOException cause) {
            super(cause);
            this.why = why;
        }

        public Why why() {
            return why;
        }

        /** What it says. */
        public enum Why {
            /** The account may not. */
            RIGHTS,
            /** Disk or quota are full. */
            SPACE,
            /** That it failed: many servers say no more of a full disk. */
            FAILED
        }
    }

    /** Is told of one name after the other, and says whether to go on. */
    interface Seen {

        boolean file(RemoteFile file);

        /** A folder, a link: no file itself. */
        boolean other();
    }
}
