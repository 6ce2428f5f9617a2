package vn.matluoi.rest.internal.openapi;

import java.util.List;
import vn.matluoi.rest.internal.v1.AccountResource;
import vn.matluoi.rest.internal.v1.AreaResource;
import vn.matluoi.rest.internal.v1.AuditResource;
import vn.matluoi.rest.internal.v1.BlockedModelResource;
import vn.matluoi.rest.internal.v1.CameraResource;
import vn.matluoi.rest.internal.v1.ChangeResource;
import vn.matluoi.rest.internal.v1.ChecksumResource;
import vn.matluoi.rest.internal.v1.CompletenessResource;
import vn.matluoi.rest.internal.v1.ConflictResource;
import vn.matluoi.rest.internal.v1.DeadLetterResource;
import vn.matluoi.rest.internal.v1.DiscoveryResource;
import vn.matluoi.rest.internal.v1.DriverResource;
import vn.matluoi.rest.internal.v1.EventDoor;
import vn.matluoi.rest.internal.v1.EventResource;
import vn.matluoi.rest.internal.v1.EventStatisticsResource;
import vn.matluoi.rest.internal.v1.HeadingResource;
import vn.matluoi.rest.internal.v1.IdentityResource;
import vn.matluoi.rest.internal.v1.ImportResource;
import vn.matluoi.rest.internal.v1.KeyResource;
import vn.matluoi.rest.internal.v1.OpenApiResource;
import vn.matluoi.rest.internal.v1.PlaybackResource;
import vn.matluoi.rest.internal.v1.ProfileResource;
import vn.matluoi.rest.internal.v1.PtzResource;
import vn.matluoi.rest.internal.v1.RecordingResource;
import vn.matluoi.rest.internal.v1.RouteResource;
import vn.matluoi.rest.internal.v1.RouteTemplateResource;
import vn.matluoi.rest.internal.v1.SectorResource;
import vn.matluoi.rest.internal.v1.SessionResource;
import vn.matluoi.rest.internal.v1.SinkResource;
import vn.matluoi.rest.internal.v1.SourceResource;
import vn.matluoi.rest.internal.v1.UnitResource;
import vn.matluoi.rest.internal.v1.UpstreamResource;

/** The classes whose methods are the operations of API v1: described and tested is this list, and no other is published. */
public final class Operations {

    public static final List<Class<?>> CLASSES = List.of(
            SessionResource.class,
            CameraResource.class,
            PlaybackResource.class,
            PtzResource.class,
            RecordingResource.class,
            SourceResource.class,
            DriverResource.class,
            ImportResource.class,
            ProfileResource.class,
            HeadingResource.class,
            BlockedModelResource.class,
            IdentityResource.class,
            ConflictResource.class,
            CompletenessResource.class,
            AreaResource.class,
            UnitResource.class,
            SectorResource.class,
            ChangeResource.class,
            ChecksumResource.class,
            UpstreamResource.class,
            DiscoveryResource.class,
            EventResource.class,
            EventStatisticsResource.class,
            EventDoor.class,
            RouteResource.class,
            SinkResource.class,
            RouteTemplateResource.class,
            DeadLetterResource.class,
            AccountResource.class,
            KeyResource.class,
            AuditResource.class,
            OpenApiResource.class);

    private Operations() {}
}
