package vn.matluoi.benchmarks.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import vn.matluoi.benchmarks.Report;
import vn.matluoi.simulators.Options;

/** One thing that is broken, and what must hold all the same. */
interface Fault {

    /**
     * What a run is given.
     *
     * @param report to which it adds its cases
     * @param options of the command line
     * @param base the hub's HTTPS address
     * @param data the hub's folder of state
     * @param work a folder for this run
     * @param seed all that is random comes from it
     * @param brief whether the small form is wanted, that every test run includes
     */
    record Trial(Report report, Options options, URI base, Path data, Path work, int seed, boolean brief) {}

    void run(Trial trial) throws IOException, InterruptedException;
}
