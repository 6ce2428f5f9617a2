package vn.matluoi.source.soap.internal;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceWords;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;
import vn.matluoi.api.http.XmlElement;
import vn.matluoi.api.route.Gathered;
import vn.matluoi.api.route.KeptList;
import vn.matluoi.api.route.KeptPages;
import vn.matluoi.api.route.Unusable;

/**
 * Reads a list page by page to its end, or not at all. The service is not trusted: pages that go round in circles, that are no SOAP, too
 * large or too slow end it.
 */
final class PagedList {

    /** All pages from the first to the one at fault, as in {@link KeptPages}. */
    static final String PAGES = "application/x-soap-pages";

    static final int MOST_PAGES = 1000;

    /** All pages together. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final int PAGE_BYTES = 8 * 1024 * 1024;
    private static final long ALL_BYTES = 32L * 1024 * 1024;
    private static final int LONGEST_WORDS = 200;
    private static final int LONGEST_NEXT = 1000;

    private final SoapSettings settings;
    private final KeptList.Calls connection;
    private final UnaryOperator<String> seal;
    private final Seen seen;
    private final BooleanSupplier wanted;
    private final LongSupplier nanos;
    private final Flat flat;
    private final Set<String> asked = new HashSet<>();
    private final Set<String> beside = new HashSet<>(); // names of what stood beside items
    private final KeptPages read = new KeptPages();
    private int pages;
    private long bytes;
    private boolean letIn;

    /**
     * @param seal puts into each message what says who sends it
     * @param seen looks at each answer before it counts
     * @param wanted whether anybody still wants it; asked before each page
     * @param nanos a monotonic clock
     */
    PagedList(
            SoapSettings settings,
            KeptList.Calls connection,
            UnaryOperator<String> seal,
            Seen seen,
            BooleanSupplier wanted,
            LongSupplier nanos) {
        this.settings = settings;
        this.connection = connection;
        this.seal = seal;
        this.seen = seen;
        this.wanted = wanted;
        this.nanos = nanos;
        this.flat = new Flat(settings.columns());
    }

    /**
     * @param into is given all items of all pages
     * @throws Unusable if an answer is not what the settings say it is
     */
    void read(Gathered into) throws DeviceException, Unusable {
        try {
            readAll(into);
        } catch (Unusable e) {
            throw read.in(e, PAGES);
        }
    }

    /** Looks at the envelope of an answer that is no fault. */
    @FunctionalInterface
    interface Seen {

        /** @throws Unusable if it must not be taken */
        void check(XmlElement envelope) throws Unusable;
    }

    /** @return whether the service answered a question by a message that is no fault */
    boolean letIn() {
        return letIn;
    }

    private void readAll(Gathered into) throws DeviceException, Unusable {
        var body = settings.body().needed();
        var begun = nanos.getAsLong();
        var last = List.<XmlElement>of();
        for (var page = Optional.of(first(body)); page.isPresent(); ) {
            if (pages >= MOST_PAGES || !asked.add(page.get())) {
                throw endless();
            }
            if (!wanted.getAsBoolean() || nanos.getAsLong() - begun > LONGEST.toNanos()) {
                throw Unusable.because(
                        "soap.too-slow",
                        "đọc hết các trang mất hơn %d phút".formatted(LONGEST.toMinutes()),
                        "to read all pages takes more than %d minutes".formatted(LONGEST.toMinutes()));
            }
            var envelope = envelope(page(page.get()));
            seen.check(envelope);
            letIn = true;
            var items = items(envelope);
            if (!items.isEmpty() && items.equals(last)) {
                throw endless();
            }
            last = items;
            for (var item : items) {
                into.add(flat.record(item));
            }
            page = following(body, envelope, items);
        }
    }

    private String first(String body) {
        return body.replace(BodyFile.PAGE, String.valueOf(settings.firstPage())).replace(BodyFile.NEXT, "");
    }

    /** @return what is sent for the page after that one; empty if that was the last */
    private Optional<String> following(String body, XmlElement envelope, List<XmlElement> items) throws Unusable {
        if (settings.next().isPresent()) {
            var next =
                    settings.next().get().text(envelope).flatMap(text -> text).orElse("");
            if (next.length() > LONGEST_NEXT) {
                throw Unusable.because(
                        "soap.next",
                        "“%s” của câu trả lời dài hơn %d ký tự"
                                .formatted(settings.next().get(), LONGEST_NEXT),
                        "“%s” of the answer has more than %d characters"
                                .formatted(settings.next().get(), LONGEST_NEXT));
            }
            return next.isEmpty() ? Optional.empty() : Optional.of(body.replace(BodyFile.NEXT, BodyFile.escaped(next)));
        }
        if (!body.contains(BodyFile.PAGE) || items.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(body.replace(BodyFile.PAGE, String.valueOf(settings.firstPage() + pages)));
    }

    private DeviceReply page(String body) throws DeviceException, Unusable {
        var reply = answer(body);
        if (letIn && reply.status() / 100 == 5 && reply.header("retry-after").isEmpty()) {
            reply = answer(body); // once: of a service that fails now and then no long list would ever be whole
        }
        pages++;
        read.add(reply);
        if (bytes > ALL_BYTES) {
            throw Unusable.because(
                    "soap.too-much", "các trang cộng lại lớn hơn 32 MiB", "the pages are larger than 32 MiB together");
        }
        return reply;
    }

    private DeviceReply answer(String body) throws DeviceException, Unusable {
        var message = new DeviceRequest(
                "POST",
                path(settings.server().address()),
                Optional.of(settings.version().contentType(settings.action())),
                seal.apply(body).getBytes(StandardCharsets.UTF_8),
                PAGE_BYTES);
        var reply = connection.call(settings.version().with(message, settings.action()));
        bytes += reply.bytes().length;
        return reply;
    }

    private static String path(URI address) {
        var path = address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        return address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
    }

    private XmlElement envelope(DeviceReply reply) throws Unusable {
        Optional<XmlElement> envelope;
        try {
            envelope = Optional.of(reply.xml()).filter(root -> root.name().equals("Envelope"));
        } catch (DeviceException.Garbled e) {
            envelope = Optional.empty();
        }
        var fault = envelope.flatMap(root -> root.at("Body", "Fault"));
        if (fault.isPresent()) {
            throw Faults.of(fault.get(), pages);
        }
        if (reply.status() != 200) {
            throw Unusable.because(
                    reply.status() == 403 ? "soap.forbidden" : "soap.status",
                    "hệ thống trả lời mã %d thay vì 200 cho trang %d".formatted(reply.status(), pages),
                    "the system answered %d instead of 200 for page %d".formatted(reply.status(), pages));
        }
        return envelope.filter(root -> root.child("Body").isPresent()).orElseThrow(() -> noSoap(reply));
    }

    private static Unusable noSoap(DeviceReply reply) {
        var type = DeviceWords.clean(reply.header("content-type").orElse("–"), LONGEST_WORDS);
        return Unusable.because(
                "soap.no-envelope",
                "câu trả lời không phải thông điệp SOAP, bị cắt, hoặc quá nhiều phần tử trong một trang (kiểu nội dung: %s)"
                        .formatted(type),
                "the answer is no SOAP message, is cut off, or has too many elements for one page (content type: %s)"
                        .formatted(type));
    }

    /**
     * Where nothing stands on the way to the items, there are none; where something else does, the settings are wrong, or the service
     * says that it cannot answer: only what stood beside items before may stand there without them.
     */
    private List<XmlElement> items(XmlElement envelope) throws Unusable {
        var here = envelope;
        var steps = settings.items().steps();
        for (var step : steps.subList(0, steps.size() - 1)) {
            var inner = here.child(step);
            if (inner.isPresent()) {
                here = inner.get();
            } else if (here.children().isEmpty()
                    && here.text().isEmpty()
                    && !here.name().equals("Body")) {
                return List.of();
            } else {
                throw noList();
            }
        }
        var items = here.children(settings.items().last());
        var names = here.children().stream().map(XmlElement::name).collect(Collectors.toSet());
        if (items.isEmpty()) {
            if (!here.text().isEmpty() || !beside.containsAll(names)) {
                throw noList();
            }
        } else {
            beside.addAll(names);
        }
        return items;
    }

    private Unusable noList() {
        return Unusable.because(
                "soap.no-list",
                "câu trả lời không có phần tử nào tại “%s”".formatted(settings.items()),
                "the answer has no element at “%s”".formatted(settings.items()));
    }

    private static Unusable endless() {
        return Unusable.because(
                "soap.endless",
                "các trang lặp lại hoặc nhiều hơn %d; kiểm tra {page} hay {next} trong body.file".formatted(MOST_PAGES),
                "the pages repeat or are more than %d; check {page} or {next} in body.file".formatted(MOST_PAGES));
    }
}
