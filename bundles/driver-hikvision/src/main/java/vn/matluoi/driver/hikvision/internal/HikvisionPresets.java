package vn.matluoi.driver.hikvision.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.XmlElement;

/**
 * The places a camera keeps: {@code PTZCtrl/channels/N/presets}. Some numbers are no places but commands (94 restarts the
 * camera, 92 changes its limits); they are neither listed nor recalled nor overwritten.
 */
final class HikvisionPresets implements ChannelFacet.Presets {

    private static final int LONGEST_NAME = 32;

    private final Isapi isapi;
    private final Mount mount;

    HikvisionPresets(Isapi isapi, Mount mount) {
        this.isapi = isapi;
        this.mount = mount;
    }

    @Override
    public List<Preset> presets() throws DeviceException {
        return rows().stream()
                .filter(HikvisionPresets::isSet)
                .map(row -> new Preset(
                        row.text("id").orElseThrow(),
                        Clean.text(row.text("presetName").orElse(""))))
                .toList();
    }

    @Override
    public void recall(String token) throws DeviceException {
        isapi.tell("PUT", path(token) + "/goto", "");
    }

    @Override
    public Preset save(Optional<String> token, String name) throws DeviceException {
        var id = token.isPresent() ? token.get() : free();
        var kept = Clean.text(name);
        var shown = kept.substring(0, Math.min(LONGEST_NAME, kept.length()));
        isapi.tell(
                "PUT",
                path(id),
                "<PTZPreset><enabled>true</enabled><id>%s</id><presetName>%s</presetName></PTZPreset>"
                        .formatted(id, Isapi.escaped(shown)));
        return new Preset(id, shown);
    }

    @Override
    public void remove(String token) throws DeviceException {
        isapi.tell("DELETE", path(token), "");
    }

    private List<XmlElement> rows() throws DeviceException {
        return isapi.find(mount.base() + "/presets", "PTZPresetList")
                .map(list -> list.children("PTZPreset"))
                .orElse(List.of());
    }

    private static boolean isSet(XmlElement row) {
        return row.text("id").filter(HikvisionPresets::isPlace).isPresent()
                && row.text("enabled").filter("false"::equalsIgnoreCase).isEmpty();
    }

    private String free() throws DeviceException {
        var used = new HashSet<String>();
        rows().stream()
                .filter(HikvisionPresets::isSet)
                .forEach(row -> used.add(row.text("id").orElseThrow()));
        return IntStream.rangeClosed(1, mount.presets())
                .mapToObj(String::valueOf)
                .filter(id -> isPlace(id) && !used.contains(id))
                .findFirst()
                .orElseThrow(Words::noRoomForPlaces);
    }

    private String path(String token) throws DeviceException {
        if (!isPlace(token)) {
            throw Words.noPlace(Clean.word(token));
        }
        return mount.base() + "/presets/" + token;
    }

    /** 33 to 46, 90 and 92 to 105 are commands on this family's cameras. */
    private static boolean isPlace(String id) {
        if (!id.matches("[1-9]\\d{0,2}")) {
            return false;
        }
        int n = Integer.parseInt(id);
        return !(n >= 33 && n <= 46 || n == 90 || n >= 92 && n <= 105);
    }
}
