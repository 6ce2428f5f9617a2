package vn.matluoi.driver.testkit;

import java.net.URI;

/**
 * A device that is played in a test: it counts on its side what a driver does, and can be told to fall ill. For any thread.
 */
public interface PlayedDevice extends AutoCloseable {

    /** How an answer without an end comes. */
    enum Pace {
        /** As fast as it is taken. */
        FLOOD,
        /** A byte a second. */
        TRICKLE
    }

    URI address();

    /** @return requests of any kind so far */
    int requests();

    /** @return signed requests whose signature was wrong: what a device counts before it locks */
    int wrongLogins();

    /** Answers every request from now on, signed or not, with a good status and bytes that do not end. */
    void answerWithoutEnd(Pace pace);

    /** @return bytes of such an answer that a client let come before it hung up, of the one that it took most of */
    long mostTaken();

    /** Ends what does not end, and answers as at first. */
    void recover();

    /** Is gone: nothing listens there any more. Safe to repeat. */
    @Override
    void close();
}
