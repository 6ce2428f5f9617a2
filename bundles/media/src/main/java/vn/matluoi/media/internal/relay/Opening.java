package vn.matluoi.media.internal.relay;

import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;

/**
 * One try to open a stream, up to the moment it may be connected: asks where it is, and passes the gate that lets a
 * password be tried once. It keeps its place at the gate until it tells what became of the connection. On the
 * stream's event loop.
 */
final class Opening implements LoginGate.Visitor {

    private final StreamKey key;
    private final EventLoop loop;
    private final StreamParts parts;
    private final Outcome outcome;
    private Optional<Located> place = Optional.empty();
    private boolean entered;
    private boolean over;

    /** What came of it; nothing comes after {@link #cancel}. */
    interface Outcome {

        void mayConnect(Located place);

        void failed(DeviceException why);
    }

    Opening(StreamKey key, EventLoop loop, StreamParts parts, Outcome outcome) {
        this.key = key;
        this.loop = loop;
        this.parts = parts;
        this.outcome = outcome;
    }

    void begin() {
        parts.locator()
                .locate(key)
                .whenComplete((found, failure) -> loop.execute(() -> {
                    if (over) {
                        return;
                    }
                    if (failure != null) {
                        outcome.failed(deviceFailure(failure));
                        return;
                    }
                    place = Optional.of(found);
                    parts.gate().pass(found.address(), this);
                }));
    }

    @Override
    public void enter() {
        loop.execute(() -> {
            if (over) {
                place.ifPresent(found -> parts.gate().abandoned(found.address(), this));
            } else {
                entered = true;
                place.ifPresent(outcome::mayConnect);
            }
        });
    }

    @Override
    public void rejected() {
        turnAway(new Refused(
                Why.CREDENTIALS,
                new Text(
                        "Mật khẩu của nguồn này vừa bị thiết bị từ chối.",
                        "The device has just refused this source's password.")));
    }

    @Override
    public void unreachable() {
        turnAway(new DeviceException.Unreachable(new Text(
                "Vừa không kết nối được tới thiết bị của nguồn này.",
                "This source's device could not be reached just now.")));
    }

    private void turnAway(DeviceException why) {
        loop.execute(() -> {
            if (!over) {
                outcome.failed(why);
            }
        });
    }

    /** The device has let us in. */
    void proven() {
        place.ifPresent(found -> parts.gate().proven(found.address()));
    }

    /** The connection failed or was lost. */
    void failed(DeviceException why) {
        over = true;
        if (!entered || place.isEmpty()) {
            return;
        }
        var address = place.get().address();
        if (why instanceof Refused refused && refused.why() == Why.CREDENTIALS) {
            parts.gate().rejected(address);
            parts.locator().rejected(address.source());
        } else {
            parts.gate().failed(address, this);
        }
    }

    /** Nobody wants it any more. */
    void cancel() {
        over = true;
        if (entered) {
            place.ifPresent(found -> parts.gate().abandoned(found.address(), this));
        }
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
