package vn.matluoi.simulators;

import java.io.IOException;
import java.util.Arrays;

/**
 * The program: recorders and commune sheets that do not exist, for demonstrations and tests. Exit status 0 when a
 * command is done, 1 when it failed, 2 when it was not understood.
 */
public final class Simulators {

    private Simulators() {}

    /** @param arguments a command and its options */
    public static void main(String[] arguments) throws InterruptedException {
        System.setProperty("java.awt.headless", "true");
        try {
            switch (arguments.length == 0 ? "" : arguments[0]) {
                case "recorder" -> RecorderCommand.run(arguments);
                case "fleet" -> FleetCommand.run(arguments);
                case "dahua" -> DahuaCommand.run(arguments);
                case "onvif" -> OnvifCommand.run(arguments);
                case "replay" -> ReplayCommand.run(arguments);
                case "sheet" -> SheetCommand.run(arguments);
                case "proxy" -> ProxyCommand.run(arguments);
                case "demo" -> DemoCommand.run(arguments);
                case "sink" -> Sink.main(Arrays.copyOfRange(arguments, 1, arguments.length));
                default -> {
                    System.err.print("usage:\n" + DemoCommand.USAGE + RecorderCommand.USAGE + DahuaCommand.USAGE
                            + OnvifCommand.USAGE + ReplayCommand.USAGE + FleetCommand.USAGE + SheetCommand.USAGE
                            + ProxyCommand.USAGE + Sink.USAGE);
                    System.exit(2);
                }
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (IOException e) {
            System.err.println(e.getMessage() == null ? e.toString() : e.getMessage());
            System.exit(1);
        }
    }
}
