package io.parley.ejb.stream;

import io.parley.adapter.api.PlaybackStatistics;
import io.parley.adapter.api.PublicationStatistics;
import io.parley.ejb.admin.RequiresRole;
import io.parley.ejb.admin.Roles;
import io.parley.persistence.app.AppRepository;
import io.parley.persistence.id.AppId;
import io.parley.persistence.id.RoomId;
import io.parley.persistence.room.RoomKey;
import io.parley.persistence.stream.LivePlayer;
import io.parley.persistence.stream.LiveStream;
import io.parley.persistence.stream.PlayerRepository;
import io.parley.persistence.stream.StreamRepository;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Current media of a room: committed publications and playbacks from the database, their statistics from the relay. */
@Stateless
@RequiresRole({Roles.SYSTEM_ADMIN, Roles.OPERATOR, Roles.AUDITOR})
public class MediaQueries {

    /** A live stream; its figures are null while its server is another one. */
    public record StreamFigures(
            String streamID, String userID, @Nullable PublicationStatistics media, List<ViewerFigures> players) {}

    /** A user who plays it. */
    public record ViewerFigures(String userID, @Nullable PlaybackStatistics media) {}

    private final AppRepository apps;
    private final StreamRepository streams;
    private final PlayerRepository players;
    private final RelayControl relay;

    @Inject
    public MediaQueries(AppRepository apps, StreamRepository streams, PlayerRepository players, RelayControl relay) {
        this.apps = apps;
        this.streams = streams;
        this.players = players;
        this.relay = relay;
    }

    @SuppressWarnings("NullAway") // the container's proxy needs it
    public MediaQueries() {
        this(null, null, null, null);
    }

    /** None when the room is not live. */
    public List<StreamFigures> inRoom(AppId app, RoomId id) {
        apps.known(app);
        RoomKey room = RoomKey.of(app, id);
        Map<Long, PublicationStatistics> pushes = relay.publications().stream()
                .collect(Collectors.toMap(PublicationStatistics::id, each -> each, (a, b) -> a));
        Map<Long, PlaybackStatistics> pulls =
                relay.playbacks().stream().collect(Collectors.toMap(PlaybackStatistics::id, each -> each, (a, b) -> a));
        Map<Long, List<ViewerFigures>> viewers = players.inRoom(room).stream()
                .collect(Collectors.groupingBy(
                        LivePlayer::publicationId,
                        Collectors.mapping(
                                player -> new ViewerFigures(player.userId(), pulls.get(player.playbackId())),
                                Collectors.toList())));
        return streams.inRoom(room).stream()
                .map(stream -> view(stream, pushes, viewers))
                .toList();
    }

    private static StreamFigures view(
            LiveStream stream, Map<Long, PublicationStatistics> pushes, Map<Long, List<ViewerFigures>> viewers) {
        return new StreamFigures(
                stream.streamId(),
                stream.userId(),
                pushes.get(stream.publicationId()),
                viewers.getOrDefault(stream.publicationId(), List.of()));
    }
}
