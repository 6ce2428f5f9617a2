package vn.matluoi.source.soap.internal;

import java.util.Deque;
import java.util.function.BooleanSupplier;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.Gathered;
import vn.matluoi.api.route.KeptPages;
import vn.matluoi.api.route.Listing;
import vn.matluoi.api.route.Unusable;

/** The pages of a list that could not be used, as they were answered, read once more by the settings of today. */
final class Kept implements Listing {

    /** All pages from the first to the one at fault, as in {@link KeptPages}. */
    static final String PAGES = "application/x-soap-pages";

    /** The page at fault alone: the others were too large to be kept, or it was no answer to the question. */
    static final String PAGE = "application/octet-stream";

    private final SoapSettings settings;
    private final DeviceHttp http;
    private final Deque<byte[]> pages;

    /** @throws HubException {@code UNSUPPORTED} if it is not a whole list */
    Kept(SoapSettings settings, DeviceHttp http, DeadLetter letter, byte[] raw) {
        if (!letter.mediaType().equals(PAGES)) {
            throw new HubException(
                    Reason.UNSUPPORTED,
                    "soap.page-alone",
                    new Text(
                            "chỉ giữ được trang bị lỗi, không phải cả danh sách; lượt sau trạm hỏi lại từ đầu",
                            "only the page at fault is kept, not the whole list; the hub asks for all of it at the next run"));
        }
        this.settings = settings;
        this.http = http;
        this.pages = KeptPages.apart(raw);
    }

    @Override
    public void read(Gathered into, BooleanSupplier wanted) throws Unusable {
        try {
            new PagedList(settings, request -> next(), body -> body, wanted, System::nanoTime).read(into);
        } catch (DeviceException e) {
            throw new Unusable("soap.unreachable", e.text()); // nobody is asked
        }
    }

    private DeviceReply next() throws Unusable {
        if (pages.isEmpty()) {
            throw Unusable.because(
                    "soap.list-ends",
                    "các trang giữ được chưa hết danh sách; lượt sau trạm hỏi lại từ đầu",
                    "the pages that are kept end before the list does; the hub asks for all of it at the next run");
        }
        return http.kept(pages.remove());
    }
}
