package vn.matluoi.driver.hikvision.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.driver.DeviceException;

/**
 * What a device records: {@code ContentMgmt/record/tracks}. Whether it is switched on says
 * {@code CustomExtension/enableSchedule}; the track's own {@code Enable} reads false and means nothing.
 *
 * @param scheduled for each channel number with a main track, whether it is set to record; empty if it does not say
 */
record Tracks(Map<Integer, Optional<Boolean>> scheduled) {

    static final String PATH = "/ISAPI/ContentMgmt/record/tracks";

    static Optional<Tracks> read(Isapi isapi) throws DeviceException {
        return isapi.find(PATH, "TrackList").map(list -> {
            var tracks = new HashMap<Integer, Optional<Boolean>>();
            for (var track : list.children("Track")) {
                int id = track.text("id")
                        .filter(t -> t.matches("\\d{3,6}"))
                        .map(Integer::parseInt)
                        .orElse(0);
                if (id % 100 == 1) {
                    tracks.put(
                            id / 100,
                            track.all("enableSchedule").stream()
                                    .map(e -> e.text().equalsIgnoreCase("true"))
                                    .findFirst());
                }
            }
            return new Tracks(tracks);
        });
    }
}
