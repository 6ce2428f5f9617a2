package vn.matluoi.source.rest.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;

/**
 * Reads a list page by page to its end, or not at all. The interface is not trusted: pages that go round in circles, that lead
 * elsewhere, that are no JSON or too large end it.
 */
final class PagedList {

    static final int MOST_PAGES = 1000;
    private static final int PAGE_BYTES = 8 * 1024 * 1024;
    private static final long ALL_BYTES = 32L * 1024 * 1024;
    private static final int DEEPEST = 50;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(1024 * 1024)
                    .maxNumberLength(100)
                    .build())
            .build());

    private final RestSettings settings;
    private final DeviceHttp.Connection connection;
    private final ItemTable table;
    private final Set<String> asked = new HashSet<>();
    private long bytes;

    PagedList(RestSettings settings, DeviceHttp.Connection connection) {
        this.settings = settings;
        this.connection = connection;
        this.table = new ItemTable(settings.columns());
    }

    /**
     * @return all items of all pages
     * @throws Unusable if an answer is not what the settings say it is
     */
    ItemTable read() throws DeviceException, Unusable {
        var number = settings.firstPage();
        var last = "";
        for (var place = Optional.of(first(number)); place.isPresent(); ) {
            if (asked.size() >= MOST_PAGES || !asked.add(place.get())) {
                throw endless();
            }
            var reply = page(place.get());
            var answer = json(reply);
            var list = answer.at(settings.items());
            if (!list.isArray()) {
                throw Unusable.because(
                        "rest.no-list",
                        "câu trả lời không có danh sách tại “%s”".formatted(settings.items()),
                        "the answer has no list at “%s”".formatted(settings.items()));
            }
            for (var item : list) {
                table.add(item);
            }
            if (settings.page().isPresent()) {
                var same = list.toString();
                if (!list.isEmpty() && same.equals(last)) {
                    throw endless();
                }
                last = same;
                number++;
                place = list.isEmpty() ? Optional.empty() : Optional.of(first(number));
            } else {
                place = next(place.get(), answer);
            }
        }
        return table;
    }

    private String first(int number) {
        var address = settings.address();
        var path = address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        var query = Optional.ofNullable(address.getRawQuery())
                .map(given -> settings.page().isPresent() ? given + "&" : given)
                .orElse("");
        var numbered = settings.page().map(name -> query + name + "=" + number).orElse(query);
        return numbered.isEmpty() ? path : path + "?" + numbered;
    }

    private Optional<String> next(String from, JsonNode answer) throws Unusable {
        if (settings.next().isEmpty()) {
            return Optional.empty();
        }
        var named = answer.at(settings.next().get());
        if (named.isMissingNode() || named.isNull() || named.asText().isBlank()) {
            return Optional.empty();
        }
        try {
            var base = settings.address().resolve(from);
            var next = base.resolve(new URI(named.asText().strip()));
            if (!sameServer(next)) {
                throw Unusable.because(
                        "rest.elsewhere",
                        "trang kế tiếp nằm ở máy khác (“%s”), trạm không đi theo".formatted(next.getHost()),
                        "the next page is on another server (“%s”), where the hub does not go"
                                .formatted(next.getHost()));
            }
            var path = next.getRawPath() == null || next.getRawPath().isEmpty() ? "/" : next.getRawPath();
            return Optional.of(next.getRawQuery() == null ? path : path + "?" + next.getRawQuery());
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw Unusable.because(
                    "rest.next",
                    "“%s” của câu trả lời không phải một địa chỉ"
                            .formatted(settings.next().get()),
                    "“%s” of the answer is no address".formatted(settings.next().get()));
        }
    }

    private boolean sameServer(URI next) {
        var own = settings.address();
        return own.getScheme().equalsIgnoreCase(next.getScheme())
                && own.getHost().equalsIgnoreCase(next.getHost())
                && own.getPort() == next.getPort();
    }

    private DeviceReply page(String place) throws DeviceException, Unusable {
        var reply = connection.call(new DeviceRequest("GET", place, Optional.empty(), new byte[0], PAGE_BYTES));
        bytes += reply.bytes().length;
        if (reply.status() != 200) {
            throw Unusable.because(
                    "rest.status",
                    "hệ thống trả lời mã %d thay vì 200 cho trang %d".formatted(reply.status(), asked.size()),
                    "the system answered %d instead of 200 for page %d".formatted(reply.status(), asked.size()));
        }
        if (bytes > ALL_BYTES) {
            throw Unusable.because(
                    "rest.too-much", "các trang cộng lại lớn hơn 32 MiB", "the pages are larger than 32 MiB together");
        }
        return reply;
    }

    private static JsonNode json(DeviceReply reply) throws Unusable {
        try {
            var answer = JSON.readTree(reply.bytes());
            if (answer != null && !answer.isMissingNode()) {
                return answer;
            }
        } catch (JsonProcessingException e) {
            // falls through to the same answer
        } catch (IOException e) {
            throw new IllegalStateException(e); // not from memory
        }
        var type = reply.header("content-type").orElse("–").replaceAll("[^\\x20-\\x7e]", "?");
        var shown = type.length() > 60 ? type.substring(0, 60) : type;
        throw Unusable.because(
                "rest.no-json",
                "câu trả lời không phải JSON (kiểu nội dung: %s)".formatted(shown),
                "the answer is no JSON (content type: %s)".formatted(shown));
    }

    private static Unusable endless() {
        return Unusable.because(
                "rest.endless",
                "các trang lặp lại hoặc nhiều hơn %d; kiểm tra khóa page, next".formatted(MOST_PAGES),
                "the pages repeat or are more than %d; check the keys page and next".formatted(MOST_PAGES));
    }
}
