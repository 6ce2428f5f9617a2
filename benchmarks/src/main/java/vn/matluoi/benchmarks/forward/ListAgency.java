package vn.matluoi.benchmarks.forward;

import java.io.IOException;
import java.util.Map;

/** An agency's own system, which holds lists of cameras for a hub to come and take. */
public interface ListAgency extends AutoCloseable {

    /** @return the lines of the source's file that say how it is reached */
    String settings();

    /**
     * Hands over what it has to say: when it returns, the hub's next look finds it.
     *
     * @param name of the list, one of its own
     * @param cameras by code the name
     */
    void hand(String name, Map<String, String> cameras) throws IOException;

    /** @return whether what it hands over is a file, whose name the hub keeps; otherwise the hub asks for all there is */
    default boolean handsSheets() {
        return true;
    }

    @Override
    default void close() throws IOException {}

    /** @return a list as a sheet */
    static String csv(Map<String, String> cameras) {
        StringBuilder csv = new StringBuilder("\ufeffMã camera,Tên camera\r\n");
        cameras.forEach(
                (code, name) -> csv.append(code).append(',').append(name).append("\r\n"));
        return csv.toString();
    }
}
