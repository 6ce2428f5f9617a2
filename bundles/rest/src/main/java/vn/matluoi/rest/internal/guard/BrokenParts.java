package vn.matluoi.rest.internal.guard;

import java.io.IOException;
import javax.ws.rs.ext.Provider;
import javax.ws.rs.ext.ReaderInterceptor;
import javax.ws.rs.ext.ReaderInterceptorContext;
import org.apache.cxf.jaxrs.ext.multipart.MultipartBody;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/** CXF 3.6 falls over parts that it cannot make out, where its sender is at fault: as of a type without a boundary. */
@Provider
public final class BrokenParts implements ReaderInterceptor {

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        try {
            return context.proceed();
        } catch (NullPointerException | IllegalArgumentException e) {
            if (context.getType() != MultipartBody.class) {
                throw e;
            }
            throw new HubException(
                    HubException.Reason.INVALID,
                    "body.multipart",
                    new Text(
                            "Không đọc được các phần của nội dung. Gửi lại dạng multipart/form-data, có boundary ở Content-Type.",
                            "The parts of the body cannot be made out. Send multipart/form-data with the boundary in Content-Type."));
        }
    }
}
