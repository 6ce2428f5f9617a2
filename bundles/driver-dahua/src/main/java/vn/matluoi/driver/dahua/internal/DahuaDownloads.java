package vn.matluoi.driver.dahua.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.ChannelId;

/** Recorded files of one channel, in DHAV or as the device keeps them: {@code /cgi-bin/RPC_Loadfile/mnt/dvr/...}. */
final class DahuaDownloads implements ChannelFacet.Downloads {

    private final Cgi cgi;
    private final ChannelId channel;

    DahuaDownloads(Cgi cgi, ChannelId channel) {
        this.cgi = cgi;
        this.channel = channel;
    }

    @Override
    public CompletionStage<AutoCloseable> download(Recording recording, DownloadSink sink) {
        var footage = Footage.read(recording.reference());
        if (footage.isEmpty()) {
            return CompletableFuture.failedFuture(Words.noFootage());
        }
        int number = Integer.parseInt(channel.value()); // ids are the numbers that requests count by
        return new Download(cgi.connection(), footage.get(), number, sink).begin();
    }
}
