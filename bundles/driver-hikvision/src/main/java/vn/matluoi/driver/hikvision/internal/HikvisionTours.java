package vn.matluoi.driver.hikvision.internal;

import java.util.List;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.XmlElement;

/** The patrols set up on a camera: {@code PTZCtrl/channels/N/patrols}. Those that lead nowhere are left out. */
final class HikvisionTours implements ChannelFacet.Tours {

    private final Isapi isapi;
    private final Mount mount;

    HikvisionTours(Isapi isapi, Mount mount) {
        this.isapi = isapi;
        this.mount = mount;
    }

    @Override
    public List<ChannelFacet.Presets.Preset> tours() throws DeviceException {
        return isapi.find(mount.base() + "/patrols", "PTZPatrolList").stream()
                .flatMap(list -> list.children("PTZPatrol").stream())
                .filter(HikvisionTours::leadsSomewhere)
                .map(row -> new ChannelFacet.Presets.Preset(
                        row.text("id").orElseThrow(),
                        Clean.text(row.text("patrolName").orElse(""))))
                .toList();
    }

    private static boolean leadsSomewhere(XmlElement row) {
        return row.text("id").filter(HikvisionTours::isNumber).isPresent()
                && row.text("enabled").filter("false"::equalsIgnoreCase).isEmpty()
                && row.all("presetID").stream()
                        .anyMatch(p -> !p.text().isEmpty() && !p.text().equals("0"));
    }

    private static boolean isNumber(String id) {
        return id.matches("[1-9]\\d{0,2}");
    }

    @Override
    public void start(String token) throws DeviceException {
        isapi.tell("PUT", path(token) + "/start", "");
    }

    @Override
    public void stop(String token) throws DeviceException {
        isapi.tell("PUT", path(token) + "/stop", "");
    }

    private String path(String token) throws DeviceException {
        if (!isNumber(token)) {
            throw Words.noPlace(Clean.word(token));
        }
        return mount.base() + "/patrols/" + token;
    }
}
