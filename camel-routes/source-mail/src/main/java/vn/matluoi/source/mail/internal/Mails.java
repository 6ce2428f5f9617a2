package vn.matluoi.source.mail.internal;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.route.AgencySheets;
import vn.matluoi.api.route.OneTry;
import vn.matluoi.api.route.SheetPoll;
import vn.matluoi.api.route.Unusable;

/**
 * One mailbox that is looked into. Of a mail from an allowed sender the attached sheets are fetched whole and taken in; the mail then goes
 * to {@code done}, or, if one of them was refused, to {@code refused}; or it stays, and is marked. Until then the same mail has the
 * same deliveries, so that a sheet counts once wherever the hub is killed. Other mails are let lie. Nothing is ever answered.
 */
final class Mails implements SheetPoll.Look {

    private static final Logger LOG = LoggerFactory.getLogger(Mails.class);

    /** One look. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    /** What has not ended by itself then is cut. */
    private static final Duration CUT_OFF = LONGEST.plusMinutes(1);

    /** Mails over which the connection may end in one look; each waits for the next one. */
    private static final int MOST_STUMBLES = 10;

    private final MailSettings settings;
    private final DeviceNetworks networks;
    private final LongSupplier nanos;
    private final OneTry login = new OneTry();
    private final Path memory;
    private final Duration cutOff;

    /**
     * @param memory file of the {@link Tries}
     * @param nanos a monotonic clock
     */
    Mails(MailSettings settings, DeviceNetworks networks, Path memory, LongSupplier nanos) {
        this(settings, networks, memory, nanos, CUT_OFF);
    }

    /** @param cutOff after which a connection is cut, whatever it is doing */
    Mails(MailSettings settings, DeviceNetworks networks, Path memory, LongSupplier nanos, Duration cutOff) {
        this.settings = settings;
        this.networks = networks;
        this.memory = memory;
        this.nanos = nanos;
        this.cutOff = cutOff;
    }

    @Override
    public void into(AgencySheets sheets, BooleanSupplier wanted) throws Unusable {
        var begun = nanos.getAsLong();
        BooleanSupplier inTime = () -> nanos.getAsLong() - begun < LONGEST.toNanos();
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(Mails.class.getClassLoader()); // there the library looks for its parts
        try {
            through(sheets, wanted, inTime);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void through(AgencySheets sheets, BooleanSupplier wanted, BooleanSupplier inTime) throws Unusable {
        var postponed = new Postponed();
        try {
            through(sheets, wanted, inTime, postponed);
        } catch (Unusable why) {
            postponed.fault().ifPresent(fault -> LOG.error("the hub failed over a mail, before {}", why.rule(), fault));
            throw why;
        }
        if (postponed.fault().isPresent()) {
            throw postponed.fault().get();
        }
        if (postponed.stumbles() > 0) {
            throw Troubles.stumbled(settings, postponed.stumbles());
        }
    }

    /** A mail over which the connection ends holds up no other. */
    private void through(AgencySheets sheets, BooleanSupplier wanted, BooleanSupplier inTime, Postponed postponed)
            throws Unusable {
        for (var all = false; !all; ) {
            var before = postponed.stumbles();
            try (var mailbox = open()) {
                new Round(settings, mailbox, Tries.read(memory), sheets, wanted, inTime, postponed).go();
                all = true;
            } catch (MessagingException | IOException e) {
                if (!wanted.getAsBoolean()) {
                    return;
                }
                if (!inTime.getAsBoolean()) {
                    throw Troubles.tooLong();
                }
                if (postponed.stumbles() == before || before == MOST_STUMBLES) {
                    throw Troubles.unreachable(settings, e);
                }
            }
        }
    }

    private Mailbox open() throws Unusable, MessagingException {
        var secret = settings.secret().needed();
        login.ask(secret);
        try {
            return Mailbox.open(settings, networks.resolve(settings.host(), settings.port()), secret, cutOff);
        } catch (AuthenticationFailedException e) {
            throw login.refused(secret, Troubles.refused(settings));
        } catch (DeviceException.Refused e) {
            throw new Unusable("mail." + e.why().name().toLowerCase(Locale.ROOT), e.text());
        } catch (DeviceException e) {
            throw new Unusable("mail.unreachable", e.text());
        }
    }
}
