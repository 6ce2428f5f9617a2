package vn.matluoi.forward.sftp.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.route.Unusable;
import vn.matluoi.api.sftp.FileServer;
import vn.matluoi.api.sftp.FileServers;
import vn.matluoi.api.sftp.RemoteFile;
import vn.matluoi.api.sftp.RemoteFolder;

/**
 * A folder on a receiver's server into which messages are laid: each batch is a file, each message a line. A file is written aside,
 * and moved under its own name when all of it is there; then the batch counts as delivered. Nothing is ever put aside: a server knows
 * nothing of what is in a file. The connection lives as long as one file. One thread at a time.
 */
public final class DropFolder {

    /** All of one file, with the log-in; who calls waits for no more than two minutes. */
    private static final Duration LONGEST = Duration.ofSeconds(110);

    private static final Logger LOG = LoggerFactory.getLogger(DropFolder.class);
    private static final int NOT_KNOWN = -1;

    private final FileServer server;
    private final FileServers servers;
    private final DropNames names;
    private final int mostWaiting;
    private final Duration longest;
    private int waiting = NOT_KNOWN; // at most: files are collected meanwhile. Guarded by this

    DropFolder(FileServer server, FileServers servers, DropNames names, int mostWaiting) {
        this(server, servers, names, mostWaiting, LONGEST);
    }

    DropFolder(FileServer server, FileServers servers, DropNames names, int mostWaiting, Duration longest) {
        this.server = server;
        this.servers = servers;
        this.names = names;
        this.mostWaiting = mostWaiting;
        this.longest = longest;
    }

    /** Called by the route. */
    public synchronized void lay(List<Delivery> batch) throws SinkException {
        var known = waiting;
        waiting = NOT_KNOWN; // unless all goes well
        try (var folder = open()) {
            var before = known == NOT_KNOWN || known >= mostWaiting ? look(folder) : known;
            if (before >= mostWaiting) {
                throw Troubles.notCollected(server, mostWaiting);
            }
            write(folder, batch);
            waiting = before + 1;
        } catch (DeviceException e) {
            throw Troubles.of(server, e);
        } catch (RemoteFolder.Unwritable e) {
            throw Troubles.notWritten(server, e);
        } catch (IOException e) {
            throw Troubles.away(server, e);
        }
    }

    private RemoteFolder open() throws SinkException, DeviceException {
        try {
            return servers.open(server, server.secret().needed(), longest);
        } catch (Unusable e) {
            throw new SinkException.Refused(
                    e.text(), 0, Optional.of(server.secret().path()), e);
        }
    }

    /** Removes what was begun and is not whole. @return how many files wait to be collected; no more than the most are counted */
    private int look(RemoteFolder folder) throws IOException, DeviceException {
        var found = new Found();
        folder.list(found);
        for (var one : found.begun) {
            folder.remove(one);
        }
        return found.finished;
    }

    private void write(RemoteFolder folder, List<Delivery> batch) throws IOException {
        var aside = names.aside();
        var size = 0L;
        try (var out = folder.write(aside)) {
            for (var message : batch) {
                out.write(message.json());
                out.write('\n');
                size += message.json().length + 1;
            }
        }
        var there = folder.find(aside).map(RemoteFile::size).orElse(0L);
        if (there != size) {
            throw new RemoteFolder.Unwritable(
                    RemoteFolder.Unwritable.Why.FAILED,
                    new IOException("%d bytes are there of %d".formatted(there, size)));
        }
        var name = names.of(batch);
        folder.replace(aside, name);
        LOG.debug("{} has {}", server.host(), name);
    }

    /** What lies there, of this route's. */
    private final class Found implements RemoteFolder.Seen {

        private static final int MOST_BEGUN = 100;
        private static final int MOST_NAMES = 200_000;

        private final List<String> begun = new ArrayList<>();
        private int finished;
        private int seen;

        @Override
        public boolean file(RemoteFile file) {
            if (names.isAside(file.name()) && begun.size() < MOST_BEGUN) {
                begun.add(file.name());
            } else if (names.isFinished(file.name())) {
                finished++;
            }
            return other();
        }

        @Override
        public boolean other() {
            seen++;
            return finished < mostWaiting && seen < MOST_NAMES;
        }
    }
}
