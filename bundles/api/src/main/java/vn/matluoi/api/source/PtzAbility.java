package vn.matluoi.api.source;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.driver.ChannelFacet.Presets.Preset;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition.Position;

/**
 * What a camera that moves can do, as its device says now.
 *
 * @param moves whether it can be moved by speed
 * @param goes whether it can be sent to a position
 * @param position where it looks; empty if the device does not say
 * @param presets those that are set; empty if it keeps none for us
 * @param tours those that are set up; empty if it has none for us
 */
public record PtzAbility(
        boolean moves,
        boolean goes,
        Optional<Position> position,
        Optional<List<Preset>> presets,
        Optional<List<Preset>> tours) {

    public PtzAbility {
        Objects.requireNonNull(position, "position");
        presets = presets.map(List::copyOf);
        tours = tours.map(List::copyOf);
    }
}
