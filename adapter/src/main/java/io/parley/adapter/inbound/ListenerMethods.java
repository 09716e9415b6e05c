package io.parley.adapter.inbound;

import io.parley.adapter.api.MediaEnded;
import io.parley.adapter.api.MediaRecorded;
import io.parley.adapter.api.MediaRequested;
import io.parley.adapter.api.StreamListener;
import java.lang.reflect.Method;

/** The listener's methods, as {@code beforeDelivery} wants them. */
final class ListenerMethods {

    static final Method PUBLISH_REQUESTED = method("publishRequested", MediaRequested.class);
    static final Method PLAY_REQUESTED = method("playRequested", MediaRequested.class);
    static final Method PUBLISH_ENDED = method("publishEnded", MediaEnded.class);
    static final Method PLAY_ENDED = method("playEnded", MediaEnded.class);
    static final Method RECORDED = method("recorded", MediaRecorded.class);

    private ListenerMethods() {}

    private static Method method(String name, Class<?> parameter) {
        try {
            return StreamListener.class.getMethod(name, parameter);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }
}
