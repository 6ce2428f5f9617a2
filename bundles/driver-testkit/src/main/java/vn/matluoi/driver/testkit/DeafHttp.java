package vn.matluoi.driver.testkit;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;

/** A hub that takes nothing in that devices send. */
record DeafHttp(DeviceHttp http) implements DeviceHttp {

    @Override
    public Connection connect(Target target) throws DeviceException {
        var connection = http.connect(target);
        return new Connection() {
            @Override
            public DeviceReply call(DeviceRequest request) throws DeviceException {
                return connection.call(request);
            }

            @Override
            public CompletionStage<DeviceReply> send(DeviceRequest request) {
                return connection.send(request);
            }

            @Override
            public CompletionStage<AutoCloseable> stream(DeviceRequest request, StreamSink sink) {
                return connection.stream(request, sink);
            }

            @Override
            public AutoCloseable later(Duration delay, Runnable work) {
                return connection.later(delay, work);
            }

            @Override
            public String certificate() {
                return connection.certificate();
            }

            @Override
            public void close() {
                connection.close();
            }
        };
    }
}
