package vn.matluoi.media.internal.server;

import io.netty.channel.Channel;
import java.time.Duration;
import vn.matluoi.media.internal.ticket.Grant;
import vn.matluoi.media.internal.ticket.WatchRights.Answer;

/**
 * What one connection was allowed to watch: asks again and again whether it still is, since rights may be taken away
 * while it plays, closes it when it is not or nobody can say, and records its end. On the channel's event loop of the
 * moment.
 */
final class Permit {

    private final Grant grant;
    private final String origin;
    private final Channel channel;
    private final ServerParts parts;
    private final long openedAt = System.nanoTime();
    private long allowedAt = openedAt;
    private boolean asking;
    private boolean ended;
    private String reason = "viewer";

    /** @param origin network address of the viewer */
    Permit(Grant grant, String origin, Channel channel, ServerParts parts) {
        this.grant = grant;
        this.origin = origin;
        this.channel = channel;
        this.parts = parts;
    }

    /** To be called every now and then once the channel has come to the loop where it stays. */
    void check(long now) {
        var timing = parts.timing();
        if (now - allowedAt > timing.rightsUnknown().toNanos()) {
            refuse();
        } else if (!asking && now - allowedAt > timing.rights().toNanos()) {
            ask();
        }
    }

    private void ask() {
        asking = true;
        var loop = channel.eventLoop();
        parts.rights()
                .still(grant)
                .whenComplete((answer, failure) -> loop.execute(() -> {
                    asking = false;
                    if (answer == Answer.ALLOWED) {
                        allowedAt = System.nanoTime();
                    } else if (answer == Answer.REFUSED) {
                        refuse();
                    }
                }));
    }

    private void refuse() {
        endsBecause("rights");
        channel.close();
    }

    /** @param word what is to be recorded as the reason */
    void endsBecause(String word) {
        reason = word;
    }

    /** Records the end, once. */
    void end(long bytes) {
        if (!ended) {
            ended = true;
            var watched = Duration.ofNanos(System.nanoTime() - openedAt);
            parts.rights().closed(grant, origin, watched, bytes, reason);
        }
    }
}
