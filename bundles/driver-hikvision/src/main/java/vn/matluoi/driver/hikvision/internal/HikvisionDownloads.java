package vn.matluoi.driver.hikvision.internal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceRequest;

/**
 * Fetches recorded footage over the web port: {@code POST ContentMgmt/download} with the {@code playbackURI} of the
 * search, unchanged; MPEG-PS, on newer recorders after a header of 64 bytes ({@code IMKH}). It is whole when as much came
 * as the {@code size} in that address; without one a broken connection cannot be told from the end, and it is not whole.
 */
final class HikvisionDownloads implements ChannelFacet.Downloads {

    static final String PATH = "/ISAPI/ContentMgmt/download";

    private static final Pattern SIZE = Pattern.compile("[?&]size=(\\d{1,15})(?:&|$)");

    private final Isapi isapi;

    HikvisionDownloads(Isapi isapi) {
        this.isapi = isapi;
    }

    @Override
    public CompletionStage<AutoCloseable> download(Recording recording, DownloadSink sink) {
        var xml =
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<downloadRequest><playbackURI>%s</playbackURI></downloadRequest>"
                        .formatted(Isapi.escaped(recording.reference()));
        var stated = SIZE.matcher(recording.reference());
        var size = stated.find() ? Optional.of(Long.parseLong(stated.group(1))) : Optional.<Long>empty();
        var request =
                DeviceRequest.post(PATH, "application/xml; charset=\"UTF-8\"", xml.getBytes(StandardCharsets.UTF_8));
        return isapi.stream(request, new Counted(sink, size));
    }

    /** In the connection's order. */
    private static final class Counted implements DeviceHttp.StreamSink {

        private final DownloadSink sink;
        private final Optional<Long> size;
        private long came;

        Counted(DownloadSink sink, Optional<Long> size) {
            this.sink = sink;
            this.size = size;
        }

        @Override
        public boolean isFile() {
            return true;
        }

        @Override
        public void begun(int status, String contentType) {
            // the type says nothing
        }

        @Override
        public void accept(byte[] piece) {
            came += piece.length;
            sink.piece(piece);
        }

        @Override
        public CompletionStage<?> ready() {
            return sink.ready();
        }

        @Override
        public void ended(DeviceException why) {
            boolean whole = size.filter(s -> s > 0 && came >= s).isPresent();
            sink.ended(whole ? Optional.empty() : Optional.of(why));
        }
    }
}
