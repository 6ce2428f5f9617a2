package vn.matluoi.registry.internal.area;

import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.Text;
import vn.matluoi.api.health.HealthCheck;
import vn.matluoi.api.registry.Areas;

/** Tells whether the administrative units are there. */
@Component(service = HealthCheck.class, immediate = true)
public final class AreaHealth implements HealthCheck {

    private final Areas areas;

    @Activate
    public AreaHealth(@Reference Areas areas) {
        this.areas = areas;
    }

    @Override
    public String name() {
        return "areas";
    }

    @Override
    public Result check() {
        var provinces = areas.children(Optional.empty());
        var communes = provinces.stream()
                .mapToInt(
                        province -> areas.children(Optional.of(province.code())).size())
                .sum();
        if (provinces.isEmpty() || communes == 0) {
            return Result.down(new Text(
                    "Không có đơn vị hành chính nào đang có hiệu lực: kiểm tra bảng areas.",
                    "No administrative unit is in force: look at the table areas."));
        }
        return Result.ok(new Text(
                "%d tỉnh, thành phố; %d xã, phường, đặc khu".formatted(provinces.size(), communes),
                "%d provinces and cities; %d communes, wards and special zones".formatted(provinces.size(), communes)));
    }
}
