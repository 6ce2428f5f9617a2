package vn.matluoi.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerSuite;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** The shipped distribution, seen from inside the container. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerSuite.class)
public class InsideTheHub extends ShippedHub {

    @Test
    public void everyBundleIsActive() throws Exception {
        Changes.await(
                context, () -> startLevel() >= 100 && Bundles.notActive(context).isEmpty());
        assertTrue("start level " + startLevel(), startLevel() >= 100);
        assertEquals(List.of(), Bundles.notActive(context));
    }

    @Test
    public void everyComponentOfOursIsSatisfied() throws Exception {
        Changes.await(context, () -> Components.unsatisfied(context).isEmpty());
        assertEquals(List.of(), Components.unsatisfied(context));
    }

    private int startLevel() {
        return context.getBundle(0).adapt(FrameworkStartLevel.class).getStartLevel();
    }
}
