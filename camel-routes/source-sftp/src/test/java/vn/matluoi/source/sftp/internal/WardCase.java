package vn.matluoi.source.sftp.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.AgencySheets;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.route.SheetCatalogue;
import vn.matluoi.api.route.SheetPoll;
import vn.matluoi.sftp.internal.Servers;
import vn.matluoi.simulators.agency.FileAgency;

/** A ward's server with an inbox, and a route that looks into it. */
abstract class WardCase<A extends FileAgency> {

    static final Map<String, String> KEEP = Map.of("keep", "true");

    @TempDir
    Path temp;

    final SheetCatalogue catalogue = new SheetCatalogue();
    final AtomicLong nanos = new AtomicLong();
    final List<DeadLetters.Letter> letters = new ArrayList<>();
    boolean keepsNothing;
    AgencySheets sheets;
    Path inbox;
    A agency;
    Runnable meanwhile = () -> {};
    long step; // of the clock, each time it is looked at

    @BeforeEach
    void open() throws IOException {
        inbox = Files.createDirectories(temp.resolve("ward/out"));
        Files.createDirectories(temp.resolve("keys"));
        Files.writeString(temp.resolve("keys/ward"), secret() + "\n");
        agency = serve(temp.resolve("ward"));
    }

    /** @return a server with an account {@code hub} that sees the folder */
    abstract A serve(Path folder) throws IOException;

    /** @return its password */
    abstract String secret();

    /** @return what a route says of a server of this kind besides */
    abstract Map<String, String> kind();

    @AfterEach
    void close() throws IOException {
        agency.close();
    }

    /** As after a start of the hub. */
    SheetPoll poll(Map<String, String> more) {
        var settings = new TreeMap<>(Map.of(
                "routeName", "ward",
                "host", "127.0.0.1",
                "port", Integer.toString(agency.port()),
                "folder", "out",
                "username", "hub",
                "host.key", agency.fingerprint(),
                "source", "phuong-1",
                "area", "27694"));
        settings.putAll(kind());
        settings.putAll(more);
        if (!settings.containsKey("key.file")) {
            settings.put("secret.file", "ward");
        }
        var read = SftpSettings.of(settings::get, temp.resolve("keys"));
        sheets = new AgencySheets(
                        read.agency(),
                        Text.same("again"),
                        catalogue,
                        catalogue,
                        SheetCatalogue.sources(),
                        Clock.systemUTC())
                .keepingIn((route, letter) -> {
                    if (keepsNothing) {
                        throw new HubException(HubException.Reason.UNAVAILABLE, "database", Text.same("away"));
                    }
                    letters.add(letter);
                    return letters.size();
                });
        return new SheetPoll(
                "ward",
                read.timing(),
                sheets,
                new Pickup(
                        read,
                        new Servers(InetSocketAddress::new),
                        temp.resolve("data/ward.ledger"),
                        () -> nanos.addAndGet(step),
                        (time, wanted) -> {
                            meanwhile.run();
                            return wanted.getAsBoolean();
                        }));
    }

    void drop(String name, String text) {
        try {
            Files.writeString(inbox.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void date(String name, Instant time) throws IOException {
        Files.setLastModifiedTime(inbox.resolve(name), FileTime.from(time));
    }

    List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(inbox.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
