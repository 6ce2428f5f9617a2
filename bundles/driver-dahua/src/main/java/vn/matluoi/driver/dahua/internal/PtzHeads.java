package vn.matluoi.driver.dahua.internal;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import vn.matluoi.api.driver.Channel.Status;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;

/**
 * Which channels of a session have something that turns. Each is asked once, when it is first of interest, and again only
 * while its camera is away. An account that may not ask is refused once for all channels, as five refusals may lock it.
 */
final class PtzHeads {

    private final Cgi cgi;
    private final Map<ChannelId, Optional<PtzAbility>> known = new ConcurrentHashMap<>();
    private final Map<ChannelId, Boolean> touring = new ConcurrentHashMap<>();
    private final Map<ChannelId, DahuaPtz> movers = new ConcurrentHashMap<>();
    private volatile boolean forbidden;

    PtzHeads(Cgi cgi) {
        this.cgi = cgi;
    }

    /** @return the facet if the channel has it; empty also if that cannot be told now */
    <F extends ChannelFacet> Optional<F> facet(Layout.Slot slot, Class<F> facet) {
        try {
            var head = head(slot);
            boolean has = head.isPresent()
                    && (facet == ChannelFacet.Ptz.class
                            || facet == ChannelFacet.PtzPosition.class
                                    && head.get().goesToPlaces()
                            || facet == ChannelFacet.Presets.class && head.get().keepsPresets()
                            || facet == ChannelFacet.Tours.class && tours(slot, head.get()));
            return has ? facet(() -> slot, slot.channel().id(), facet) : Optional.empty();
        } catch (DeviceException e) {
            return Optional.empty();
        }
    }

    /** The same before the channels were read: it finds out when it is used. */
    <F extends ChannelFacet> Optional<F> facet(DahuaStreams.Slots slot, ChannelId id, Class<F> facet) {
        DahuaPtz.Heads find = () -> head(slot.find()).orElseThrow(() -> Words.noHead(id.value()));
        if (facet == ChannelFacet.Ptz.class) {
            return Optional.of(facet.cast(movers.computeIfAbsent(id, i -> new DahuaPtz(cgi, find))));
        }
        if (facet == ChannelFacet.PtzPosition.class) {
            return Optional.of(facet.cast(new DahuaPtzPosition(cgi, find)));
        }
        if (facet == ChannelFacet.Presets.class) {
            return Optional.of(facet.cast(new DahuaPresets(cgi, find)));
        }
        if (facet == ChannelFacet.Tours.class) {
            return Optional.of(facet.cast(new DahuaTours(cgi, find)));
        }
        return Optional.empty();
    }

    private Optional<PtzAbility> head(Layout.Slot slot) throws DeviceException {
        var id = slot.channel().id();
        var before = known.get(id);
        if (before != null) {
            return before;
        }
        if (forbidden) {
            throw Words.noRight();
        }
        try {
            var found = PtzAbility.read(cgi, slot);
            if (found.isPresent() || slot.channel().status() != Status.OFFLINE) {
                known.put(id, found);
            }
            return found;
        } catch (Refused e) {
            forbidden |= e.why() == Refused.Why.RIGHTS;
            throw e;
        }
    }

    /** What it says it can is not what the firmware gives out. */
    private boolean tours(Layout.Slot slot, PtzAbility head) throws DeviceException {
        var id = slot.channel().id();
        var before = touring.get(id);
        if (before != null) {
            return before;
        }
        var path = DahuaTours.path(head);
        boolean has = head.tours() && cgi.findUnlessBusy(path, "tours").isPresent();
        touring.put(id, has);
        return has;
    }
}
