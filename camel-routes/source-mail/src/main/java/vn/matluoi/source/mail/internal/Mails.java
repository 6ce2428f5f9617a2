package vn.matluoi.source.mail.internal;

import jakarta.mail.AuthenticationFailedException;
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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.route.AgencySheets;
import vn.matluoi.api.route.OneTry;
import vn.matluoi.api.route.SheetPoll;
import vn.matluoi.api.route.SheetSpool;
import vn.matluoi.api.route.Unusable;

/**
 * One mailbox that is looked into. Of a mail from an allowed sender the attached sheets are fetched whole and taken in; the mail then goes
 * to {@code done}, or, if one of them was refused, to {@code refused}; or it stays, and is marked. Until then the same mail has the
 * same deliveries, so that a sheet counts once wherever the hub is killed. Other mails are let lie. Nothing is ever answered.
 */
final class Mails implements SheetPoll.Look {

    /** One look. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Mails.class);
    private static final int MOST_LOOKED_AT = 5000;
    private static final int MOST_MAILS = 500;
    private static final String DONE = "done";
    private static final String REFUSED = "refused";
    private static final String UNREADABLE = "mail.unreadable";

    /** Of Base64, with its line ends, for each byte. */
    private static final double ENCODED = 1.4;

    private static final Text SEND_AGAIN = new Text(
            "Sửa theo lý do trên rồi gửi lại thư có đính kèm bảng tính.",
            "Mend the cause above, then send a mail with the sheet attached again.");

    private final MailSettings settings;
    private final DeviceNetworks networks;
    private final LongSupplier nanos;
    private final OneTry login;
    private final Path memory;

    /**
     * @param memory file of the {@link Tries}
     * @param nanos a monotonic clock
     */
    Mails(MailSettings settings, DeviceNetworks networks, Path memory, LongSupplier nanos) {
        this.settings = settings;
        this.networks = networks;
        this.memory = memory;
        this.nanos = nanos;
        this.login = new OneTry(nanos);
    }

    @Override
    public void into(AgencySheets sheets, BooleanSupplier wanted) throws Unusable {
        var begun = nanos.getAsLong();
        BooleanSupplier inTime = () -> nanos.getAsLong() - begun < LONGEST.toNanos();
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(Mails.class.getClassLoader()); // there the library looks for its parts
        try (var mailbox = open()) {
            new Round(mailbox, Tries.read(memory), sheets, wanted, inTime).go();
        } catch (InterruptedIOException e) {
            if (!inTime.getAsBoolean()) {
                throw Troubles.tooLong();
            }
            if (wanted.getAsBoolean()) { // it was the server that was silent
                throw Troubles.unreachable(settings, e);
            }
        } catch (MessagingException | IOException e) {
            throw Troubles.unreachable(settings, e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Mailbox open() throws Unusable, MessagingException {
        var secret = settings.secret().needed();
        login.ask(secret);
        try {
            return Mailbox.open(settings, networks.resolve(settings.host(), settings.port()), secret);
        } catch (AuthenticationFailedException e) {
            throw login.refused(secret, Troubles.refused(settings));
        } catch (DeviceException.Refused e) {
            throw new Unusable("mail." + e.why().name().toLowerCase(Locale.ROOT), e.text());
        } catch (DeviceException e) {
            throw new Unusable("mail.unreachable", e.text());
        }
    }

    /** Reads something of a mail. */
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws MessagingException, IOException;
    }

    /** One look. */
    private final class Round {

        private final Mailbox mailbox;
        private final Tries tries;
        private final AgencySheets sheets;
        private final BooleanSupplier wanted;
        private final BooleanSupplier inTime;
        private RuntimeException fault; // of the hub

        Round(Mailbox mailbox, Tries tries, AgencySheets sheets, BooleanSupplier wanted, BooleanSupplier inTime) {
            this.mailbox = mailbox;
            this.tries = tries;
            this.sheets = sheets;
            this.wanted = wanted;
            this.inTime = inTime;
        }

        private boolean goesOn() {
            return wanted.getAsBoolean() && inTime.getAsBoolean();
        }

        void go() throws MessagingException, IOException, Unusable {
            var mails = new LinkedHashMap<Message, String>();
            for (var mail : mailbox.waiting(MOST_LOOKED_AT)) {
                var sender = sender(mail);
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
                try {
                    one(mail.getKey(), mail.getValue());
                } catch (MessageRemovedException e) {
                    LOG.debug(
                            "route {}: a mail was taken away by somebody else",
                            settings.agency().routeName(),
                            e);
                }
            }
            if (fault != null) {
                throw fault;
            }
        }

        /** @return from whom it is; empty if that is nobody who may send sheets */
        private Optional<String> sender(Message mail) throws MessagingException {
            try {
                var from = mail.getHeader("From");
                if (from == null || from.length != 1) {
                    return Optional.empty();
                }
                var addresses = InternetAddress.parseHeader(from[0], true);
                return addresses.length == 1
                        ? Optional.ofNullable(addresses[0].getAddress()).filter(settings.senders()::allow)
                        : Optional.empty();
            } catch (AddressException e) {
                return Optional.empty();
            } catch (MessagingException | RuntimeException e) {
                if (!mailbox.lives()) {
                    throw e;
                }
                return Optional.empty();
            }
        }

        private void one(Message mail, String sender) throws MessagingException, IOException, Unusable {
            var number = mailbox.number(mail);
            var reports = new ArrayList<IntakeReport>();
            var delivery = "mail:" + number;
            var tried = tries.begin(delivery);
            var signed = tried <= AgencySheets.MOST_TRIES
                    ? read(mail, delivery, () -> settings.verifier().isEmpty() || isSigned(mail, sender))
                    : Optional.<Boolean>empty();
            var attached = signed.orElse(false)
                    ? read(mail, delivery, () -> Attachments.of(mail))
                    : Optional.<Attachments>empty();
            if (signed.isPresent()) { // it was no try if the database is away now
                tries.note(delivery, 0);
            }
            if (signed.isPresent() && !signed.get()) {
                reports.add(sheets.refuse(sender, "mail.dkim", NOT_SIGNED, SEND_AGAIN));
            } else if (attached.isEmpty()) {
                reports.add(sheets.refuse(sender, UNREADABLE, MAIL_UNREADABLE, SEND_AGAIN));
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
            var headers = mail.getHeader("Authentication-Results");
            return headers != null
                    && AuthenticationResults.signed(
                            List.of(headers), settings.verifier().orElseThrow(), sender);
        }

        /** @return whether each was brought to an end; if not, the mail waits */
        private boolean all(Message mail, Attachments found, String sender, String number, List<IntakeReport> reports)
                throws MessagingException, IOException {
            if (found.tooMany()) {
                return reports.add(sheets.refuse(sender, "mail.too-many", TOO_MANY, SEND_AGAIN));
            }
            var attached = found.sheets();
            if (attached.isEmpty()) {
                return reports.add(sheets.refuse(sender, "mail.no-sheet", NO_SHEET, SEND_AGAIN));
            }
            for (var i = 0; i < attached.size(); i++) {
                var report = sheet(mail, attached.get(i), "mail:" + number + ":" + i);
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

        private Optional<IntakeReport> sheet(Message mail, Attachments.Sheet sheet, String delivery)
                throws MessagingException, IOException {
            var tried = tries.begin(delivery); // before it is fetched: over that, too, a connection or the hub may end
            Optional<IntakeReport> report;
            if (tried > AgencySheets.MOST_TRIES + 1) { // the one more was to fetch what is kept
                report = Optional.of(sheets.refuse(sheet.name(), UNREADABLE, SHEET_UNREADABLE, SEND_AGAIN));
            } else if (read(mail, delivery, () -> sheet.part().getSize()).orElse(-1)
                    > ENCODED * SheetSpool.MOST_BYTES) {
                report = Optional.of(sheets.refuse(sheet.name(), "sheet.too-large", TOO_LARGE, SEND_AGAIN));
            } else {
                var fetched = read(mail, delivery, () -> fetch(sheet.part().getInputStream()));
                if (fetched.isPresent()) {
                    try (var spool = fetched.get()) {
                        return taken(sheet, delivery, spool, tried);
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
            var report = sheets.refuse(sheet.name(), UNREADABLE, SHEET_UNREADABLE, SEND_AGAIN);
            if (raw.isPresent()) {
                try (var spool = raw.get()) {
                    sheets.keep(sheet.name() + ".raw", report, spool.read());
                }
            }
            return report;
        }

        private static InputStream encoded(Part part) throws MessagingException {
            return part instanceof MimeMessage mail
                    ? mail.getRawInputStream()
                    : ((MimeBodyPart) part).getRawInputStream();
        }

        private Optional<IntakeReport> taken(Attachments.Sheet sheet, String delivery, SheetSpool spool, int tried) {
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
                    fault = e;
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

    private static final Text NOT_SIGNED = new Text(
            "Máy chủ thư không xác nhận chữ ký DKIM của tên miền người gửi, nên thư không được nhận.",
            "The mail server did not find a good DKIM signature of the sender's domain, so the mail was not taken.");

    private static final Text MAIL_UNREADABLE = new Text(
            "Máy chủ thư không đưa ra được cấu trúc của thư (thư hỏng hoặc sai chuẩn MIME), nên thư không được nhận.",
            "The mail server cannot tell what the mail is made of (it is damaged, or breaks MIME), so the mail was not taken.");

    private static final Text SHEET_UNREADABLE = new Text(
            "Tệp đính kèm không đọc được: nội dung bị cắt, mã hóa sai (Content-Transfer-Encoding), hoặc máy chủ thư không đưa ra được.",
            "The attachment cannot be read: it is cut off, wrongly encoded (Content-Transfer-Encoding), or the mail server cannot hand it out.");

    private static final Text TOO_MANY = new Text(
            "Thư có hơn %d bảng tính đính kèm, hoặc quá nhiều phần; chưa nhận gì.".formatted(Attachments.MOST),
            "The mail has more than %d sheets attached, or too many parts; nothing was taken."
                    .formatted(Attachments.MOST));

    private static final Text NO_SHEET = new Text(
            "Thư không đính kèm bảng tính .csv hoặc .xlsx nào.", "The mail has no sheet attached, .csv or .xlsx.");

    private static final Text TOO_LARGE = new Text(
            "Tệp đính kèm lớn hơn %d MiB nên không được lấy về.".formatted(SheetSpool.MOST_BYTES >> 20),
            "The attachment is larger than %d MiB and was not fetched.".formatted(SheetSpool.MOST_BYTES >> 20));
}
