package io.parley.ejb.stream;

import io.parley.adapter.api.MediaEnded;
import io.parley.persistence.quality.MediaSide;

/** The end of a publication or playback has been recorded, with what the relay had counted of it. */
public record MediaFinished(MediaSide side, MediaEnded end) {}
