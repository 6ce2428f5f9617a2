package vn.matluoi.driver.testkit;

/** What the tests' process holds. */
final class Memory {

    private Memory() {}

    /** @return bytes in use when what nobody needs is cleared away */
    static long held() {
        System.gc();
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
