package vn.matluoi.simulators.dahua;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A head that turns, as {@code ptz.cgi} moves it: pan 0 to 360 degrees, tilt -15 (up) to 90 (straight down), zoom 1 to 128.
 * It is where it was sent at once; a motion only says its direction. Safe for any thread.
 */
final class PtzHead {

    /** Places it can keep. */
    static final int PRESETS = 8;

    private static final double[] LEAST = {0, -15, 1};
    private static final double[] MOST = {360, 90, 128};

    private final Map<Integer, String> names = new TreeMap<>(); // guarded by this, as all below
    private final Map<Integer, double[]> places = new TreeMap<>();
    private double[] position = {0, 0, 1};
    private String moving = "";
    private String motion = "";
    private int tour;

    PtzHead() {
        names.put(1, "Cổng chính");
        places.put(1, new double[] {90, 10, 1});
        names.put(3, "Preset 3");
        places.put(3, new double[] {180, 20, 8});
    }

    /**
     * @param arguments {@code arg1} to {@code arg3}
     * @return whether it can
     */
    synchronized boolean start(String code, double[] arguments) {
        int number = (int) arguments[1];
        switch (code) {
            case "Left",
                    "Right",
                    "Up",
                    "Down",
                    "LeftUp",
                    "RightUp",
                    "LeftDown",
                    "RightDown",
                    "ZoomTele",
                    "ZoomWide" -> {
                if (arguments[1] < 0 || arguments[1] > 8 || arguments[0] < 0 || arguments[0] > 8) {
                    return false;
                }
                moving = code;
                motion = code + " " + (int) arguments[0] + " " + (int) arguments[1];
                tour = 0;
            }
            case "PositionABS" -> {
                for (int i = 0; i < 3; i++) {
                    if (arguments[i] < LEAST[i] || arguments[i] > MOST[i]) {
                        return false;
                    }
                }
                position = arguments.clone();
            }
            case "SetPreset" -> {
                if (number < 1 || number > PRESETS) {
                    return false;
                }
                names.putIfAbsent(number, "Preset " + number);
                places.put(number, position.clone());
            }
            case "GotoPreset" -> {
                if (!places.containsKey(number)) {
                    return false;
                }
                position = places.get(number).clone();
            }
            case "ClearPreset" -> {
                names.remove(number);
                return places.remove(number) != null;
            }
            case "StartTour" -> {
                if (arguments[0] != 1) {
                    return false;
                }
                tour = 1;
            }
            case "StopTour" -> tour = 0;
            default -> {
                return false;
            }
        }
        return true;
    }

    synchronized boolean stop(String code) {
        moving = "";
        return !code.isEmpty();
    }

    /** The last motion it was told, in its own words; for proofs. */
    synchronized String motion() {
        return moving.isEmpty() ? "" : motion;
    }

    synchronized int tour() {
        return tour;
    }

    static String caps() {
        return """
                caps.AutoScan=false
                caps.Flip=true
                caps.Focus=true
                caps.Iris=true
                caps.MoveAbsolutely=true
                caps.MoveContinuously=true
                caps.Name=DH-SD1
                caps.Pan=true
                caps.PanSpeedMax=8
                caps.PanSpeedMin=1
                caps.Preset=true
                caps.PresetMax=%d
                caps.PresetMin=1
                caps.PtzMotionRange.HorizontalAngle[0]=0
                caps.PtzMotionRange.HorizontalAngle[1]=360
                caps.PtzMotionRange.VerticalAngle[0]=-15
                caps.PtzMotionRange.VerticalAngle[1]=90
                caps.Tile=true
                caps.TileSpeedMax=8
                caps.TileSpeedMin=1
                caps.Tour=true
                caps.TourMax=8
                caps.TourMin=1
                caps.Zoom=true
                """
                .formatted(PRESETS);
    }

    synchronized String status() {
        boolean zooms = moving.startsWith("Zoom");
        return "status.Action=Preset\nstatus.MoveStatus=%s\nstatus.PTS=0\n"
                        .formatted(moving.isEmpty() || zooms ? "Idle" : "Moving")
                + String.format(
                        Locale.ROOT,
                        "status.Postion[0]=%.6f\nstatus.Postion[1]=%.6f\nstatus.Postion[2]=%.6f\n",
                        position[0],
                        position[1],
                        position[2])
                + "status.PresetID=0\nstatus.UTC=0\nstatus.ZoomStatus=%s\n".formatted(zooms ? "Moving" : "Idle");
    }

    synchronized String presets() {
        var text = new StringBuilder();
        int row = 0;
        for (var place : names.entrySet()) {
            text.append("presets[%d].Index=%d\npresets[%d].Name=%s\npresets[%d].Type=0\n"
                    .formatted(row, place.getKey(), row, place.getValue(), row));
            row++;
        }
        return text.toString();
    }

    static String tours() {
        return "tours[0].Index=1\ntours[0].Name=Vòng 1\ntours[0].Presets[0][0]=1\ntours[0].Presets[0][1]=10\n";
    }
}
