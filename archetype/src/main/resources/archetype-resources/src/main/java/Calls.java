package ${package};

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceRequest;

/** Asks a device, and tells its refusals apart: the type of what is thrown says whose turn it is. Any thread. */
final class Calls implements AutoCloseable {

    /** No device needs more to list 256 channels. */
    private static final int MOST_BYTES = 512 * 1024;

    private final DeviceHttp.Connection connection;

    Calls(DeviceHttp.Connection connection) {
        this.connection = connection;
    }

    /**
     * Wrong passwords, locked accounts and 503 are told apart by the connection already.
     *
     * @return empty if the device does not have it
     */
    Optional<KeyValues> find(String path) throws DeviceException {
        var reply = connection.call(request(path));
        return switch (reply.status()) {
            case 200 -> Optional.of(KeyValues.read(reply.text()));
            case 404 -> Optional.empty();
            default -> throw refusal(path, reply.status());
        };
    }

    /** @return why a device did not give what was asked for */
    static DeviceException refusal(String path, int status) {
        return switch (status) {
            case 403 -> Words.noRight();
            case 404 -> Words.notThere(path);
            case 429, 503 -> Words.busy();
            default -> Words.status(path, status);
        };
    }

    CompletionStage<AutoCloseable> stream(String path, DeviceHttp.StreamSink sink) {
        return connection.stream(request(path), sink);
    }

    private static DeviceRequest request(String path) {
        var get = DeviceRequest.get(path);
        return new DeviceRequest(get.method(), path, get.contentType(), get.body(), MOST_BYTES);
    }

    @Override
    public void close() {
        connection.close();
    }
}
