package vn.matluoi.source.mail.internal;

import jakarta.mail.Message;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.route.AgencySheets;
import vn.matluoi.api.route.SheetSpool;
import vn.matluoi.api.route.Unusable;

/** Goes through the mails of a mailbox over one connection, until all were seen to or the connection ends. One thread. */
final class Round {

    private static final Logger LOG = LoggerFactory.getLogger(Round.class);
    private static final int MOST_LOOKED_AT = 5000;
    private static final int MOST_MAILS = 500;
    private static final int LONGEST_FROM = 4 * 1024;
    private static final int LONGEST_RESULTS = 64 * 1024;
    private static final String DONE = "done";
    private static final String REFUSED = "refused";
    private static final String UNREADABLE = "mail.unreadable";

    /** Of Base64, with its line ends, for each byte. */
    private static final double ENCODED = 1.4;

    private final MailSettings settings;
    private final Mailbox mailbox;
    private final Tries tries;
    private final AgencySheets sheets;
    private final BooleanSupplier wanted;
    private final BooleanSupplier inTime;
    private final Postponed postponed;

    /**
     * @param wanted whether anybody still wants the sheets
     * @param inTime whether the look may go on
     * @param postponed mails that are left out; those over which the connection ends or the hub fails are added
     */
    Round(
            MailSettings settings,
            Mailbox mailbox,
            Tries tries,
            AgencySheets sheets,
            BooleanSupplier wanted,
            BooleanSupplier inTime,
            Postponed postponed) {
        this.settings = settings;
        this.mailbox = mailbox;
        this.tries = tries;
        this.sheets = sheets;
        this.wanted = wanted;
        this.inTime = inTime;
        this.postponed = postponed;
    }

    /** Reads something of a mail. */
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws MessagingException, IOException;
    }

    private boolean goesOn() {
        return wanted.getAsBoolean() && inTime.getAsBoolean();
    }

    void go() throws MessagingException, IOException, Unusable {
        var mails = new LinkedHashMap<Message, String>();
        var waiting = mailbox.waiting(MOST_LOOKED_AT);
        var from = mailbox.headers(waiting, "From", LONGEST_FROM);
        for (var mail : waiting) {
            var sender = sender(from.getOrDefault(mail, List.of()));
            if (sender.isPresent() && mails.size() < MOST_MAILS) {
                mails.put(mail, sender.get());
            }
        }
        if (!mails.isEmpty() && !settings.keep() && !mailbox.canMoveTo(DONE, REFUSED)) {
            throw Troubles.notMovable();
        }
        for (var mail : mails.entrySet()) {
            if (!goesOn()) {
                throw new InterruptedIOException();
            }
            var number = mailbox.number(mail.getKey());
            if (!postponed.contains(number)) {
                one(mail.getKey(), mail.getValue(), number);
            }
        }
    }

    /** @return from whom it is; empty if that is nobody who may send sheets */
    private Optional<String> sender(List<String> from) {
        try {
            var addresses = from.size() == 1 ? InternetAddress.parseHeader(from.get(0), true) : new InternetAddress[0];
            return addresses.length == 1
                    ? Optional.ofNullable(addresses[0].getAddress()).filter(settings.senders()::allow)
                    : Optional.empty();
        } catch (AddressException | RuntimeException e) { // whatever the library makes of it
            return Optional.empty();
        }
    }

    private void one(Message mail, String sender, String number) throws MessagingException, IOException, Unusable {
        try {
            read(mail, sender, number);
        } catch (MessageRemovedException e) {
            LOG.debug(
                    "route {}: a mail was taken away by somebody else",
                    settings.agency().routeName(),
                    e);
        } catch (MessagingException | IOException e) {
            if (goesOn()) {
                postponed.stumbledOver(number);
            }
            throw e;
        }
    }

    private void read(Message mail, String sender, String number) throws MessagingException, IOException, Unusable {
        var reports = new ArrayList<IntakeReport>();
        var delivery = "mail:" + number;
        var tried = tries.begin(delivery);
        var signed = tried <= AgencySheets.MOST_TRIES
                ? read(mail, delivery, () -> settings.verifier().isEmpty() || isSigned(mail, sender))
                : Optional.<Boolean>empty();
        var attached =
                signed.orElse(false) ? read(mail, delivery, () -> Attachments.of(mail)) : Optional.<Attachments>empty();
        if (signed.isPresent()) { // it was no try if the database is away now
            tries.note(delivery, 0);
        }
        if (signed.isPresent() && !signed.get()) {
            reports.add(sheets.refuse(sender, "mail.dkim", Returns.NOT_SIGNED, Returns.SEND_AGAIN));
        } else if (attached.isEmpty()) {
            reports.add(sheets.refuse(sender, UNREADABLE, Returns.MAIL_UNREADABLE, Returns.SEND_AGAIN));
        }
        if (signed.isEmpty()) {
            tries.note(delivery, 0);
        }
        if (attached.isPresent() && !all(mail, attached.get(), sender, number, reports)) {
            return;
        }
        end(mail, reports);
    }

    /**
     * @param delivery what the try was counted for: a mail over which the connection ends each time is not read for ever
     * @return empty if the mail's content is at fault, not the connection
     */
    private <T> Optional<T> read(Message mail, String delivery, Reading<T> what)
            throws MessagingException, IOException {
        try {
            return Optional.of(what.read());
        } catch (HubException e) { // the disk is full
            tries.takeBack(delivery);
            throw e;
        } catch (MessagingException | IOException | RuntimeException e) {
            if (!wanted.getAsBoolean()) {
                tries.takeBack(delivery);
            }
            if (!goesOn() || !mailbox.lives()) {
                throw e;
            }
            if (mail.isExpunged()) {
                tries.note(delivery, 0);
                throw new MessageRemovedException();
            }
            LOG.warn(
                    "route {}: {} cannot be read: {}",
                    settings.agency().routeName(),
                    delivery,
                    e.getClass().getName());
            LOG.debug("{}", delivery, e);
            return Optional.empty();
        }
    }

    private boolean isSigned(Message mail, String sender) throws MessagingException {
        var results = mailbox.headers(List.of(mail), "Authentication-Results", LONGEST_RESULTS);
        if (mail.isExpunged()) {
            throw new MessageRemovedException();
        }
        return AuthenticationResults.signed(
                results.getOrDefault(mail, List.of()), settings.verifier().orElseThrow(), sender);
    }

    /** @return whether each was brought to an end; if not, the mail waits */
    private boolean all(Message mail, Attachments found, String sender, String number, List<IntakeReport> reports)
            throws MessagingException, IOException {
        if (found.tooMany()) {
            return reports.add(sheets.refuse(sender, "mail.too-many", Returns.TOO_MANY, Returns.SEND_AGAIN));
        }
        var attached = found.sheets();
        if (attached.isEmpty()) {
            return reports.add(sheets.refuse(sender, "mail.no-sheet", Returns.NO_SHEET, Returns.SEND_AGAIN));
        }
        for (var i = 0; i < attached.size(); i++) {
            var report = sheet(mail, attached.get(i), number, i);
            if (report.isEmpty()) {
                return false;
            }
            reports.add(report.get());
            LOG.info(
                    "route {}: {} taken in: {}",
                    settings.agency().routeName(),
                    attached.get(i).name(),
                    AgencySheets.inShort(report.get()));
        }
        return true;
    }

    private Optional<IntakeReport> sheet(Message mail, Attachments.Sheet sheet, String number, int place)
            throws MessagingException, IOException {
        var delivery = "mail:" + number + ":" + place;
        var tried = tries.begin(delivery); // before it is fetched: over that, too, a connection or the hub may end
        Optional<IntakeReport> report;
        if (tried > AgencySheets.MOST_TRIES + 1) { // the one more was to fetch what is kept
            report = Optional.of(sheets.refuse(sheet.name(), UNREADABLE, Returns.SHEET_UNREADABLE, Returns.SEND_AGAIN));
        } else if (read(mail, delivery, () -> sheet.part().getSize()).orElse(-1) > ENCODED * SheetSpool.MOST_BYTES) {
            report = Optional.of(sheets.refuse(sheet.name(), "sheet.too-large", Returns.TOO_LARGE, Returns.SEND_AGAIN));
        } else {
            var fetched = read(mail, delivery, () -> fetch(sheet.part().getInputStream()));
            if (fetched.isPresent()) {
                try (var spool = fetched.get()) {
                    return taken(sheet, number, delivery, spool, tried);
                }
            }
            report = Optional.of(unreadable(mail, sheet, delivery));
        }
        tries.note(delivery, 0);
        return report;
    }

    /** Refuses it, and keeps it as it came, still encoded, if the server gives it so. */
    private IntakeReport unreadable(Message mail, Attachments.Sheet sheet, String delivery)
            throws MessagingException, IOException {
        var raw = read(mail, delivery, () -> fetch(encoded(sheet.part())));
        var report = sheets.refuse(sheet.name(), UNREADABLE, Returns.SHEET_UNREADABLE, Returns.SEND_AGAIN);
        if (raw.isPresent()) {
            try (var spool = raw.get()) {
                sheets.keep(sheet.name() + ".raw", report, spool.read());
            }
        }
        return report;
    }

    private static InputStream encoded(Part part) throws MessagingException {
        return part instanceof MimeMessage mail ? mail.getRawInputStream() : ((MimeBodyPart) part).getRawInputStream();
    }

    private Optional<IntakeReport> taken(
            Attachments.Sheet sheet, String number, String delivery, SheetSpool spool, int tried) {
        IntakeReport report;
        try {
            report = tried <= AgencySheets.MOST_TRIES
                    ? sheets.take(sheet.name(), delivery + ":" + spool.sha256Hex(), spool.read())
                    : sheets.giveUp(sheet.name(), delivery);
            sheets.keep(sheet.name(), report, spool.read());
        } catch (HubException e) { // the database, or the disk, was away: that was no try
            tries.note(delivery, tried - 1);
            throw e;
        } catch (RuntimeException e) { // a fault of the hub: whatever it is, the other mails are taken
            if (tried < AgencySheets.MOST_TRIES) {
                postponed.failedOver(number, e);
                return Optional.empty();
            }
            LOG.error(
                    "route {}: {} is refused after {} tries, reference {}",
                    settings.agency().routeName(),
                    sheet.name(),
                    AgencySheets.MOST_TRIES,
                    delivery,
                    e);
            report = sheets.giveUp(sheet.name(), delivery);
            sheets.keep(sheet.name(), report, spool.read());
        }
        tries.note(delivery, 0);
        return Optional.of(report);
    }

    private SheetSpool fetch(InputStream sheet) throws IOException {
        try (sheet) {
            return SheetSpool.of(sheet, this::goesOn);
        }
    }

    private void end(Message mail, List<IntakeReport> reports) throws MessagingException, Unusable {
        if (settings.keep()) {
            if (!mailbox.markSeenTo(mail)) {
                throw Troubles.notMarkable();
            }
            return;
        }
        mailbox.move(mail, reports.stream().anyMatch(AgencySheets::isRefused) ? REFUSED : DONE);
    }
}
