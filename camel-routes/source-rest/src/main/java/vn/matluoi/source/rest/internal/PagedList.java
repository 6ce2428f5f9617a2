package vn.matluoi.source.rest.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceWords;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;
import vn.matluoi.api.intake.Imports;
import vn.matluoi.api.route.Gathered;
import vn.matluoi.api.route.KeptList;
import vn.matluoi.api.route.KeptPages;
import vn.matluoi.api.route.Unusable;

/**
 * Reads a list page by page to its end, or not at all. The interface is not trusted: pages that go round in circles, that lead
 * elsewhere, that are no JSON, too large or too slow end it.
 */
final class PagedList {

    /** All pages from the first to the one at fault, RFC 7464. */
    static final String PAGES = "application/json-seq";

    static final int MOST_PAGES = 1000;

    /** All pages together. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final int PAGE_BYTES = 8 * 1024 * 1024;
    private static final long ALL_BYTES = 32L * 1024 * 1024;
    private static final int LONGEST_TYPE = 60;

    /** Numbers stay as they are written: 5.10 is a version. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(50)
                            .maxNameLength(Imports.Records.LONGEST_HEADING)
                            .maxStringLength(64 * 1024)
                            .maxNumberLength(100)
                            .maxTokenCount(1_000_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final RestSettings settings;
    private final KeptList.Calls connection;
    private final BooleanSupplier wanted;
    private final LongSupplier nanos;
    private final Pages pages;
    private final Flat flat;
    private final Set<String> asked = new HashSet<>();
    private final KeptPages read = new KeptPages();
    private long bytes;

    /**
     * @param wanted whether anybody still wants it; asked before each page
     * @param nanos a monotonic clock
     */
    PagedList(RestSettings settings, KeptList.Calls connection, BooleanSupplier wanted, LongSupplier nanos) {
        this.settings = settings;
        this.connection = connection;
        this.wanted = wanted;
        this.nanos = nanos;
        this.pages = new Pages(settings);
        this.flat = new Flat(settings.columns(), JSON);
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

    private void readAll(Gathered into) throws DeviceException, Unusable {
        var begun = nanos.getAsLong();
        var number = settings.firstPage();
        var last = 0;
        for (var place = Optional.of(pages.numbered(number)); place.isPresent(); ) {
            if (asked.size() >= MOST_PAGES || !asked.add(place.get())) {
                throw endless();
            }
            if (!wanted.getAsBoolean() || nanos.getAsLong() - begun > LONGEST.toNanos()) {
                throw Unusable.because(
                        "rest.too-slow",
                        "đọc hết các trang mất hơn %d phút".formatted(LONGEST.toMinutes()),
                        "to read all pages takes more than %d minutes".formatted(LONGEST.toMinutes()));
            }
            var answer = page(place.get());
            var list = answer.at(settings.items());
            if (!list.isArray()) {
                throw Unusable.because(
                        "rest.no-list",
                        "câu trả lời không có danh sách tại “%s”".formatted(settings.items()),
                        "the answer has no list at “%s”".formatted(settings.items()));
            }
            for (var item : list) {
                into.add(flat.record(item, into.count() + 1));
            }
            if (settings.page().isEmpty()) {
                place = pages.after(place.get(), answer);
            } else if (list.isEmpty()) {
                place = Optional.empty();
            } else {
                var content = list.hashCode();
                if (number > settings.firstPage() && content == last) {
                    throw endless();
                }
                last = content;
                number++;
                place = Optional.of(pages.numbered(number));
            }
        }
    }

    private JsonNode page(String place) throws DeviceException, Unusable {
        var reply = answer(place);
        if (asked.size() > 1
                && reply.status() / 100 == 5
                && reply.header("retry-after").isEmpty()) {
            reply = answer(place); // once: of a system that fails now and then no long list would ever be whole
        }
        if (reply.status() != 200) {
            read.add(reply);
            throw Unusable.because(
                    "rest.status",
                    "hệ thống trả lời mã %d thay vì 200 cho trang %d".formatted(reply.status(), asked.size()),
                    "the system answered %d instead of 200 for page %d".formatted(reply.status(), asked.size()));
        }
        var text = text(reply);
        if (bytes > ALL_BYTES) {
            throw Unusable.because(
                    "rest.too-much", "các trang cộng lại lớn hơn 32 MiB", "the pages are larger than 32 MiB together");
        }
        return json(reply, text);
    }

    private DeviceReply answer(String place) throws DeviceException, Unusable {
        var reply = connection.call(new DeviceRequest("GET", place, Optional.empty(), new byte[0], PAGE_BYTES));
        bytes += reply.bytes().length;
        return reply;
    }

    private byte[] text(DeviceReply reply) throws Unusable {
        var text = Optional.<byte[]>empty();
        try {
            text = Optional.of(Letters.utf8(reply));
            return text.get();
        } finally {
            read.add(reply, text);
        }
    }

    private static JsonNode json(DeviceReply reply, byte[] text) throws Unusable {
        try {
            var answer = JSON.readTree(text);
            if (answer != null && !answer.isMissingNode()) {
                return answer;
            }
        } catch (StreamConstraintsException e) {
            throw Gathered.tooMuch();
        } catch (IOException | NumberFormatException e) { // an exponent of ten digits is no number to Java
            // no JSON
        }
        var type = DeviceWords.clean(reply.header("content-type").orElse("–"), LONGEST_TYPE);
        throw Unusable.because(
                "rest.no-json",
                "câu trả lời không phải JSON (kiểu nội dung: %s)".formatted(type),
                "the answer is no JSON (content type: %s)".formatted(type));
    }

    private static Unusable endless() {
        return Unusable.because(
                "rest.endless",
                "các trang lặp lại hoặc nhiều hơn %d; kiểm tra khóa page, next".formatted(MOST_PAGES),
                "the pages repeat or are more than %d; check the keys page and next".formatted(MOST_PAGES));
    }
}
