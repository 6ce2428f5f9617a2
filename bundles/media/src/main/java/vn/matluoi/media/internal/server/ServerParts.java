package vn.matluoi.media.internal.server;

import java.util.function.LongSupplier;
import vn.matluoi.media.internal.relay.ByteBudget;
import vn.matluoi.media.internal.relay.LiveStreams;
import vn.matluoi.media.internal.relay.Meters;
import vn.matluoi.media.internal.relay.Timing;
import vn.matluoi.media.internal.ticket.Tickets;
import vn.matluoi.media.internal.ticket.WatchRights;

/**
 * What every viewer's connection works with.
 *
 * @param viewerLimit most bytes to queue for one viewer, as configured now
 */
public record ServerParts(
        Tickets tickets,
        WatchRights rights,
        LiveStreams streams,
        ByteBudget budget,
        LongSupplier viewerLimit,
        ConnectionLimits limits,
        Timing timing,
        Meters meters) {}
