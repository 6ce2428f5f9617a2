package vn.matluoi.source.mail.internal;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.UIDFolder;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetHeaders;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.UID;
import org.eclipse.angus.mail.imap.protocol.UIDSet;
import vn.matluoi.api.route.PinnedCertificate;
import vn.matluoi.api.route.Unusable;

/** A mailbox by IMAP over TLS, logged in to for one look. One thread. */
final class Mailbox implements AutoCloseable {

    private static final int CONNECT_MILLIS = 10_000;

    /** Longest that the server may be silent while something is expected of it. */
    private static final int SILENCE_MILLIS = 30_000;

    private static final int PIECE_BYTES = 256 * 1024;
    private static final int TOGETHER = 200;
    private static final Flags.Flag GONE = Flags.Flag.DELETED;

    /** Keyword of mails that were taken in and stay. */
    private static final Flags SEEN_TO = new Flags("MatLuoi");

    private final IMAPStore store;
    private final IMAPFolder folder;

    private Mailbox(IMAPStore store, IMAPFolder folder) {
        this.store = store;
        this.folder = folder;
    }

    /**
     * Connects, sees that the server is the one it should be, logs in, once, and opens the folder.
     *
     * @param address where the server is; its name is not looked up again
     * @param longest after which the connection is cut
     * @throws AuthenticationFailedException if the server does not accept the account
     * @throws Unusable if it is another server, or has no such folder
     */
    static Mailbox open(MailSettings settings, InetSocketAddress address, String secret, Duration longest)
            throws MessagingException, Unusable {
        var pin = new PinnedCertificate(settings.certificate());
        var properties = new Properties();
        // "imap", since the sockets speak TLS by themselves
        properties.put("mail.imap.socketFactory", new TlsSockets(pin.context(), address, longest));
        properties.put("mail.imap.socketFactory.fallback", "false");
        properties.put("mail.imap.connectiontimeout", Integer.toString(CONNECT_MILLIS));
        properties.put("mail.imap.timeout", Integer.toString(SILENCE_MILLIS));
        properties.put("mail.imap.fetchsize", Integer.toString(PIECE_BYTES));
        properties.put("mail.imap.auth.mechanisms", "PLAIN LOGIN"); // under TLS
        properties.put("mail.imap.connectionpoolsize", "1");
        properties.put("mail.imap.peek", "true"); // looking changes nothing
        var store = new IMAPStore(
                Session.getInstance(properties), new URLName("imap", null, -1, null, settings.username(), null));
        var opened = false;
        try {
            store.connect(address.getAddress().getHostAddress(), address.getPort(), settings.username(), secret);
            var folder = (IMAPFolder) store.getFolder(settings.folder());
            if (!folder.exists()) {
                throw Troubles.folder(settings);
            }
            folder.open(Folder.READ_WRITE);
            opened = true;
            return new Mailbox(store, folder);
        } catch (AuthenticationFailedException e) {
            throw e;
        } catch (MessagingException e) {
            if (pin.other().isPresent()) {
                throw Troubles.otherServer(settings, pin.other().get());
            }
            throw e;
        } finally {
            if (!opened) {
                shut(store);
            }
        }
    }

    /**
     * @return the newest mails, the oldest of them first, but for those that are deleted or were taken in; at most that many are looked
     *     at. The server is not asked to search: some understand little of it, and none is to be believed
     */
    List<Message> waiting(int most) throws MessagingException {
        var count = folder.getMessageCount();
        var newest = count == 0 ? new Message[0] : folder.getMessages(Math.max(1, count - most + 1), count);
        var wanted = new FetchProfile();
        wanted.add(FetchProfile.Item.FLAGS);
        wanted.add(UIDFolder.FetchProfileItem.UID);
        folder.fetch(newest, wanted);
        var waiting = new ArrayList<Message>();
        for (var mail : newest) {
            if (!mail.getFlags().contains(GONE) && !mail.getFlags().contains(SEEN_TO)) {
                waiting.add(mail);
            }
        }
        return waiting;
    }

    /**
     * Asks for headers in pieces of a bounded length, since a sender may write what he likes.
     *
     * @param name of the headers
     * @param most bytes of them
     * @return all of that name by mail, the topmost first; nothing of a mail that has more than so many bytes of them
     */
    Map<Message, List<String>> headers(List<Message> mails, String name, int most) throws MessagingException {
        var found = new HashMap<Message, List<String>>();
        for (var from = 0; from < mails.size(); from += TOGETHER) {
            var some = new HashMap<Long, Message>();
            for (var mail : mails.subList(from, Math.min(mails.size(), from + TOGETHER))) {
                if (!mail.isExpunged()) {
                    some.put(folder.getUID(mail), mail);
                }
            }
            if (!some.isEmpty()) {
                folder.doCommand(protocol -> {
                    heads(protocol, some.keySet(), name, most).forEach((uid, headers) -> {
                        if (some.containsKey(uid)) { // no other was asked for
                            found.put(some.get(uid), headers);
                        }
                    });
                    return null;
                });
            }
        }
        return found;
    }

    private static Map<Long, List<String>> heads(IMAPProtocol protocol, Set<Long> uids, String name, int most)
            throws ProtocolException {
        var set = UIDSet.toString(UIDSet.createUIDSets(
                uids.stream().mapToLong(Long::longValue).sorted().toArray()));
        var answers =
                protocol.command("UID FETCH %s (BODY.PEEK[HEADER.FIELDS (%s)]<0.%d>)".formatted(set, name, most), null);
        var found = new HashMap<Long, List<String>>();
        for (var answer : answers) {
            if (answer instanceof FetchResponse told
                    && told.getItem(UID.class) != null
                    && told.getItem(BODY.class) != null) {
                var head = told.getItem(BODY.class).getByteArrayInputStream();
                if (head != null && head.available() < most) {
                    found.put(told.getItem(UID.class).uid, named(head, name));
                }
            }
        }
        protocol.notifyResponseHandlers(answers);
        protocol.handleResult(answers[answers.length - 1]);
        return found;
    }

    private static List<String> named(InputStream head, String name) {
        try {
            var headers = new InternetHeaders(head).getHeader(name);
            return headers == null ? List.of() : List.of(headers);
        } catch (MessagingException e) {
            return List.of();
        }
    }

    /** @return whether the server still answers; not so after an error of the connection */
    boolean lives() {
        return folder.isOpen();
    }

    /** @return which mail of this folder it is, for as long as the folder lives */
    String number(Message mail) throws MessagingException {
        return folder.getUIDValidity() + ":" + folder.getUID(mail);
    }

    /** @return whether mails can be put into those folders, which are made if they are not there */
    boolean canMoveTo(String... names) throws MessagingException {
        for (var name : names) {
            var target = store.getFolder(name);
            if (!target.exists() && !target.create(Folder.HOLDS_MESSAGES)) {
                return false;
            }
        }
        return true;
    }

    void move(Message mail, String name) throws MessagingException {
        var one = new Message[] {mail};
        if (store.hasCapability("MOVE")) {
            folder.moveMessages(one, store.getFolder(name));
            return;
        }
        folder.copyMessages(one, store.getFolder(name));
        mail.setFlag(GONE, true);
        if (store.hasCapability("UIDPLUS")) {
            folder.expunge(one); // this one alone; without, what a person has deleted would go as well
        }
    }

    /** @return whether the server keeps the mark */
    boolean markSeenTo(Message mail) throws MessagingException {
        if (!folder.getPermanentFlags().contains(Flags.Flag.USER)
                && !folder.getPermanentFlags().contains(SEEN_TO)) {
            return false;
        }
        mail.setFlags(SEEN_TO, true);
        return true;
    }

    @Override
    public void close() {
        shut(store);
    }

    private static void shut(IMAPStore store) {
        try {
            store.close();
        } catch (MessagingException e) {
            // it is gone in any case
        }
    }
}
