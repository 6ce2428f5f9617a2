package vn.matluoi.simulators.web;

import java.util.concurrent.atomic.AtomicBoolean;

/** The place for the one reply to a request. Safe for any thread. */
public final class Answer {

    private final AtomicBoolean given = new AtomicBoolean();
    private final Connection connection;
    private volatile Runnable whenGone = () -> {};

    Answer(Connection connection) {
        this.connection = connection;
    }

    /** Sends the reply; the second and later ones are dropped. */
    public void send(WebReply reply) {
        if (given.compareAndSet(false, true)) {
            connection.reply(reply);
        }
    }

    /** @param task what to do if the client goes away before the reply; on the server's reading thread, quick */
    public void whenGone(Runnable task) {
        whenGone = task;
    }

    void gone() {
        if (given.compareAndSet(false, true)) {
            whenGone.run();
        }
    }
}
