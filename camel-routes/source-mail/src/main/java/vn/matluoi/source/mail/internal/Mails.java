package vn.matluoi.source.mail.internal;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
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

    /** One look. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    /** Mails over which the connection may end in one look; each waits for the next one. */
    private static final int MOST_STUMBLES = 10;

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
        try {
            through(sheets, wanted, inTime);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** A mail over which the connection ends holds up no other. */
    private void through(AgencySheets sheets, BooleanSupplier wanted, BooleanSupplier inTime) throws Unusable {
        var stumbled = new HashSet<String>();
        for (var all = false; !all; ) {
            var before = stumbled.size();
            try (var mailbox = open()) {
                new Round(settings, mailbox, Tries.read(memory), sheets, wanted, inTime, stumbled).go();
                all = true;
            } catch (MessagingException | IOException e) {
                if (!wanted.getAsBoolean()) {
                    return;
                }
                if (!inTime.getAsBoolean()) {
                    throw Troubles.tooLong();
                }
                if (stumbled.size() == before || before == MOST_STUMBLES) {
                    throw Troubles.unreachable(settings, e);
                }
            }
        }
        if (!stumbled.isEmpty()) {
            throw Troubles.stumbled(settings, stumbled.size());
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
}
