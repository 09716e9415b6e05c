package io.parley.ejb.room;

import java.util.List;

/** Media whose records have ended and which the relay must cut, after the commit. */
public record MediaClosed(List<Long> publications, List<Long> playbacks) {}
