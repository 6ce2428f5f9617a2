package vn.matluoi.simulators.login;

/**
 * Requests with credentials of one account name, over HTTP and RTSP together.
 *
 * @param ok accepted
 * @param wrong refused, and counted towards the lock-out
 * @param whileLocked sent by an address that was locked out
 */
public record LoginCount(long ok, long wrong, long whileLocked) {

    static final LoginCount NONE = new LoginCount(0, 0, 0);

    LoginCount plusOk() {
        return new LoginCount(ok + 1, wrong, whileLocked);
    }

    LoginCount plusWrong() {
        return new LoginCount(ok, wrong + 1, whileLocked);
    }

    LoginCount plusWhileLocked() {
        return new LoginCount(ok, wrong, whileLocked + 1);
    }
}
