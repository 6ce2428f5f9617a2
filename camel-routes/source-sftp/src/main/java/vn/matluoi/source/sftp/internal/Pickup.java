package vn.matluoi.source.sftp.internal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.route.AgencySheets;
import vn.matluoi.api.route.OneTry;
import vn.matluoi.api.route.SheetPoll;
import vn.matluoi.api.route.SheetSpool;
import vn.matluoi.api.route.Unusable;
import vn.matluoi.api.sftp.FileServers;
import vn.matluoi.api.sftp.RemoteFile;
import vn.matluoi.api.sftp.RemoteFolder;

/**
 * One folder on one server that is looked into. A sheet that lies still is fetched whole, taken in, and ends on the server in
 * {@code done} or {@code refused} beside its report; or stays where it is and is remembered. It is neither lost nor applied twice
 * wherever the hub is killed: until it is moved, the ledger gives the same file the same delivery, and the intake applies a delivery
 * once. A file that changes is let lie, one that is too large is not fetched.
 */
final class Pickup implements SheetPoll.Look {

    /** One look. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    /** What has not ended by itself then is cut. */
    private static final Duration CUT_OFF = LONGEST.plusMinutes(1);

    /** Names read in one look, and of them sheets to be fetched in it; the rest is for the next. */
    static final int MOST_NAMES = 100_000;

    static final int MOST_SHEETS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Pickup.class);

    private final SftpSettings settings;
    private final FileServers servers;
    private final Path memory;
    private final LongSupplier nanos;
    private final Pause pause;
    private final OneTry login = new OneTry();

    /** Waits. */
    @FunctionalInterface
    interface Pause {

        /** @return whether the time has passed, and nobody wants to stop */
        boolean of(Duration time, BooleanSupplier wanted);
    }

    /**
     * @param memory file of the {@link Ledger}
     * @param nanos a monotonic clock
     */
    Pickup(SftpSettings settings, FileServers servers, Path memory, LongSupplier nanos, Pause pause) {
        this.settings = settings;
        this.servers = servers;
        this.memory = memory;
        this.nanos = nanos;
        this.pause = pause;
    }

    @Override
    public void into(AgencySheets sheets, BooleanSupplier wanted) throws Unusable {
        var begun = nanos.getAsLong();
        BooleanSupplier inTime = () -> nanos.getAsLong() - begun < LONGEST.toNanos();
        try (var folder = open();
                var ledger = Ledger.open(memory, place())) {
            new Round(folder, ledger, sheets, wanted, inTime).go();
        } catch (InterruptedIOException e) {
            if (!inTime.getAsBoolean()) {
                throw Troubles.tooLong(settings);
            }
        } catch (IOException e) {
            throw inTime.getAsBoolean() ? Troubles.unreachable(settings, e) : Troubles.tooLong(settings);
        } catch (DeviceException e) {
            throw Troubles.of(e);
        }
    }

    private String place() {
        var server = settings.server();
        return "%s %s %d %s %s"
                .formatted(server.protocol(), server.host(), server.port(), server.username(), server.folder());
    }

    private RemoteFolder open() throws Unusable {
        var secret = settings.server().secret().needed();
        login.ask(secret);
        try {
            return servers.open(settings.server(), secret, CUT_OFF);
        } catch (DeviceException e) {
            throw e instanceof DeviceException.Refused refused && refused.why() == Why.CREDENTIALS
                    ? login.refused(secret, Troubles.refused(e))
                    : Troubles.of(e);
        }
    }

    /** One look. */
    private final class Round {

        private final RemoteFolder folder;
        private final Ledger ledger;
        private final AgencySheets sheets;
        private final BooleanSupplier wanted;
        private final BooleanSupplier inTime;
        private final List<Unusable> troubles = new ArrayList<>();
        private RuntimeException fault; // of the hub

        Round(RemoteFolder folder, Ledger ledger, AgencySheets sheets, BooleanSupplier wanted, BooleanSupplier inTime) {
            this.folder = folder;
            this.ledger = ledger;
            this.sheets = sheets;
            this.wanted = wanted;
            this.inTime = inTime;
        }

        private boolean goesOn() {
            return wanted.getAsBoolean() && inTime.getAsBoolean();
        }

        void go() throws IOException, Unusable, DeviceException {
            var waiting = list();
            if (!waiting.isEmpty() && !settings.keep()) {
                if (!folder.makeFolder(End.DONE.folder()) || !folder.makeFolder(End.REFUSED.folder())) {
                    throw Troubles.notWritable(settings);
                }
            }
            if (waiting.isEmpty() || !pause.of(settings.stable(), wanted)) {
                told();
                return;
            }
            for (var sheet : waiting) {
                if (!goesOn()) {
                    throw new InterruptedIOException();
                }
                one(sheet);
            }
            told();
        }

        private void told() throws Unusable {
            if (fault != null) {
                throw fault;
            }
            if (!troubles.isEmpty()) {
                throw troubles.get(0);
            }
        }

        /** @return what is to be fetched, what has waited longest first */
        private List<RemoteFile> list() throws IOException, DeviceException {
            var listing = new Listing();
            folder.list(listing);
            if (!goesOn()) {
                throw new InterruptedIOException();
            }
            if (listing.names >= MOST_NAMES) {
                troubles.add(Troubles.tooMany(settings));
            } else {
                ledger.keepOnly(listing.present);
            }
            if (listing.unusable > 0) {
                troubles.add(Troubles.names(listing.unusable));
            }
            listing.waiting.sort(Comparator.comparing(RemoteFile::modified).thenComparing(RemoteFile::name));
            return listing.waiting;
        }

        /** Sorts names while they come, and keeps no more than it must. */
        private final class Listing implements RemoteFolder.Seen {

            private final List<RemoteFile> waiting = new ArrayList<>();
            private final Set<String> present = new HashSet<>();
            private int names;
            private int unusable;

            @Override
            public boolean file(RemoteFile file) {
                if (settings.pattern().match(file.name())) {
                    sheet(file);
                }
                return other();
            }

            private void sheet(RemoteFile file) {
                if (!SheetNames.isUsable(file.name())) {
                    unusable++;
                    return;
                }
                if (ledger.find(file.name()).isPresent()) {
                    present.add(file.name());
                }
                if (waiting.size() < MOST_SHEETS && !isDone(file)) {
                    waiting.add(file);
                }
            }

            @Override
            public boolean other() {
                names++;
                return names < MOST_NAMES && goesOn();
            }
        }

        private boolean isDone(RemoteFile file) {
            return settings.keep()
                    && ledger.find(file.name())
                            .filter(entry -> entry.state() != Ledger.State.BEGUN)
                            .filter(entry -> entry.file().equals(file))
                            .isPresent();
        }

        private void one(RemoteFile listed) throws IOException {
            if (!isStill(listed)) {
                return;
            }
            var delivery = ledger.delivery(listed);
            if (listed.size() > SheetSpool.MOST_BYTES) {
                end(delivery, sheets.refuse(listed.name(), "sheet.too-large", TOO_LARGE, SPLIT), "");
                return;
            }
            try (var spool = fetch(listed.name())) {
                if (!isStill(listed)) {
                    return;
                }
                if (spool.size() != listed.size()) {
                    troubles.add(Troubles.cutOff(listed.name()));
                    return;
                }
                take(delivery, spool);
            } catch (RemoteFolder.Unreadable e) {
                troubles.add(Troubles.unreadable(listed.name()));
            }
        }

        private SheetSpool fetch(String name) throws IOException {
            try (var in = folder.read(name)) {
                return SheetSpool.of(in, this::goesOn);
            }
        }

        /** Somebody may still be writing it, or have put another in its place. */
        private boolean isStill(RemoteFile listed) throws IOException {
            return folder.find(listed.name()).filter(listed::equals).isPresent();
        }

        private void take(Ledger.Entry delivery, SheetSpool spool) throws IOException {
            var name = delivery.file().name();
            var known = ledger.find(name);
            if (settings.keep()
                    && known.filter(entry -> entry.state() == Ledger.State.TAKEN)
                            .filter(entry -> entry.sha256Hex().equals(spool.sha256Hex()))
                            .isPresent()) {
                ledger.note(known.get().as(delivery.file())); // only its time is another
                return;
            }
            var begun = delivery.begun();
            ledger.note(begun);
            IntakeReport report;
            try {
                report = begun.tries() <= AgencySheets.MOST_TRIES
                        ? sheets.take(name, begun.number() + ":" + spool.sha256Hex(), spool.read())
                        : sheets.giveUp(name, begun.number());
                sheets.keep(name, report, spool.read());
            } catch (HubException e) {
                ledger.note(begun.notTried());
                throw e;
            } catch (RuntimeException e) { // a fault of the hub: whatever it is, the other sheets are taken
                if (begun.tries() < AgencySheets.MOST_TRIES) {
                    fault = e;
                    return;
                }
                LOG.error(
                        "route {}: {} is refused after {} tries, reference {}",
                        settings.agency().routeName(),
                        name,
                        AgencySheets.MOST_TRIES,
                        begun.number(),
                        e);
                report = sheets.giveUp(name, begun.number());
                sheets.keep(name, report, spool.read());
            }
            end(begun, report, spool.sha256Hex());
        }

        private void end(Ledger.Entry delivery, IntakeReport report, String sha256Hex) throws IOException {
            var end = AgencySheets.isRefused(report) ? End.REFUSED : End.DONE;
            var name = delivery.file().name();
            ledger.note(delivery.ended(end == End.DONE ? Ledger.State.TAKEN : Ledger.State.REFUSED, sha256Hex));
            LOG.info("route {}: {} taken in: {}", settings.agency().routeName(), name, AgencySheets.inShort(report));
            if (settings.keep()) {
                return;
            }
            var free = freeName(name, end, delivery.number());
            if (settings.report()) {
                var aside = end.folder() + "/." + delivery.number() + ".part";
                folder.remove(aside);
                try (var out = new BufferedOutputStream(folder.write(aside))) {
                    sheets.writeReport(report, out);
                }
                if (!folder.move(aside, end.folder() + "/" + free + REPORT)) {
                    folder.remove(aside);
                    troubles.add(Troubles.notWritable(settings));
                    return;
                }
            }
            if (folder.move(name, end.folder() + "/" + free)) {
                ledger.forget(name);
            } else {
                troubles.add(Troubles.notWritable(settings));
            }
        }

        /** A sheet of that name that lies there already stays, this one is {@code name (2)}. */
        private String freeName(String name, End end, String number) throws IOException {
            var dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
            for (var next = 1; next <= MOST_ALIKE; next++) {
                var free = next == 1 ? name : name.substring(0, dot) + " (" + next + ")" + name.substring(dot);
                if (!folder.exists(end.folder() + "/" + free) && !folder.exists(end.folder() + "/" + free + REPORT)) {
                    return free;
                }
            }
            return name.substring(0, dot) + " " + number + name.substring(dot);
        }
    }

    private static final String REPORT = ".report.xlsx";
    private static final int MOST_ALIKE = 20;

    private static final Text TOO_LARGE = new Text(
            "Tệp lớn hơn %d MiB nên không được lấy về.".formatted(SheetSpool.MOST_BYTES >> 20),
            "The file is larger than %d MiB and was not fetched.".formatted(SheetSpool.MOST_BYTES >> 20));

    private static final Text SPLIT = new Text(
            "Chia bảng tính thành nhiều tệp nhỏ hơn rồi đặt lại vào thư mục.",
            "Split the sheet into smaller files, and lay those into the folder.");

    /** Where sheets end. */
    private enum End {
        DONE("done"),
        REFUSED("refused");

        private final String folder;

        End(String folder) {
            this.folder = folder;
        }

        String folder() {
            return folder;
        }
    }
}
