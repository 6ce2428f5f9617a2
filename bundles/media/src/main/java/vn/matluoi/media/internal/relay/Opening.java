package vn.matluoi.media.internal.relay;

import io.netty.channel.EventLoop;
import java.util.concurrent.CompletionException;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;

/** One try to open a stream, up to the moment it may be connected: asks where it is. On the stream's event loop. */
final class Opening {

    private final StreamKey key;
    private final EventLoop loop;
    private final StreamLocator locator;
    private final Outcome outcome;
    private boolean over;

    /** What came of it; nothing comes after {@link #cancel}. */
    interface Outcome {

        void mayConnect(Located place);

        void failed(DeviceException why);
    }

    Opening(StreamKey key, EventLoop loop, StreamLocator locator, Outcome outcome) {
        this.key = key;
        this.loop = loop;
        this.locator = locator;
        this.outcome = outcome;
    }

    void begin() {
        locator.locate(key)
                .whenComplete((found, failure) -> loop.execute(() -> {
                    if (over) {
                        return;
                    }
                    if (failure == null) {
                        outcome.mayConnect(found);
                    } else {
                        outcome.failed(deviceFailure(failure));
                    }
                }));
    }

    /** Nobody wants it any more. */
    void cancel() {
        over = true;
    }

    private static DeviceException deviceFailure(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof DeviceException known) {
            return known;
        }
        if (cause instanceof HubException declined) {
            return new DeviceException.Unreachable(declined.text(), declined);
        }
        return new DeviceException.Unreachable(
                new Text("Không hỏi được địa chỉ luồng.", "The stream's address could not be asked for."), cause);
    }
}
