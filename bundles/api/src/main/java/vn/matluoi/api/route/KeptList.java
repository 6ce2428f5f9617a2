package vn.matluoi.api.route;

import java.util.Deque;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;

/**
 * The pages of a list that could not be used, as they were answered ({@link KeptPages}), read once more by the settings of today. Nobody
 * is asked. One thread.
 */
public final class KeptList implements Listing {

    private final String kind;
    private final DeviceHttp http;
    private final Deque<byte[]> pages;
    private final Reading reading;

    /** How a page is asked for. */
    @FunctionalInterface
    public interface Calls {

        /** @throws Unusable if there is no answer to that, whoever is asked */
        DeviceReply call(DeviceRequest request) throws DeviceException, Unusable;
    }

    /** Reads a list page by page to its end. */
    @FunctionalInterface
    public interface Reading {

        /** As {@link Listing#read}; pages are asked for by the calls alone. */
        void read(Calls calls, Gathered into, BooleanSupplier wanted) throws DeviceException, Unusable;
    }

    /**
     * @param kind what rules begin with, for example {@code rest}
     * @param whole media type of letters with all pages from the first to the one at fault
     * @param raw of the letter
     * @throws HubException {@code UNSUPPORTED} if the letter is not a whole list
     */
    public KeptList(String kind, String whole, DeviceHttp http, DeadLetter letter, byte[] raw, Reading reading) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.http = Objects.requireNonNull(http, "http");
        this.reading = Objects.requireNonNull(reading, "reading");
        if (!letter.mediaType().equals(whole)) {
            throw new HubException(
                    Reason.UNSUPPORTED,
                    kind + ".page-alone",
                    new Text(
                            "chỉ giữ được trang bị lỗi, không phải cả danh sách; lượt sau trạm hỏi lại từ đầu",
                            "only the page at fault is kept, not the whole list; the hub asks for all of it at the next run"));
        }
        this.pages = KeptPages.apart(raw);
    }

    @Override
    public void read(Gathered into, BooleanSupplier wanted) throws Unusable {
        try {
            reading.read(request -> next(), into, wanted);
        } catch (DeviceException e) {
            throw new Unusable(kind + ".unreachable", e.text()); // nobody is asked
        }
    }

    private DeviceReply next() throws Unusable {
        if (pages.isEmpty()) {
            throw Unusable.because(
                    kind + ".list-ends",
                    "các trang giữ được chưa hết danh sách; lượt sau trạm hỏi lại từ đầu",
                    "the pages that are kept end before the list does; the hub asks for all of it at the next run");
        }
        return http.kept(pages.remove());
    }
}
