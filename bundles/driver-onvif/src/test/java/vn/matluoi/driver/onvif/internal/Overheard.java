package vn.matluoi.driver.onvif.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;

/** The hub's own client, with a record of what was asked and what came back. */
final class Overheard implements DeviceHttp {

    /** A request whose whole answer came. */
    record Exchange(DeviceRequest request, DeviceReply reply) {}

    final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final DeviceHttp http;

    Overheard(DeviceHttp http) {
        this.http = http;
    }

    @Override
    public Connection connect(Target target) throws DeviceException {
        return new Listening(http.connect(target));
    }

    private final class Listening implements Connection {

        private final Connection line;

        private Listening(Connection line) {
            this.line = line;
        }

        @Override
        public DeviceReply call(DeviceRequest request) throws DeviceException {
            var reply = line.call(request);
            exchanges.add(new Exchange(request, reply));
            return reply;
        }

        @Override
        public CompletionStage<DeviceReply> send(DeviceRequest request) {
            return line.send(request).thenApply(reply -> {
                exchanges.add(new Exchange(request, reply));
                return reply;
            });
        }

        @Override
        public CompletionStage<AutoCloseable> stream(DeviceRequest request, StreamSink sink) {
            return line.stream(request, sink);
        }

        @Override
        public AutoCloseable later(Duration delay, Runnable work) {
            return line.later(delay, work);
        }

        @Override
        public String certificate() {
            return line.certificate();
        }

        @Override
        public void close() {
            line.close();
        }
    }
}
