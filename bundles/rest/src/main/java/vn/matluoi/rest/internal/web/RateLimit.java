package vn.matluoi.rest.internal.web;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import vn.matluoi.api.Text;
import vn.matluoi.rest.internal.problem.Problem;

/**
 * A token bucket for each network address: so many requests a second for long, so many at once. Stands before every
 * servlet of the hub. Any thread.
 */
public final class RateLimit implements Filter {

    private static final int MOST_ADDRESSES = 10_000;
    private static final double NANOS = 1e9;

    private final double perSecond;
    private final double burst;
    private final Predicate<HttpServletRequest> free;
    private final LongSupplier nanos;
    /** Guarded by itself; the address longest quiet goes first. */
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    /**
     * @param perSecond requests an address may make each second for long
     * @param burst requests it may make at once after a pause
     * @param free requests that are not counted
     * @param nanos a monotonic clock, as {@link System#nanoTime()}
     */
    public RateLimit(int perSecond, int burst, Predicate<HttpServletRequest> free, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.free = free;
        this.nanos = nanos;
    }

    @Override
    public void init(FilterConfig config) {
        // nothing to do: everything came by the constructor
    }

    @Override
    public void destroy() {
        // nothing is held
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (free.test((HttpServletRequest) request) || takes(request.getRemoteAddr())) {
            chain.doFilter(request, response);
        } else {
            Problems.send(
                    (HttpServletRequest) request,
                    (HttpServletResponse) response,
                    Problem.Kind.BUSY,
                    "http.rate",
                    new Text(
                            "Địa chỉ của bạn gửi quá nhiều yêu cầu. Hãy thử lại sau ít giây.",
                            "Your address sends too many requests. Try again in a few seconds."));
        }
    }

    boolean takes(String address) {
        var now = nanos.getAsLong();
        synchronized (buckets) {
            var bucket = buckets.get(address);
            var left = bucket == null ? burst : Math.min(burst, bucket.left + (now - bucket.at) / NANOS * perSecond);
            var takes = left >= 1;
            buckets.put(address, new Bucket(takes ? left - 1 : left, now));
            return takes;
        }
    }

    private record Bucket(double left, long at) {}
}
